package io.fastmigrate.internal.jdbc.mysql;

import io.fastmigrate.internal.jdbc.connection.Rows;
import io.fastmigrate.internal.port.SchemaSummary;
import io.fastmigrate.internal.port.SchemaSummary.ObjectName;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** What the connection's own database holds, without our tables. */
public final class MySqlObjects {

    private static final String OURS = " NOT REGEXP '^(_meta|_fastmigrate_.*)$'";

    private MySqlObjects() {}

    /** Returns the definitions, and counts the rows of each table. */
    public static SchemaSummary summary(Connection connection) throws SQLException {
        Map<ObjectName, String> objects = new HashMap<>();
        Map<String, Long> rows = new HashMap<>();
        for (List<String> table : Rows.all(
                connection,
                1,
                "SELECT TABLE_NAME FROM information_schema.TABLES WHERE TABLE_SCHEMA = DATABASE() AND TABLE_TYPE ="
                        + " 'BASE TABLE' AND TABLE_NAME" + OURS)) {
            String name = table.get(0);
            String quoted = "`" + name.replace("`", "``") + "`";
            String text = Rows.all(connection, 2, "SHOW CREATE TABLE " + quoted)
                    .get(0)
                    .get(1);
            objects.put(new ObjectName("table", name), text.replaceFirst(" AUTO_INCREMENT=\\d+", ""));
            rows.put(
                    name,
                    Long.valueOf(Rows.text(connection, "SELECT COUNT(*) FROM " + quoted)
                            .orElse("0")));
        }
        for (List<String> object : Rows.all(
                connection,
                3,
                "SELECT 'view', TABLE_NAME, VIEW_DEFINITION FROM information_schema.VIEWS WHERE TABLE_SCHEMA = DATABASE()"
                        + " UNION ALL SELECT 'trigger', TRIGGER_NAME, CONCAT_WS(' ', ACTION_TIMING, EVENT_MANIPULATION,"
                        + " EVENT_OBJECT_TABLE, ACTION_STATEMENT) FROM information_schema.TRIGGERS WHERE TRIGGER_SCHEMA ="
                        + " DATABASE() UNION ALL SELECT LOWER(ROUTINE_TYPE), ROUTINE_NAME, CONCAT_WS(' ', DTD_IDENTIFIER,"
                        + " ROUTINE_DEFINITION) FROM information_schema.ROUTINES WHERE ROUTINE_SCHEMA = DATABASE() UNION ALL"
                        + " SELECT 'event', EVENT_NAME, EVENT_DEFINITION FROM information_schema.EVENTS WHERE EVENT_SCHEMA ="
                        + " DATABASE()")) {
            objects.put(new ObjectName(object.get(0), object.get(1)), String.valueOf(object.get(2)));
        }
        return new SchemaSummary(objects, rows);
    }
}
