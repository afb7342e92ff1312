package io.fastmigrate.maven;

import static java.util.stream.Collectors.toCollection;
import static org.assertj.core.api.Assertions.assertThat;

import io.fastmigrate.FastMigrateBuilder;
import java.io.InputStream;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.IntStream;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;

/** The goals and parameters of the descriptor, which Maven reads, beside the page and the settings of the core. */
class ParametersTest {

    /** What a text cannot express. */
    private static final Set<String> OBJECTS = Set.of("classLoader", "javaMigrations", "listener");

    private final Map<String, Element> goals = new TreeMap<>();

    @BeforeEach
    void readDescriptor() throws Exception {
        try (InputStream file = MigrateMojo.class.getResourceAsStream("/META-INF/maven/plugin.xml")) {
            Document descriptor =
                    DocumentBuilderFactory.newInstance().newDocumentBuilder().parse(file);
            for (Element mojo : elements(descriptor.getDocumentElement(), "mojo")) {
                goals.put(text(mojo, "goal"), mojo);
            }
        }
    }

    private static List<Element> elements(Element parent, String name) {
        NodeList found = parent.getElementsByTagName(name);
        return IntStream.range(0, found.getLength())
                .mapToObj(i -> (Element) found.item(i))
                .toList();
    }

    private static String text(Element parent, String name) {
        NodeList found = parent.getElementsByTagName(name);
        return found.getLength() == 0 ? "" : found.item(0).getTextContent().strip();
    }

    /** Returns the rows of the page's table that the descriptor demands. */
    private Set<String> rows() {
        Set<String> rows = new TreeSet<>();
        goals.forEach((goal, mojo) -> {
            Element configuration = elements(mojo, "configuration").get(0);
            for (Element parameter : elements(mojo, "parameter")) {
                String name = text(parameter, "name");
                Element value =
                        elements(configuration, name).stream().findFirst().orElse(null);
                if (value != null && value.getTextContent().startsWith("${fastmigrate.")) {
                    String property = value.getTextContent().replaceAll("[${}]", "");
                    rows.add("| `" + name + "` | `" + property + "` | " + shown(value.getAttribute("default-value"))
                            + " |");
                }
            }
        });
        return rows;
    }

    private static String shown(String value) {
        return value.isEmpty() ? "" : "`" + value + "`";
    }

    @Test
    void thePageHasEachParameterWithItsPropertyAndItsDefault() throws Exception {
        Set<String> page = Page.text("maven.md")
                .lines()
                .filter(line -> line.startsWith("| `") && line.contains("| `fastmigrate."))
                .map(line ->
                        line.replaceFirst("^((?:\\| [^|]*){3}\\|).*$", "$1").replace("|  |", "| |"))
                .collect(toCollection(TreeSet::new));

        assertThat(page)
                .containsExactlyInAnyOrderElementsOf(
                        rows().stream().map(row -> row.replace("|  |", "| |")).toList());
    }

    @Test
    void thePageHasEachGoal() throws Exception {
        assertThat(goals.keySet())
                .containsExactlyInAnyOrder(
                        "backup",
                        "drift",
                        "help",
                        "lint",
                        "migrate",
                        "new",
                        "plan",
                        "rehearse",
                        "schema",
                        "status",
                        "verify");
        String page = Page.text("maven.md");
        assertThat(goals.keySet()).allMatch(goal -> page.contains("| `fastmigrate:" + goal + "` |"));
    }

    @Test
    void everyGoalMayRunInAParallelBuild() {
        assertThat(goals.values()).allMatch(mojo -> text(mojo, "threadSafe").equals("true"));
    }

    @Test
    void eachSettingOfTheCoreHasAParameter() {
        Set<String> settings = Arrays.stream(FastMigrateBuilder.class.getMethods())
                .filter(method -> Modifier.isPublic(method.getModifiers()))
                .filter(method -> method.getReturnType().equals(FastMigrateBuilder.class))
                .filter(method -> method.getParameterCount() == 1)
                .map(Method::getName)
                .map(name -> name.equals("backUpFirst") ? "backup" : name)
                .filter(name -> !OBJECTS.contains(name))
                .collect(toCollection(TreeSet::new));

        Element migrate = goals.get("migrate");
        assertThat(migrate).isNotNull();
        assertThat(elements(migrate, "parameter").stream().map(parameter -> text(parameter, "name")))
                .containsAll(settings);
    }
}
