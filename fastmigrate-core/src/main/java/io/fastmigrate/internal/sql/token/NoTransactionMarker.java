package io.fastmigrate.internal.sql.token;

import java.nio.charset.StandardCharsets;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The comment by which the author of a script has it run outside a transaction: {@code -- fastmigrate: no-transaction}, on
 * its own line before the first statement. One for all databases. What looks like it, and is not, is found too: its author
 * must not believe that it counts. Not thread safe.
 */
public final class NoTransactionMarker {

    /** Why such a script is not atomic, as the plan says it. */
    public static final String REASON = "Its first comments ask for that (-- fastmigrate: no-transaction)";

    /** What to do about a comment that looks like it. */
    public static final String ADVICE =
            "Write -- fastmigrate: no-transaction on its own line before the first statement, or"
                    + " begin a comment that is not for fastmigrate with another word.";

    private static final Pattern MARKER = Pattern.compile("(?:--|#|//)\\s*fastmigrate:\\s*no-transaction\\s*");

    /** A comment for fastmigrate that has another meaning: which scripts this one replaces. */
    private static final Pattern OTHER = Pattern.compile("--\\s*fastmigrate:\\s*squashes\\s+\\d{4}\\.\\.\\d{4}\\s*");

    /** Comments for {@code fastmigrate lint}, which may stand anywhere. */
    private static final Pattern ALLOW = Pattern.compile("(?s)(?:--|#)\\s*fastmigrate:\\s*allow(?:-file)?\\b.*");

    private static final Pattern SIMILAR = Pattern.compile(
            "(?is)(?:--|#|//|/\\*)\\W*fast-?migrate\\s*(?:[:=]\\s*[^\\s:].*|\\W*\\b(?:no|non|without|disable)\\W*trans.*)");

    /** In characters: of a longer comment, the beginning counts. */
    private static final int LONGEST = 1024;

    private final StringBuilder comment = new StringBuilder();
    private boolean goesOn;
    private boolean found;
    private @Nullable String stray;

    /**
     * Takes in white space, a comment, or a piece of one; the lexer has found that it is no more than that.
     *
     * @param more whether another piece of it follows
     * @param first whether it stands before the first statement
     * @return whether it looks like the marker and does not count as one
     */
    public boolean piece(byte[] text, int from, int to, boolean more, boolean first) {
        if (!goesOn && (from == to || (text[from] != '-' && text[from] != '#' && text[from] != '/'))) {
            return false;
        }
        int end = Math.min(to, from + LONGEST);
        if (!goesOn && !more && !beginsLikeIt(text, from, end)) {
            return false;
        }
        goesOn = more;
        if (comment.length() < LONGEST) {
            comment.append(new String(text, from, end - from, StandardCharsets.UTF_8));
        }
        if (more) {
            return false;
        }
        String whole = comment.toString();
        comment.setLength(0);
        boolean marker = first && MARKER.matcher(whole).matches();
        found |= marker;
        boolean known = marker
                || (first && OTHER.matcher(whole).matches())
                || ALLOW.matcher(whole).matches();
        boolean similar = !known && SIMILAR.matcher(whole).matches();
        if (similar && stray == null) {
            stray = what(whole, first);
        }
        return similar;
    }

    /** Tells whether the first letter of a comment is that of the marker, in either case: few are, and patterns are slow. */
    private static boolean beginsLikeIt(byte[] text, int from, int to) {
        int at = from;
        while (at < to && !isWordCharacter(text[at])) {
            at++;
        }
        return at < to && (text[at] | 0x20) == 'f';
    }

    private static boolean isWordCharacter(byte b) {
        return (b >= 'a' && b <= 'z') || (b >= 'A' && b <= 'Z') || (b >= '0' && b <= '9') || b == '_';
    }

    private static String what(String comment, boolean first) {
        String line = comment.strip().lines().findFirst().orElse("");
        boolean misplaced = !first && MARKER.matcher(comment).matches();
        return "the comment " + line
                + (misplaced
                        ? " has no effect behind the beginning of the first statement"
                        : " is not one that fastmigrate knows, and has no effect");
    }

    /** Tells whether it is within a comment of which another piece follows. */
    public boolean isOpen() {
        return goesOn;
    }

    public boolean isFound() {
        return found;
    }

    /** Returns what is wrong with the first comment that looks like the marker; null if there is none. */
    public @Nullable String stray() {
        return stray;
    }
}
