package io.fastmigrate.internal.sql.token;

import java.nio.charset.StandardCharsets;
import java.util.regex.Pattern;

/**
 * The comment by which the author of a script has it run outside a transaction: {@code -- fastmigrate: no-transaction}, on a
 * its own line before the first statement. One for all databases. Not thread safe.
 */
public final class NoTransactionMarker {

    /** Why such a script is not atomic, as the plan says it. */
    public static final String REASON = "its first comments ask for that (-- fastmigrate: no-transaction)";

    private static final Pattern MARKER = Pattern.compile("(?:--|#|//)\\s*fastmigrate:\\s*no-transaction\\s*$");

    /** In characters: of a longer comment, as much of its end is kept. */
    private static final int LONGEST = 1024;

    private final StringBuilder comment = new StringBuilder();
    private boolean found;

    /**
     * Takes in a comment, or a piece of one, that stands before the first statement; the lexer has found that it is a comment.
     *
     * @param goesOn whether another piece of it follows
     */
    public void piece(byte[] text, int from, int to, boolean goesOn) {
        comment.append(new String(text, from, to - from, StandardCharsets.UTF_8));
        comment.delete(0, Math.max(0, comment.length() - LONGEST));
        if (!goesOn) {
            found |= MARKER.matcher(comment).find();
            comment.setLength(0);
        }
    }

    public boolean isFound() {
        return found;
    }
}
