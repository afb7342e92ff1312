package io.fastmigrate.backend.adapter;

import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a person gave as {@code db}. It belongs to the adapter and goes to it untouched; people and logs see it without the
 * password that a URL may hold.
 */
record DbText(String text) {

    private static final String MASK = "****";
    /** Shorter ones would mask ordinary words. */
    private static final int SHORTEST = 4;

    private static final Pattern USER_INFO = Pattern.compile("(?<=://)([^/?#\\s:@]*):([^/?#\\s]*)@");
    private static final Pattern PARAMETER = Pattern.compile("(?i)((?:password|passwd|pwd)\\s*=\\s*)([^&;\\s]+)");

    /** Returns it as messages show it. */
    String shown() {
        return withoutPasswords(text);
    }

    private static String withoutPasswords(String text) {
        String masked = USER_INFO.matcher(text).replaceAll(DbText::masked);
        return PARAMETER.matcher(masked).replaceAll(found -> Matcher.quoteReplacement(found.group(1) + MASK));
    }

    private static String masked(MatchResult userInfo) {
        return Matcher.quoteReplacement(userInfo.group(1) + ":" + MASK + "@");
    }

    /** Takes this db's passwords, and any that a URL holds, out of a message that somebody else wrote. */
    String mask(String message) {
        String masked = USER_INFO.matcher(message).replaceAll(DbText::masked);
        for (Pattern pattern : List.of(USER_INFO, PARAMETER)) {
            Matcher found = pattern.matcher(text);
            while (found.find()) {
                String secret = found.group(2);
                masked = secret.length() < SHORTEST ? masked : masked.replace(secret, MASK);
            }
        }
        return masked;
    }
}
