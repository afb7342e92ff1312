package io.fastmigrate.internal.script;

import io.fastmigrate.Script;
import io.fastmigrate.Warning;
import java.util.List;
import java.util.Optional;

/** A place that holds scripts. */
public interface ScriptSource {

    /** The file name of the Python tool's adapter. */
    String ADAPTER = "config.py";

    /** Returns what messages call the place: an absolute path, or {@code classpath:} and a path. */
    String location();

    /**
     * Lists what is there now.
     *
     * @throws io.fastmigrate.error.MigrationsNotFoundException if the place is not there, or cannot be read
     */
    Listing list();

    /**
     * Lists what is there now, for somebody who does not ask whether it was edited: scripts may bear the stamps of an
     * earlier look.
     *
     * @throws io.fastmigrate.error.MigrationsNotFoundException as {@link #list} does
     */
    default Listing listUnstamped() {
        return list();
    }

    /** Tells whether the scripts are plain files, which any thread can look at. */
    default boolean isDirectory() {
        return false;
    }

    /** Returns the adapter of the Python tool, {@code config.py}, where there is one; as a script with the number 0. */
    Optional<Script> adapter();

    /**
     * What a place holds.
     *
     * @param scripts in no particular order; numbers may occur twice
     * @param misnamed files that look meant but break the naming rule
     */
    record Listing(List<Script> scripts, List<Warning> misnamed) {}
}
