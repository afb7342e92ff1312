package io.fastmigrate.internal.sql.session;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** The names of temporary tables and the like in one statement. */
final class TemporaryObjects {

    private static final Set<String> KINDS =
            Set.of("TABLE", "VIEW", "SEQUENCE", "MACRO", "FUNCTION", "TYPE", "RECURSIVE", "IF", "NOT", "EXISTS");

    private TemporaryObjects() {}

    /** Returns what a statement makes for its session alone, or code of several statements leaves there. */
    static List<String> madeBy(DialectWords words) {
        List<String> names = new ArrayList<>();
        for (int i = 0; i < words.size(); i++) {
            String word = words.at(i);
            boolean marked = word.equals("TEMP") || word.equals("TEMPORARY");
            boolean made = marked && !isDropped(words, i) && (words.has("CREATE") || words.has("INTO"));
            if (made && !endsWithTransaction(words, i)) {
                names.add(nameAfter(words, i));
            } else if (word.equals("PG_TEMP") && words.at(i + 1).equals(".") && words.has("CREATE")) {
                names.add(words.at(i + 2));
            }
        }
        names.removeIf(name -> words.at(0).equals("DROP") || isDropped(words, name));
        return names;
    }

    private static boolean isDropped(DialectWords words, int index) {
        return words.at(index - 1).equals("DROP");
    }

    private static boolean isDropped(DialectWords words, String name) {
        return droppedBy(words).contains(name);
    }

    private static boolean endsWithTransaction(DialectWords words, int from) {
        for (int i = from; i < words.size() && !words.at(i).equals(";"); i++) {
            if (words.at(i).equals("COMMIT") && words.at(i + 1).equals("DROP")) {
                return true;
            }
        }
        return false;
    }

    /** Returns the names that a statement drops, of whatever they are. */
    static List<String> droppedBy(DialectWords words) {
        List<String> names = new ArrayList<>();
        for (int i = 0; i < words.size(); i++) {
            if (words.at(i).equals("DROP")) {
                int at = i + 1;
                while (KINDS.contains(words.at(at)) || words.at(at).startsWith("TEMP")) {
                    at++;
                }
                names.add(last(words, at));
                while (words.at(at + 1).equals(",")) {
                    at += 2;
                    names.add(last(words, at));
                }
            }
        }
        return names;
    }

    private static String nameAfter(DialectWords words, int marked) {
        int at = marked + 1;
        while (KINDS.contains(words.at(at))) {
            at++;
        }
        return last(words, at);
    }

    /** Passes over schemas. */
    private static String last(DialectWords words, int index) {
        int at = index;
        while (words.at(at + 1).equals(".")) {
            at += 2;
        }
        return words.at(at);
    }
}
