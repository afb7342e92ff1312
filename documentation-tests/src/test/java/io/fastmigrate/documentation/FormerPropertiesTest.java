package io.fastmigrate.documentation;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.InputStream;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The guides say of every property that Spring Boot has for Flyway and Liquibase what becomes of it, and of no other. */
class FormerPropertiesTest {

    private static final Pattern NAME = Pattern.compile("`([^`]+)`");

    private static final Pattern PROPERTY = Pattern.compile("\"name\":\\s*\"spring\\.(flyway|liquibase)\\.([^\"]+)\"");

    @ParameterizedTest
    @ValueSource(strings = {"flyway", "liquibase"})
    void areAllInTheGuide(String tool) throws Exception {
        List<String> told = told(tool);
        List<String> patterns =
                told.stream().filter(name -> name.endsWith(".*")).toList();
        List<String> properties = new ArrayList<>(properties(tool));
        properties.removeIf(name ->
                patterns.stream().anyMatch(of -> name.startsWith(of.substring(0, of.length() - 1))));
        assertThat(told).filteredOn(name -> !patterns.contains(name)).containsExactlyInAnyOrderElementsOf(properties);
    }

    /** Returns the properties that the jar of Spring Boot lists, those that it has no more among them. */
    private static List<String> properties(String tool) throws Exception {
        List<String> names = new ArrayList<>();
        for (URL metadata : Collections.list(FormerPropertiesTest.class
                .getClassLoader()
                .getResources("META-INF/spring-configuration-metadata.json"))) {
            try (InputStream json = metadata.openStream()) {
                String text = new String(json.readAllBytes(), StandardCharsets.UTF_8);
                Matcher property = PROPERTY.matcher(text.substring(text.indexOf("\"properties\":")));
                while (property.find()) {
                    if (property.group(1).equals(tool)) {
                        names.add(property.group(2));
                    }
                }
            }
        }
        assertThat(names).isNotEmpty();
        return names.stream().distinct().toList();
    }

    /** Returns what stands in the first column of the table; a name that begins with a hyphen ends as the one before it does not. */
    private static List<String> told(String tool) throws Exception {
        List<String> names = new ArrayList<>();
        boolean inTable = false;
        for (String line : Files.readAllLines(Path.of("../docs/from-" + tool + ".md"))) {
            if (line.startsWith("| `spring." + tool + ".` ")) {
                inTable = true;
            } else if (inTable && !line.startsWith("|")) {
                return names;
            } else if (inTable && !line.startsWith("|-")) {
                Matcher name = NAME.matcher(line.substring(0, line.indexOf(" | ")));
                String first = "";
                while (name.find()) {
                    String next = name.group(1);
                    String full = next.startsWith("-") ? first.substring(0, first.lastIndexOf('-')) + next : next;
                    first = first.isEmpty() ? full : first;
                    names.add(full);
                }
            }
        }
        return names;
    }
}
