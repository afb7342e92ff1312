package io.fastmigrate.internal.jdbc.dump;

import org.jspecify.annotations.Nullable;

/** Something could not be dumped. */
public final class DumpException extends Exception {

    private static final long serialVersionUID = 1L;

    private final String advice;

    public DumpException(String message, String advice, @Nullable Throwable cause) {
        super(message, cause);
        this.advice = advice;
    }

    /** Makes the one that says that the thread was interrupted, which it stays. */
    public static DumpException ofInterrupt(@Nullable Throwable e) {
        return new DumpException("it was interrupted.", "Run it again.", e);
    }

    public String advice() {
        return advice;
    }
}
