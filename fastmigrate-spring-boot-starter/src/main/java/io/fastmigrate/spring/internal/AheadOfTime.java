package io.fastmigrate.spring.internal;

import org.springframework.core.SpringProperties;

/** Tells whether Spring writes the application's beans down as code, which will run with other properties. */
public final class AheadOfTime {

    /** Set by Spring for as long as it processes an application ahead of time. */
    private static final String PROCESSING = "spring.aot.processing";

    private AheadOfTime() {}

    public static boolean isProcessing() {
        return SpringProperties.getFlag(PROCESSING);
    }
}
