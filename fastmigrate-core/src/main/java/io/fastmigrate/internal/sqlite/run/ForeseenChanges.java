package io.fastmigrate.internal.sqlite.run;

import io.fastmigrate.Warning;
import io.fastmigrate.error.InvalidScriptException;
import io.fastmigrate.internal.sqlite.foreignkey.Cascades;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;

/** What scripts will do to rows and objects that they do not name, as far as the database of now tells. */
public final class ForeseenChanges {

    private ForeseenChanges() {}

    /** Tells whether {@link #of} has anything to ask the database. */
    public static boolean asksDatabase(List<SqliteStep> steps) {
        for (SqliteStep step : steps) {
            if (!step.cascades().isEmpty() || !step.connectionLosses().isEmpty()) {
                return true;
            }
        }
        return false;
    }

    /**
     * Returns which tables lose or change rows by their foreign keys.
     *
     * @throws InvalidScriptException if a script takes away what an application has on this connection
     */
    public static List<Warning> of(Connection connection, List<SqliteStep> steps) throws SQLException {
        TakenObjects.requireNone(connection, steps);
        if (steps.stream().allMatch(step -> step.cascades().isEmpty())) {
            return List.of();
        }
        Cascades cascades = Cascades.of(connection);
        return steps.stream()
                .flatMap(step -> cascades.foreseen(step.script().location(), step.cascades()).stream())
                .toList();
    }
}
