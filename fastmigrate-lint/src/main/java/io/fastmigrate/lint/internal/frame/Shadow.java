package io.fastmigrate.lint.internal.frame;

import io.fastmigrate.lint.internal.model.Creation;
import io.fastmigrate.lint.internal.model.Cursor;
import io.fastmigrate.lint.internal.model.Schema;
import io.fastmigrate.lint.internal.model.Statement;
import java.util.List;
import java.util.Optional;

/**
 * A database that has the schema of the scripts so far, and no rows. Statements that change the schema run on it, others do
 * not.
 */
public interface Shadow extends AutoCloseable {

    /** Returns the schema as it is now; empty from the moment on when it is not known any more. */
    Optional<Schema> schema();

    void begin(ScriptPlan plan);

    /**
     * Runs a statement if it changes the schema; returns what the database says if it refuses it. Behind a change of the schema
     * that is refused, the schema is not known any more.
     */
    Optional<String> run(Statement statement);

    /** Returns what a statement would do if it ran now; empty where that is not known. What it does is undone. */
    default Optional<Effect> effect(String sql) {
        return Optional.empty();
    }

    /**
     * Returns how the database would change a table now; empty where that is not known, or where it refuses to. The table is not changed.
     *
     * @param actions of an ALTER TABLE
     */
    default Optional<Alteration> alteration(Cursor.Name table, String actions) {
        return Optional.empty();
    }

    /** Returns what a row would have before and after a change; empty where that is not known. The table is not changed. */
    default Optional<List<String>> tryRow(Cursor.Name table, RowTrial trial) {
        return Optional.empty();
    }

    /**
     * Returns what is there under the name of what a statement makes if nothing has that name, and what it would make; empty where
     * nothing is there, or where that is not known. Nothing is changed.
     */
    default Optional<Definitions> definitions(Creation creation) {
        return Optional.empty();
    }

    /** Ends the script. */
    void end();

    /** Says that the schema is not known any more, because what changes it was not run here. */
    void lose();

    /** Returns what the database says of a statement that it does not run; empty if it would run it. */
    Optional<String> tryOut(String sql);

    @Override
    void close();
}
