package io.fastmigrate.internal.jdbc;

import io.fastmigrate.internal.jdbc.connection.Db;
import io.fastmigrate.internal.jdbc.connection.Dialect.Purpose;
import io.fastmigrate.internal.jdbc.connection.JdbcSource;
import io.fastmigrate.internal.jdbc.connection.Rows;
import io.fastmigrate.internal.jdbc.connection.ScriptObserver;
import io.fastmigrate.internal.jdbc.connection.ServerDatabases;
import io.fastmigrate.internal.jdbc.dump.DumpException;
import io.fastmigrate.internal.jdbc.dump.PgDump;
import io.fastmigrate.internal.jdbc.postgres.PostgresDatabases;
import io.fastmigrate.internal.jdbc.postgres.PostgresDialect;
import io.fastmigrate.internal.jdbc.postgres.PostgresLockWatch;
import io.fastmigrate.internal.jdbc.postgres.PostgresObjects;
import io.fastmigrate.internal.jdbc.temporary.TemporaryDatabase;
import io.fastmigrate.internal.port.Backend;
import io.fastmigrate.internal.port.HeldLock;
import io.fastmigrate.internal.port.SchemaSummary;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * A copy of a PostgreSQL database: made by the server itself where no one is connected and it is not large, since no one
 * gets in while that lasts; otherwise by pg_dump and pg_restore.
 */
final class PostgresCopy extends ServerCopy {

    private static final long LARGEST_TEMPLATE_BYTES = 1L << 30;

    private static final String OURS = "(c.relname = '_meta' OR c.relname LIKE '\\_fastmigrate\\_%')";

    private final JdbcBackend backend;
    private final Db observer;
    private final PostgresLockWatch watch;
    private final boolean rows;

    /** How many rows each table had at the last scan, by its number in the catalogue. */
    private Map<Long, Long> counts = Map.of();

    private PostgresCopy(JdbcSource source, Db keeper, TemporaryDatabase database, Db observer, boolean rows)
            throws SQLException {
        super(source, keeper, database);
        this.observer = observer;
        this.rows = rows;
        this.watch = new PostgresLockWatch(observer.jdbc());
        this.backend = backend(source, keeper, database.name(), watch);
    }

    static PostgresCopy make(JdbcSource source, Db keeper, PostgresDialect dialect, boolean rows)
            throws SQLException, DumpException {
        ServerDatabases databases = dialect.databases().orElseThrow();
        long bytes = Rows.text(keeper.jdbc(), "SELECT pg_database_size(current_database())")
                .map(Long::valueOf)
                .orElse(0L);
        if (rows) {
            ServerDisk.requireSpace(source, Rows.text(keeper.jdbc(), DIRECTORY), bytes);
        }
        boolean[] copied = new boolean[1];
        TemporaryDatabase made = TemporaryDatabase.make(keeper, databases, "rehearsal", (connection, name) -> {
            copied[0] = rows && bytes <= LARGEST_TEMPLATE_BYTES && PostgresDatabases.copy(connection, name);
            if (!copied[0]) {
                databases.create(connection, name);
            }
        });
        Db observer = null;
        boolean complete = false;
        try {
            if (!copied[0]) {
                dumpInto(source, keeper, dialect, made.name(), rows);
            }
            PostgresDatabases.copySettings(keeper.jdbc(), made.name());
            observer = backend(source, keeper, made.name(), ScriptObserver.NONE).connect(Purpose.READ);
            PostgresCopy copy = new PostgresCopy(source, keeper, made, observer, rows);
            complete = true;
            return copy;
        } finally {
            if (!complete) {
                if (observer != null) {
                    observer.close();
                }
                made.close();
            }
        }
    }

    private static final String DIRECTORY = "SELECT CASE WHEN pg_has_role('pg_read_all_settings', 'USAGE') THEN"
            + " current_setting('data_directory') END";

    private static void dumpInto(JdbcSource source, Db keeper, PostgresDialect dialect, String name, boolean rows)
            throws SQLException, DumpException {
        PgDump tool = dialect.pgDump(source, keeper).orElseThrow();
        List<String> options = new ArrayList<>(List.of("--no-publications", "--no-subscriptions"));
        if (!PostgresDatabases.canGiveToOwners(keeper.jdbc())) {
            options.addAll(List.of("--no-owner", "--no-privileges"));
        }
        new Dumps(source, dialect).lend(keeper, file -> {
            tool.archive(file, rows ? List.of() : List.of("--schema-only"));
            tool.restore(file, name, options);
        });
        List<String> ours = rows ? List.of() : ours(keeper);
        if (!ours.isEmpty()) {
            new Dumps(source, dialect).lend(keeper, file -> {
                List<String> scope = new ArrayList<>(List.of("--data-only"));
                ours.forEach(table -> scope.add("--table=" + table));
                tool.archive(file, scope);
                tool.restore(file, name, List.of());
            });
        }
    }

    private static List<String> ours(Db keeper) throws SQLException {
        return Rows.all(
                        keeper.jdbc(),
                        1,
                        "SELECT quote_ident(n.nspname) || '.' || quote_ident(c.relname) FROM pg_catalog.pg_class c JOIN"
                                + " pg_catalog.pg_namespace n ON n.oid = c.relnamespace WHERE c.relkind = 'r' AND "
                                + OURS)
                .stream()
                .map(row -> row.get(0))
                .toList();
    }

    @Override
    public Backend<?> backend() {
        return backend;
    }

    @Override
    public void scriptsBegin(boolean inTransaction) {
        asking(() -> {
            watch.begin(inTransaction);
            return true;
        });
    }

    @Override
    public List<HeldLock> locks() {
        return watch.end();
    }

    /** Tables that no lock of a script's was seen on that changes rows have as many as before. */
    @Override
    public SchemaSummary summary() {
        return asking(() -> {
            Map<Long, String> tables = PostgresObjects.tables(observer.jdbc());
            Set<Long> asked = new HashSet<>();
            for (long table : tables.keySet()) {
                if (!counts.containsKey(table) || watch.mayHaveChanged(table)) {
                    asked.add(table);
                }
            }
            Map<Long, Long> now = new HashMap<>(counts);
            now.keySet().retainAll(tables.keySet());
            now.putAll(PostgresObjects.rows(observer.jdbc(), asked));
            counts = now;
            Map<String, Long> byName = new HashMap<>();
            now.forEach((table, count) -> byName.put(String.valueOf(tables.get(table)), count));
            return new SchemaSummary(PostgresObjects.definitions(observer.jdbc()), byName);
        });
    }

    @Override
    public List<String> gaps() {
        List<String> gaps = new ArrayList<>();
        if (!rows) {
            gaps.add(SCHEMA_ONLY);
        }
        List<String> functions = asking(() -> PostgresObjects.functionsWithDblink(observer.jdbc()));
        if (!functions.isEmpty()) {
            gaps.add(
                    "What these functions write elsewhere by dblink, if a script calls them or a trigger does, is real and is not"
                            + " undone: " + String.join(", ", functions) + ".");
        }
        return gaps;
    }

    @Override
    public void close() {
        watch.close();
        observer.close();
        super.close();
    }
}
