package io.fastmigrate.internal.adapter;

import java.time.Duration;

/** A hook that was awaited took too long and was cancelled. */
final class HookTimeoutException extends Exception {

    private static final long serialVersionUID = 1L;

    HookTimeoutException(Duration timeout) {
        super("it took longer than hook-timeout (" + timeout + ") and was cancelled");
    }
}
