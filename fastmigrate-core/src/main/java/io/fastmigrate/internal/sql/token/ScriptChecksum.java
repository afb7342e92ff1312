package io.fastmigrate.internal.sql.token;

import java.util.HashSet;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * The checksum of a script as the history keeps it, and the other forms in which a history may have it. That of a
 * {@code .sql} script begins with the version of the rules by which tokens are found and joined: {@code t1:} and lower-case
 * hexadecimal SHA-256. Other scripts have the digits alone, over their bytes with line ends made {@code \n}. Immutable.
 */
public final class ScriptChecksum {

    /** The rules of today. Rules that give another value for any script that runs need a new version beside this one. */
    private static final String TOKENS = "t1:";

    private static final Pattern VERSIONED = Pattern.compile("[a-z][0-9]+:.*");

    private final String text;
    private final Set<String> earlier;

    private ScriptChecksum(String text, Set<String> earlier) {
        this.text = text;
        this.earlier = earlier;
    }

    /**
     * The checksum of a {@code .sql} script.
     *
     * @param digits over the tokens, with line ends within them made {@code \n}
     * @param asWritten over the tokens as they stand, which is what histories kept before checksums had a version
     */
    static ScriptChecksum ofTokens(String digits, String asWritten) {
        return new ScriptChecksum(
                TOKENS + digits, digits.equals(asWritten) ? Set.of(digits) : Set.of(digits, asWritten));
    }

    /** The checksum of what is not read as SQL. */
    public static ScriptChecksum ofBytes(String digits) {
        return new ScriptChecksum(digits, Set.of());
    }

    /** Returns this checksum, which is also found again where a history has another one of the same script. */
    public ScriptChecksum or(String other) {
        Set<String> all = new HashSet<>(earlier);
        all.add(other);
        return new ScriptChecksum(text, Set.copyOf(all));
    }

    /** Returns what the history keeps. */
    public String text() {
        return text;
    }

    /** Tells whether a history that has this checksum speaks of the same script. */
    public boolean matches(String recorded) {
        return text.equals(recorded) || earlier.contains(recorded);
    }

    /** Tells whether a checksum is one that this version of the library can compare with. */
    public static boolean isComparable(String recorded) {
        return recorded.startsWith(TOKENS) || isUnversioned(recorded);
    }

    /** Tells whether a checksum is that of bytes, or of tokens from before checksums had a version. */
    public static boolean isUnversioned(String recorded) {
        return !VERSIONED.matcher(recorded).matches();
    }

    /** Returns a checksum without its version: what a history made before there were versions has room for. */
    public static String digits(String recorded) {
        return recorded.startsWith(TOKENS) ? recorded.substring(TOKENS.length()) : recorded;
    }

    @Override
    public String toString() {
        return text;
    }
}
