package io.fastmigrate.internal.jdbc.run;

import io.fastmigrate.internal.bridge.Bridge;
import io.fastmigrate.internal.jdbc.control.StatementCheckpoints;
import io.fastmigrate.internal.port.StepFailedException;
import io.fastmigrate.internal.sql.token.DialectStatement;
import io.fastmigrate.internal.sql.token.Excerpt;
import org.jspecify.annotations.Nullable;

/** The errors of a script that cannot go on where an earlier run stopped. */
final class CheckpointErrors {

    private CheckpointErrors() {}

    /**
     * The text of what is done is another one now.
     *
     * @param last the last statement that is done; null for none
     * @param statements how many are
     */
    static StepFailedException changed(JdbcStep step, @Nullable DialectStatement last, int statements) {
        boolean values = !Bridge.values().valuesOf(step.script()).isEmpty();
        return StepFailedException.at(
                last == null ? null : last.position(),
                "its first " + ProgressText.statements(statements) + " ran in an earlier run and are kept, but"
                        + " the script" + (values ? ", or a value in it," : "") + " has changed there.",
                "Restore the text of these statements" + (values ? ", their values," : "")
                        + " and change only the statements after them; correct a"
                        + " mistake with a later statement. Or undo their changes by hand, and then delete"
                        + " their checkpoints: "
                        + Resumption.forget(step),
                null);
    }

    /**
     * A statement began, and no one knows whether it took effect.
     *
     * @param number counted from 1
     * @param checksum of the script up to its end
     * @param howToTell what a person can look at
     */
    static StepFailedException unknown(
            JdbcStep step, DialectStatement statement, int number, String checksum, String howToTell) {
        String where = " WHERE version = " + step.script().version() + " AND statement_number = " + number + ";";
        return StepFailedException.at(
                statement.position(),
                "an earlier run ended during this statement, and it is not known whether it took effect.\n\n"
                        + Excerpt.of(statement.written().text(), 0),
                howToTell + " If it took effect, record that: UPDATE " + StatementCheckpoints.TABLE
                        + " SET state = 'done', checksum = '" + checksum + "'" + where
                        + " If it did not, let it run again: DELETE FROM " + StatementCheckpoints.TABLE + where
                        + " Then migrate again.",
                null);
    }
}
