package io.fastmigrate.internal.sqlite.rebuild;

import java.util.Collection;
import java.util.stream.Collectors;

/** Names as SQLite writes and compares them. */
final class Names {

    private Names() {}

    static String quoted(String name) {
        return '"' + name.replace("\"", "\"\"") + '"';
    }

    static String quoted(Collection<String> names) {
        return names.stream().map(Names::quoted).collect(Collectors.joining(", "));
    }

    static String literal(String text) {
        return "'" + text.replace("'", "''") + "'";
    }

    /** Returns what names that SQLite takes for the same have in common: it ignores the case of ASCII letters alone. */
    static String key(String name) {
        StringBuilder key = new StringBuilder(name);
        for (int i = 0; i < key.length(); i++) {
            char c = key.charAt(i);
            if (c >= 'A' && c <= 'Z') {
                key.setCharAt(i, (char) (c + ('a' - 'A')));
            }
        }
        return key.toString();
    }

    static boolean same(String one, String other) {
        return key(one).equals(key(other));
    }
}
