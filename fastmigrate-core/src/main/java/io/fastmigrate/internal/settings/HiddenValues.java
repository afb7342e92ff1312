package io.fastmigrate.internal.settings;

import java.sql.SQLException;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Puts the names of values back into what a database says of a script, as a value may be a password. Immutable. */
public final class HiddenValues {

    /** Shorter ones are parts of too many words. */
    private static final int SHORTEST = 4;

    private final List<Map.Entry<String, String>> longestFirst;

    HiddenValues(Map<String, String> values) {
        this.longestFirst = values.isEmpty() ? List.of() : longestFirst(values);
    }

    private static List<Map.Entry<String, String>> longestFirst(Map<String, String> values) {
        return values.entrySet().stream()
                .filter(entry -> entry.getValue().length() >= SHORTEST)
                .sorted(Comparator.comparingInt((Map.Entry<String, String> entry) ->
                                entry.getValue().length())
                        .reversed()
                        .thenComparing(Map.Entry::getKey))
                .toList();
    }

    public String hide(@Nullable String text) {
        String hidden = String.valueOf(text);
        for (Map.Entry<String, String> value : longestFirst) {
            hidden = hidden.replace(value.getValue(), "${" + value.getKey() + "}");
        }
        return hidden;
    }

    /** Returns the exception; where it or one of its causes tells a value, a copy of it that does not. */
    public @Nullable Throwable hide(@Nullable Throwable e) {
        if (e == null || isHidden(e)) {
            return e;
        }
        Throwable cause = e.getCause() == e ? null : hide(e.getCause());
        Throwable copy = e instanceof SQLException sql
                ? new SQLException(hide(e.getMessage()), sql.getSQLState(), sql.getErrorCode(), cause)
                : new IllegalStateException(e.getClass().getName() + ": " + hide(e.getMessage()), cause);
        copy.setStackTrace(e.getStackTrace());
        return copy;
    }

    private boolean isHidden(Throwable e) {
        for (Throwable each = e; each != null; each = each.getCause() == each ? null : each.getCause()) {
            String text = each.getMessage();
            boolean next = each instanceof SQLException sql
                    && sql.getNextException() != null
                    && !isHidden(sql.getNextException());
            if (next || (text != null && !text.equals(hide(text)))) {
                return false;
            }
        }
        return true;
    }
}
