package io.fastmigrate.internal.sqlite.foreignkey;

import io.fastmigrate.internal.sql.statement.SqlStatement;
import io.fastmigrate.internal.sql.statement.StatementKind;
import io.fastmigrate.internal.sql.token.SqliteNames;
import io.fastmigrate.internal.sqlite.connection.Sql;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Counts the rows that a script's statements take from other tables by their foreign keys. Tables are counted before the
 * first and after the last of several such statements in a row, and only those that can lose any.
 */
public final class CascadeCount {

    private record Savepoint(String name, Map<String, Map<String, Long>> lost) {}

    private static final String TRANSACTION = "";

    private final Connection connection;
    private final Deque<Savepoint> open = new ArrayDeque<>();
    private Map<String, Map<String, Long>> lost = new TreeMap<>(SqliteNames.ORDER);
    private final Map<String, Long> before = new TreeMap<>(SqliteNames.ORDER);
    private final Map<String, Long> deleted = new HashMap<>();
    private final Map<String, Cascades> cascades = new HashMap<>();
    private final Map<String, Cascades.Reach> reaches = new HashMap<>();
    private final Map<String, String> schemas = new HashMap<>();
    private String counted = "main";

    public CascadeCount(Connection connection) {
        this.connection = connection;
    }

    /** Takes notice that the schema may be another one than before. */
    public void schemaChanged() {
        cascades.clear();
        reaches.clear();
        schemas.clear();
    }

    /** Tells whether a statement may delete rows of tables that it does not name. */
    public boolean takesFromOthers(SqlStatement statement) throws SQLException {
        Cascades.Reach reach = reach(statement);
        return reach != null && !reach.deleted().isEmpty();
    }

    private Cascades.@Nullable Reach reach(SqlStatement statement) throws SQLException {
        if (!changesRows(statement)) {
            return null;
        }
        Optional<RowChange> change = RowChange.of(statement.facts());
        if (change.isEmpty()) {
            return null;
        }
        String schema = schema(statement);
        String key = schema + "." + change.get();
        Cascades.Reach reach = reaches.get(key);
        if (reach == null) {
            Cascades known = cascades.get(schema);
            if (known == null) {
                known = Cascades.of(connection, schema);
                cascades.put(schema, known);
            }
            reach = known.reach(change.get());
            reaches.put(key, reach);
        }
        return reach;
    }

    private static boolean changesRows(SqlStatement statement) {
        return statement.kind() == StatementKind.INSERT
                || statement.kind() == StatementKind.UPDATE
                || statement.kind() == StatementKind.DELETE;
    }

    /** A name without its schema means what SQLite finds first. */
    private String schema(SqlStatement statement) throws SQLException {
        String name = SqliteNames.fold(statement.name().orElse(""));
        if (statement.schema().isPresent()) {
            return SqliteNames.fold(statement.schema().get());
        }
        String found = schemas.get(name);
        if (found == null) {
            found = SqliteNames.fold(SchemaSearch.first(connection, name).orElse("main"));
            schemas.put(name, found);
        }
        return found;
    }

    /** Takes notice of a statement that is about to run. */
    public void before(SqlStatement statement) throws SQLException {
        if (!changesRows(statement)) {
            schemaChanged();
            finish();
            followSavepoints(statement);
            return;
        }
        Cascades.Reach reach = reach(statement);
        if (reach == null) {
            return;
        }
        boolean cascades = !reach.deleted().isEmpty()
                && Sql.string(connection, "PRAGMA foreign_keys").equals("1");
        String table = statement.name().orElse("");
        Set<String> mixed = new TreeSet<>(SqliteNames.ORDER);
        if (statement.kind() != StatementKind.DELETE || !cascades) {
            mixed.addAll(before.keySet());
        }
        if (statement.kind() == StatementKind.DELETE) {
            mixed.remove(table);
        }
        if (reach.includesAnyOf(mixed) || (cascades && !counted.equals(schema(statement)))) {
            finish();
        }
        if (cascades) {
            counted = schema(statement);
            for (String each : reach.deleted()) {
                if (!before.containsKey(each)) {
                    before.put(each, count(each));
                }
            }
        }
    }

    /** What is taken back to a savepoint is not lost. */
    private void followSavepoints(SqlStatement statement) {
        String name = SqliteNames.fold(statement.name().orElse(TRANSACTION));
        switch (statement.kind()) {
            case BEGIN -> open.push(new Savepoint(TRANSACTION, copyOf(lost)));
            case SAVEPOINT -> open.push(new Savepoint(name, copyOf(lost)));
            case COMMIT -> open.clear();
            case RELEASE, ROLLBACK_TO, ROLLBACK -> {
                Savepoint reached = null;
                while (!open.isEmpty() && (reached == null || !reached.name().equals(name))) {
                    reached = open.pop();
                }
                if (reached != null && statement.kind() != StatementKind.RELEASE) {
                    lost = copyOf(reached.lost());
                    if (statement.kind() == StatementKind.ROLLBACK_TO) {
                        open.push(reached);
                    }
                }
            }
            default -> {}
        }
    }

    private static Map<String, Map<String, Long>> copyOf(Map<String, Map<String, Long>> counts) {
        Map<String, Map<String, Long>> copy = new TreeMap<>(SqliteNames.ORDER);
        counts.forEach((schema, tables) -> {
            Map<String, Long> rows = new TreeMap<>(SqliteNames.ORDER);
            rows.putAll(tables);
            copy.put(schema, rows);
        });
        return copy;
    }

    /** Takes notice that it ran. */
    public void after(SqlStatement statement) throws SQLException {
        String table = statement.name().orElse("");
        if (!before.containsKey(table) || !changesRows(statement) || !counted.equals(schema(statement))) {
            return;
        }
        if (statement.kind() == StatementKind.DELETE) {
            long own = Long.parseLong(Sql.string(connection, "SELECT changes()"));
            deleted.merge(SqliteNames.fold(table), own, Long::sum);
        } else {
            // How many rows a REPLACE deletes of its own table, and how many it only adds, no one can tell.
            before.remove(table);
        }
    }

    /** Counts again after the last of them. */
    public void finish() throws SQLException {
        for (Map.Entry<String, Long> each : before.entrySet()) {
            long own = deleted.getOrDefault(SqliteNames.fold(each.getKey()), 0L);
            long gone = each.getValue() - count(each.getKey()) - own;
            if (gone > 0) {
                lost.computeIfAbsent(counted, schema -> new TreeMap<>(SqliteNames.ORDER))
                        .merge(each.getKey(), gone, Long::sum);
            }
        }
        before.clear();
        deleted.clear();
    }

    private long count(String table) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(
                        "SELECT count(*) FROM " + Sql.quoted(counted) + "." + Sql.quoted(table));
                ResultSet rows = statement.executeQuery()) {
            return rows.getLong(1);
        }
    }

    /** Returns how many rows each table lost, in words; empty if none did. */
    public String inWords() {
        List<String> words = new ArrayList<>();
        lost.forEach((schema, tables) -> tables.forEach((table, rows) -> words.add(
                rows + (rows == 1 ? " row of " : " rows of ") + (schema.equals("main") ? "" : schema + ".") + table)));
        return String.join(", ", words);
    }
}
