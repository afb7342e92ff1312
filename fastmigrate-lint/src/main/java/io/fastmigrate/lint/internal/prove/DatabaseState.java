package io.fastmigrate.lint.internal.prove;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * What is in a SQLite database at one moment.
 *
 * @param objects the statements that make tables, indexes, views and triggers, by kind and name
 * @param parents the tables that the foreign keys of a table name
 * @param rows of each table, as texts
 * @param pages the number of the first page of each table
 */
record DatabaseState(
        Map<String, String> objects,
        Map<String, List<String>> parents,
        Map<String, List<String>> rows,
        Map<String, String> pages) {

    private static final String OURS = "name NOT LIKE 'sqlite\\_%' ESCAPE '\\' AND name <> '_meta' AND name NOT LIKE"
            + " '\\_fastmigrate\\_%' ESCAPE '\\'";

    static DatabaseState read(Connection connection) throws SQLException {
        Map<String, String> objects = new TreeMap<>();
        Map<String, List<String>> parents = new LinkedHashMap<>();
        Map<String, List<String>> rows = new LinkedHashMap<>();
        Map<String, String> pages = new LinkedHashMap<>();
        for (List<String> object : Query.rows(
                connection,
                "SELECT type, name, sql, rootpage FROM sqlite_schema WHERE sql IS NOT NULL AND " + OURS
                        + " ORDER BY name")) {
            String name = object.get(1);
            objects.put(object.get(0) + " " + name, object.get(2));
            if (object.get(0).equals("table")) {
                parents.put(
                        name,
                        Query.texts(
                                connection, "SELECT \"table\" FROM pragma_foreign_key_list(?) ORDER BY id, seq", name));
                List<String> texts = new ArrayList<>();
                Query.rows(connection, "SELECT * FROM " + Query.quoted(name)).forEach(row -> texts.add(row.toString()));
                rows.put(name, texts);
                pages.put(name, object.get(3));
            }
        }
        return new DatabaseState(objects, parents, rows, pages);
    }
}
