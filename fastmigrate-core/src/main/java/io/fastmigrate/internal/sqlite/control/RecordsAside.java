package io.fastmigrate.internal.sqlite.control;

import io.fastmigrate.internal.sqlite.connection.Sql;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;

/**
 * Records of applied scripts that are there without a version: they are not of the version that is set now, but may be all that
 * is known of these scripts.
 */
public final class RecordsAside {

    private static final List<String> RECORDS = List.of(HistoryTable.NAME, RepeatableTable.NAME);
    private static final String ASIDE = "_before";

    private RecordsAside() {}

    /** Tells whether a table is one that holds what was moved. */
    public static boolean isOne(String table) {
        return RECORDS.stream().anyMatch(name -> table.startsWith(name + ASIDE));
    }

    /** Moves their rows to other tables. */
    public static void move(Connection connection) throws SQLException {
        for (String name : RECORDS) {
            if (isThere(connection, name)
                    && !Sql.string(connection, "SELECT 1 FROM main." + name + " LIMIT 1")
                            .isEmpty()) {
                String aside = name + ASIDE;
                for (int i = 2; isThere(connection, aside); i++) {
                    aside = name + ASIDE + "_" + i;
                }
                Sql.run(connection, "CREATE TABLE main." + aside + " AS SELECT * FROM main." + name);
                Sql.run(connection, "DELETE FROM main." + name);
            }
        }
    }

    private static boolean isThere(Connection connection, String table) throws SQLException {
        return !Sql.string(connection, "SELECT 1 FROM main.sqlite_schema WHERE name = '" + table + "'")
                .isEmpty();
    }
}
