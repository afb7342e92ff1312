package io.fastmigrate.reliability;

import io.fastmigrate.reliability.CrashRounds.Target;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The process that works on the database at the same time, where a round has one: it commits orders, or makes backups. */
final class CrashNeighbour implements AutoCloseable {

    private static final String COMMITTED = "committed ";
    private static final String BACKUP = "backup ";

    private final Target target;
    private final Path database;
    private final Path migrations;
    private @Nullable ChildJvm process;
    private long committed;

    CrashNeighbour(Target target, Path database, Path migrations) {
        this.target = target;
        this.database = database;
        this.migrations = migrations;
    }

    /** Starts it, and waits until it works. */
    void start() throws InterruptedException {
        if (target.hasOrders()) {
            start("orders", COMMITTED);
        } else if (target == Target.RESTORE_BESIDE_BACKUPS) {
            start("backups", BACKUP);
        }
    }

    private void start(String command, String firstWords) throws InterruptedException {
        ChildJvm started = ChildJvm.migrating(command, database.toString(), migrations.toString());
        process = started;
        if (!started.prints(line -> line.startsWith(firstWords))) {
            throw new IllegalStateException("it does not work: " + started.output());
        }
    }

    /** Ends it, and keeps what it said last. */
    void kill() throws InterruptedException {
        if (process == null) {
            return;
        }
        process.kill();
        process.exit();
        for (String line : process.output().split("\n", -1)) {
            if (line.startsWith(COMMITTED)) {
                committed = Long.parseLong(line.substring(COMMITTED.length()).trim());
            }
        }
    }

    /** What was told to be committed must be there, whatever became of the run. */
    List<String> lost(Path file) throws SQLException {
        if (!target.hasOrders()) {
            return List.of();
        }
        try (Connection connection = CrashScripts.open(file)) {
            long found = CrashScripts.number(connection, "SELECT count(*) FROM orders");
            return found >= committed
                    ? List.of()
                    : List.of("lost: " + (committed - found) + " of " + committed + " orders");
        }
    }

    @Override
    public void close() {
        if (process != null) {
            process.close();
        }
    }
}
