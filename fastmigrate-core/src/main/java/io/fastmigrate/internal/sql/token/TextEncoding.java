package io.fastmigrate.internal.sql.token;

import java.util.Optional;

/** Recognizes texts that editors and PowerShell's {@code >} did not save as UTF-8. */
final class TextEncoding {

    /** In bytes: enough to see that every other one is a NUL. */
    private static final int ENOUGH = 64;

    private static final int FEW = 3;

    private TextEncoding() {}

    /**
     * Says what a text that is not UTF-8, or holds a NUL, is instead.
     *
     * @param at the first byte that cannot stand in a script
     * @param to the end of the bytes at hand
     * @param begin whether the text begins at {@code at}
     */
    static Optional<String> of(byte[] text, int at, int to, boolean begin) {
        if (begin && (starts(text, at, to, 0xFF, 0xFE, 0, 0) || starts(text, at, to, 0, 0, 0xFE, 0xFF))) {
            return Optional.of("UTF-32");
        }
        boolean marked = begin && (starts(text, at, to, 0xFF, 0xFE) || starts(text, at, to, 0xFE, 0xFF));
        return marked || isEveryOtherByteNul(text, at, Math.min(to, at + ENOUGH))
                ? Optional.of("UTF-16")
                : Optional.empty();
    }

    private static boolean starts(byte[] text, int at, int to, int... mark) {
        boolean same = to - at >= mark.length;
        for (int i = 0; same && i < mark.length; i++) {
            same = (text[at + i] & 0xFF) == mark[i];
        }
        return same;
    }

    /** Most of SQL is ASCII: of two bytes, one is a NUL, always the same. */
    private static boolean isEveryOtherByteNul(byte[] text, int from, int to) {
        int[] nuls = new int[2];
        for (int i = from; i < to; i++) {
            if (text[i] == 0) {
                nuls[(i - from) & 1]++;
            }
        }
        return Math.min(nuls[0], nuls[1]) == 0 && Math.max(nuls[0], nuls[1]) >= FEW;
    }
}
