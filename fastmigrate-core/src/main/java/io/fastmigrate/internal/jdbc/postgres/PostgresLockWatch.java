package io.fastmigrate.internal.jdbc.postgres;

import io.fastmigrate.internal.jdbc.connection.Rows;
import io.fastmigrate.internal.jdbc.connection.ScriptObserver;
import io.fastmigrate.internal.port.HeldLock;
import io.fastmigrate.internal.port.StepFailedException;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Watches the locks in a database that only scripts use, by a second connection: again and again while they run, and once
 * more just before each commit, when a transaction has all the locks that it took. That is also the moment to refuse what
 * would reach beyond the database.
 */
public final class PostgresLockWatch implements ScriptObserver, AutoCloseable {

    private static final long SHORTEST_PAUSE_NANOS = 10_000_000L;
    private static final long LONGEST_PAUSE_NANOS = 500_000_000L;

    /** From here on a lock is taken by what changes rows. */
    private static final int CHANGES_ROWS = 3;

    /** The modes, the weakest first. */
    private static final List<String> MODES = List.of(
            "AccessShareLock",
            "RowShareLock",
            "RowExclusiveLock",
            "ShareUpdateExclusiveLock",
            "ShareLock",
            "ShareRowExclusiveLock",
            "ExclusiveLock",
            "AccessExclusiveLock");

    private static final String OF_SCRIPTS =
            " FROM pg_catalog.pg_locks l JOIN pg_catalog.pg_stat_activity a ON a.pid = l.pid"
                    + " AND a.datname = current_database() AND a.backend_type = 'client backend' AND a.pid <> pg_backend_pid()"
                    + " JOIN pg_catalog.pg_class c ON c.oid = l.relation WHERE l.locktype = 'relation' AND l.granted";

    private static final String SAMPLE = "SELECT l.relation, c.oid::regclass::text, l.mode" + OF_SCRIPTS
            + " AND l.database <> 0 AND c.relkind IN ('r', 'p', 'm', 'f') AND c.oid >= 16384"
            + PostgresObjects.NOT_OURS;

    /** Catalogues of the whole server keep their lock until the transaction ends, as foreign tables do that are written. */
    private static final String BEYOND =
            "SELECT CASE WHEN c.relkind = 'f' THEN 'the foreign table ' || c.oid::regclass ELSE"
                    + " 'what belongs to the whole server (' || c.relname || ')' END" + OF_SCRIPTS
                    + " AND l.mode IN ('RowExclusiveLock', 'ShareRowExclusiveLock', 'ExclusiveLock', 'AccessExclusiveLock') AND"
                    + " (c.relkind = 'f' AND l.mode = 'RowExclusiveLock' OR l.database = 0 AND c.relname IN ('pg_authid',"
                    + " 'pg_auth_members', 'pg_database', 'pg_db_role_setting', 'pg_tablespace', 'pg_shdescription',"
                    + " 'pg_shseclabel', 'pg_replication_origin', 'pg_subscription', 'pg_parameter_acl')) LIMIT 1";

    private static final String KINDS = "(DATABASE|TABLESPACE|ROLE|USER(?!\\s+MAPPING)|GROUP|SUBSCRIPTION)";

    /** What cannot be rolled back, or what a lock does not show. */
    private static final Pattern REACHES_BEYOND = Pattern.compile(
            "ALTER\\s+SYSTEM|(CREATE|ALTER|DROP)\\s+(DATABASE|TABLESPACE|SUBSCRIPTION)|(REASSIGN|DROP)\\s+OWNED"
                    + "|(GRANT|REVOKE)\\b[^;]*\\bON\\s+(DATABASE|TABLESPACE|PARAMETER)\\b.*"
                    + "|COPY\\b.*\\bTO\\s+(PROGRAM\\b|E?').*",
            Pattern.CASE_INSENSITIVE | Pattern.DOTALL);

    private static final Pattern ANYWHERE =
            Pattern.compile("\\b(CREATE|ALTER|DROP)\\s+" + KINDS + "\\b", Pattern.CASE_INSENSITIVE);

    /** Writes through other connections, which no lock of ours shows; also from the body of a function or block. */
    private static final Pattern DBLINK = Pattern.compile("\\bdblink\\w*\"?\\s*\\(", Pattern.CASE_INSENSITIVE);

    private static final Pattern COMMENTS = Pattern.compile("\\A(?:\\s+|--[^\\n]*\\n|/\\*.*?\\*/)+", Pattern.DOTALL);

    private final Connection connection;
    private final Map<Key, Long> had = new HashMap<>();
    private final Map<Long, HeldLock> strongest = new HashMap<>();
    private final Map<Long, String> there = new HashMap<>();
    private final Set<Long> changed = new HashSet<>();
    private final Thread thread;
    private volatile boolean closed;
    private boolean watching;
    private boolean inTransaction;
    private long began;
    private long lastScan;
    private @Nullable SQLException failure;

