package io.fastmigrate.internal.jdbc.mysql;

import io.fastmigrate.internal.jdbc.connection.Rows;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;

/** What there is in a database of MySQL or MariaDB. */
final class MySqlContents {

    private MySqlContents() {}

    static boolean areNone(Connection connection) throws SQLException {
        return Rows.text(
                        connection,
                        "SELECT 1 FROM information_schema.TABLES WHERE TABLE_SCHEMA = DATABASE() AND TABLE_NAME <>"
                                + " '_meta' AND TABLE_NAME NOT LIKE '\\_fastmigrate\\_%' UNION ALL SELECT 1 FROM"
                                + " information_schema.ROUTINES WHERE ROUTINE_SCHEMA = DATABASE() UNION ALL SELECT 1 FROM"
                                + " information_schema.EVENTS WHERE EVENT_SCHEMA = DATABASE() UNION ALL SELECT 1 FROM"
                                + " information_schema.TRIGGERS WHERE TRIGGER_SCHEMA = DATABASE() LIMIT 1")
                .isEmpty();
    }

    /** Returns those of engines that keep rows themselves: of others, the program writes the definitions alone. */
    static Map<String, String> tablesWithRows(Connection connection, UnaryOperator<String> quoting)
            throws SQLException {
        Map<String, String> tables = new HashMap<>();
        for (List<String> table : Rows.all(
                connection,
                1,
                "SELECT table_name FROM information_schema.tables WHERE table_schema = DATABASE() AND table_type ="
                        + " 'BASE TABLE' AND engine IN ('InnoDB', 'MyISAM', 'Aria', 'MEMORY', 'CSV', 'ARCHIVE',"
                        + " 'ROCKSDB')")) {
            String name = table.get(0);
            if (Rows.text(connection, "SELECT 1 FROM " + quoting.apply(name) + " LIMIT 1")
                    .isPresent()) {
                tables.put(name, name);
            }
        }
        return tables;
    }
}
