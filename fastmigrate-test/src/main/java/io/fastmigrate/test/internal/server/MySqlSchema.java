package io.fastmigrate.test.internal.server;

import io.fastmigrate.test.internal.server.MySqlDefinition.Kind;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Everything that a database is made of but its rows.
 *
 * @param options character set and collation, as {@code CREATE DATABASE} takes them
 * @param definitions in the order in which they can be made; a view may need a later one
 * @param versioned tables that keep their history, which no one can empty
 */
record MySqlSchema(String options, List<MySqlDefinition> definitions, List<String> versioned) {

    private static final String TABLES =
            "SELECT TABLE_NAME, TABLE_TYPE FROM information_schema.TABLES WHERE TABLE_SCHEMA = ? ORDER BY TABLE_NAME";

    private static final String ROUTINES =
            "SELECT ROUTINE_NAME, ROUTINE_TYPE FROM information_schema.ROUTINES WHERE ROUTINE_SCHEMA = ?"
                    + " ORDER BY ROUTINE_TYPE, ROUTINE_NAME";

    private static final String TRIGGERS =
            "SELECT TRIGGER_NAME, EVENT_OBJECT_TABLE FROM information_schema.TRIGGERS WHERE TRIGGER_SCHEMA = ?"
                    + " ORDER BY EVENT_OBJECT_TABLE, ACTION_TIMING, EVENT_MANIPULATION, ACTION_ORDER";

    private static final String EVENTS =
            "SELECT EVENT_NAME FROM information_schema.EVENTS WHERE EVENT_SCHEMA = ? ORDER BY EVENT_NAME";

    static String options(List<String> characterSetAndCollation) {
        return "CHARACTER SET " + characterSetAndCollation.get(0) + " COLLATE " + characterSetAndCollation.get(1);
    }

    /** Reads the connection's database. */
    static MySqlSchema read(Connection connection, String database) throws SQLException {
        List<MySqlDefinition> found = new ArrayList<>();
        List<String> versioned = new ArrayList<>();
        for (List<String> row : KeptConnection.rows(connection, TABLES, database)) {
            Kind kind = switch (row.get(1)) {
                case "VIEW" -> Kind.VIEW;
                case "SEQUENCE" -> Kind.SEQUENCE;
                default -> Kind.TABLE;
            };
            found.add(MySqlDefinition.read(connection, database, kind, row.get(0), ""));
            if (row.get(1).equals("SYSTEM VERSIONED")) {
                versioned.add(row.get(0));
            }
        }
        for (List<String> row : KeptConnection.rows(connection, ROUTINES, database)) {
            found.add(MySqlDefinition.read(connection, database, Kind.of(row.get(1)), row.get(0), ""));
        }
        for (List<String> row : KeptConnection.rows(connection, TRIGGERS, database)) {
            found.add(MySqlDefinition.read(connection, database, Kind.TRIGGER, row.get(0), row.get(1)));
        }
        for (List<String> row : KeptConnection.rows(connection, EVENTS, database)) {
            found.add(MySqlDefinition.read(connection, database, Kind.EVENT, row.get(0), ""));
        }
        List<MySqlDefinition> ordered = new ArrayList<>();
        for (Kind kind : Kind.values()) {
            found.stream().filter(each -> each.kind() == kind).forEach(ordered::add);
        }
        return new MySqlSchema(
                options(KeptConnection.rows(
                                connection,
                                "SELECT DEFAULT_CHARACTER_SET_NAME, DEFAULT_COLLATION_NAME FROM"
                                        + " information_schema.SCHEMATA WHERE SCHEMA_NAME = ?",
                                database)
                        .get(0)),
                List.copyOf(ordered),
                List.copyOf(versioned));
    }

    List<MySqlDefinition> of(Kind kind) {
        return definitions.stream().filter(each -> each.kind() == kind).toList();
    }

    /** Returns what each table counts, by its name; nothing of tables that count nothing yet. */
    Map<String, String> counters() {
        Map<String, String> counters = new TreeMap<>();
        for (MySqlDefinition table : of(Kind.TABLE)) {
            counters.put(table.name(), table.counter());
        }
        return counters;
    }

    /** Tells whether another database is the same, whatever its tables count. */
    boolean isSameAs(MySqlSchema other) {
        return options.equals(other.options) && withoutCounters().equals(other.withoutCounters());
    }

    private List<MySqlDefinition> withoutCounters() {
        return definitions.stream()
                .map(each ->
                        new MySqlDefinition(each.kind(), each.name(), each.table(), each.settings(), each.text(), ""))
                .toList();
    }

    /** Makes the tables and sequences, before they get their rows. */
    void makeTables(Connection connection) throws SQLException {
        make(connection, Kind.SEQUENCE, Kind.TABLE);
    }

    /** Makes what is left. Nothing of it may see the rows come. */
    void makeOthers(Connection connection) throws SQLException {
        make(connection, Kind.PACKAGE, Kind.PACKAGE_BODY, Kind.FUNCTION, Kind.PROCEDURE);
        makeViews(connection);
        make(connection, Kind.TRIGGER, Kind.EVENT);
    }

    private void make(Connection connection, Kind... kinds) throws SQLException {
        for (Kind kind : kinds) {
            for (MySqlDefinition each : of(kind)) {
                each.make(connection);
            }
        }
    }

    /** A view may need another one. */
    private void makeViews(Connection connection) throws SQLException {
        List<MySqlDefinition> left = of(Kind.VIEW);
        while (!left.isEmpty()) {
            List<MySqlDefinition> later = new ArrayList<>();
            SQLException failure = null;
            for (MySqlDefinition view : left) {
                try {
                    view.make(connection);
                } catch (SQLException e) {
                    later.add(view);
                    failure = e;
                }
            }
            if (failure != null && later.size() == left.size()) {
                throw failure;
            }
            left = later;
        }
    }

    /** Drops the events, which change rows by themselves. */
    void dropEvents(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            for (MySqlDefinition event : of(Kind.EVENT)) {
                statement.execute("DROP EVENT IF EXISTS " + MySqlDefinition.quoted(event.name()));
            }
        }
    }
}
