package io.fastmigrate.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.fastmigrate.Warning;
import io.fastmigrate.error.DatabaseUnusableException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The members that {@code docs/json.md} lists are those of the golden files, which {@link GoldenTest} compares with real runs. */
class JsonPageTest {

    private static final Set<String> EVERYWHERE = Set.of("schema", "command");
    private static final Set<String> HISTORY_ENTRY =
            Set.of("from", "version", "file", "kind", "checksum", "appliedAt", "tookMs", "appliedBy");
    private static final Set<String> SCRIPT = Set.of("version", "file", "kind");
    private static final Set<String> STEP =
            Set.of("version", "file", "kind", "execution", "reason", "line", "column", "checksum");
    private static final Set<String> FINDING =
            Set.of("rule", "class", "severity", "file", "line", "column", "message", "safeWay", "page");
    /** A finding has them with --prove. */
    private static final Set<String> PROOF = Set.of("shown", "proof");

    private static final Map<String, Set<String>> PARTS = Map.of(
            "applied", HISTORY_ENTRY,
            "missing", HISTORY_ENTRY,
            "pending", SCRIPT,
            "steps", STEP,
            "findings", FINDING,
            "warnings", Set.of("kind", "message"),
            "schemaChanges", Set.of("change", "type", "name"),
            "rowChanges", Set.of("table", "before", "after"),
            "differences", Set.of("change", "object", "expected", "actual"));

    private static final Pattern QUOTED = Pattern.compile("`([^`]+)`");

    private final JsonMapper parser = JsonMapper.builder().build();
    private final String page;

    JsonPageTest() throws IOException {
        page = Files.readString(Path.of("..", "docs", "json.md"));
    }

    /** Returns what stands under a heading, up to the next one. */
    private String section(String heading) {
        Matcher found = Pattern.compile("(?ms)^#+ " + Pattern.quote(heading) + "$(.*?)(?=^#+ |\\z)", Pattern.UNIX_LINES)
                .matcher(page);
        assertThat(found.find()).as(heading).isTrue();
        return found.group(1);
    }

    private static Set<String> quoted(String text) {
        return QUOTED.matcher(text).results().map(each -> each.group(1)).collect(Collectors.toCollection(TreeSet::new));
    }

    /** Returns what the first column of a table names. */
    private Set<String> members(String heading) {
        return section(heading)
                .lines()
                .filter(line -> line.startsWith("| `"))
                .flatMap(line -> quoted(line.split("\\|", -1)[1]).stream())
                .collect(Collectors.toCollection(TreeSet::new));
    }

    /** Returns the objects that a golden file shows among other lines. */
    private List<JsonNode> objects(Path file) {
        try {
            List<JsonNode> objects = new ArrayList<>();
            Matcher object = Pattern.compile("(?ms)^\\{$.*?^\\}$").matcher(Files.readString(file));
            while (object.find()) {
                objects.add(parser.readTree(object.group()));
            }
            return objects;
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private List<JsonNode> objects() throws IOException {
        try (Stream<Path> files = Files.walk(Path.of("src", "test", "resources", "cli"))) {
            return files.filter(file -> file.endsWith("stdout"))
                    .sorted()
                    .flatMap(file -> objects(file).stream())
                    .filter(object -> object.has("command")) // other formats have their own pages
                    .toList();
        }
    }

    private static Set<String> names(JsonNode object) {
        return new TreeSet<>(object.propertyNames());
    }

    @Test
    void listsTheMembersOfEachCommand() throws IOException {
        Set<String> seen = new TreeSet<>();
        for (JsonNode object : objects()) {
            String command = object.get("command").stringValue();
            assertThat(names(object)).containsAll(EVERYWHERE);
            if (!object.has("error") && !object.has("databases")) {
                Set<String> expected = members("`" + command + "`");
                expected.addAll(EVERYWHERE);
                assertThat(names(object)).as(command).isEqualTo(expected);
                seen.add(command);
            }
        }
        assertThat(seen)
                .containsExactly("check", "drift", "lint", "migrate", "new", "plan", "rehearse", "schema", "status");
    }

    @Test
    void listsTheMembersOfEachPart() throws IOException {
        Set<String> seen = new TreeSet<>();
        objects().forEach(object -> requireParts(object, seen));
        assertThat(seen).containsAll(PARTS.keySet());
        assertThat(objects().stream().map(object -> object.path("fix")).filter(JsonNode::isObject))
                .isNotEmpty()
                .allSatisfy(fix -> assertThat(names(fix)).isEqualTo(members("Fix")));
        assertThat(quoted(section("History entry"))).containsAll(HISTORY_ENTRY);
        assertThat(quoted(section("Script"))).containsAll(SCRIPT);
        assertThat(quoted(section("`lint`"))).containsAll(FINDING).containsAll(PROOF);
        assertThat(members("Step")).isSubsetOf(STEP).containsAll(Set.of("execution", "reason", "line", "column"));
    }

    private static void requireParts(JsonNode node, Set<String> seen) {
        for (Map.Entry<String, JsonNode> member : node.properties()) {
            Set<String> expected = PARTS.get(member.getKey());
            for (JsonNode each : member.getValue()) {
                if (expected != null && each.isObject() && member.getValue().isArray()) {
                    Set<String> names = names(each);
                    names.removeAll(PROOF);
                    assertThat(names).as(member.getKey()).isEqualTo(new TreeSet<>(expected));
                    seen.add(member.getKey());
                }
                requireParts(each, seen);
            }
            requireParts(member.getValue(), seen);
        }
    }

    @Test
    void listsTheMembersOfEachError() throws IOException {
        Set<String> always = Set.of("type", "message", "advice", "exitCode");
        int seen = 0;
        for (JsonNode object : objects()) {
            if (object.has("error") && object.get("error").isObject()) {
                JsonNode error = object.get("error");
                String type = error.get("type").stringValue();
                String row = section("`error`")
                        .lines()
                        .filter(line -> line.startsWith("| `" + type + "` |"))
                        .findFirst()
                        .orElseThrow(() -> new AssertionError("not on the page: " + type));
                Set<String> further = names(error);
                assertThat(further).containsAll(always);
                further.removeAll(always);
                further.remove("inRehearsal");
                assertThat(quoted(row)).as(type).containsAll(further);
                seen++;
            }
        }
        assertThat(seen).isPositive();
    }

    private static <E extends Enum<E>> Set<String> values(Class<E> kind) {
        return Arrays.stream(kind.getEnumConstants())
                .map(value -> value.name().toLowerCase(Locale.ROOT).replace('_', '-'))
                .collect(Collectors.toCollection(TreeSet::new));
    }

    @Test
    void listsEachKindOfWarningAndEachProblem() {
        assertThat(quoted(section("Warning"))).containsAll(values(Warning.Kind.class));
        String problems = section("`error`")
                .lines()
                .filter(line -> line.startsWith("| `database-unusable` |"))
                .findFirst()
                .orElseThrow();
        assertThat(quoted(problems)).containsAll(values(DatabaseUnusableException.Problem.class));
    }
}
