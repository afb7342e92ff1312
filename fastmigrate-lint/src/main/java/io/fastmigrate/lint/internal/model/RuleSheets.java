package io.fastmigrate.lint.internal.model;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.IntStream;

/** The sheets of all rules. Each is read when it is asked for. */
public final class RuleSheets {

    private static final Map<String, Integer> NUMBERS = new TreeMap<>(Map.of("M", 7, "P", 29, "S", 22, "X", 8));

    private static final List<String> IDS = NUMBERS.entrySet().stream()
            .flatMap(each -> IntStream.rangeClosed(1, each.getValue()).mapToObj(number -> each.getKey() + number))
            .toList();

    private static final Map<String, RuleSheet> READ = new ConcurrentHashMap<>();

    private RuleSheets() {}

    /** Returns the sheet of a rule, by its id in any case. */
    public static Optional<RuleSheet> find(String id) {
        String known = id.toUpperCase(Locale.ROOT);
        return IDS.contains(known) ? Optional.of(READ.computeIfAbsent(known, RuleSheets::read)) : Optional.empty();
    }

    /** Returns the sheet of a rule that there is. */
    public static RuleSheet of(String id) {
        return find(id).orElseThrow(() -> new IllegalStateException("There is no rule " + id + "."));
    }

    public static List<RuleSheet> all() {
        return IDS.stream().map(RuleSheets::of).toList();
    }

    /** Returns the ids of all rules, in their order. */
    public static List<String> ids() {
        return IDS;
    }

    private static RuleSheet read(String id) {
        try (InputStream in = RuleSheets.class.getResourceAsStream(resource(id))) {
            if (in == null) {
                throw new IllegalStateException("The jar of fastmigrate-lint is not complete: " + resource(id));
            }
            return RuleSheet.parse(id, new String(in.readAllBytes(), StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String resource(String id) {
        return "/io/fastmigrate/lint/rules/" + id + ".md";
    }
}
