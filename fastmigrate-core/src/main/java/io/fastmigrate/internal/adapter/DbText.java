package io.fastmigrate.internal.adapter;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a person gave as {@code db}. It belongs to the adapter and goes to it untouched; people and logs see it without the
 * password that a URL may hold.
 */
record DbText(String text) {

    private static final String USER = "FASTMIGRATE_DB_USER";
    private static final String PASSWORD = "FASTMIGRATE_DB_PASSWORD";
    private static final String MASK = "****";
    /** Shorter ones would mask ordinary words. */
    private static final int SHORTEST = 4;

    private static final Pattern URL = Pattern.compile("[A-Za-z][A-Za-z0-9+.-]+:.*", Pattern.DOTALL);
    private static final Pattern LOGIN_PARAMETER =
            Pattern.compile("(?i)(?<=[?&;])(user|username|password|passwd|pwd)=([^&;#]*)[&;]?");
    private static final Pattern USER_INFO = Pattern.compile("(?<=://)([^/?#\\s:@]*):([^/?#\\s]*)@");

    /** To be masked, where a password may hold whatever else divides a URL; what comes first must be no port. */
    private static final Pattern MASKED_USER_INFO = Pattern.compile("(?<=://)([^/?#\\s:@]*):(?!\\d{1,5}[/?#])(\\S*)@");

    private static final Pattern PARAMETER = Pattern.compile(
            "(?i)((?:password|passwd|passphrase|pwd|secret|token|(?:api|access|hex)[_-]?key)\\s*(?:=|%3D)\\s*)"
                    + "('(?:[^'\\\\]|\\\\.)*'|\"[^\"]*\"|\\{[^}]*}|[^&;\\s)]+)");

    /** Returns it as messages show it. */
    String shown() {
        return withoutPasswords(text);
    }

    /**
     * What a process is told of it.
     *
     * @param argument the text; of a URL with a password, the URL without user and password
     * @param environment the user and the password of such a URL
     */
    record ForProcess(String argument, Map<String, String> environment) {}

    /** Arguments can be read by everybody on the machine. A text that is no URL means what only its adapter knows: it stays. */
    ForProcess forProcess() {
        Map<String, String> login = new HashMap<>();
        String rest = text;
        Matcher userInfo = USER_INFO.matcher(text);
        if (URL.matcher(text).matches() && userInfo.find()) {
            login.put(USER, decoded(userInfo.group(1)));
            login.put(PASSWORD, decoded(userInfo.group(2)));
            rest = userInfo.replaceFirst("");
        }
        if (URL.matcher(text).matches()) {
            Matcher parameter = LOGIN_PARAMETER.matcher(rest);
            while (parameter.find()) {
                boolean user = parameter.group(1).toLowerCase(Locale.ROOT).startsWith("user");
                login.put(user ? USER : PASSWORD, decoded(parameter.group(2)));
            }
            rest = parameter.replaceAll("").replaceFirst("[?&;]$", "");
        }
        return login.containsKey(PASSWORD) ? new ForProcess(rest, login) : new ForProcess(text, Map.of());
    }

    private static String decoded(String part) {
        try {
            return URLDecoder.decode(part.replace("+", "%2B"), StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            return part;
        }
    }

    private static String withoutPasswords(String text) {
        String masked = MASKED_USER_INFO.matcher(text).replaceAll(DbText::masked);
        return PARAMETER.matcher(masked).replaceAll(found -> Matcher.quoteReplacement(found.group(1) + MASK));
    }

    private static String masked(MatchResult userInfo) {
        return Matcher.quoteReplacement(userInfo.group(1) + ":" + MASK + "@");
    }

    /** Takes this db's passwords, and any that a URL holds, out of a message that somebody else wrote. */
    String mask(String message) {
        String masked = MASKED_USER_INFO.matcher(message).replaceAll(DbText::masked);
        for (Pattern pattern : List.of(MASKED_USER_INFO, PARAMETER)) {
            Matcher found = pattern.matcher(text);
            while (found.find()) {
                String secret = found.group(2);
                for (String form : List.of(secret, secret.replaceAll("^['\"{]|['\"}]$", ""), decoded(secret))) {
                    masked = form.length() < SHORTEST ? masked : masked.replace(form, MASK);
                }
            }
        }
        return masked;
    }

    /** Returns a cause, or, where a message in its chain holds a password, a copy that does not. */
    Throwable clean(Throwable e) {
        for (Throwable each = e; each != null; each = each.getCause()) {
            if (!mask(each.toString()).equals(each.toString())) {
                return copy(e);
            }
        }
        return e;
    }

    private Throwable copy(Throwable e) {
        Throwable copy =
                new IllegalStateException(mask(e.toString()), e.getCause() == null ? null : clean(e.getCause()));
        copy.setStackTrace(e.getStackTrace());
        return copy;
    }

    @Override
    public String toString() {
        return shown();
    }
}
