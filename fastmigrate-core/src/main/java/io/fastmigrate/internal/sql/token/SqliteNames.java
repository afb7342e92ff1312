package io.fastmigrate.internal.sql.token;

import java.util.Comparator;

/**
 * Compares names, keywords and values as SQLite does: of the letters that differ in case only those of ASCII are the same.
 * "Ärzte" and "ärzte" are two tables, and so no other function for it may be used where SQLite's names are meant.
 */
public final class SqliteNames {

    /** The order of names; two that SQLite takes for one are equal. */
    public static final Comparator<String> ORDER = (one, other) -> fold(one).compareTo(fold(other));

    private SqliteNames() {}

    /** Returns a name in the one form in which SQLite compares names: with ASCII's capitals made small. */
    public static String fold(String name) {
        for (int i = 0; i < name.length(); i++) {
            if (isCapital(name.charAt(i))) {
                return folded(name, i);
            }
        }
        return name;
    }

    private static String folded(String name, int from) {
        char[] characters = name.toCharArray();
        for (int i = from; i < characters.length; i++) {
            if (isCapital(characters[i])) {
                characters[i] = (char) (characters[i] + 'a' - 'A');
            }
        }
        return new String(characters);
    }

    private static boolean isCapital(char c) {
        return c >= 'A' && c <= 'Z';
    }

    /** Tells whether SQLite takes the two for one name. */
    public static boolean same(String one, String other) {
        return one.length() == other.length() && fold(one).equals(fold(other));
    }
}
