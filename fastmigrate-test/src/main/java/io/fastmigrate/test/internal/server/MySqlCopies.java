package io.fastmigrate.test.internal.server;

import io.fastmigrate.test.internal.server.MySqlDefinition.Kind;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;

/**
 * Copies of one migrated database, which is left alone from now on. A copy that a test had is compared with what it was before:
 * the tables that the test changed get the template's rows again. A copy with other definitions is dropped.
 */
final class MySqlCopies {

    private final MySqlServer server;
    private final MySqlSchema schema;
    private final MySqlRows rows;
    private final ConcurrentMap<String, Content> loaded = new ConcurrentHashMap<>();

    /** What a database holds. */
    private record Content(MySqlSchema schema, Map<String, String> rows) {

        /** Returns the names of tables and sequences whose rows or counters differ. */
        List<String> changedSince(Content before) {
            Map<String, String> counters = schema.counters();
            Map<String, String> countersBefore = before.schema.counters();
            List<String> changed = new ArrayList<>();
            rows.forEach((name, content) -> {
                if (!content.equals(before.rows.get(name))
                        || !String.valueOf(counters.get(name)).equals(String.valueOf(countersBefore.get(name)))) {
                    changed.add(name);
                }
            });
            return changed;
        }
    }

    private MySqlCopies(MySqlServer server, MySqlSchema schema, MySqlRows rows) {
        this.server = server;
        this.schema = schema;
        this.rows = rows;
    }

    /** Takes a migrated database, and the events out of it. */
    static MySqlCopies of(MySqlServer server, String template) throws SQLException {
        try (Connection connection = server.open(template)) {
            MySqlSchema schema = MySqlSchema.read(connection, template);
            schema.dropEvents(connection);
            return new MySqlCopies(server, schema, MySqlRows.of(connection, template, schema));
        }
    }

    /** Makes another copy, and returns its name. */
    String load() throws SQLException {
        String name = server.create(schema.options());
        boolean complete = false;
        try (Connection connection = server.open(name)) {
            schema.makeTables(connection);
            rows.copy(connection, name, rows.names(), schema.counters());
            schema.makeOthers(connection);
            loaded.put(name, read(connection, name));
            complete = true;
            return name;
        } finally {
            if (!complete) {
                server.dropSoon(name);
            }
        }
    }

    private Content read(Connection connection, String name) throws SQLException {
        return new Content(MySqlSchema.read(connection, name), rows.read(connection, rows.names()));
    }

    /** Makes a copy that a test had ready for the next one, and returns its name, or that of another copy. */
    String reset(String name) throws SQLException {
        boolean ready = false;
        try {
            server.endSessions(name);
            ready = isReset(name);
        } catch (SQLException e) {
            ready = false; // the test left it locked, or dropped it
        } finally {
            if (!ready) {
                loaded.remove(name);
                server.dropSoon(name);
            }
        }
        return ready ? name : load();
    }

    private boolean isReset(String name) throws SQLException {
        Content before = loaded.get(name);
        try (Connection connection = server.open(name)) {
            MySqlSchema now = MySqlSchema.read(connection, name);
            if (before == null || !now.isSameAs(before.schema)) {
                return false;
            }
            List<String> changed = new Content(now, rows.read(connection, rows.names())).changedSince(before);
            if (changed.stream().anyMatch(schema.versioned()::contains)) {
                return false;
            }
            for (String each : changed) {
                reload(connection, name, each, before);
            }
            return changed.isEmpty() || isAsBefore(connection, name, changed, before);
        }
    }

    private void reload(Connection connection, String name, String each, Content before) throws SQLException {
        String here = MySqlDefinition.quoted(name) + ".";
        boolean table = before.schema.counters().containsKey(each);
        List<MySqlDefinition> triggers = table && !rows.isEmpty(each)
                ? before.schema.of(Kind.TRIGGER).stream()
                        .filter(trigger -> trigger.table().equals(each))
                        .toList()
                : List.of();
        if (table) {
            MySqlRows.run(connection, "TRUNCATE TABLE " + here + MySqlDefinition.quoted(each));
        }
        for (MySqlDefinition trigger : triggers) {
            MySqlRows.run(connection, "DROP TRIGGER " + here + MySqlDefinition.quoted(trigger.name()));
        }
        rows.copy(connection, name, List.of(each), before.schema.counters());
        for (MySqlDefinition trigger : triggers) {
            trigger.make(connection);
        }
    }

    private boolean isAsBefore(Connection connection, String name, List<String> changed, Content before)
            throws SQLException {
        Map<String, String> wanted = new TreeMap<>(before.rows);
        wanted.keySet().retainAll(changed);
        if (!wanted.equals(rows.read(connection, changed))) {
            return false;
        }
        for (String each : changed) {
            String counter = before.schema.counters().get(each);
            if (counter != null && !counter.equals(MySqlRows.counter(connection, name, each))) {
                return false;
            }
        }
        return true;
    }
}
