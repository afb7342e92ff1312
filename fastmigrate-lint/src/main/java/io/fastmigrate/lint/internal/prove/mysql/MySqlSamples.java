package io.fastmigrate.lint.internal.prove.mysql;

import io.fastmigrate.internal.sql.token.SqlDialect;
import io.fastmigrate.internal.sql.token.TokenType;
import io.fastmigrate.lint.internal.model.Token;
import io.fastmigrate.lint.internal.model.Tokens;
import io.fastmigrate.lint.internal.prove.Query;
import io.fastmigrate.lint.internal.prove.server.Rows;
import io.fastmigrate.lint.internal.prove.server.SampleCatalog;
import io.fastmigrate.lint.internal.prove.server.SampledTable;
import io.fastmigrate.lint.internal.prove.server.SampledTable.Reference;
import io.fastmigrate.lint.internal.prove.server.SampledTable.SampledColumn;
import io.fastmigrate.lint.internal.prove.server.ServerRows;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The tables of MariaDB and MySQL that get rows. The second row has long values, which a narrower type would cut. */
public final class MySqlSamples implements SampleCatalog {

    static final String TABLES = "SELECT TABLE_NAME FROM information_schema.TABLES WHERE TABLE_SCHEMA = DATABASE()"
            + " AND TABLE_TYPE LIKE '%TABLE' AND TABLE_TYPE NOT LIKE 'SYSTEM%' AND TABLE_NAME <> '_meta'"
            + " AND TABLE_NAME NOT LIKE '\\_fastmigrate\\_%' ORDER BY TABLE_NAME";

    private static final String COLUMNS =
            "SELECT COLUMN_NAME, COLUMN_TYPE, IS_NULLABLE FROM information_schema.COLUMNS WHERE TABLE_SCHEMA = DATABASE() AND TABLE_NAME ="
                    + " ? AND EXTRA NOT LIKE '%GENERATED' ORDER BY ORDINAL_POSITION";

    private static final String REFERENCES =
            "SELECT CONSTRAINT_NAME, COLUMN_NAME, REFERENCED_TABLE_NAME, REFERENCED_COLUMN_NAME FROM"
                    + " information_schema.KEY_COLUMN_USAGE WHERE TABLE_SCHEMA = DATABASE() AND TABLE_NAME = ? AND"
                    + " REFERENCED_TABLE_SCHEMA = DATABASE() ORDER BY CONSTRAINT_NAME, ORDINAL_POSITION";

    private static final Pattern TEXT =
            Pattern.compile("(?:char|varchar|tinytext|text|mediumtext|longtext)(?:\\((\\d+)\\))?");

    private static final int LONG_TEXT = 100;

    private final Connection connection;

    private MySqlSamples(Connection connection) {
        this.connection = connection;
    }

    /** Puts rows into each table; returns the tables into which none fit. */
    public static List<String> fill(Connection connection, Rows rows) throws SQLException {
        return ServerRows.fill(connection, new MySqlSamples(connection), rows);
    }

    @Override
    public SqlDialect dialect() {
        return SqlDialect.MYSQL;
    }

    @Override
    public List<SampledTable> tables() throws SQLException {
        List<SampledTable> tables = new ArrayList<>();
        for (String table : Query.texts(connection, TABLES)) {
            String definition = Query.rows(connection, "SHOW CREATE TABLE " + Query.quoted(table))
                    .get(0)
                    .get(1);
            tables.add(new SampledTable(
                    Query.quoted(table),
                    Query.rows(connection, COLUMNS, table).stream()
                            .map(column -> new SampledColumn(
                                    Query.quoted(column.get(0)),
                                    column.get(1),
                                    column.get(2).equals("YES")))
                            .toList(),
                    references(table),
                    List.of(definition)));
        }
        return tables;
    }

    private List<Reference> references(String table) throws SQLException {
        Map<String, Reference> references = new LinkedHashMap<>();
        for (List<String> row : Query.rows(connection, REFERENCES, table)) {
            Reference reference = references.computeIfAbsent(
                    row.get(0), key -> new Reference(new ArrayList<>(), Query.quoted(row.get(2)), new ArrayList<>()));
            reference.columns().add(Query.quoted(row.get(1)));
            reference.parentColumns().add(Query.quoted(row.get(3)));
        }
        return List.copyOf(references.values());
    }

    @Override
    public List<String> values(String type, int row) {
        String lower = type.toLowerCase(Locale.ROOT);
        Matcher text = TEXT.matcher(lower);
        if (text.lookingAt()) {
            return texts(text.group(1) == null ? LONG_TEXT : Integer.parseInt(text.group(1)), row);
        }
        return switch (lower.split("\\W", 2)[0]) {
            case "enum", "set" -> labels(type, row);
            case "date", "datetime", "timestamp" -> List.of("2020-01-0" + row);
            case "time" -> List.of("0" + row + ":00:00");
            case "year" -> List.of("202" + row);
            case "json" -> List.of("{\"n\": " + row + "}");
            case "bit" -> List.of("\u0001");
            case "uuid" -> List.of("00000000-0000-0000-0000-00000000000" + row);
            case "inet4" -> List.of("10.0.0." + row);
            case "inet6" -> List.of("::" + row);
            default -> row == 2 ? List.of("1000", "2", "0") : List.of(String.valueOf(row), "0");
        };
    }

    private static List<String> texts(int length, int row) {
        String longest = "\u03a9" + "o".repeat(Math.max(0, Math.min(length, LONG_TEXT) - 1));
        return row != 2
                ? List.of("one", String.valueOf(row))
                : List.of(longest, "t" + longest.substring(Math.min(1, longest.length())), "two", "2");
    }

    private static List<String> labels(String type, int row) {
        List<String> labels = Tokens.of(type, SqlDialect.MYSQL).stream()
                .filter(token -> token.type() == TokenType.STRING)
                .map(Token::unquoted)
                .toList();
        List<String> values = new ArrayList<>(List.of(labels.get((row - 1) % labels.size())));
        values.addAll(labels);
        return values;
    }

    @Override
    public String literal(String text) {
        return "'" + text.replace("\\", "\\\\").replace("'", "''") + "'";
    }
}