    /** One mode of a lock on one table. */
    private record Key(long table, int mode) {}

    /**
     * Makes a watch.
     *
     * @param connection to the database, which nothing else uses
     */
    public PostgresLockWatch(Connection connection) {
        this.connection = connection;
        this.thread = new Thread(this::watch, "fastmigrate-lock-watch");
        thread.setDaemon(true);
        thread.start();
    }

    private void watch() {
        while (!closed) {
            LockSupport.parkNanos(sampleAndPause());
        }
    }

    private synchronized long sampleAndPause() {
        if (!watching || failure != null || closed) {
            return SHORTEST_PAUSE_NANOS;
        }
        try {
            sample();
        } catch (SQLException e) {
            failure = e;
        }
        return Math.max(SHORTEST_PAUSE_NANOS, Math.min(LONGEST_PAUSE_NANOS, (System.nanoTime() - began) / 100));
    }

    /** A lock that was not there at the last scan may have been taken just after it, and counts from then on. */
    private void sample() throws SQLException {
        Set<Key> held = new HashSet<>();
        for (List<String> row : Rows.all(connection, 3, SAMPLE)) {
            long table = Long.parseLong(row.get(0));
            int mode = MODES.indexOf(row.get(2)) + 1;
            if (mode >= CHANGES_ROWS) {
                changed.add(table);
            }
            if (there.containsKey(table)) {
                held.add(new Key(table, mode));
                had.putIfAbsent(new Key(table, mode), lastScan);
            }
        }
        lastScan = System.nanoTime();
        end(key -> !held.contains(key));
    }

    private void end(Predicate<Key> isOver) {
        had.entrySet().removeIf(entry -> {
            boolean over = isOver.test(entry.getKey());
            if (over) {
                Key key = entry.getKey();
                String mode = MODES.get(key.mode() - 1)
                        .replaceFirst("Lock$", "")
                        .replaceAll("(?<=[a-z])(?=[A-Z])", " ")
                        .toUpperCase(Locale.ROOT);
                HeldLock lock = new HeldLock(
                        there.getOrDefault(key.table(), ""),
                        mode,
                        key.mode(),
                        Duration.ofNanos(lastScan - entry.getValue()));
                strongest.merge(key.table(), lock, PostgresLockWatch::stronger);
            }
            return over;
        });
    }

    private static HeldLock stronger(HeldLock one, HeldLock other) {
        return Comparator.comparing(HeldLock::strength)
                                .thenComparing(HeldLock::held)
                                .compare(one, other)
                        >= 0
                ? one
                : other;
    }

    /**
     * Begins to watch.
     *
     * @param committedAtOnce whether all locks are held until one commit
     */
    public synchronized void begin(boolean committedAtOnce) throws SQLException {
        had.clear();
        strongest.clear();
        changed.clear();
        there.clear();
        for (List<String> row : Rows.all(
                connection,
                2,
                "SELECT c.oid, c.oid::regclass::text FROM pg_catalog.pg_class c WHERE c.relkind IN ('r', 'p', 'm', 'f') AND"
                        + " c.oid >= 16384" + PostgresObjects.NOT_OURS)) {
            there.put(Long.valueOf(row.get(0)), row.get(1));
        }
        inTransaction = committedAtOnce;
        began = System.nanoTime();
        lastScan = began;
        watching = true;
    }

    /** Ends watching, and returns the strongest lock on each table. */
    public synchronized List<HeldLock> end() {
        watching = false;
        end(key -> true);
        return List.copyOf(strongest.values());
    }

    /** Tells whether the rows of a table may have changed since the beginning. */
    public synchronized boolean mayHaveChanged(long table) {
        return !inTransaction || changed.contains(table);
    }

    @Override
    public String statement(String sql, boolean within) {
        String text = COMMENTS.matcher(sql).replaceFirst("");
        if (REACHES_BEYOND.matcher(text).lookingAt()
                || (!within && ANYWHERE.matcher(text).find())) {
            throw refused("what belongs to the whole server");
        } else if (DBLINK.matcher(text).find()) {
            throw refused("other databases by dblink");
        }
        return sql;
    }

    @Override
    public synchronized void beforeCommit() throws SQLException {
        if (failure != null) {
            throw failure;
        }
        if (watching) {
            sample();
        }
        List<List<String>> beyond = Rows.all(connection, 1, BEYOND);
        if (!beyond.isEmpty()) {
            throw refused(beyond.get(0).get(0));
        }
    }

    private static StepFailedException refused(String what) {
        return StepFailedException.at(
                null,
                "it changes " + what + ", which a copy of one database does not have: a rehearsal would change the real"
                        + " one.",
                "Rehearse on another server; or move these statements into a separate script, run that one"
                        + " first, and then rehearse the others.",
                null);
    }

    @Override
    public synchronized void afterCommit() {
        lastScan = System.nanoTime();
        end(key -> true);
    }

    @Override
    public void close() {
        closed = true;
        LockSupport.unpark(thread);
    }
}
