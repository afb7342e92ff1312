package io.fastmigrate.internal.jdbc.connection;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Takes passwords out of what drivers say. Immutable. */
public final class Secrets {

    private static final String MASK = "***";

    /** Shorter ones are taken out only where they stand alone, lest every word be cut to pieces. */
    private static final int LONG = 4;

    /** An unexpected token is one of SQL. */
    private static final Pattern NAMED = Pattern.compile(
            "(?i)((?<!unexpected )\\b[\\w.-]*(?:password|passwd|passcode|pwd|passphrase|secret|token|api_?key|access_?key|hexkey)[\\w.-]*\\s*[=:]\\s*)([^&;,\\s)]+)");

    private static final Pattern USER_INFO = Pattern.compile("(://)[^/\\s@]*:[^\\s@]*@");

    private final List<String> values;

    Secrets(Collection<String> values) {
        this.values = values.stream()
                .flatMap(value -> Stream.of(value, URLEncoder.encode(value, StandardCharsets.UTF_8)))
                .filter(value -> !value.isEmpty())
                .distinct()
                .sorted(Comparator.comparingInt(String::length).reversed())
                .toList();
    }

    /** Returns the text without secrets. */
    public String clean(@Nullable String text) {
        String clean = String.valueOf(text);
        for (String value : values) {
            clean = value.length() >= LONG
                    ? clean.replace(value, MASK)
                    : clean.replaceAll("(?<!\\w)" + Pattern.quote(value) + "(?!\\w)", MASK);
        }
        return USER_INFO.matcher(NAMED.matcher(clean).replaceAll("$1" + MASK)).replaceAll("$1" + MASK + "@");
    }

    /** Returns the exception; where it or one of its causes tells a secret, a copy of it that does not. */
    public Throwable clean(Throwable e) {
        if (isClean(e)) {
            return e;
        }
        Throwable cause = e.getCause() == null || e.getCause() == e ? null : clean(e.getCause());
        String text = clean(e.getMessage());
        Throwable copy = e instanceof SQLException sql
                ? new SQLException(text, sql.getSQLState(), sql.getErrorCode(), cause)
                : new IllegalStateException(e.getClass().getName() + ": " + text, cause);
        copy.setStackTrace(e.getStackTrace());
        return copy;
    }

    private boolean isClean(Throwable e) {
        for (Throwable each = e; each != null; each = each.getCause() == each ? null : each.getCause()) {
            String text = each.getMessage();
            if (text != null && !text.equals(clean(text))) {
                return false;
            }
            if (each instanceof SQLException sql
                    && sql.getNextException() != null
                    && !isClean(sql.getNextException())) {
                return false;
            }
        }
        return true;
    }
}
