package io.fastmigrate.backend;

import io.fastmigrate.backend.SchemaObject.Kind;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.sqlite.SQLiteErrorCode;

/**
 * What SQLite says of a schema.
 *
 * @param facts what is described, and how
 */
record SchemaFacts(Map<String, String> facts) {

    private static final int DIFFERENCES_TOLD = 20;

    /** The first column of each query tells the rows of one object apart, the others say what they are. */
    private static final Map<String, String> QUERIES = Map.of(
            "",
            "SELECT '', type, ncol, wr, strict FROM pragma_table_list(?, 'main') WHERE schema = 'main'",
            ", column ",
            "SELECT cid, name, type, \"notnull\", dflt_value, pk, hidden FROM pragma_table_xinfo(?, 'main')",
            ", foreign key ",
            "SELECT id || '.' || seq, \"table\", \"from\", \"to\", on_update, on_delete, \"match\""
                    + " FROM pragma_foreign_key_list(?, 'main')",
            ", index ",
            "SELECT l.name || ' part ' || x.seqno, l.\"unique\", l.origin, l.partial,"
                    + " x.cid, x.name, x.\"desc\", x.coll, x.key"
                    + " FROM pragma_index_list(?, 'main') l, pragma_index_xinfo(l.name, 'main') x");

    static SchemaFacts of(Connection connection) throws SQLException {
        Map<String, String> facts = new TreeMap<>();
        for (SchemaObject object : SchemaObject.readAll(connection)) {
            String label = label(object);
            facts.put(
                    label,
                    object.kind() == Kind.SHADOW_TABLE ? "" : object.text().comparable());
            if (object.isTable() || object.kind() == Kind.VIEW) {
                for (Map.Entry<String, String> query : QUERIES.entrySet()) {
                    readRows(
                            connection,
                            object.name(),
                            label + " as SQLite reads it" + query.getKey(),
                            query.getValue(),
                            facts);
                }
            }
        }
        return new SchemaFacts(facts);
    }

    private static String label(SchemaObject object) {
        String kind = switch (object.kind()) {
            case TABLE, SHADOW_TABLE -> "table ";
            case VIRTUAL_TABLE -> "virtual table ";
            case INDEX -> "index ";
            case VIEW -> "view ";
            case TRIGGER -> "trigger ";
        };
        return kind + object.name();
    }

    private static void readRows(
            Connection connection, String table, String label, String query, Map<String, String> facts)
            throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(query)) {
            statement.setString(1, table);
            try (ResultSet rows = statement.executeQuery()) {
                int columns = rows.getMetaData().getColumnCount();
                while (rows.next()) {
                    List<String> values = new ArrayList<>();
                    for (int i = 2; i <= columns; i++) {
                        values.add(rows.getMetaData().getColumnName(i) + " " + rows.getString(i));
                    }
                    facts.put(label + rows.getString(1), String.join(", ", values));
                }
            }
        } catch (SQLException e) {
            if (SqliteErrors.code(e) != SQLiteErrorCode.SQLITE_ERROR) {
                throw e;
            }
            // A view of a table that is gone cannot be read, in neither database.
            facts.put(label, "cannot be read");
        }
    }

    /** Returns where another schema differs from this one, which is the one expected. */
    List<String> differences(SchemaFacts actual) {
        List<String> differences = new ArrayList<>();
        facts.forEach((what, expected) -> {
            String found = actual.facts.get(what);
            if (found == null) {
                differences.add(what + " is missing");
            } else if (!found.equals(expected)) {
                differences.add(what + " should be [" + expected + "] but is [" + found + "]");
            }
        });
        actual.facts.keySet().stream()
                .filter(what -> !facts.containsKey(what))
                .forEach(what -> differences.add(what + " is there but should not be"));
        int more = differences.size() - DIFFERENCES_TOLD;
        if (more > 0) {
            differences.subList(DIFFERENCES_TOLD, differences.size()).clear();
            differences.add("and " + more + " more");
        }
        return differences;
    }
}
