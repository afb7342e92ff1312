package io.fastmigrate.internal.sql.token;

import io.fastmigrate.Script;
import io.fastmigrate.error.InvalidScriptException;
import io.fastmigrate.internal.bridge.Bridge;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One statement of a script for a database other than SQLite.
 *
 * @param text from its first token to its last, without what ends it
 * @param position where its first token begins
 * @param head its first tokens, with one blank between each two: bare words in upper case, everything else as it stands
 * @param replaced the text as written, if values stand in it; else null
 */
public record DialectStatement(
        String text,
        Script.Position position,
        String head,
        @Nullable Written replaced) {

    /** Returns the text as written in the script. */
    public Written written() {
        return replaced == null ? Written.same(text) : replaced;
    }

    /**
     * Makes the error of a script that cannot run because of this statement.
     *
     * @param location what messages call the script
     */
    public InvalidScriptException refusal(String location, String what, String advice) {
        return Bridge.errors()
                .invalidScript(List.of(location), position, location + ":" + position + ": " + what + ".", advice);
    }
}
