package io.fastmigrate.internal.jdbc.run;

import io.fastmigrate.internal.jdbc.connection.Db;
import io.fastmigrate.internal.jdbc.control.StatementCheckpoints;
import io.fastmigrate.internal.jdbc.error.JdbcErrors;
import io.fastmigrate.internal.port.StepContext;
import io.fastmigrate.internal.port.StepFailedException;
import io.fastmigrate.internal.sql.dialect.SessionValues;
import io.fastmigrate.internal.sql.dialect.SqlEffect;
import io.fastmigrate.internal.sql.token.DialectStatement;
import java.io.IOException;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;

/**
 * Whether a script can go on over another connection than the one on which it stopped: what the first one knew, and no
 * setting can bring back, must not be needed any more. Otherwise rows would be written with 0 or NULL in the place of a
 * value, without an error.
 */
record Resumption(Db db, JdbcStep step, StepContext context, JdbcErrors errors) {

    /**
     * Reads the script to its end.
     *
     * @param before how far the script came
     * @return the numbers of the statements that are done and make settings, to be run again on the new connection
     * @throws StepFailedException if the rest of the script needs what is lost; nothing of it has run then
     */
    Set<Integer> requireSession(StatementCheckpoints.Progress before) throws IOException {
        Set<Integer> repeatable = new HashSet<>();
        int count = before.statements();
        if (count == 0) {
            return repeatable;
        }
        SessionValues values = new SessionValues(db.dialect().rules().dialect());
        int number = 0;
        try (ScriptReader reader = ScriptReader.open(db, step, context, errors)) {
            for (DialectStatement next = reader.next(); next != null; next = reader.next()) {
                if (++number > count) {
                    Optional<String> needed = values.needs(next);
                    if (needed.isPresent()) {
                        throw isGone(next, needed.get(), count);
                    }
                    continue;
                }
                SqlEffect effect = reader.effect(next);
                if (effect.isTemporary()) {
                    throw temporaryIsGone(next, count);
                }
                if (effect.isSession() && values.isRepeatable(next)) {
                    repeatable.add(number);
                }
                values.done(next);
                reader.passOverRows();
                if (number == count && !reader.checksumSoFar().equals(before.checksum())) {
                    return repeatable; // what is done is not the same any more, which is told by whoever passes over it
                }
            }
        }
        return repeatable;
    }

    private StepFailedException isGone(DialectStatement statement, String what, int count) {
        return StepFailedException.at(
                statement.position(),
                "its first " + CheckpointedRun.statements(count) + " ran in an earlier run, and " + what
                        + " is lost, because it belonged to the connection of that run. This statement, or"
                        + " one after it, needs it.",
                "Add a statement before this one that creates it again (such as SET @name = (SELECT ...)),"
                        + " and do not change the applied statements. Or undo by hand the changes of the"
                        + " first " + CheckpointedRun.statements(count)
                        + ", delete their checkpoints, and migrate again: " + forget(step),
                null);
    }

    private StepFailedException temporaryIsGone(DialectStatement statement, int count) {
        return StepFailedException.at(
                statement.position(),
                "its first " + CheckpointedRun.statements(count)
                        + " ran in an earlier run, and the result of this one was lost with the connection"
                        + " of that run.",
                "Undo their changes by hand, delete their checkpoints, and migrate again: " + forget(step),
                null);
    }

    static String forget(JdbcStep step) {
        return "DELETE FROM " + StatementCheckpoints.TABLE + " WHERE version = "
                + step.script().version() + ";";
    }
}
