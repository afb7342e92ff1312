package io.fastmigrate.error;

import io.fastmigrate.HistoryEntry;
import io.fastmigrate.Script;

/** An applied script has been edited. */
public final class ChangedScriptException extends FastMigrateException {

    private static final long serialVersionUID = 1L;

    private final transient Script script;
    private final transient HistoryEntry entry;

    ChangedScriptException(Script script, HistoryEntry entry) {
        super(
                script.location() + " was changed after it ran (" + entry.appliedAt() + " as " + entry.fileName()
                        + ").",
                script.fileName().equals(entry.fileName()) ? edited(script) : another(script, entry),
                null);
        this.script = script;
        this.entry = entry;
    }

    private static String edited(Script script) {
        return "Undo the edit and put the change into a new script; or, if the new text is right, run fastmigrate accept "
                + script.version().padded() + ".";
    }

    /** Neither name nor text is that of the applied script: most likely another application's. */
    private static String another(Script script, HistoryEntry entry) {
        return "Another script was applied under this number. If another application migrates this database,"
                + " give this one its own database or schema, or check that the migrations directory is the"
                + " right one. If "
                + script.fileName() + " is " + entry.fileName()
                + " under a new name, restore its old name and its text.";
    }

    /** Returns the script as it is now. */
    public Script script() {
        return script;
    }

    /** Returns the history entry of the applied script. */
    public HistoryEntry entry() {
        return entry;
    }
}
