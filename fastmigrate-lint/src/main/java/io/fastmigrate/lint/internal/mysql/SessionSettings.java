package io.fastmigrate.lint.internal.mysql;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/** What scripts set in their session, and what decides how a statement runs. */
final class SessionSettings {

    /** What one of the two servers lacks is left out. */
    private static final String READ =
            "SHOW SESSION VARIABLES WHERE Variable_name IN ('sql_mode', 'foreign_key_checks',"
                    + " 'unique_checks', 'check_constraint_checks', 'character_set_client', 'character_set_connection',"
                    + " 'character_set_results', 'collation_connection', 'default_storage_engine', 'innodb_strict_mode',"
                    + " 'explicit_defaults_for_timestamp', 'time_zone', 'lock_wait_timeout', 'old_alter_table', 'auto_increment_increment')";

    private static final Pattern BARE = Pattern.compile("ON|OFF|\\d+");

    private SessionSettings() {}

    /** Returns the statement that sets them as they are now. */
    static String read(Connection connection) throws SQLException {
        List<String> settings = new ArrayList<>();
        for (List<String> row : Sql.rows(connection, READ)) {
            String value = row.get(1);
            boolean none = value.isEmpty() && row.get(0).startsWith("character_set");
            settings.add(
                    row.get(0) + " = " + (none ? "NULL" : BARE.matcher(value).matches() ? value : Sql.literal(value)));
        }
        return "SET SESSION " + String.join(", ", settings);
    }
}
