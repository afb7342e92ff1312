package io.fastmigrate.lint.internal.server;

import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Tells INSERTs of values that begin as those before them. Dumps have millions, and what is to be found in one is found in the first ones. */
final class RepeatedInserts {

    /** More than a script has that was written by hand. */
    private static final int LOOKED_AT = 1000;

    private static final Pattern BEGINNING = Pattern.compile(
            "INSERT\\s+INTO\\s+[^\\s'()]++\\s*+(?:\\([^'()]*+\\)\\s*+)?VALUES\\b", Pattern.CASE_INSENSITIVE);

    private static final Set<String> WORDS = Set.of("NULL", "TRUE", "FALSE", "DEFAULT");

    private String beginning = "";
    private int count;

    /** Takes in the next statement; tells whether so many before it were like it that it need not be looked at. */
    boolean isOneMore(String statement) {
        if (count > 0 && statement.startsWith(beginning) && areValues(statement, beginning.length())) {
            count++;
            return count > LOOKED_AT;
        }
        Matcher first = BEGINNING.matcher(statement);
        boolean inserts = first.lookingAt() && areValues(statement, first.end());
        beginning = inserts ? first.group() : "";
        count = inserts ? 1 : 0;
        return false;
    }

    /** Tells whether there is nothing but numbers, plain texts and {@link #WORDS}. */
    private static boolean areValues(String statement, int from) {
        int at = from;
        while (at >= 0 && at < statement.length()) {
            char sign = statement.charAt(at);
            if (sign == '\'') {
                at = behindText(statement, at + 1);
            } else if (Character.isLetter(sign)) {
                at = behindWord(statement, at);
            } else if (Character.isDigit(sign)) {
                at = behindNumber(statement, at);
            } else if (Character.isWhitespace(sign) || "(),.+-".indexOf(sign) >= 0) {
                at++;
            } else {
                return false;
            }
        }
        return at >= 0;
    }

    /** Returns -1 where a backslash may be an escape, or the text has no end. */
    private static int behindText(String statement, int from) {
        for (int at = from; at < statement.length(); at++) {
            char sign = statement.charAt(at);
            if (sign == '\'') {
                return at + 1;
            }
            if (sign == '\\') {
                return -1;
            }
        }
        return -1;
    }

    private static int behindWord(String statement, int from) {
        int at = from;
        while (at < statement.length() && Character.isLetter(statement.charAt(at))) {
            at++;
        }
        return WORDS.contains(statement.substring(from, at).toUpperCase(Locale.ROOT)) ? at : -1;
    }

    private static int behindNumber(String statement, int from) {
        int at = from;
        while (at < statement.length() && Character.isLetterOrDigit(statement.charAt(at))) {
            at++;
        }
        return at;
    }
}
