package io.fastmigrate.test;

import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The backends that must not be skipped: CI names them in the variable {@value #VARIABLE}, with commas between. A
 * backend's name is its contract's class without {@code ContractTest}, in lower case with hyphens: {@code sqlite-file}.
 */
final class RequiredBackends {

    static final String VARIABLE = "FASTMIGRATE_REQUIRE_BACKENDS";

    private RequiredBackends() {}

    static Set<String> of(@Nullable String variable) {
        return variable == null
                ? Set.of()
                : Stream.of(variable.split(",", -1))
                        .map(String::strip)
                        .filter(name -> !name.isEmpty())
                        .collect(Collectors.toSet());
    }

    static String name(Class<?> contract) {
        return contract.getSimpleName()
                .replaceFirst("Contract(Test|IT)$", "")
                .replaceAll("(?<=[a-z0-9])(?=[A-Z])", "-")
                .toLowerCase(Locale.ROOT);
    }
}
