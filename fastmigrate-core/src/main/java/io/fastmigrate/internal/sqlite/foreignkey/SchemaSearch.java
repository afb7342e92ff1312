package io.fastmigrate.internal.sqlite.foreignkey;

import io.fastmigrate.internal.sqlite.connection.Sql;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Where SQLite finds a table that is named without its schema. */
final class SchemaSearch {

    private SchemaSearch() {}

    /** Returns the first schema that has a table or view of this name. */
    static Optional<String> first(Connection connection, String name) throws SQLException {
        for (String schema : strings(connection, "SELECT name FROM pragma_database_list ORDER BY seq <> 1, seq")) {
            if (!strings(
                            connection,
                            "SELECT name FROM " + Sql.quoted(schema)
                                    + ".sqlite_schema WHERE type IN ('table', 'view') AND name = ? COLLATE NOCASE",
                            name)
                    .isEmpty()) {
                return Optional.of(schema);
            }
        }
        return Optional.empty();
    }

    static List<String> strings(Connection connection, String sql, String... arguments) throws SQLException {
        List<String> strings = new ArrayList<>();
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            for (int i = 0; i < arguments.length; i++) {
                statement.setString(i + 1, arguments[i]);
            }
            try (ResultSet rows = statement.executeQuery()) {
                while (rows.next()) {
                    strings.add(rows.getString(1));
                }
            }
        }
        return strings;
    }
}
