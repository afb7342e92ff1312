package io.fastmigrate.internal.sql.token;

import java.nio.charset.StandardCharsets;
import java.util.regex.Pattern;

/**
 * The comment by which the author of a script has it run outside a transaction: {@code -- fastmigrate: no-transaction}, on a
 * its own line before the first statement. One for all databases.
 */
public final class NoTransactionMarker {

    /** Why such a script is not atomic, as the plan says it. */
    public static final String REASON = "its first comments ask for that (-- fastmigrate: no-transaction)";

    private static final Pattern MARKER = Pattern.compile("(?:--|#|//)\\s*fastmigrate:\\s*no-transaction\\s*$");

    private NoTransactionMarker() {}

    /** Tells whether what stands between two statements is or ends in the marker; the lexer has found that it is a comment. */
    public static boolean isIn(byte[] text, int from, int to) {
        return MARKER.matcher(new String(text, from, to - from, StandardCharsets.UTF_8))
                .find();
    }
}
