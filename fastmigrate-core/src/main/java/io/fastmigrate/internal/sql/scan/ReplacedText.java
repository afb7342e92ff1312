package io.fastmigrate.internal.sql.scan;

import io.fastmigrate.internal.sql.token.ScriptChecksum;
import java.io.InputStream;

/** The text of a script that has values in the place of their names. */
abstract class ReplacedText extends InputStream {

    /** Returns where the values stand that were handed out. */
    abstract ValueSpans spans();

    /** Returns the checksum of the script as written, once all of it was read. */
    abstract ScriptChecksum checksum();
}
