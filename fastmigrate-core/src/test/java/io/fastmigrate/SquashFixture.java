package io.fastmigrate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fastmigrate.error.FastMigrateException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/** Scripts in a directory, and databases that they make. */
abstract class SquashFixture {

    static final Version FIRST = new Version(1);

    @TempDir
    Path directory;

    Path migrations;

    @SuppressWarnings("NullAway") // set before each test
    SquashFixture() {}

    @BeforeEach
    void makeDirectory() throws IOException {
        migrations = Files.createDirectory(directory.resolve("migrations"));
    }

    final FastMigrateBuilder builder(String db) {
        return FastMigrate.sqlite(directory.resolve(db)).migrations(migrations);
    }

    final FastMigrate on(String db) {
        return builder(db).build();
    }

    final void script(String name, String... statements) throws IOException {
        Files.writeString(migrations.resolve(name), String.join(";\n", statements) + ";\n");
    }

    final void plainScripts() throws IOException {
        script("0001-a.sql", "CREATE TABLE a (id INTEGER PRIMARY KEY, name TEXT)");
        script("0002-b.sql", "ALTER TABLE a ADD COLUMN more TEXT DEFAULT 'x'");
        script("0003-c.sql", "CREATE INDEX a_name ON a (name)");
    }

    final FastMigrate migrated(String db) {
        FastMigrate fastMigrate = on(db);
        fastMigrate.create();
        fastMigrate.migrate();
        return fastMigrate;
    }

    final List<String> names() throws IOException {
        try (Stream<Path> files = Files.walk(migrations)) {
            return files.filter(Files::isRegularFile)
                    .map(file -> migrations.relativize(file).toString().replace('\\', '/'))
                    .sorted()
                    .toList();
        }
    }

    final List<String> rows(String db, String query) throws SQLException {
        List<String> rows = new ArrayList<>();
        try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + directory.resolve(db));
                Statement statement = connection.createStatement();
                ResultSet found = statement.executeQuery(query)) {
            while (found.next()) {
                rows.add(found.getString(1));
            }
        }
        return rows;
    }

    final void refuses(FastMigrate fastMigrate, int first, int last, String... words) throws IOException {
        List<String> before = names();
        assertThatThrownBy(() -> fastMigrate.squash(new Version(first), new Version(last)))
                .isInstanceOf(FastMigrateException.class)
                .hasMessageContainingAll(words);
        assertThat(names()).isEqualTo(before);
    }
}
