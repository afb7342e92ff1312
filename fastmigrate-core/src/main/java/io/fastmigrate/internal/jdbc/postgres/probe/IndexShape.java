package io.fastmigrate.internal.jdbc.postgres.probe;

import io.fastmigrate.internal.jdbc.connection.Rows;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The index that a {@code CREATE INDEX CONCURRENTLY} wants, compared by the server: it is built on an empty temporary copy
 * of the table, in a transaction that is rolled back, and both are shown as the server writes them: columns, expressions, collations,
 * operator classes, order, WHERE, INCLUDE, UNIQUE and all other options.
 *
 * @param rest what stands behind the table's name
 */
record IndexShape(boolean unique, String rest) {

    private static final String DEFINITION =
            "substr(pg_get_indexdef(i.indexrelid), strpos(pg_get_indexdef(i.indexrelid), ' USING ')), i.indisunique,"
                    + " c.reltablespace = 0, (SELECT spcname FROM pg_tablespace s WHERE s.oid = c.reltablespace)";

    /**
     * Returns the numbers of the table's valid indexes that have this shape, by their names.
     *
     * @param table its name in quotes
     */
    Map<String, String> of(Connection connection, String table) throws SQLException {
        List<List<String>> names = Rows.all(
                connection,
                2,
                "SELECT quote_ident(c.relname), format('%I.%I', n.nspname, c.relname) FROM pg_class c JOIN pg_namespace n"
                        + " ON n.oid = c.relnamespace WHERE c.oid = to_regclass(?)",
                table);
        return names.isEmpty()
                ? Map.of()
                : likeCopy(connection, names.get(0).get(0), names.get(0).get(1));
    }

    /** The copy has the table's name, by which expressions may call it. */
    private Map<String, String> likeCopy(Connection connection, String name, String place) throws SQLException {
        String copy = "pg_temp." + name;
        boolean alone = connection.getAutoCommit();
        connection.setAutoCommit(false);
        try {
            Rows.script(connection, "CREATE TEMPORARY TABLE " + name + " (LIKE " + place + ")");
            Rows.script(connection, "CREATE " + (unique ? "UNIQUE " : "") + "INDEX ON " + copy + " " + rest);
            List<String> wanted = facts(connection, copy).get(0);
            Map<String, String> same = new LinkedHashMap<>();
            for (List<String> real : facts(connection, place)) {
                if (real.subList(2, real.size()).equals(wanted.subList(2, wanted.size()))) {
                    same.put(real.get(0), real.get(1));
                }
            }
            return same;
        } finally {
            connection.rollback();
            connection.setAutoCommit(alone);
        }
    }

    private static List<List<String>> facts(Connection connection, String table) throws SQLException {
        return Rows.all(
                connection,
                6,
                "SELECT c.relname, c.oid, " + DEFINITION
                        + " FROM pg_index i JOIN pg_class c ON c.oid = i.indexrelid WHERE"
                        + " i.indrelid = to_regclass(?) AND i.indisvalid AND i.indisready",
                table);
    }
}
