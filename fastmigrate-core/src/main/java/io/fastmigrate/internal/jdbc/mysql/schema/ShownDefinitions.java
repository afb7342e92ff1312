package io.fastmigrate.internal.jdbc.mysql.schema;

import io.fastmigrate.internal.jdbc.connection.Rows;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What SHOW CREATE says of the objects of the connection's database.
 *
 * @param connection in that database
 */
record ShownDefinitions(Connection connection) {

    /** What a table counts. */
    private static final Pattern COUNTER = Pattern.compile(" AUTO_INCREMENT=(\\d+)");

    private static final Pattern DEFINER = Pattern.compile(" DEFINER=(?:`[^`]*`@`[^`]*`|`[^`]*`|\\S+)");

    /** By their names, or by columns that no one else's table has. */
    Set<String> tablesOfTools() throws SQLException {
        Set<String> tables = new HashSet<>();
        for (String name : names("TABLE_NAME", "TABLES", "TABLE_SCHEMA")) {
            if (name.matches("(?i)_meta|_fastmigrate_.*|flyway_schema_history|databasechangelog(?:lock)?")) {
                tables.add(name);
            }
        }
        for (List<String> columns : List.of(
                List.of("installed_rank", "checksum", "installed_by", "success"),
                List.of("dateexecuted", "orderexecuted", "exectype", "md5sum"),
                List.of("locked", "lockgranted", "lockedby"))) {
            Rows.all(
                            connection,
                            1,
                            "SELECT TABLE_NAME FROM information_schema.COLUMNS WHERE TABLE_SCHEMA = DATABASE() AND"
                                    + " lower(COLUMN_NAME) IN ('" + String.join("', '", columns)
                                    + "') GROUP BY TABLE_NAME HAVING count(*) = " + columns.size())
                    .forEach(row -> tables.add(row.get(0)));
        }
        return tables;
    }

    List<String> names(String column, String table, String place) throws SQLException {
        return Rows.all(
                        connection,
                        1,
                        "SELECT " + column + " FROM information_schema." + table + " WHERE " + place + " = DATABASE()")
                .stream()
                .map(row -> row.get(0))
                .toList();
    }

    List<String> show(String kind, String name, int columns) throws SQLException {
        return Rows.all(connection, columns, "SHOW CREATE " + kind + " `" + name.replace("`", "``") + "`")
                .get(0);
    }

    /** Returns the definition of a table without what it counts; sequences of its defaults come with the name of the database. */
    String table(String name) throws SQLException {
        String database = Rows.text(connection, "SELECT DATABASE()").orElse("");
        String sequence = "(nextval|lastval)\\(" + Pattern.quote("`" + database.replace("`", "``") + "`.");
        return COUNTER.matcher(show("TABLE", name, 2).get(1)).replaceAll("").replaceAll(sequence, "$1(");
    }

    /** Returns the next number of a table, if it has counted. */
    Optional<String> counter(String name) throws SQLException {
        return COUNTER.matcher(show("TABLE", name, 2).get(1))
                .results()
                .map(found -> found.group(1))
                .findFirst();
    }

    /** The server shows nothing of a routine to those who may not see it. */
    static String text(String name, @Nullable String shown) throws SQLException {
        if (shown == null) {
            throw new SQLException("This user may not see the definition of " + name + ".", "42501");
        }
        return DEFINER.matcher(shown).replaceFirst("");
    }
}
