package io.fastmigrate.spring.internal.observe;

import java.util.Map;
import java.util.function.Supplier;

/** Knows the health of one or more databases. */
public interface HealthSource {

    /** Returns what tells the health of each, by name; to ask for it is cheap. */
    Map<String, Supplier<HealthFacts>> health();
}
