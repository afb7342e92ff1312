package io.fastmigrate.sql;

/** Compares bytes with words of SQL. */
final class Words {

    private Words() {}

    /** Tells whether the bytes are the word, in whatever case. */
    static boolean same(byte[] text, int from, int to, String upperCase) {
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
}
