package io.fastmigrate.internal.sql.scan;

/** Decides how much of the statement at hand stays in memory where only the beginning of a long one is of interest. */
final class Skimmer {

    /** In bytes. Longer statements and tokens are data. */
    static final int LONGEST = 1_000_000;

    private boolean cut;
    private int kept;

    /** Takes in that a statement begins; of its first token, a part may have been left out. */
    void begin(boolean shortened) {
        cut = shortened;
        kept = 0;
    }

    /** Takes in that not all of the statement stays in memory, but all up to here, {@code length} bytes from its beginning. */
    void cut(int length) {
        if (!cut) {
            cut = true;
            kept = length;
        }
    }

    boolean isCut() {
        return cut;
    }

    /** Returns how much of a statement stays in memory that has {@code length} bytes so far, up to the end of a token. */
    int kept(int length) {
        if (length >= LONGEST) {
            cut(length);
        }
        return cut ? kept : length;
    }
}
