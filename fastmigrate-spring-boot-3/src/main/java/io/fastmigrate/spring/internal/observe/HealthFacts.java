package io.fastmigrate.spring.internal.observe;

import java.util.Map;

/**
 * What the health of a database is, and its details, in words that no version of Spring Boot has moved.
 *
 * @param condition in one word
 * @param details as a reader of the health endpoint sees them
 */
public record HealthFacts(Condition condition, Map<String, Object> details) {

    /** Has the names of Spring Boot's statuses. */
    public enum Condition {
        UP,
        OUT_OF_SERVICE,
        DOWN
    }
}
