package io.fastmigrate.test;

/** A {@code config.py} as the Python tool documents it, with plain functions. */
class ConfigPyContractTest extends ConfigPyContract {

    @Override
    String config() {
        return """
                import sqlite3

                def get_connection(db):
                    return sqlite3.connect(db)

                def close_connection(conn):
                    conn.close()

                def ensure_meta_table(conn):
                    conn.execute("CREATE TABLE IF NOT EXISTS _meta (id INTEGER PRIMARY KEY, version INTEGER NOT NULL)")
                    conn.execute("INSERT OR IGNORE INTO _meta VALUES (1, 0)")
                    conn.commit()

                def get_version(conn):
                    return conn.execute("SELECT version FROM _meta WHERE id = 1").fetchone()[0]

                def set_version(conn, version):
                    conn.execute("UPDATE _meta SET version = ? WHERE id = 1", (version,))
                    conn.commit()

                def execute_sql(conn, sql):
                    conn.executescript(sql)
                """;
    }
}
