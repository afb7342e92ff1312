package io.fastmigrate.internal.jdbc.postgres;

import io.fastmigrate.internal.jdbc.connection.Rows;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.stream.Collectors;

/**
 * What a {@code CREATE INDEX} says of its index, as far as the catalogue tells the same of one that is there: two that differ
 * here are not the same index.
 *
 * @param columns the keys, with commas between; empty where not all of them are plain names
 * @param keys how many there are
 * @param calls whether one of them begins with a function's name, and so is an expression
 * @param nested whether there are parentheses in them: of expressions, or of an operator class
 * @param included the columns behind INCLUDE, with commas between
 * @param partial whether it has a WHERE
 */
record IndexShape(
        boolean unique, String columns, int keys, boolean calls, boolean nested, String included, boolean partial) {

    /** Reads what stands behind the table's name. */
    static IndexShape read(boolean unique, PostgresNames names) {
        if (names.accept("USING")) {
            names.name();
        }
        List<List<String>> keys = names.group();
        boolean plain = keys.stream().allMatch(key -> key.size() == 1);
        boolean calls = keys.stream().anyMatch(IndexShape::isCall);
        boolean nested = keys.stream().anyMatch(key -> key.contains("("));
        String included = names.accept("INCLUDE") ? plain(names.group()) : "";
        if (names.accept("NULLS")) {
            names.accept("NOT");
            names.accept("DISTINCT");
        }
        if (names.accept("WITH")) {
            names.group();
        }
        if (names.accept("TABLESPACE")) {
            names.name();
        }
        return new IndexShape(
                unique, plain ? plain(keys) : "", keys.size(), calls, nested, included, names.accept("WHERE"));
    }

    /** A name directly before the parenthesis; behind a column stands an operator class, which may have some too. */
    private static boolean isCall(List<String> key) {
        int open = key.indexOf("(");
        return open > 0 && (open == 1 || key.get(open - 2).equals("."));
    }

    private static String plain(List<List<String>> columns) {
        return columns.stream()
                .map(column -> PostgresNames.last(PostgresNames.quoted(column.get(0))))
                .collect(Collectors.joining(","));
    }

    /** Tells whether an index that is there has this shape. */
    boolean isOf(Connection connection, String table, String index) throws SQLException {
        String columns =
                "(SELECT string_agg(coalesce(a.attname, '?'), ',' ORDER BY k.n) FROM unnest(i.indkey::int2[]) WITH"
                        + " ORDINALITY k (attnum, n) LEFT JOIN pg_attribute a ON a.attrelid = i.indrelid AND a.attnum = k.attnum"
                        + " WHERE k.n %s i.indnkeyatts)";
        List<String> facts = Rows.all(
                        connection,
                        6,
                        "SELECT i.indisunique, i.indnkeyatts, i.indexprs IS NOT NULL, i.indpred IS NOT NULL, "
                                + columns.replace("%s", "<=") + ", coalesce(" + columns.replace("%s", ">") + ", '')"
                                + " FROM pg_index i JOIN pg_class c ON c.oid = i.indexrelid WHERE i.indrelid = to_regclass(?)"
                                + " AND c.relname = ?",
                        table,
                        index)
                .get(0);
        boolean expressions = facts.get(2).equals("t");
        return facts.get(0).equals(unique ? "t" : "f")
                && Integer.parseInt(facts.get(1)) == keys
                && (expressions ? nested : !calls)
                && facts.get(3).equals(partial ? "t" : "f")
                && (this.columns.isEmpty() || this.columns.equals(facts.get(4)))
                && included.equals(facts.get(5));
    }
}
