package io.fastmigrate.internal.process;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Takes the passwords that a process gets by its environment out of what it writes: {@code set -x} shows them all. */
final class ProcessSecrets {

    private static final List<String> VARIABLES = List.of("FASTMIGRATE_DB_PASSWORD", "PGPASSWORD", "MYSQL_PWD");

    private static final String MASK = "***";

    /** Shorter ones are taken out only where they stand alone, lest every word be cut to pieces. */
    private static final int LONG = 4;

    private ProcessSecrets() {}

    /** Returns what is done to each line. */
    static UnaryOperator<String> mask(Map<String, String> environment) {
        List<Pattern> secrets = VARIABLES.stream()
                .map(name -> environment.getOrDefault(name, ""))
                .filter(value -> !value.isEmpty())
                .flatMap(value -> List.of(value, URLEncoder.encode(value, StandardCharsets.UTF_8)).stream())
                .distinct()
                .map(ProcessSecrets::pattern)
                .toList();
        return line -> {
            String masked = line;
            for (Pattern secret : secrets) {
                masked = secret.matcher(masked).replaceAll(Matcher.quoteReplacement(MASK));
            }
            return masked;
        };
    }

    private static Pattern pattern(String value) {
        String literal = Pattern.quote(value);
        return Pattern.compile(value.length() >= LONG ? literal : "(?<!\\w)" + literal + "(?!\\w)");
    }
}
