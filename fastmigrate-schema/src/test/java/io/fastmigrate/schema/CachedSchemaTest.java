package io.fastmigrate.schema;

import static org.assertj.core.api.Assertions.assertThat;

import io.fastmigrate.FastMigrate;
import io.fastmigrate.FastMigrateBuilder;
import io.fastmigrate.TransactionScope;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.Statement;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is kept of the schema that scripts make. */
class CachedSchemaTest {

    @TempDir
    Path directory;

    @BeforeEach
    void scripts() throws IOException {
        Files.createDirectories(directory.resolve("migrations/repeatable"));
        script("0001-person.sql", "CREATE TABLE person (id INTEGER PRIMARY KEY, name TEXT);");
        script("0002-pet.sql", "CREATE TABLE pet (name TEXT);");
    }

    private void script(String name, String text) throws IOException {
        Files.writeString(directory.resolve("migrations").resolve(name), text);
    }

    private FastMigrateBuilder builder() {
        return FastMigrate.sqlite(directory.resolve("a.db")).migrations(directory.resolve("migrations"));
    }

    private Schema schema(FastMigrateBuilder builder) {
        return Schema.of(builder.build()).cachedIn(directory.resolve("cache"));
    }

    private int files() throws IOException {
        if (!Files.exists(directory.resolve("cache"))) {
            return 0;
        }
        try (Stream<Path> files = Files.list(directory.resolve("cache"))) {
            return (int) files.count();
        }
    }

    @Test
    void isTheSameTheSecondTime() throws IOException {
        String first = schema(builder()).file().text();

        assertThat(first).contains("CREATE TABLE pet");
        assertThat(schema(builder()).file().text()).isEqualTo(first);
        assertThat(files()).isEqualTo(1);
    }

    /** Each is looked for under another name. */
    @Test
    void isMadeAgainForAllThatCountsAndForNothingElse() throws IOException {
        schema(builder()).file();
        schema(builder().target(1)).file();
        assertThat(files()).isEqualTo(2);
        schema(builder().transaction(TransactionScope.RUN)).file();
        assertThat(files()).isEqualTo(3);
        script("0002-pet.sql", "CREATE TABLE pet (name TEXT, age INTEGER);");
        assertThat(schema(builder()).file().text()).contains("age");
        assertThat(files()).isEqualTo(4);
        script("repeatable/names.sql", "CREATE VIEW names AS SELECT name FROM pet;");
        assertThat(schema(builder()).file().text()).contains("CREATE VIEW names");
        script("repeatable/names.sql", "CREATE VIEW names AS SELECT name, age FROM pet;");
        assertThat(schema(builder()).file().text()).contains("name, age");
        assertThat(files()).isEqualTo(6);
        schema(builder().migrations(directory.resolve("migrations").toString())).file();
        assertThat(files()).isEqualTo(6);
    }

    @Test
    void doesNotHideDrift() throws Exception {
        FastMigrate database = builder().build();
        database.create();
        database.migrate();
        assertThat(schema(builder()).drift().hasDrift()).isFalse();
        try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + directory.resolve("a.db"));
                Statement statement = connection.createStatement()) {
            statement.execute("CREATE INDEX by_hand ON person (name)");
        }

        assertThat(schema(builder()).drift().differences())
                .extracting(SchemaDifference::object)
                .containsExactly("index by_hand");
        assertThat(files()).isEqualTo(1);
    }

    @Test
    void isMadeAgainForAnotherValue() throws IOException {
        script("0003-more.sql", "CREATE TABLE ${kind} (name TEXT);");

        assertThat(schema(builder().value("kind", "cat")).file().text()).contains("CREATE TABLE cat");
        assertThat(schema(builder().value("kind", "dog")).file().text()).contains("CREATE TABLE dog");
    }

    /** It may do something else next time. */
    @Test
    void runsProgramsEachTime() throws IOException {
        script("0003-more.sh", "#!/bin/sh\nexit 0\n");

        schema(builder()).file();

        assertThat(files()).isZero();
    }

    @Test
    void readsTheFileInsteadOfRunningTheScripts() throws IOException {
        schema(builder()).file();
        List<Path> files;
        try (Stream<Path> all = Files.list(directory.resolve("cache"))) {
            files = all.toList();
        }
        Path kept = files.get(0);
        String other = schema(builder().target(1)).file().text();
        Path ofOther;
        try (Stream<Path> all = Files.list(directory.resolve("cache"))) {
            ofOther = all.filter(file -> !file.equals(kept)).findFirst().orElseThrow();
        }
        Files.copy(ofOther, kept, StandardCopyOption.REPLACE_EXISTING);

        assertThat(schema(builder()).file().text()).isEqualTo(other);
    }
}
