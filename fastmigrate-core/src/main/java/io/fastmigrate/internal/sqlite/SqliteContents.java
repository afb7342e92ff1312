package io.fastmigrate.internal.sqlite;

import io.fastmigrate.internal.sqlite.connection.Sql;
import java.sql.Connection;
import java.sql.SQLException;

/** What there is in a SQLite database that fastmigrate did not make. */
final class SqliteContents {

    private SqliteContents() {}

    /** Tells whether there are our own tables and nothing else, not even a number that an application keeps in the file. */
    static boolean areOurs(Connection connection) throws SQLException {
        return Sql.string(
                        connection,
                        "SELECT 1 FROM main.sqlite_schema WHERE tbl_name NOT LIKE '^_fastmigrate^_%' ESCAPE '^' AND"
                                + " lower(tbl_name) NOT IN ('_meta', 'sqlite_sequence', 'sqlite_stat1', 'sqlite_stat4') UNION ALL"
                                + " SELECT 1 FROM pragma_user_version WHERE user_version <> 0 UNION ALL SELECT 1 FROM"
                                + " pragma_application_id WHERE application_id <> 0 LIMIT 1")
                .isEmpty();
    }
}
