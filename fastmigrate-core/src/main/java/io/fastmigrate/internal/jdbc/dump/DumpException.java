package io.fastmigrate.internal.jdbc.dump;

import org.jspecify.annotations.Nullable;

/** Something could not be dumped. */
public final class DumpException extends Exception {

    private static final long serialVersionUID = 1L;

    private final String advice;
    private final boolean interrupted;

    private DumpException(String message, String advice, boolean interrupted, @Nullable Throwable cause) {
        super(message, cause);
        this.advice = advice;
        this.interrupted = interrupted;
    }

    public DumpException(String message, String advice, @Nullable Throwable cause) {
        this(message, advice, false, cause);
    }

    /** Makes the one that says that the thread was interrupted, which it stays. */
    public static DumpException ofInterrupt(@Nullable Throwable e) {
        return new DumpException("it was interrupted.", "Run it again.", true, e);
    }

    public String advice() {
        return advice;
    }

    public boolean isInterrupted() {
        return interrupted;
    }
}
