package io.fastmigrate.internal.jdbc.mysql.schema;

import io.fastmigrate.internal.jdbc.connection.Rows;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Finds what a dump of MariaDB or MySQL does not keep: the server writes a FLOAT as text with six digits, of the nine that it
 * takes to tell each from the next. One with a number of decimals, FLOAT(7,4), is written with all that it has.
 *
 * @see <a href="https://mariadb.com/docs/server/reference/data-types/numeric-data-types/float">FLOAT</a>
 */
public final class RoundedFloats {

    private static final int NAMED = 5;

    private static final String COLUMNS =
            "SELECT c.table_name, c.column_name FROM information_schema.columns c JOIN information_schema.tables t ON"
                    + " t.table_schema = c.table_schema AND t.table_name = c.table_name WHERE c.table_schema = DATABASE() AND"
                    + " c.data_type = 'float' AND c.numeric_scale IS NULL AND t.table_type IN ('BASE TABLE', 'SYSTEM VERSIONED') ORDER BY"
                    + " c.table_name, c.ordinal_position";

    private RoundedFloats() {}

    /** Names the columns with such values; empty if there are none. Reads the tables that have a FLOAT. */
    public static Optional<String> in(Connection connection) throws SQLException {
        List<String> rounded = new ArrayList<>();
        for (List<String> column : Rows.all(connection, 2, COLUMNS)) {
            String name = quoted(column.get(1));
            String differs = "SELECT 1 FROM " + quoted(column.get(0)) + " WHERE CAST(CONCAT(" + name
                    + ") AS FLOAT) + 0E0 <> " + name + " + 0E0 LIMIT 1";
            if (Rows.text(connection, differs).isPresent()) {
                rounded.add(column.get(0) + "." + column.get(1));
            }
        }
        if (rounded.isEmpty()) {
            return Optional.empty();
        }
        int more = rounded.size() - NAMED;
        return Optional.of(
                "The backup rounds values of FLOAT columns to six digits, as every dump of this server does: "
                        + String.join(", ", rounded.subList(0, Math.min(NAMED, rounded.size())))
                        + (more > 0 ? " and " + more + " more" : "")
                        + ". Make them DOUBLE, which a dump keeps, or copy these tables by other means.");
    }

    private static String quoted(String name) {
        return "`" + name.replace("`", "``") + "`";
    }
}
