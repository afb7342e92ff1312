package io.fastmigrate.test;

/** A {@code config.py} whose functions are asynchronous, one event loop for all. */
class ConfigPyAsyncContractTest extends ConfigPyContract {

    @Override
    String config() {
        return """
                import asyncio
                import sqlite3

                loops = []

                async def step():
                    await asyncio.sleep(0)
                    loops.append(asyncio.get_running_loop())
                    assert loops[0] is loops[-1]

                async def get_connection(db):
                    await step()
                    return sqlite3.connect(db)

                async def close_connection(conn):
                    await step()
                    conn.close()

                async def ensure_meta_table(conn):
                    await step()
                    conn.execute("CREATE TABLE IF NOT EXISTS _meta (id INTEGER PRIMARY KEY, version INTEGER NOT NULL)")
                    conn.execute("INSERT OR IGNORE INTO _meta VALUES (1, 0)")
                    conn.commit()

                async def get_version(conn):
                    await step()
                    return conn.execute("SELECT version FROM _meta WHERE id = 1").fetchone()[0]

                async def set_version(conn, version):
                    await step()
                    conn.execute("UPDATE _meta SET version = ? WHERE id = 1", (version,))
                    conn.commit()

                async def execute_sql(conn, sql):
                    await step()
                    conn.executescript(sql)
                """;
    }
}
