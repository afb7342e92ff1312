package io.fastmigrate.internal.jdbc.run;

import io.fastmigrate.internal.jdbc.connection.Db;
import io.fastmigrate.internal.jdbc.control.StatementCheckpoints;
import io.fastmigrate.internal.jdbc.error.JdbcErrors;
import io.fastmigrate.internal.port.StepContext;
import io.fastmigrate.internal.port.StepFailedException;
import io.fastmigrate.internal.sql.dialect.SqlEffect;
import io.fastmigrate.internal.sql.session.HiddenCode;
import io.fastmigrate.internal.sql.session.SessionValues;
import io.fastmigrate.internal.sql.token.DialectStatement;
import java.io.IOException;
import java.sql.SQLException;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.IntPredicate;

/**
 * Whether a script can go on over another connection than the one on which it stopped: what the first one knew, and no
 * setting can bring back, must not be needed any more. Otherwise rows would be written with 0 or NULL in the place of a
 * value, without an error.
 */
record Resumption(Db db, JdbcStep step, StepContext context, JdbcErrors errors) {

    /**
     * The settings that are to be made again on the new connection.
     *
     * @param repeatable the numbers of their statements
     * @param isLeft whether a statement chose something that the script left again: it may fail now
     */
    record Settings(Set<Integer> repeatable, IntPredicate isLeft) {

        static final Settings NONE = new Settings(Set.of(), number -> false);
    }

    /**
     * Reads the script to its end.
     *
     * @param before how far the script came
     * @return which of the statements that are done make settings
     * @throws StepFailedException if the rest of the script needs what is lost; nothing of it has run then
     */
    Settings requireSession(StatementCheckpoints.Progress before) throws IOException {
        int count = before.statements();
        if (count == 0) {
            return Settings.NONE;
        }
        Set<Integer> repeatable = new HashSet<>();
        SessionValues values = new SessionValues(db.dialect().rules().dialect(), routines());
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
                if (effect.isSession() && values.isRepeatable(next)) {
                    repeatable.add(number);
                }
                values.done(number, next);
                reader.passOverRows();
                if (number == count && !reader.checksumSoFar().equals(before.checksum())) {
                    break; // what is done is not the same any more, which is told by whoever passes over it
                }
            }
        }
        return new Settings(repeatable, values::isLeft);
    }

    private List<HiddenCode.Routine> routines() {
        try {
            return db.dialect().routines(db.jdbc());
        } catch (SQLException e) {
            throw errors.failure(e);
        }
    }

    private StepFailedException isGone(DialectStatement statement, String what, int count) {
        return StepFailedException.at(
                statement.position(),
                "its first " + ProgressText.statements(count) + " ran in an earlier run, and " + what
                        + " is lost, because it belonged to the connection of that run. This statement, or"
                        + " one after it, needs it.",
                "Add a statement before this one that creates it again (such as SET @name = (SELECT ...)), or"
                        + " ask the tables for the value instead, and do not change the applied statements. Or undo by hand the changes of the"
                        + " first " + ProgressText.statements(count)
                        + ", delete their checkpoints, and migrate again: " + forget(step),
                null);
    }

    static String forget(JdbcStep step) {
        return "DELETE FROM " + StatementCheckpoints.TABLE + " WHERE version = "
                + step.script().version() + ";";
    }
}
