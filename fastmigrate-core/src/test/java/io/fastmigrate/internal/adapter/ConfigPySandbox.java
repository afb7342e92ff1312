package io.fastmigrate.internal.adapter;

import io.fastmigrate.FastMigrate;
import io.fastmigrate.FastMigrateBuilder;
import io.fastmigrate.MigrationListener;
import io.fastmigrate.Script;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** A directory with a {@code config.py}, and what it prints. */
final class ConfigPySandbox {

    /** Works with sqlite3, and notes each call in a file beside it; a test puts another definition of a hook behind it. */
    static final String SQLITE = """
            import asyncio, os, pathlib, sqlite3, subprocess, sys, time
            HERE = pathlib.Path(__file__).parent
            def note(*words):
                with open(HERE / "calls", "a") as calls:
                    print(*words, file=calls)
            def get_connection(db):
                note("get_connection", db)
                return sqlite3.connect(db)
            def ensure_meta_table(conn):
                note("ensure_meta_table")
                with conn:
                    conn.execute("CREATE TABLE IF NOT EXISTS _meta (id INTEGER PRIMARY KEY, version INTEGER NOT NULL)")
                    conn.execute("INSERT OR IGNORE INTO _meta (id, version) VALUES (1, 0)")
            def get_version(conn):
                note("get_version")
                return conn.execute("SELECT version FROM _meta WHERE id = 1").fetchone()[0]
            def set_version(conn, version):
                note("set_version", version)
                with conn:
                    conn.execute("UPDATE _meta SET version = ? WHERE id = 1", (version,))
            def execute_sql(conn, sql):
                note("execute_sql", sql.strip())
                conn.executescript(sql)
            def close_connection(conn):
                note("close_connection")
                conn.close()
            """;

    final Path migrations;
    final Path database;
    final List<String> lines = Collections.synchronizedList(new ArrayList<>());
    String python = "python3";

    ConfigPySandbox(Path directory) throws IOException {
        migrations = Files.createDirectory(directory.resolve("migrations"));
        database = directory.resolve("app.db");
    }

    ConfigPySandbox config(String text) throws IOException {
        return script("config.py", text);
    }

    ConfigPySandbox script(String name, String text) throws IOException {
        Files.writeString(migrations.resolve(name), text);
        return this;
    }

    List<String> calls() throws IOException {
        Path calls = migrations.resolve("calls");
        return Files.exists(calls) ? Files.readAllLines(calls) : List.of();
    }

    FastMigrateBuilder builder() {
        return FastMigrate.database(database.toString())
                .migrations(migrations)
                .python(python)
                .listener(new MigrationListener() {
                    @Override
                    public void onOutput(Script script, String line) {
                        lines.add(script.fileName() + ": " + line);
                    }
                });
    }
}
