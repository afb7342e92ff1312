package io.fastmigrate.lint.internal.frame;

import io.fastmigrate.Script;
import io.fastmigrate.lint.internal.model.Statement;
import java.io.IOException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reads one script, statement by statement. Its memory grows with neither, unless the script names values that are put into it. */
public interface ScriptReader extends AutoCloseable {

    /** Returns how the runner will run the script. */
    ScriptPlan plan();

    /** Returns the next statement, or null after the last. */
    @Nullable
    Statement next() throws IOException;

    /** Tells whether the statement at hand differs from ones before it in its literals alone, so that nothing else is found in it. */
    boolean isRepeated();

    /** Returns the comments for fastmigrate since this was called last: those before the statement at hand and in it. */
    List<Comment> comments();

    @Override
    void close() throws IOException;

    /** A comment that is meant for fastmigrate. */
    record Comment(String text, Script.Position position) {}
}
