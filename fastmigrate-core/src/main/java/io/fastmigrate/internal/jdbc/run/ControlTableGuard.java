package io.fastmigrate.internal.jdbc.run;

import io.fastmigrate.Plan;
import io.fastmigrate.Script;
import io.fastmigrate.Version;
import io.fastmigrate.internal.jdbc.connection.Db;
import io.fastmigrate.internal.jdbc.connection.Secrets;
import io.fastmigrate.internal.jdbc.control.ControlTables;
import io.fastmigrate.internal.port.StepFailedException;
import io.fastmigrate.internal.sql.script.ControlTableLoss;
import java.sql.SQLException;
import java.util.Set;

/** Keeps scripts from taking away the tables that say where the database stands, and says so where it cannot. */
public final class ControlTableGuard {

    /** There is no such table, or no such schema. */
    private static final Set<String> GONE = Set.of("42P01", "42S02", "42S04", "3F000");

    private ControlTableGuard() {}

    /**
     * Refuses a script in which a statement does so, before anything of it runs.
     *
     * @param schema that our tables are in
     */
    public static void requireKept(JdbcStep step, String schema) {
        if (step.script().kind() != Script.Kind.SQL) {
            return;
        }
        for (ControlTableLoss loss : step.sql().controlTableLosses()) {
            if (loss.hits(schema)) {
                throw StepFailedException.at(loss.position(), loss.message(), loss.advice(), null);
            }
        }
    }

    /** Reads or writes the version. */
    @FunctionalInterface
    public interface Access<T> {
        T run() throws SQLException;
    }

    /** Reads or writes the version of a script that has run, and says what the script did if the table is gone. */
    public static <T> T after(JdbcStep step, Version from, Db db, Secrets secrets, Access<T> access)
            throws SQLException {
        try {
            return access.run();
        } catch (SQLException e) {
            boolean gone = GONE.contains(String.valueOf(e.getSQLState()))
                    || String.valueOf(e.getMessage()).contains("does not exist");
            if (!gone) {
                throw e;
            }
            throw StepFailedException.at(
                    null,
                    "the script dropped, moved or renamed the table _meta, which contains the version.",
                    isRolledBack(step)
                            ? "Drop the script's own objects by name, and leave _meta to fastmigrate."
                            : "Create the table again: " + toMakeAgain(db.table(ControlTables.META), from)
                                    + " Then remove the statements that are already applied from the script,"
                                    + " and migrate again.",
                    secrets.clean(e));
        }
    }

    /**
     * Refuses a script that ran while the lock was ours and after which the version is another one: nothing but the script, or
     * what knows nothing of the lock, can have changed it.
     *
     * @param found the version before the script
     */
    public static void requireVersionKept(JdbcStep step, Version found, Access<Version> version) throws SQLException {
        Version now = version.run();
        if (!now.equals(found) && !now.equals(step.versionAfter(found))) {
            throw StepFailedException.at(
                    null,
                    "the version in _meta changed from " + found + " to " + now
                            + " while the script ran: the script, or a program that does not use the migration lock,"
                            + " has changed it.",
                    "Set it back: UPDATE " + ControlTables.META + " SET version = " + found + " WHERE id = 1; Then"
                            + " remove the statement that changes it, and migrate again.",
                    null);
        }
    }

    private static boolean isRolledBack(JdbcStep step) {
        return step.planned().execution() == Plan.Execution.ATOMIC
                || step.planned().execution() == Plan.Execution.OWN_TRANSACTION;
    }

    private static String toMakeAgain(String table, Version from) {
        return "CREATE TABLE " + table + " (id INTEGER PRIMARY KEY CHECK (id = 1), version INTEGER NOT NULL DEFAULT 0);"
                + " INSERT INTO " + table + " (id, version) VALUES (1, " + from + ");";
    }
}
