package io.fastmigrate.error;

import io.fastmigrate.Script;
import io.fastmigrate.Version;

/** A script has a number at or below the database's version and was never applied, so it would never run. */
public final class LateScriptException extends FastMigrateException {

    private static final long serialVersionUID = 1L;

    private final transient Script script;
    private final Version version;
    private final Version free;

    LateScriptException(Script script, Version version, Version free) {
        super(
                script.location() + " has a number at or below the database's version " + version
                        + ", but it was never applied to this database.",
                rename(script, free) + ", or set late-scripts to warn or ignore.",
                null);
        this.script = script;
        this.version = version;
        this.free = free;
    }

    private static String rename(Script script, Version free) {
        return "Rename it to " + free.padded() + "-" + script.description() + "."
                + script.kind().extension();
    }

    /** Returns what to do if a late script is not an error. */
    public String adviceWhereAllowed() {
        return rename(script, free) + ", or set late-scripts to ignore.";
    }

    /** Returns the late script. */
    public Script script() {
        return script;
    }

    /** Returns the database's version. */
    public Version version() {
        return version;
    }
}
