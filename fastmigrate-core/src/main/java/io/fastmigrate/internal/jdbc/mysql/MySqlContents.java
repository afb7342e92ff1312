package io.fastmigrate.internal.jdbc.mysql;

import io.fastmigrate.internal.jdbc.connection.Rows;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;

/** What there is in a database of MySQL or MariaDB. */
final class MySqlContents {

    private static final Pattern PLAIN = Pattern.compile("(?s)^CREATE TABLE .*\n\\) ENGINE=InnoDB\\b");

    /** Values that the server gives, one row after the other. */
    private static final Pattern GIVEN = Pattern.compile(
            "(?i)\\bAUTO_INCREMENT\\b|\\bDEFAULT (\\(|\\w+\\(|CURRENT_TIMESTAMP)|\\b(ROW START|SYSTEM VERSIONING|TIMESTAMP)\\b");

    /** In bytes, for one INSERT of several. */
    private static final int LEAST_PACKET = 2 * 1024 * 1024;

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

    /**
     * Tells whether one INSERT of several rows leaves the same as one for each, also where a row is refused: InnoDB rolls such an
     * INSERT back as a whole, but not the numbers it has given, nor, without checks, without all that the transaction did before;
     * without a strict mode, only the first of several rows may not be NULL. A trigger is seen only by who has the right to.
     *
     * @param table as the script calls it
     * @see <a href="https://mariadb.com/kb/en/insert/">INSERT</a>
     */
    static boolean joinsRows(Connection connection, String table) throws SQLException {
        String definition =
                Rows.all(connection, 2, "SHOW CREATE TABLE " + table).get(0).get(1);
        if (!PLAIN.matcher(definition).find() || GIVEN.matcher(definition).find()) {
            return false;
        }
        String[] names = table.replace("`", "").split("\\.", -1);
        String schema = names.length == 1 ? "" : names[0];
        return Rows.text(
                        connection,
                        "SELECT 1 FROM DUAL WHERE @@session.sql_mode REGEXP 'STRICT_(TRANS|ALL)_TABLES' AND"
                                + " @@session.unique_checks + @@session.foreign_key_checks > 0 AND"
                                + " @@session.max_allowed_packet >= " + LEAST_PACKET
                                + " AND (EXISTS (SELECT 1 FROM information_schema.USER_PRIVILEGES WHERE PRIVILEGE_TYPE ="
                                + " 'TRIGGER') OR EXISTS (SELECT 1 FROM information_schema.SCHEMA_PRIVILEGES WHERE"
                                + " PRIVILEGE_TYPE = 'TRIGGER' AND coalesce(nullif(?, ''), DATABASE()) LIKE TABLE_SCHEMA))"
                                + " AND NOT EXISTS (SELECT 1 FROM information_schema.TRIGGERS WHERE EVENT_OBJECT_SCHEMA ="
                                + " coalesce(nullif(?, ''), DATABASE()) AND EVENT_OBJECT_TABLE = ?) LIMIT 1",
                        schema,
                        schema,
                        names[names.length - 1])
                .isPresent();
    }
}
