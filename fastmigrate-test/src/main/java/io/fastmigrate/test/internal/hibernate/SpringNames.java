package io.fastmigrate.test.internal.hibernate;

import java.util.List;
import java.util.Map;

/** The names that Spring Boot gives tables and columns unless an application says otherwise. */
final class SpringNames {

    /** In Spring Boot 4 and 3.5. */
    private static final List<String> IMPLICIT = List.of(
            "org.springframework.boot.hibernate.SpringImplicitNamingStrategy",
            "org.springframework.boot.orm.jpa.hibernate.SpringImplicitNamingStrategy");

    /** In Hibernate 7 and 6. */
    private static final List<String> PHYSICAL = List.of(
            "org.hibernate.boot.model.naming.PhysicalNamingStrategySnakeCaseImpl",
            "org.hibernate.boot.model.naming.CamelCaseToUnderscoresNamingStrategy");

    private SpringNames() {}

    /** Returns the settings of Hibernate for these names; none without Spring Boot. */
    static Map<String, Object> settings() {
        return IMPLICIT.stream()
                .filter(SpringNames::isPresent)
                .findFirst()
                .map(implicit -> Map.<String, Object>of(
                        "hibernate.implicit_naming_strategy",
                        implicit,
                        "hibernate.physical_naming_strategy",
                        PHYSICAL.stream()
                                .filter(SpringNames::isPresent)
                                .findFirst()
                                .orElseThrow()))
                .orElse(Map.of());
    }

    private static boolean isPresent(String type) {
        try {
            Class.forName(type, false, Thread.currentThread().getContextClassLoader());
            return true;
        } catch (ClassNotFoundException e) {
            return false;
        }
    }
}
