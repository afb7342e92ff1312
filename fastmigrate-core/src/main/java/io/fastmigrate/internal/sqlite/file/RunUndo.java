package io.fastmigrate.internal.sqlite.file;

import io.fastmigrate.internal.file.BackupHold;
import io.fastmigrate.internal.port.CopyListener;
import io.fastmigrate.internal.port.UndoOutcome;
import io.fastmigrate.internal.sqlite.connection.SqliteErrors;
import io.fastmigrate.internal.sqlite.connection.SqliteSource;
import io.fastmigrate.internal.waiting.Waiting;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Takes back what a run has done since its backup, by putting that back: only if the run left something, and only if it is
 * certain that no one else has committed since. Used by one session.
 */
public final class RunUndo implements AutoCloseable {

    private final SqliteSource source;
    private final Waiting waiting;
    private final BackupHold hold = new BackupHold();
    private @Nullable CommitWatch watch;
    private boolean left;

    public RunUndo(SqliteSource source, Waiting waiting) {
        this.source = source;
        this.waiting = waiting;
    }

    /** Makes the backup, and watches from the moment that it holds. The session has no connection then. */
    public Path backUp(CopyListener listener) {
        Optional<Path> file = file();
        left = false;
        watch = file.isPresent() ? new CommitWatch(file.get()) : null;
        return SqliteBackup.backUp(source, waiting.timeout(), listener, watch, hold);
    }

    private Optional<Path> file() {
        try {
            return source.file();
        } catch (SQLException e) {
            throw SqliteErrors.translate(source, e);
        }
    }

    /** Tells whether there is a backup to put back, so that the connection has to stay open. */
    public boolean isPossible() {
        return watch != null;
    }

    /** The run has committed something, or may have. */
    public void committed() {
        left = true;
    }

    public void opened(Connection connection) {
        if (watch != null) {
            watch.arrive(connection);
        }
    }

    public void closing(Connection connection) {
        if (watch != null) {
            watch.leave(connection);
        }
    }

    /** To be called before a step that may change the journal mode; {@link #afterStep} follows. */
    public void beforeStep(Connection connection) {
        if (watch != null) {
            watch.beforeStep(connection);
        }
    }

    public void afterStep(Connection connection) {
        if (watch != null) {
            watch.afterStep(connection);
        }
    }

    /** To be called before a script that is a process, on the connection that stays open while it runs. */
    public void beforeProcess(Connection connection) {
        if (watch != null) {
            watch.look(connection);
        }
    }

    public void afterProcess(Connection connection, String script) {
        if (watch != null && watch.afterProcess(connection, script)) {
            left = true;
        }
    }

    /** Puts the backup back or says why not. The session has no connection then. */
    public UndoOutcome undo(Path backup) {
        CommitWatch watching = watch;
        if (!left) {
            return UndoOutcome.nothingLeft();
        }
        if (watching == null) {
            return UndoOutcome.refused("it was not made in this run");
        }
        watching.lookBetween();
        if (watching.doubt().isEmpty()) {
            new Restoration(source, backup, waiting, new OnlyIfAlone(watching)).run();
        }
        return watching.doubt().map(UndoOutcome::refused).orElseGet(UndoOutcome::restored);
    }

    /** Looks again when no one else can commit any more. */
    private record OnlyIfAlone(CommitWatch watch) implements Restoration.Guard {

        @Override
        public void opened(Connection connection) {
            watch.arrive(connection);
        }

        @Override
        public boolean allows(Connection connection) {
            watch.look(connection);
            return watch.doubt().isEmpty();
        }
    }

    @Override
    public void close() {
        hold.close();
        if (watch != null) {
            watch.close();
        }
    }
}
