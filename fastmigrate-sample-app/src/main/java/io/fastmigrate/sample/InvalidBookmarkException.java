package io.fastmigrate.sample;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/** A bookmark that cannot be kept as it is. */
final class InvalidBookmarkException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final transient Map<String, String> faults;

    InvalidBookmarkException(Map<String, String> faults) {
        super("The bookmark has faults: " + faults);
        this.faults = Collections.unmodifiableMap(new LinkedHashMap<>(faults));
    }

    /** Returns a sentence for each field at fault, by the field's name, in the order of the form. */
    Map<String, String> faults() {
        return faults;
    }
}
