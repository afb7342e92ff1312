package io.fastmigrate.lint.internal.prove;

import io.fastmigrate.internal.sql.token.TokenType;
import io.fastmigrate.lint.internal.model.Token;
import io.fastmigrate.lint.internal.model.Tokens;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Puts a row into each table of a SQLite database that has none. All columns have values, and foreign keys refer to the row of their
 * parent. Triggers do not run.
 */
public final class SampleRows {

    private static final String TABLES = "SELECT name FROM pragma_table_list WHERE schema = 'main' AND type = 'table'"
            + " AND name NOT LIKE 'sqlite\\_%' ESCAPE '\\' AND name NOT LIKE '\\_fastmigrate\\_%' ESCAPE '\\'"
            + " AND name <> '_meta' ORDER BY name";

    private final Connection connection;
    private final long number;
    private final Set<String> done = new LinkedHashSet<>();
    private final List<String> empty = new ArrayList<>();

    private SampleRows(Connection connection, long number) {
        this.connection = connection;
        this.number = number;
    }

    /**
     * Puts in the rows; returns the tables that stay empty, because no row that was tried fits into them.
     *
     * @param number what is written where numbers belong
     */
    public static List<String> fill(Connection connection, long number) throws SQLException {
        return new SampleRows(connection, number).fill();
    }

    /** Tells whether a table takes a row that has NULL in a column; it then has such a row. */
    static boolean acceptsNull(Connection connection, String table, String column) throws SQLException {
        return new SampleRows(connection, 1).insert(table, column);
    }

    private List<String> fill() throws SQLException {
        Query.execute(connection, "PRAGMA foreign_keys = OFF");
        List<String> triggers = Query.texts(connection, "SELECT sql FROM sqlite_schema WHERE type = 'trigger'");
        for (String trigger : Query.texts(connection, "SELECT name FROM sqlite_schema WHERE type = 'trigger'")) {
            Query.execute(connection, "DROP TRIGGER " + Query.quoted(trigger));
        }
        for (String table : Query.texts(connection, TABLES)) {
            table(table);
        }
        for (String trigger : triggers) {
            Query.execute(connection, trigger);
        }
        return empty;
    }

    /** Fills the parents of a table first. */
    private void table(String table) throws SQLException {
        if (!done.add(table.toLowerCase(Locale.ROOT))) {
            return;
        }
        for (String parent : Query.texts(connection, "SELECT \"table\" FROM pragma_foreign_key_list(?)", table)) {
            if (!Query.texts(connection, TABLES.replace("ORDER BY", "AND lower(name) = lower(?) ORDER BY"), parent)
                    .isEmpty()) {
                table(parent);
            }
        }
        boolean filled = !Query.texts(connection, "SELECT 1 FROM " + Query.quoted(table) + " LIMIT 1")
                .isEmpty();
        if (!filled && !insert(table, "")) {
            empty.add(table);
        }
    }

    private boolean insert(String table, String isNull) throws SQLException {
        List<String> columns =
                Query.texts(connection, "SELECT name FROM pragma_table_xinfo(?) WHERE hidden = 0", table);
        List<List<@Nullable Object>> candidates = new ArrayList<>();
        for (String column : columns) {
            candidates.add(
                    column.equalsIgnoreCase(isNull) ? Collections.singletonList(null) : candidates(table, column));
        }
        String sql = "INSERT INTO " + Query.quoted(table) + " ("
                + String.join(", ", columns.stream().map(Query::quoted).toList())
                + ") VALUES ("
                + String.join(", ", columns.stream().map(each -> "?").toList()) + ")";
        try (PreparedStatement insert = connection.prepareStatement(sql)) {
            return new RowSearch(candidates, row -> fits(insert, row)).succeeds();
        }
    }

    private List<@Nullable Object> candidates(String table, String column) throws SQLException {
        List<@Nullable Object> candidates = new ArrayList<>();
        parentValue(table, column).ifPresent(candidates::add);
        String type = Query.texts(connection, "SELECT type FROM pragma_table_xinfo(?) WHERE name = ?", table, column)
                .get(0)
                .toUpperCase(Locale.ROOT);
        candidates.add(ofAffinity(type));
        String definition = Query.texts(
                        connection, "SELECT sql FROM sqlite_schema WHERE type = 'table' AND name = ?", table)
                .get(0);
        for (Token token : Tokens.of(definition, null)) {
            if (token.type() == TokenType.STRING) {
                candidates.add(token.unquoted());
            } else if (token.type() == TokenType.NUMBER) {
                number(token.text()).ifPresent(value -> {
                    candidates.add(value);
                    candidates.add(value + 1);
                    candidates.add(value - 1);
                });
            }
        }
        candidates.add(0L);
        candidates.add("2020-01-01");
        candidates.add("{}");
        candidates.add(null);
        return candidates;
    }

    /** @see <a href="https://sqlite.org/datatype3.html#determination_of_column_affinity">Column affinity</a> */
    private Object ofAffinity(String type) {
        if (type.contains("INT")) {
            return number;
        } else if (type.contains("CHAR") || type.contains("CLOB") || type.contains("TEXT") || type.isEmpty()) {
            return "one";
        } else if (type.contains("BLOB")) {
            return new byte[] {1};
        } else if (type.contains("REAL") || type.contains("FLOA") || type.contains("DOUB")) {
            return 1.5;
        }
        return number;
    }

    private static Optional<Double> number(String text) {
        try {
            return Optional.of(Double.valueOf(text));
        } catch (NumberFormatException e) {
            return Optional.empty();
        }
    }

    private Optional<Object> parentValue(String table, String column) throws SQLException {
        String query =
                "SELECT * FROM (SELECT \"table\", coalesce(\"to\", (SELECT name FROM pragma_table_info(\"table\")"
                        + " WHERE pk = seq + 1)) AS parent_key FROM pragma_foreign_key_list(?) WHERE \"from\" = ? COLLATE"
                        + " NOCASE) WHERE parent_key IS NOT NULL";
        for (List<String> key : Query.rows(connection, query, table, column)) {
            return value(key.get(0), key.get(1));
        }
        return Optional.empty();
    }

    private Optional<Object> value(String table, String column) {
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(
                        "SELECT " + Query.quoted(column) + " FROM " + Query.quoted(table) + " LIMIT 1")) {
            return rows.next() ? Optional.ofNullable(rows.getObject(1)) : Optional.empty();
        } catch (SQLException e) {
            return Optional.empty(); // the key names what is not there
        }
    }

    private static boolean fits(PreparedStatement insert, List<@Nullable Object> row) {
        try {
            for (int i = 0; i < row.size(); i++) {
                insert.setObject(i + 1, row.get(i));
            }
            insert.executeUpdate();
            return true;
        } catch (SQLException e) {
            return false;
        }
    }
}
