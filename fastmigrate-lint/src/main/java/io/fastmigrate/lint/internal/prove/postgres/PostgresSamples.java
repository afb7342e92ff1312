package io.fastmigrate.lint.internal.prove.postgres;

import io.fastmigrate.internal.sql.token.SqlDialect;
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
import java.util.List;

/** The tables of PostgreSQL that get rows, which partitions do in the place of their parents. */
public final class PostgresSamples implements SampleCatalog {

    private static final String TABLES =
            "SELECT c.oid::bigint, c.oid::regclass::text, coalesce(pg_get_expr(c.relpartbound, c.oid), '') FROM pg_class c"
                    + " WHERE c.relkind = 'r' AND c.relpersistence <> 't'" + LiveTables.OF_USERS + " ORDER BY c.oid";

    private static final String COLUMNS =
            "SELECT quote_ident(a.attname), format_type(a.atttypid, a.atttypmod), NOT a.attnotnull FROM pg_attribute a WHERE a.attrelid ="
                    + " ?::oid AND a.attnum > 0 AND NOT a.attisdropped AND a.attgenerated = '' AND a.attidentity <> 'a'"
                    + " ORDER BY a.attnum";

    private static final String NAMES =
            "(SELECT string_agg(quote_ident(a.attname), E'\\n' ORDER BY k.place) FROM unnest(c.%s) WITH ORDINALITY k"
                    + " (number, place) JOIN pg_attribute a ON a.attrelid = c.%s AND a.attnum = k.number)";

    private static final String REFERENCES = "SELECT c.confrelid::regclass::text, "
            + NAMES.formatted("conkey", "conrelid") + ", " + NAMES.formatted("confkey", "confrelid")
            + " FROM pg_constraint c WHERE c.contype = 'f' AND c.conrelid = ?::oid";

    private static final String CHECKS = "SELECT pg_get_constraintdef(c.oid) FROM pg_constraint c"
            + " WHERE c.contype = 'c' AND c.conrelid = ?::oid";

    private static final String LABELS =
            "SELECT e.enumlabel FROM pg_enum e WHERE e.enumtypid = ?::regtype ORDER BY e.enumsortorder";

    private final Connection connection;

    private PostgresSamples(Connection connection) {
        this.connection = connection;
    }

    /** Puts rows into each table; returns the tables into which none fit. */
    public static List<String> fill(Connection connection, Rows rows) throws SQLException {
        return ServerRows.fill(connection, new PostgresSamples(connection), rows);
    }

    @Override
    public SqlDialect dialect() {
        return SqlDialect.POSTGRESQL;
    }

    @Override
    public List<SampledTable> tables() throws SQLException {
        List<SampledTable> tables = new ArrayList<>();
        for (List<String> table : Query.rows(connection, TABLES)) {
            String oid = table.get(0);
            List<String> definitions = new ArrayList<>(Query.texts(connection, CHECKS, oid));
            definitions.add(table.get(2));
            tables.add(new SampledTable(
                    table.get(1),
                    Query.rows(connection, COLUMNS, oid).stream()
                            .map(column -> new SampledColumn(
                                    column.get(0), column.get(1), column.get(2).startsWith("t")))
                            .toList(),
                    Query.rows(connection, REFERENCES, oid).stream()
                            .map(key -> new Reference(lines(key.get(1)), key.get(0), lines(key.get(2))))
                            .toList(),
                    definitions));
        }
        return tables;
    }

    private static List<String> lines(String names) {
        return List.of(names.split("\n", -1));
    }

    /** The server says which texts are values of the type. */
    @Override
    public List<String> values(String type, int row) throws SQLException {
        List<String> texts = new ArrayList<>(List.of(
                String.valueOf(row),
                "2020-01-0" + row,
                row == 2 ? "false" : "true",
                "1" + (row - 1),
                "00000000-0000-0000-0000-00000000000" + row,
                "10.0.0." + row,
                "(" + row + ",1)",
                "{}",
                "empty",
                "0" + row + ":00",
                "08:00:2b:01:02:0" + row,
                "1"));
        if (!values("SELECT 1 FROM pg_enum WHERE enumtypid = ?::regtype LIMIT 1", type)
                .isEmpty()) {
            List<String> labels = values(LABELS, type);
            texts.add(0, labels.get((row - 1) % labels.size()));
            texts.addAll(labels);
        }
        List<String> values = new ArrayList<>();
        for (String text : texts) {
            if (isValue(text, type)) {
                values.add(text);
            }
        }
        return values.isEmpty() ? List.of("1") : values;
    }

    private List<String> values(String query, String type) {
        try {
            return Query.texts(connection, query, type);
        } catch (SQLException e) {
            return List.of(); // a type with a length is no regtype
        }
    }

    private boolean isValue(String text, String type) {
        try {
            Query.execute(connection, "SELECT CAST(" + literal(text) + " AS " + type + ")");
            return true;
        } catch (SQLException e) {
            return false;
        }
    }

    @Override
    public String literal(String text) {
        return (text.indexOf('\\') < 0 ? "'" : "E'")
                + text.replace("\\", "\\\\").replace("'", "''") + "'";
    }
}
