package io.fastmigrate.reliability;

import io.fastmigrate.FastMigrate;
import io.fastmigrate.FastMigrateBuilder;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/** A database at version 0 and a directory for its scripts. */
record Fixture(Path database, Path migrations) {

    /** In rows: enough to keep SQLite busy for minutes. */
    static final String ENDLESS =
            "WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 9000000000) INSERT INTO t SELECT"
                    + " i FROM n WHERE i < 0;\n";

    static Fixture in(Path directory) throws IOException {
        Fixture fixture = new Fixture(directory.resolve("app.db"), directory.resolve("migrations"));
        Files.createDirectories(fixture.migrations);
        fixture.build().create();
        return fixture;
    }

    Fixture script(String name, String text) throws IOException {
        Files.writeString(migrations.resolve(name), text, StandardCharsets.UTF_8);
        return this;
    }

    FastMigrateBuilder builder() {
        return FastMigrate.sqlite(database).migrations(migrations).lockTimeout(Duration.ofSeconds(60));
    }

    FastMigrate build() {
        return builder().build();
    }

    Connection open() throws SQLException {
        return CrashScripts.open(database);
    }

    long number(String sql) throws SQLException {
        try (Connection connection = open()) {
            return CrashScripts.number(connection, sql);
        }
    }

    String text(String sql) throws SQLException {
        try (Connection connection = open()) {
            return CrashScripts.text(connection, sql);
        }
    }

    /** Everything in the database, as text that is the same for the same content. */
    String content() throws SQLException {
        try (Connection connection = open()) {
            StringBuilder all = new StringBuilder(CrashScripts.text(
                    connection,
                    "SELECT type || name || tbl_name || coalesce(sql, '') FROM"
                            + " sqlite_schema ORDER BY type, name"));
            String tables = CrashScripts.text(
                    connection, "SELECT name FROM sqlite_schema WHERE type = 'table'" + " ORDER BY name");
            for (String table : tables.split("\n", -1)) {
                String columns = CrashScripts.text(
                        connection,
                        "SELECT group_concat('quote(\"' || name || '\")', ' || '','' || ') FROM pragma_table_info('"
                                + table + "')");
                all.append('\n').append(table).append('\n');
                all.append(CrashScripts.text(connection, "SELECT " + columns + " FROM \"" + table + "\" ORDER BY 1"));
            }
            return all.toString();
        }
    }

    /** Runs a program to its end; true if it went well. */
    static boolean runs(String... command) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
        return process.waitFor(30, TimeUnit.SECONDS) && process.exitValue() == 0;
    }
}
