package io.fastmigrate.databases;

import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.fastmigrate.FastMigrate;
import io.fastmigrate.FastMigrateBuilder;
import io.fastmigrate.Report;
import io.fastmigrate.error.ScriptFailedException;
import io.fastmigrate.test.JdbcDatabase;
import io.fastmigrate.test.Migrations;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.List;
import java.util.Objects;

/** A fresh database, a directory of scripts for it, and short ways to run them. */
final class Workshop {

    private final String url;
    private final Migrations migrations;
    private final JdbcDatabase database;

    Workshop(String url, Path directory) {
        this(url, url, directory);
    }

    /**
     * Makes a workshop.
     *
     * @param questions the URL for what is asked past fastmigrate
     */
    Workshop(String url, String questions, Path directory) {
        this.url = url;
        this.migrations = new Migrations(directory.resolve("migrations"));
        this.database = new JdbcDatabase(() -> FastMigrate.database(url), () -> DriverManager.getConnection(questions));
    }

    String url() {
        return url;
    }

    Workshop script(String name, String text) throws IOException {
        migrations.with(name, text);
        return this;
    }

    FastMigrateBuilder builder() {
        return FastMigrate.database(url).migrations(migrations.directory());
    }

    Path directory() {
        return migrations.directory();
    }

    Report migrate() {
        FastMigrate fastMigrate = builder().build();
        fastMigrate.create();
        return fastMigrate.migrate();
    }

    ScriptFailedException fails() {
        return Objects.requireNonNull(
                catchThrowableOfType(ScriptFailedException.class, this::migrate), "it did not fail");
    }

    int version() {
        return builder().build().version().number();
    }

    List<String> query(String sql) throws SQLException {
        return database.query(sql);
    }

    void execute(String sql) throws SQLException {
        database.execute(sql);
    }
}
