package io.fastmigrate.internal.sqlite.schema;

import io.fastmigrate.error.EnrollFailedException;
import io.fastmigrate.internal.bridge.Bridge;
import io.fastmigrate.internal.sql.token.SqliteNames;
import io.fastmigrate.internal.sqlite.connection.Afterwards;
import io.fastmigrate.internal.sqlite.connection.Sql;
import io.fastmigrate.internal.sqlite.schema.SchemaObject.Kind;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.stream.Collectors;

/** The schema of a database as a script, and the proof that two databases have the same. */
public final class SqliteSchema {

    private SqliteSchema() {}

    /**
     * Returns a script that makes the schema of {@code main}, and the rows of some tables. Whatever is there already it
     * leaves alone, so it may also run on the database that it was taken from. Statements are as {@code sqlite_schema}
     * keeps them, but for IF NOT EXISTS.
     *
     * <p>Order: tables, each with its indexes; views; virtual tables, which may read the columns of both; rows; triggers,
     * which rows must not fire.
     *
     * @param connection read from only, in one transaction; the caller closes it
     * @param tablesWithData names in any case; a full-text index without its own content is filled by rebuilding it
     * @throws EnrollFailedException if there is no such table, or its rows cannot be written as statements
     */
    public static String dump(Connection connection, List<String> tablesWithData) throws SQLException {
        Sql.run(connection, "SAVEPOINT fastmigrate_dump");
        return Afterwards.run(
                connection, () -> dumpAtOneMoment(connection, tablesWithData), "RELEASE fastmigrate_dump");
    }

    private static String dumpAtOneMoment(Connection connection, List<String> tablesWithData) throws SQLException {
        List<SchemaObject> objects = SchemaObject.readAll(connection);
        List<SchemaObject> filled = find(objects, tablesWithData);
        StringBuilder script = new StringBuilder();
        beforeRows(objects).forEach(object -> append(script, object));
        new RowDump(connection, script).append(filled);
        ofKind(objects, Kind.TRIGGER).forEach(trigger -> append(script, trigger));
        return script.toString();
    }

    private static List<SchemaObject> beforeRows(List<SchemaObject> objects) {
        List<SchemaObject> ordered = new ArrayList<>();
        for (SchemaObject table : ofKind(objects, Kind.TABLE)) {
            ordered.add(table);
            ofKind(objects, Kind.INDEX).stream()
                    .filter(index -> SqliteNames.same(index.table(), table.name()))
                    .forEach(ordered::add);
        }
        ordered.addAll(ofKind(objects, Kind.VIEW));
        ordered.addAll(ofKind(objects, Kind.VIRTUAL_TABLE));
        return ordered;
    }

    /**
     * Returns a script that makes the schema of {@code main} on an empty database: each kind of object in the order of the names,
     * with the texts of those who wrote them, and line feeds at the ends of their lines.
     */
    public static String script(Connection connection) throws SQLException {
        List<SchemaObject> objects = SchemaObject.readAll(connection).stream()
                .sorted(Comparator.comparing(SchemaObject::name))
                .toList();
        List<SchemaObject> ordered = new ArrayList<>(beforeRows(objects));
        ordered.addAll(ofKind(objects, Kind.TRIGGER));
        return ordered.stream()
                .map(object -> object.text().statement())
                .collect(Collectors.joining("\n\n", "", ordered.isEmpty() ? "" : "\n"));
    }

    /** Returns all definitions, each by its kind and name, as {@link SchemaDefinitions} writes them. */
    public static SortedMap<String, String> definitions(Connection connection) throws SQLException {
        return SchemaDefinitions.of(connection);
    }

    private static void append(StringBuilder script, SchemaObject object) {
        script.append(object.text().ifNotExists()).append('\n');
    }

    private static List<SchemaObject> ofKind(List<SchemaObject> objects, Kind kind) {
        return objects.stream().filter(object -> object.kind() == kind).toList();
    }

    private static List<SchemaObject> find(List<SchemaObject> objects, List<String> names) {
        Map<String, SchemaObject> tables = new LinkedHashMap<>();
        for (SchemaObject object : objects) {
            if (object.isTable()) {
                tables.put(SqliteNames.fold(object.name()), object);
            }
        }
        List<SchemaObject> found = new ArrayList<>();
        for (String name : names) {
            SchemaObject table = tables.get(SqliteNames.fold(name));
            if (table == null) {
                throw unknown(
                        name, tables.values().stream().map(SchemaObject::name).toList());
            }
            if (!found.contains(table)) {
                found.add(table);
            }
        }
        return found;
    }

    private static EnrollFailedException unknown(String name, List<String> tables) {
        return Bridge.errors()
                .enrollFailed(
                        "There is no table " + name + " whose rows could be written.",
                        tables.isEmpty()
                                ? "The database has no tables."
                                : "The database has these tables: " + String.join(", ", tables) + ".",
                        null);
    }

    /**
     * Compares what two databases look like to a program: objects and their texts, columns, indexes, foreign keys.
     *
     * @param expected as it should be
     * @param actual as the script made it
     * @throws EnrollFailedException if they differ; it names the first 20 differences
     */
    public static void compare(Connection expected, Connection actual) throws SQLException {
        List<String> differences = SchemaFacts.of(expected).differences(SchemaFacts.of(actual));
        if (!differences.isEmpty()) {
            throw Bridge.errors()
                    .enrollFailed(
                            "The schema that the script makes differs from the database's schema:\n  "
                                    + String.join("\n  ", differences),
                            "Write the script by hand; nothing was changed. First rebuild in the database what the"
                                    + " current version of SQLite would create differently.",
                            null);
        }
    }
}
