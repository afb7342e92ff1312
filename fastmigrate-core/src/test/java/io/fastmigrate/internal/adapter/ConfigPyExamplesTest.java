package io.fastmigrate.internal.adapter;

import static org.assertj.core.api.Assertions.assertThat;

import io.fastmigrate.Sandbox;
import io.fastmigrate.Version;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** Adapters as people have them, with the real packages; a package that is missing is told, and required in CI. */
@DisabledOnOs(OS.WINDOWS)
class ConfigPyExamplesTest {

    private static final String SQLALCHEMY = """
            from sqlalchemy import create_engine, event, text

            def get_connection(db):
                return create_engine("sqlite+pysqlite:///%s" % db)

            def close_connection(engine):
                engine.dispose()

            def ensure_meta_table(engine):
                with engine.begin() as c:
                    c.execute(text("CREATE TABLE IF NOT EXISTS _meta (id INTEGER PRIMARY KEY, version INTEGER NOT NULL)"))
                    if c.execute(text("SELECT count(*) FROM _meta")).scalar() == 0:
                        c.execute(text("INSERT INTO _meta VALUES (1, 0)"))

            def get_version(engine):
                with engine.connect() as c:
                    return c.execute(text("SELECT version FROM _meta WHERE id = 1")).scalar()

            def set_version(engine, version):
                with engine.begin() as c:
                    c.execute(text("UPDATE _meta SET version = :v WHERE id = 1"), {"v": version})

            def execute_sql(engine, sql):
                with engine.begin() as c:
                    for statement in filter(str.strip, sql.split(";")):
                        c.execute(text(statement))
            """;

    private static final String AIOSQLITE = """
            import aiosqlite

            async def get_connection(db):
                return await aiosqlite.connect(db)

            async def close_connection(conn):
                await conn.close()

            async def ensure_meta_table(conn):
                await conn.execute("CREATE TABLE IF NOT EXISTS _meta (id INTEGER PRIMARY KEY, version INTEGER NOT NULL)")
                await conn.execute("INSERT OR IGNORE INTO _meta VALUES (1, 0)")
                await conn.commit()

            async def get_version(conn):
                async with conn.execute("SELECT version FROM _meta WHERE id = 1") as rows:
                    return (await rows.fetchone())[0]

            async def set_version(conn, version):
                await conn.execute("UPDATE _meta SET version = ? WHERE id = 1", (version,))
                await conn.commit()

            async def execute_sql(conn, sql):
                await conn.executescript(sql)
                await conn.commit()
            """;

    @TempDir
    Path directory;

    @Test
    void sqlAlchemy() throws Exception {
        migrates(SQLALCHEMY, "sqlalchemy");
    }

    @Test
    void anAsyncDriver() throws Exception {
        migrates(AIOSQLITE, "aiosqlite");
    }

    private void migrates(String config, String module) throws Exception {
        ConfigPySandbox sandbox = new ConfigPySandbox(directory);
        sandbox.python = Pythons.with(module);
        sandbox.config(config)
                .script("0001-users.sql", "CREATE TABLE users (id INTEGER PRIMARY KEY, name TEXT NOT NULL);")
                .script("0002-alice.sql", "INSERT INTO users VALUES (1, 'alice');")
                .script("0003-bob.py", """
                        import sqlite3, sys
                        with sqlite3.connect(sys.argv[1]) as conn:
                            conn.execute("INSERT INTO users VALUES (2, 'bob')")
                        """);
        assertThat(sandbox.builder().build().migrate().after()).isEqualTo(new Version(3));
        assertThat(sandbox.builder().build().migrate().applied()).isEmpty();
        assertThat(Sandbox.query(sandbox.database, "SELECT name FROM users ORDER BY id"))
                .containsExactly("alice", "bob");
        assertThat(Sandbox.query(sandbox.database, "SELECT version FROM _meta")).containsExactly("3");
    }
}
