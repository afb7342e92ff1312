package io.fastmigrate.internal.sqlite.run;

import io.fastmigrate.error.InvalidScriptException;
import io.fastmigrate.internal.bridge.Bridge;
import io.fastmigrate.internal.sql.script.LocatedStatement;
import io.fastmigrate.internal.sqlite.connection.ApplicationObjects;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;

/** Refuses scripts that would take away what an application has on a connection that it must get back as it was. */
final class TakenObjects {

    static final String ADVICE =
            "Leave it to the application, or migrate with a DataSource whose connections have no attached"
                    + " databases and no temporary objects.";

    private TakenObjects() {}

    static boolean anyPossible(List<SqliteStep> steps) {
        for (SqliteStep step : steps) {
            if (!step.connectionLosses().isEmpty()) {
                return true;
            }
        }
        return false;
    }

    /** @throws InvalidScriptException for the first such statement; nothing ran */
    static void requireNone(Connection connection, List<SqliteStep> steps) throws SQLException {
        Optional<ApplicationObjects> objects =
                anyPossible(steps) ? ApplicationObjects.of(connection) : Optional.empty();
        if (objects.isEmpty()) {
            return;
        }
        for (SqliteStep step : steps) {
            for (LocatedStatement statement : step.connectionLosses()) {
                Optional<String> taken = objects.get().takenBy(statement.facts());
                if (taken.isPresent()) {
                    String location = step.script().location();
                    throw Bridge.errors()
                            .invalidScript(
                                    List.of(location),
                                    statement.position(),
                                    location + ":" + statement.position() + ": " + reason(taken.get())
                                            + "; nothing ran.",
                                    ADVICE);
                }
            }
        }
    }

    static String reason(String taken) {
        return "the script removes " + taken + ", which the application has on its connection to a database in memory";
    }
}
