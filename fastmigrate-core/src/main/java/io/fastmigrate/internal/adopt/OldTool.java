package io.fastmigrate.internal.adopt;

import java.util.List;
import java.util.Optional;

/** What another migration tool did to a database. */
interface OldTool {

    String name();

    /**
     * Refuses a database that the tool itself has not finished with.
     *
     * @throws io.fastmigrate.error.EnrollFailedException that says what to do with the tool
     */
    void requireFinished();

    /** Returns why the scripts that ran cannot be written one by one; empty where they can. */
    Optional<String> whyNotScripts();

    /** Returns the scripts that ran, in an order in which they make the schema. */
    List<OldScript> scripts(List<String> notes);
}
