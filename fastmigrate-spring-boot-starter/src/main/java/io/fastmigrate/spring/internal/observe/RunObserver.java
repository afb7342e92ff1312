package io.fastmigrate.spring.internal.observe;

import io.fastmigrate.HistoryEntry;
import io.fastmigrate.Script;
import io.fastmigrate.Status;
import java.time.Duration;

/** Is told what becomes of the runs of all databases, on the thread that migrates. */
public interface RunObserver {

    /** Scripts are pending and will run now. */
    default void begun(String database, Status before) {}

    /** A script is done. */
    default void applied(String database, HistoryEntry entry) {}

    /** A script failed, or was interrupted. */
    default void stopped(String database, Script.Kind kind, Duration took, RunState.Outcome outcome) {}

    /** A run ended, also one that failed before it began or had nothing to do. */
    default void ended(String database, RunState.Ended run) {}
}
