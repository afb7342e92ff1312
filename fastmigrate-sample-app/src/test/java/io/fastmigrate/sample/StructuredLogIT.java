package io.fastmigrate.sample;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The log of the packaged application in the structured formats of Spring Boot, read as programs read it. */
class StructuredLogIT {

    /** A fact of ours with the name of one of the format's would be there twice. */
    private static final JsonMapper JSON = JsonMapper.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .build();

    @TempDir
    Path folder;

    @ParameterizedTest
    @CsvSource({"ecs, /log/logger", "logstash, /logger_name", "gelf, /_log_logger"})
    void tellsEachScriptWithItsFactsAndOneLineWhenNothingIsPending(String format, String logger) throws Exception {
        List<JsonNode> first = start(format, logger);
        assertThat(first.stream()
                        .filter(line -> message(line).startsWith("Applied "))
                        .map(line -> facts(line, "database", "version", "script")))
                .hasSize(10)
                .contains(
                        Map.of("database", "fastMigrate", "version", "1", "script", "0001-create-bookmarks.sql"),
                        Map.of(
                                "database",
                                "fastMigrate",
                                "version",
                                "10",
                                "script",
                                "0010-create-bookmark-overview.sql"));
        assertThat(first.stream().filter(line -> message(line).startsWith("Applied ")))
                .allMatch(line -> fact(line, "tookMillis").isIntegralNumber());
        assertThat(first.stream()
                        .filter(line -> message(line).startsWith("Migrating "))
                        .map(line -> facts(line, "database", "version", "target", "pending")))
                .containsExactly(Map.of("database", "fastMigrate", "version", "0", "target", "10", "pending", "10"));
        assertThat(first.stream()
                        .filter(line -> message(line).contains(" migrated from version 0 to 10 "))
                        .map(line -> facts(line, "database", "from", "version")))
                .containsExactly(Map.of("database", "fastMigrate", "from", "0", "version", "10"));

        List<JsonNode> second = start(format, logger);
        assertThat(second).hasSize(1);
        assertThat(message(second.get(0))).endsWith("is at version 10, nothing to migrate");
        assertThat(facts(second.get(0), "database", "version"))
                .isEqualTo(Map.of("database", "fastMigrate", "version", "10"));
    }

    /** Returns what fastmigrate told; all lines there are must be JSON. */
    private List<JsonNode> start(String format, String logger) throws Exception {
        try (SampleJar jar = SampleJar.start(
                folder, "--fastmigrate.db=" + format + ".db", "--logging.structured.format.console=" + format)) {
            jar.address();
            return jar.output()
                    .lines()
                    .map(JSON::readTree)
                    .filter(line -> line.at(logger).asString("").equals("io.fastmigrate"))
                    .toList();
        }
    }

    private static String message(JsonNode line) {
        return line.has("message")
                ? line.get("message").asString()
                : line.get("short_message").asString();
    }

    /** GELF begins the names of facts that are not its own with an underscore. */
    private static JsonNode fact(JsonNode line, String name) {
        return line.has(name) && !line.has("short_message") ? line.get(name) : line.path("_" + name);
    }

    private static Map<String, String> facts(JsonNode line, String... names) {
        return IntStream.range(0, names.length)
                .boxed()
                .collect(Collectors.toMap(
                        i -> names[i], i -> fact(line, names[i]).asString("none")));
    }
}
