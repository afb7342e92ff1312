package io.fastmigrate.internal.sql.scan;

import io.fastmigrate.Script;

/** Takes the comments of a script that are meant for fastmigrate. */
@FunctionalInterface
public interface CommentSink {

    /**
     * Takes one comment.
     *
     * @param text with what opens it; of a very long one, the beginning
     */
    void comment(String text, Script.Position position);
}
