package io.fastmigrate.internal.sqlite.schema;

import io.fastmigrate.internal.sqlite.connection.SqliteErrors;
import io.fastmigrate.internal.sqlite.schema.SchemaObject.Kind;
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
 * @param objects for each object its text and its parts, and how each of them is
 */
record SchemaFacts(Map<String, Map<String, String>> objects) {

    private static final int DIFFERENCES_TOLD = 20;

    /** The first column of each query tells the rows of one object apart, the others say what they are. */
    private static final Map<String, String> QUERIES = Map.of(
            "kind",
            "SELECT '', type, wr, strict FROM pragma_table_list(?) WHERE schema = 'main'",
            "column",
            "SELECT ' ' || cid, name, type, \"notnull\", dflt_value, pk, hidden FROM pragma_table_xinfo(?, 'main')",
            "foreign key",
            "SELECT ' ' || id || '.' || seq, \"table\", \"from\", \"to\", on_update, on_delete, \"match\""
                    + " FROM pragma_foreign_key_list(?, 'main')",
            "index",
            "SELECT ' ' || l.name || ' part ' || x.seqno, l.\"unique\", l.origin, l.partial,"
                    + " x.cid, x.name, x.\"desc\", x.coll, x.key"
                    + " FROM pragma_index_list(?, 'main') l, pragma_index_xinfo(l.name, 'main') x");

    static SchemaFacts of(Connection connection) throws SQLException {
        Map<String, Map<String, String>> objects = new TreeMap<>();
        for (SchemaObject object : SchemaObject.readAll(connection)) {
            Map<String, String> facts = new TreeMap<>();
            if (object.kind() != Kind.SHADOW_TABLE) {
                facts.put("text", object.text().comparable());
            }
            if (object.isTable() || object.kind() == Kind.VIEW) {
                for (Map.Entry<String, String> query : QUERIES.entrySet()) {
                    readRows(connection, object.name(), query, facts);
                }
            }
            objects.put(label(object), facts);
        }
        return new SchemaFacts(objects);
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
            Connection connection, String table, Map.Entry<String, String> query, Map<String, String> facts)
            throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(query.getValue())) {
            statement.setString(1, table);
            try (ResultSet rows = statement.executeQuery()) {
                int columns = rows.getMetaData().getColumnCount();
                while (rows.next()) {
                    List<String> values = new ArrayList<>();
                    for (int i = 2; i <= columns; i++) {
                        values.add(rows.getMetaData().getColumnName(i) + " " + rows.getString(i));
                    }
                    facts.put(query.getKey() + rows.getString(1), String.join(", ", values));
                }
            }
        } catch (SQLException e) {
            if (SqliteErrors.code(e) != SQLiteErrorCode.SQLITE_ERROR) {
                throw e;
            }
            // A view of a table that is gone cannot be read, in neither database.
            facts.put(query.getKey(), "cannot be read");
        }
    }

    /** Returns where another schema differs from this one, which is the one expected; the first of them. */
    List<String> differences(SchemaFacts actual) {
        List<String> differences = new ArrayList<>();
        compare(objects, actual.objects, "", differences);
        objects.forEach((name, facts) -> {
            Map<String, String> others = actual.objects.get(name);
            if (others != null) {
                compare(facts, others, name + ": ", differences);
                facts.forEach((fact, value) -> {
                    String other = others.get(fact);
                    if (other != null && !other.equals(value)) {
                        differences.add(name + ": " + fact + " should be [" + value + "] but is [" + other + "]");
                    }
                });
            }
        });
        int more = differences.size() - DIFFERENCES_TOLD;
        if (more > 0) {
            differences.subList(DIFFERENCES_TOLD, differences.size()).clear();
            differences.add("and " + more + " more");
        }
        return differences;
    }

    private static void compare(Map<String, ?> expected, Map<String, ?> actual, String of, List<String> differences) {
        expected.keySet().stream()
                .filter(name -> !actual.containsKey(name))
                .forEach(name -> differences.add(of + name + " is missing"));
        actual.keySet().stream()
                .filter(name -> !expected.containsKey(name))
                .forEach(name -> differences.add(of + name + " should not be there"));
    }
}
