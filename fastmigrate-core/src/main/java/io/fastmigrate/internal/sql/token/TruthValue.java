package io.fastmigrate.internal.sql.token;

import java.util.Set;

/** Reads a pragma's value as SQLite reads a truth value: a word it does not know is false, and so is a number that is too large. */
public final class TruthValue {

    private static final Set<String> TRUE = Set.of("on", "yes", "true");

    private TruthValue() {}

    public static boolean of(String value) {
        if (value.isEmpty() || !isDigit(value.charAt(0))) {
            return TRUE.contains(SqliteNames.fold(value));
        }
        return number(value) > 0;
    }

    /** Takes the digits that the text begins with for a number of 32 bits; 0 if it is larger. */
    public static long number(String value) {
        boolean hexadecimal = value.startsWith("0x") || value.startsWith("0X");
        return hexadecimal ? number(value.substring(2), 16) : number(value, 10);
    }

    private static long number(String digits, int radix) {
        long number = 0;
        for (int i = 0; i < digits.length() && number <= Integer.MAX_VALUE; i++) {
            int digit = digits.charAt(i) < 0x80 ? Character.digit(digits.charAt(i), radix) : -1;
            if (digit < 0) {
                break;
            }
            number = number * radix + digit;
        }
        return number > Integer.MAX_VALUE ? 0 : number;
    }

    private static boolean isDigit(char c) {
        return c >= '0' && c <= '9';
    }
}
