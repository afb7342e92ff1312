package io.fastmigrate.schema.internal.sqlite;

import io.fastmigrate.internal.port.SchemaInspection;
import java.sql.ResultSet;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * A table, index, view or trigger with its text.
 *
 * @param type {@code table}, {@code index}, {@code view} or {@code trigger}
 * @param table that an index or a trigger belongs to; the name itself for others
 */
public record SqliteObject(String type, String name, String table, String sql) {

    private static final Pattern VIRTUAL = Pattern.compile("(?is)CREATE VIRTUAL TABLE .*");

    /** Returns all objects in the order in which they were made. */
    public static List<SqliteObject> readAll(SchemaInspection schema) {
        return schema.read(connection -> {
            List<SqliteObject> objects = new ArrayList<>();
            try (Statement statement = connection.createStatement();
                    ResultSet rows = statement.executeQuery(
                            "SELECT type, name, tbl_name, sql FROM main.sqlite_schema WHERE sql IS NOT NULL ORDER BY rowid")) {
                while (rows.next()) {
                    objects.add(new SqliteObject(
                            rows.getString(1), rows.getString(2), rows.getString(3), rows.getString(4)));
                }
            }
            return objects;
        });
    }

    boolean isVirtual() {
        return VIRTUAL.matcher(sql).matches();
    }

    boolean isTable() {
        return type.equals("table") && !isVirtual();
    }

    boolean is(String otherType, String otherName) {
        return type.equals(otherType) && name.equalsIgnoreCase(otherName);
    }

    /** Tells whether it is among the objects of which the definitions differ. */
    boolean isAmong(Set<String> different) {
        return names(name)
                .anyMatch(its -> isTable()
                        ? different.stream()
                                .anyMatch(object -> object.equals("table " + its)
                                        || object.startsWith("column " + its + ".")
                                        || (object.startsWith("constraint ") && object.endsWith(" of " + its)))
                        : different.contains((isVirtual() ? "virtual table " : type + " ") + its));
    }

    /** Returns the ways in which a definition may write a name. */
    static Stream<String> names(String name) {
        return Stream.of(name, quoted(name));
    }

    static String quoted(String name) {
        return "\"" + name.replace("\"", "\"\"") + "\"";
    }
}
