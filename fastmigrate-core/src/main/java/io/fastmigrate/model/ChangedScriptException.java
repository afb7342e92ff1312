package io.fastmigrate.model;

/** A script that ran has been edited since. */
public final class ChangedScriptException extends FastMigrateException {

    private static final long serialVersionUID = 1L;

    private final transient Script script;
    private final transient HistoryEntry entry;

    public ChangedScriptException(Script script, HistoryEntry entry) {
        super(
                script.location() + " was changed after it ran (" + entry.appliedAt() + " as " + entry.fileName()
                        + ").",
                "Undo the edit and put the change into a new script; or, if the new text is right, run fastmigrate accept "
                        + script.version().padded() + ".",
                null);
        this.script = script;
        this.entry = entry;
    }

    /** Returns the script as it is now. */
    public Script script() {
        return script;
    }

    /** Returns what the history keeps of the run. */
    public HistoryEntry entry() {
        return entry;
    }
}
