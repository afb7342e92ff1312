package io.fastmigrate.documentation;

import static org.assertj.core.api.Assertions.assertThat;

import io.fastmigrate.FastMigrate;
import io.fastmigrate.Version;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.yaml.snakeyaml.Yaml;

/** The objects that the page on Kubernetes shows have the fields that Kubernetes knows, and names that lead somewhere. */
class KubernetesBlocksTest {

    private static final String PAGE = "kubernetes.md";
    private static final Map<String, Object> TYPES = types();

    @TempDir
    Path directory;

    static Stream<Block> blocks() throws IOException {
        return Block.of(PAGE, "yaml").stream();
    }

    private static Map<String, Object> types() {
        try (InputStream file = KubernetesBlocksTest.class.getResourceAsStream("/kubernetes-fields.yml")) {
            return new Yaml().load(Objects.requireNonNull(file));
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void showsThreeWays() throws Exception {
        assertThat(blocks().map(block -> map(new Yaml().load(block.text())).get("kind")))
                .containsExactly("Job", "Deployment", "StatefulSet");
    }

    @ParameterizedTest
    @MethodSource("blocks")
    void hasOnlyFieldsThatKubernetesKnows(Block block) {
        assertThat(faults(block.text())).as(block.place()).isEmpty();
    }

    /** The check itself sees what people do wrong. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "backoffLimit: 2 -> backofLimit: 2",
                "restartPolicy: Never -> restartPolicy: Always",
                "runAsNonRoot: true -> runAsNonRoot: false",
                "readOnlyRootFilesystem: true -> allowPrivilegeEscalation2: true",
                "apiVersion: batch/v1 -> apiVersion: v1",
                "backoffLimit: 2 -> backoffLimit: two",
                "mountPath: /tmp -> path: /tmp",
                "- name: tmp\n          emptyDir -> - name: temp\n          emptyDir",
                "name: shop-migrate-1-4-0 -> name: Shop_Migrate"
            })
    void seesWhatIsWrong(String change) throws Exception {
        String text = blocks().findFirst().orElseThrow().text();
        List<String> both = Arrays.asList(change.split(" -> ", -1));
        assertThat(text).contains(both.get(0));
        assertThat(faults(text.replace(both.get(0), both.get(1)))).isNotEmpty();
    }

    /** What is written in {@code args} and {@code env} are properties of the starter and of Spring Boot, and do what the page says. */
    @Test
    void runsTheInitContainerAndThenTheApplicationWithTheArgumentsOfThePage() throws Exception {
        String text = Block.of(PAGE, "yaml").get(2).text().replace("/data/", "data/");
        Map<String, Object> pod = map(at(new Yaml().load(text), "spec", "template", "spec"));
        Project project = new Project(directory);
        project.addApplication();
        project.compile();
        project.addResource("migrations/0001-first.sql", "CREATE TABLE first (x TEXT);\n");

        Project.Ended early = project.run("app.Application", arguments(pod, "containers"));
        assertThat(early.exitCode()).as(early.output()).isEqualTo(1);
        assertThat(directory.resolve("data")).doesNotExist();

        Project.Ended migrated = project.run("app.Application", arguments(pod, "initContainers"));
        assertThat(migrated.exitCode()).as(migrated.output()).isZero();
        assertThat(FastMigrate.sqlite(directory.resolve("data/notes.db"))
                        .build()
                        .version())
                .isEqualTo(new Version(1));

        Project.Ended served = project.run("app.Application", arguments(pod, "containers"));
        assertThat(served.exitCode()).as(served.output()).isZero();
        assertThat(served.output()).contains("as its scripts expect");
    }

    private static String[] arguments(Map<String, Object> pod, String containers) {
        return list(map(list(pod.get(containers)).get(0)).get("args")).stream()
                .map(String::valueOf)
                .toArray(String[]::new);
    }

    private static List<String> faults(String text) {
        List<String> faults = new ArrayList<>();
        Map<String, Object> object = map(new Yaml().load(text));
        check(String.valueOf(object.get("kind")), object, "", faults);
        Map<String, Object> spec = map(object.get("spec"));
        Map<String, Object> pod = map(at(spec, "template", "spec"));
        Set<Object> volumes = new HashSet<>();
        list(pod.get("volumes")).forEach(volume -> volumes.add(map(volume).get("name")));
        list(spec.get("volumeClaimTemplates")).forEach(claim -> volumes.add(at(claim, "metadata", "name")));
        for (String containers : List.of("containers", "initContainers")) {
            for (Object container : list(pod.get(containers))) {
                for (Object mount : list(map(container).get("volumeMounts"))) {
                    if (!volumes.contains(map(mount).get("name"))) {
                        faults.add("no volume " + map(mount).get("name"));
                    }
                }
            }
        }
        Object selector = at(spec, "selector", "matchLabels");
        if (selector != null && !selector.equals(at(spec, "template", "metadata", "labels"))) {
            faults.add("the selector does not select the pods");
        }
        return faults;
    }

    private static void check(String type, @Nullable Object value, String place, List<String> faults) {
        Object definition = TYPES.get(type);
        if (definition instanceof String alias) {
            check(alias, value, place, faults);
        } else if (definition instanceof Map<?, ?> fields) {
            if (value instanceof Map<?, ?> object) {
                checkFields(map(fields), map(object), place, faults);
            } else {
                faults.add(place + " is no " + type);
            }
        } else if (type.startsWith("[")) {
            String element = type.substring(1, type.length() - 1);
            if (!(value instanceof List<?> elements) || elements.isEmpty()) {
                faults.add(place + " is no list");
            } else {
                elements.forEach(each -> check(element, each, place + "[]", faults));
            }
        } else if (!isOf(type, value)) {
            faults.add(place + " is not " + type + ": " + value);
        }
    }

    private static void checkFields(
            Map<String, Object> fields, Map<String, Object> object, String place, List<String> faults) {
        fields.keySet().stream()
                .filter(key -> key.endsWith("!") && !object.containsKey(key.substring(0, key.length() - 1)))
                .forEach(key -> faults.add(place + "." + key + " is missing"));
        object.forEach((key, value) -> {
            Object type = fields.getOrDefault(key, fields.get(key + "!"));
            if (type == null) {
                faults.add(place + "." + key + " is not known");
            } else {
                check(String.valueOf(type), value, place + "." + key, faults);
            }
        });
    }

    private static boolean isOf(String type, @Nullable Object value) {
        return switch (type) {
            case "string" -> value instanceof String text && !text.isBlank();
            case "name" -> value instanceof String text && text.matches("[a-z0-9]([-a-z0-9]{0,61}[a-z0-9])?");
            case "quantity" -> value instanceof String text && text.matches("\\d+(Ki|Mi|Gi)?");
            case "integer" -> value instanceof Integer;
            case "boolean" -> value instanceof Boolean;
            case "true", "false" -> Boolean.valueOf(type).equals(value);
            case "{}" -> value instanceof Map<?, ?> map && map.values().stream().allMatch(String.class::isInstance);
            default ->
                type.startsWith("=")
                        ? type.substring(1).equals(value)
                        : Arrays.asList(type.split("\\|", -1)).contains(value);
        };
    }

    private static @Nullable Object at(@Nullable Object object, String... path) {
        Object place = object;
        for (String key : path) {
            place = map(place).get(key);
        }
        return place;
    }

    @SuppressWarnings("unchecked")
    private static Map<String, Object> map(@Nullable Object value) {
        return value == null ? Map.of() : (Map<String, Object>) value;
    }

    private static List<?> list(@Nullable Object value) {
        return value == null ? List.of() : (List<?>) value;
    }
}
