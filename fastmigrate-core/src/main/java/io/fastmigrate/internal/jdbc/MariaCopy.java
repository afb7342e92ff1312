package io.fastmigrate.internal.jdbc;

import io.fastmigrate.internal.jdbc.connection.Db;
import io.fastmigrate.internal.jdbc.connection.Dialect.Purpose;
import io.fastmigrate.internal.jdbc.connection.JdbcSource;
import io.fastmigrate.internal.jdbc.connection.Rows;
import io.fastmigrate.internal.jdbc.connection.ScriptObserver;
import io.fastmigrate.internal.jdbc.connection.ServerDatabases;
import io.fastmigrate.internal.jdbc.dump.DumpException;
import io.fastmigrate.internal.jdbc.dump.MariaDump;
import io.fastmigrate.internal.jdbc.error.UnsupportedOperations;
import io.fastmigrate.internal.jdbc.mysql.MySqlDialect;
import io.fastmigrate.internal.jdbc.mysql.MySqlObjects;
import io.fastmigrate.internal.jdbc.mysql.MySqlReach;
import io.fastmigrate.internal.jdbc.mysql.schema.DisabledEvents;
import io.fastmigrate.internal.jdbc.temporary.TemporaryDatabase;
import io.fastmigrate.internal.port.Backend;
import io.fastmigrate.internal.port.SchemaSummary;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** A copy of a database of MariaDB or MySQL, made by a dump of it. */
final class MariaCopy extends ServerCopy {

    private static final String BYTES =
            "SELECT COALESCE(SUM(DATA_LENGTH + INDEX_LENGTH), 0) FROM information_schema.TABLES WHERE TABLE_SCHEMA = DATABASE()";

    private static final String CURRENT_DEFINER =
            "SELECT CONCAT('`', REPLACE(SUBSTRING_INDEX(CURRENT_USER(), '@', LENGTH(CURRENT_USER())"
                    + " - LENGTH(REPLACE(CURRENT_USER(), '@', ''))), '`', '``'), '`@`', SUBSTRING_INDEX(CURRENT_USER(), '@', -1), '`')";

    private final JdbcBackend backend;
    private final Db observer;
    private final List<String> gaps;

    private MariaCopy(JdbcSource source, Db keeper, TemporaryDatabase database, Db observer, List<String> gaps)
            throws SQLException {
        super(source, keeper, database);
        this.observer = observer;
        this.gaps = List.copyOf(gaps);
        MySqlReach reach = MySqlReach.around(observer.jdbc(), database.name());
        Optional<String> wayOut = reach.wayOut(observer.jdbc(), database.name());
        if (wayOut.isPresent()) {
            throw failed(
                    source,
                    wayOut.get() + ", so that a script in a copy could change what is not in it.",
                    "Rehearse on another server, where a backup is restored.",
                    null);
        }
        this.backend = backend(source, keeper, database.name(), reach);
    }

    static MariaCopy make(JdbcSource source, Db keeper, MySqlDialect dialect, boolean rows)
            throws SQLException, DumpException {
        ServerDatabases databases = dialect.databases().orElseThrow();
        MariaDump tool = dialect.mariaDump(source, keeper)
                .orElseThrow(() -> new UnsupportedOperations(source.name(), dialect).copy());
        if (rows) {
            long bytes = Rows.text(keeper.jdbc(), BYTES).map(Long::valueOf).orElse(0L);
            ServerDisk.requireSpace(source, Rows.text(keeper.jdbc(), "SELECT @@datadir"), bytes);
        }
        TemporaryDatabase made = TemporaryDatabase.empty(keeper, databases, "rehearsal");
        Db observer = null;
        boolean complete = false;
        try {
            List<String> gaps = new ArrayList<>(rows ? List.of() : List.of(SCHEMA_ONLY));
            Set<String> definers = fill(new Dumps(source, dialect), keeper, tool, made.name(), rows);
            if (!definers.isEmpty()) {
                gaps.add(
                        "In the copy, all views, triggers and routines run with the rights of the user who rehearses, not with those of "
                                + String.join(", ", definers) + ": it does not show where these lack a privilege.");
            }
            observer = backend(source, keeper, made.name(), ScriptObserver.NONE).connect(Purpose.READ);
            DisabledEvents.copy(keeper.jdbc(), observer.jdbc());
            MariaCopy copy = new MariaCopy(source, keeper, made, observer, gaps);
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

    /** Returns the definers other than the user. */
    private static Set<String> fill(Dumps dumps, Db keeper, MariaDump tool, String name, boolean rows)
            throws SQLException, DumpException {
        Set<String> definers = new TreeSet<>();
        dumps.lend(keeper, file -> {
            tool.dumpForCopy(file, rows ? List.of() : List.of("--no-data"), List.of());
            definers.addAll(tool.clearDefiners(file));
            tool.restore(file, name);
        });
        List<String> ours = new ArrayList<>();
        for (List<String> row : Rows.all(
                keeper.jdbc(),
                1,
                "SELECT TABLE_NAME FROM information_schema.TABLES WHERE TABLE_SCHEMA = DATABASE() AND TABLE_NAME REGEXP"
                        + " '^(_meta|_fastmigrate_.*)$'")) {
            ours.add(row.get(0));
        }
        if (!rows && !ours.isEmpty()) {
            dumps.lend(keeper, file -> {
                tool.dumpForCopy(file, List.of("--no-create-info", "--skip-triggers"), ours);
                tool.restore(file, name);
            });
        }
        definers.removeAll(Rows.all(keeper.jdbc(), 1, CURRENT_DEFINER).stream()
                .map(row -> row.get(0))
                .toList());
        return definers;
    }

    @Override
    public Backend<?> backend() {
        return backend;
    }

    @Override
    public SchemaSummary summary() {
        return asking(() -> MySqlObjects.summary(observer.jdbc()));
    }

    @Override
    public List<String> gaps() {
        return gaps;
    }

    @Override
    public void close() {
        observer.close();
        super.close();
    }
}
