package io.fastmigrate.internal.jdbc.run;

import io.fastmigrate.HistoryEntry;
import io.fastmigrate.Script;
import io.fastmigrate.Version;
import io.fastmigrate.internal.jdbc.connection.Db;
import io.fastmigrate.internal.jdbc.connection.JdbcSource;
import io.fastmigrate.internal.jdbc.connection.Secrets;
import io.fastmigrate.internal.jdbc.control.ControlTables;
import io.fastmigrate.internal.port.StepContext;
import io.fastmigrate.internal.port.StepFailedException;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;

/** Keeps version and history of one database during one session, always as the user who migrates. */
public final class VersionBooks {

    private final String database;
    private final Secrets secrets;

    /** For a checksum in the history; 0 as long as it is not known whether there is a history. */
    private int checksumRoom;

    /**
     * Opens the books.
     *
     * @param source which database it is
     */
    public VersionBooks(JdbcSource source) {
        this.database = source.name();
        this.secrets = source.secrets();
    }

    public ControlTables tables(Db db) {
        return new ControlTables(db, database);
    }

    /** Makes the history where there is none; before a transaction, which that would end on some databases. */
    public void prepare(Db db, StepContext context) throws SQLException {
        if (context.keepsHistory() && checksumRoom == 0) {
            checksumRoom = tables(db).createHistory();
        }
    }

    /** Tells, in a transaction, whether processes that know nothing of our lock did the work in the meantime. */
    public boolean isReached(Db db, Script script, StepContext context) throws SQLException {
        Version now = tables(db).lockVersion();
        if (now.compareTo(script.version()) >= 0) {
            return true;
        }
        if (!now.equals(context.from())) {
            throw StepFailedException.moved(context.from(), now);
        }
        return false;
    }

    /**
     * Sets the version, in a transaction.
     *
     * @param began when the script began, by {@link System#nanoTime}
     */
    public HistoryEntry setVersion(Db db, JdbcStep step, StepContext context, long began) throws SQLException {
        Script script = step.script();
        HistoryEntry entry = HistoryEntry.of(
                        context.from(),
                        script.version(),
                        script.fileName(),
                        script.kind(),
                        step.planned().checksum(),
                        Instant.now().truncatedTo(ChronoUnit.MILLIS))
                .withTook(Duration.ofMillis((System.nanoTime() - began) / 1_000_000))
                .withAppliedBy(context.appliedBy());
        db.asOwner(() -> {
            ControlTableGuard.after(step, context, db, secrets, () -> {
                tables(db).writeVersion(script.version());
                return script;
            });
            if (context.keepsHistory()) {
                tables(db).writeHistory(entry, checksumRoom);
            }
        });
        return entry;
    }
}
