package io.fastmigrate.lint;

import java.util.Locale;

/** How serious a finding is; the first one is the worst. */
public enum Severity {
    ERROR,
    WARNING,
    INFO;

    /** Tells whether this is as serious as another one, or more so. */
    public boolean isAtLeast(Severity other) {
        return compareTo(other) <= 0;
    }

    /** Returns the name as reports show it: {@code error}. */
    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
