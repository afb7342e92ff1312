package io.fastmigrate.internal.sqlite.run;

import io.fastmigrate.internal.port.StepFailedException;
import io.fastmigrate.internal.sql.names.ScriptNames;
import io.fastmigrate.internal.sqlite.connection.Sql;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/**
 * Views that are dropped in the transaction at hand and made again by their scripts. SQLite drops a view's triggers with it, without a
 * word, so those have to be there again at the end. Used by one thread, until the transaction is rolled back.
 */
public final class RemadeViews {

    /** A trigger that was dropped with its view. */
    private record Dropped(String schema, String trigger, String view) {}

    private final List<Dropped> dropped = new ArrayList<>();

    /** Drops views as far as they are there. A table of such a name stays, and the script's statement fails on it. */
    public void drop(Connection connection, List<ScriptNames.Made> views) throws SQLException {
        for (ScriptNames.Made view : views) {
            String schema =
                    view.name().schema().isEmpty() ? "main" : view.name().schema();
            String name = view.name().name();
            if (names(connection, schema, "view", "name", name).isEmpty()) {
                continue;
            }
            for (String trigger : names(connection, schema, "trigger", "tbl_name", name)) {
                dropped.add(new Dropped(schema, trigger, view.written()));
            }
            Sql.run(connection, "DROP VIEW " + view.written());
        }
    }

    /**
     * To be called before the commit.
     *
     * @throws StepFailedException if a trigger was not made again
     */
    public void requireTriggers(Connection connection) throws SQLException {
        for (Dropped each : dropped) {
            if (names(connection, each.schema(), "trigger", "name", each.trigger())
                    .isEmpty()) {
                throw StepFailedException.at(
                        null,
                        "the view " + each.view() + " cannot be dropped and made again, because its trigger "
                                + each.trigger() + " would be lost: no repeatable script makes it.",
                        "Put the trigger into a repeatable script, or drop it in a numbered script.",
                        null);
            }
        }
        dropped.clear();
    }

    private static List<String> names(Connection connection, String schema, String type, String column, String value)
            throws SQLException {
        String query = "SELECT name FROM \"" + schema.replace("\"", "\"\"") + "\".sqlite_schema WHERE type = ? AND "
                + column + " = ? COLLATE NOCASE ORDER BY name";
        try (PreparedStatement statement = connection.prepareStatement(query)) {
            statement.setString(1, type);
            statement.setString(2, value);
            List<String> names = new ArrayList<>();
            try (ResultSet rows = statement.executeQuery()) {
                while (rows.next()) {
                    names.add(rows.getString(1));
                }
            }
            return names;
        }
    }
}
