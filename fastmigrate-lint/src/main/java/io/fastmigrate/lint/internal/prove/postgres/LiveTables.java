package io.fastmigrate.lint.internal.prove.postgres;

import io.fastmigrate.lint.internal.prove.Query;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** The tables that are there before a script, and what a session does to them, as the server counts it. */
public final class LiveTables {

    /** Of a query of {@code pg_class c}: what users made. */
    static final String OF_USERS = " AND c.oid >= 16384 AND c.relname <> '_meta' AND c.relname NOT LIKE"
            + " '\\_fastmigrate\\_%' AND c.relnamespace NOT IN (SELECT n.oid FROM pg_namespace n WHERE n.nspname LIKE"
            + " 'pg\\_%' OR n.nspname = 'information_schema')";

    private static final String TABLES = "SELECT c.oid::bigint, c.oid::regclass::text, c.relkind FROM pg_class c"
            + " WHERE c.relkind IN ('r', 'p', 'm')" + OF_USERS + " ORDER BY c.oid::regclass::text";

    /** The counts are those of the transaction at hand, and of others before it that the server has not added to its statistics yet. */
    private static final String USES =
            "SELECT t.oid::bigint, coalesce((SELECT string_agg(DISTINCT l.mode, ' ') FROM pg_locks l"
                    + " WHERE l.relation = t.oid AND l.pid = pg_backend_pid() AND l.granted), ''),"
                    + " pg_stat_get_xact_numscans(t.oid), pg_stat_get_xact_tuples_inserted(t.oid)"
                    + " + pg_stat_get_xact_tuples_updated(t.oid) + pg_stat_get_xact_tuples_deleted(t.oid),"
                    + " coalesce(c.relfilenode::bigint, -1) FROM unnest(?::oid[]) t (oid) LEFT JOIN pg_class c ON c.oid = t.oid";

    private static final String WAITING = "SELECT l.relation::bigint, string_agg(DISTINCT l.mode, ' ') FROM pg_locks l"
            + " WHERE l.pid = ?::int AND l.relation = ANY (?::oid[]) AND EXISTS (SELECT FROM pg_stat_activity a"
            + " WHERE a.pid = l.pid AND a.wait_event_type = 'Lock') GROUP BY 1";

    private final Map<Long, String> names;
    private final List<String> lockable;
    private final String numbers;

    /** What the session has done to one table by now. */
    private record Counted(Set<LockMode> locks, long scans, long changed, long file) {}

    /** What the session has done by now. */
    static final class Counts {
        private final Map<Long, Counted> tables;

        private Counts(Map<Long, Counted> tables) {
            this.tables = tables;
        }

        /** Returns what can be compared across transactions. */
        Counts ofFiles() {
            Map<Long, Counted> fresh = new LinkedHashMap<>();
            tables.forEach((oid, counted) -> fresh.put(oid, new Counted(Set.of(), 0, 0, counted.file())));
            return new Counts(fresh);
        }
    }

    private LiveTables(Map<Long, String> names, List<String> lockable) {
        this.names = names;
        this.lockable = lockable;
        this.numbers = names.keySet().stream().map(String::valueOf).collect(Collectors.joining(",", "{", "}"));
    }

    static LiveTables read(Connection connection) throws SQLException {
        Map<Long, String> names = new LinkedHashMap<>();
        List<String> lockable = new ArrayList<>();
        for (List<String> table : Query.rows(connection, TABLES)) {
            names.put(Long.valueOf(table.get(0)), table.get(1));
            if (!table.get(2).equals("m")) {
                lockable.add(table.get(1));
            }
        }
        return new LiveTables(names, lockable);
    }

    /** Returns the names of those that LOCK TABLE accepts. */
    List<String> lockable() {
        return lockable;
    }

    Counts count(Connection connection) throws SQLException {
        Map<Long, Counted> counted = new LinkedHashMap<>();
        for (List<String> row : Query.rows(connection, USES, numbers)) {
            counted.put(
                    Long.valueOf(row.get(0)),
                    new Counted(
                            modes(row.get(1)),
                            Long.parseLong(row.get(2)),
                            Long.parseLong(row.get(3)),
                            Long.parseLong(row.get(4))));
        }
        return new Counts(counted);
    }

    private static Set<LockMode> modes(String names) {
        Set<LockMode> modes = EnumSet.noneOf(LockMode.class);
        Arrays.stream(names.split(" ", -1))
                .filter(name -> name.endsWith("Lock"))
                .forEach(name -> modes.add(LockMode.of(name)));
        return modes;
    }

    /** Returns what was done from one moment to another, in the order of the tables' names. */
    List<TableUse> between(Counts before, Counts after) {
        List<TableUse> uses = new ArrayList<>();
        names.forEach((oid, name) -> {
            Counted old = before.tables.get(oid);
            Counted now = after.tables.get(oid);
            if (old != null && now != null) {
                Set<LockMode> locks = EnumSet.noneOf(LockMode.class);
                locks.addAll(now.locks());
                locks.removeAll(old.locks());
                uses.add(new TableUse(
                        name,
                        locks,
                        now.file() >= 0 && now.file() != old.file(),
                        now.scans() > old.scans(),
                        now.changed() - old.changed()));
            }
        });
        return uses.stream().filter(TableUse::isAny).toList();
    }

    /** Returns what another session, which waits for a lock, has and wants; nothing if it does not wait. */
    List<TableUse> ofWaiting(Connection connection, String process) throws SQLException {
        List<TableUse> uses = new ArrayList<>();
        for (List<String> row : Query.rows(connection, WAITING, process, numbers)) {
            String name = String.valueOf(names.get(Long.valueOf(row.get(0))));
            uses.add(new TableUse(name, modes(row.get(1)), false, false, 0));
        }
        return uses;
    }

    /** Returns the uses of two moments, those of the same table as one. */
    static List<TableUse> together(List<TableUse> earlier, List<TableUse> later) {
        Map<String, TableUse> uses = new TreeMap<>();
        earlier.forEach(use -> uses.put(use.table(), use));
        later.forEach(use -> uses.merge(use.table(), use, TableUse::and));
        return List.copyOf(uses.values());
    }

    /** Returns the rows of each table that is still there, as texts; at most a thousand of each. */
    Map<String, List<String>> rows(Connection connection) throws SQLException {
        Map<String, List<String>> rows = new TreeMap<>();
        for (Map.Entry<Long, String> table : names.entrySet()) {
            for (String now : Query.texts(
                    connection,
                    "SELECT c.oid::regclass::text FROM pg_class c WHERE c.relkind <> 'm' AND c.oid = ?::oid",
                    table.getKey().toString())) {
                rows.put(
                        table.getValue(),
                        Query.texts(
                                connection,
                                "SELECT fastmigrate_row::text FROM ONLY " + now + " AS fastmigrate_row LIMIT 1000"));
            }
        }
        return rows;
    }
}
