package io.fastmigrate.internal.sql.token;

/** Compares bytes with words of SQL. */
public final class Words {

    private Words() {}

    /** Tells whether the bytes are the word, in whatever case. */
    public static boolean same(byte[] text, int from, int to, String upperCase) {
        if (to - from != upperCase.length()) {
            return false;
        }
        for (int i = from; i < to; i++) {
            int b = text[i];
            if (b >= 'a' && b <= 'z') {
                b -= 'a' - 'A';
            }
            if (b != upperCase.charAt(i - from)) {
                return false;
            }
        }
        return true;
    }

    /**
     * Tells whether the bytes are the name, quoted or not, of a function that says how many rows were changed, or which was
     * inserted last.
     */
    public static boolean countsRows(byte[] text, int from, int to) {
        int bare = from;
        int end = to;
        if (text[from] == '"' || text[from] == '`' || text[from] == '[') {
            bare++;
            end--;
        }
        return switch (end - bare) {
            case 7 -> same(text, bare, end, "CHANGES");
            case 13 -> same(text, bare, end, "TOTAL_CHANGES");
            case 17 -> same(text, bare, end, "LAST_INSERT_ROWID");
            default -> false;
        };
    }
}
