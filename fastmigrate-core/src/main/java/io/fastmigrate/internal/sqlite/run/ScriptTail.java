package io.fastmigrate.internal.sqlite.run;

import io.fastmigrate.internal.port.StepFailedException;
import io.fastmigrate.internal.sql.statement.SqlStatement;
import io.fastmigrate.internal.sqlite.connection.SqliteErrors;
import java.sql.SQLException;
import java.util.List;

/** The statements at a script's end that cannot run in its transaction, and so run when it is committed. */
public final class ScriptTail {

    private static final String BY_HAND = "Run it and those after it by hand: the script will not run again.";

    private ScriptTail() {}

    public static void run(SqlScriptRun run, List<SqlStatement> tail) throws SQLException {
        for (SqlStatement statement : tail) {
            try {
                run.runOne(statement);
            } catch (SQLException e) {
                if (SqliteErrors.isOurInterrupt(e)) {
                    throw interruptedAt(statement);
                }
                throw e;
            } catch (StepFailedException e) {
                if (e.isInterrupted()) {
                    throw interruptedAt(statement);
                }
                throw StepFailedException.at(
                        e.position().orElse(null),
                        "the script and its version are committed, but this statement at its end, which cannot run in"
                                + " the transaction, failed: " + e.getMessage(),
                        BY_HAND,
                        e);
            }
        }
    }

    private static StepFailedException interruptedAt(SqlStatement statement) {
        return StepFailedException.interrupted(
                "The script and its version are committed, but the statement at " + statement.position()
                        + ", which cannot run in the transaction, may not have finished.",
                BY_HAND);
    }
}
