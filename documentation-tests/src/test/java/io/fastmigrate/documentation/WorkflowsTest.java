package io.fastmigrate.documentation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.yaml.snakeyaml.constructor.DuplicateKeyException;

/** The files for GitHub have the structure that GitHub asks for; {@code dev/check-workflows} asks actionlint too. */
class WorkflowsTest {

    private static final Path ROOT = Path.of("..");
    private static final Path WORKFLOWS = ROOT.resolve(".github/workflows");
    private static final Path EXAMPLES = ROOT.resolve("integrations/github");
    private static final Path FORMS = ROOT.resolve(".github/ISSUE_TEMPLATE");

    static List<Path> workflows() throws IOException {
        try (Stream<Path> files = Files.list(WORKFLOWS);
                Stream<Path> examples = Files.list(EXAMPLES)) {
            return Stream.concat(files, examples).toList();
        }
    }

    static List<Path> forms() throws IOException {
        try (Stream<Path> files = Files.list(FORMS)) {
            return files.filter(file -> !file.endsWith("config.yml")).toList();
        }
    }

    @ParameterizedTest
    @MethodSource("workflows")
    void hasTheStructureOfAWorkflow(Path file) throws Exception {
        assertThat(WorkflowRules.problemsOfWorkflow(ROOT, Files.readString(file)))
                .isEmpty();
    }

    @ParameterizedTest
    @MethodSource("forms")
    void hasTheStructureOfAnIssueForm(Path file) throws Exception {
        assertThat(WorkflowRules.problemsOfForm(Files.readString(file))).isEmpty();
    }

    @Test
    void offersAPrivateWayForWeaknesses() throws Exception {
        Map<?, ?> config = (Map<?, ?>) WorkflowRules.parse(Files.readString(FORMS.resolve("config.yml")));

        assertThat(config.toString()).contains("blank_issues_enabled=true", "/security/advisories/new");
        assertThat(ROOT.resolve("SECURITY.md")).exists();
    }

    @Test
    void runsTheWholeBuildOnThreeJdks() throws Exception {
        String build = Files.readString(WORKFLOWS.resolve("build.yml"));

        assertThat(WorkflowRules.parse(build).toString()).contains("matrix={java=[17, 21, 25]}", "run=.ci/run");
        assertThat(ROOT.resolve(".ci/run")).isExecutable();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "runs-on:              | run-on:             | job build has no runs-on",
                "timeout-minutes: 90   | timeout-minutes:    | job build has no timeout-minutes",
                "matrix.java           | matrix.jdk          | job build has no matrix.jdk",
                "matrix.java           | martix.java         | an expression asks for martix",
                "{{ matrix.java }}     | {{ matrix.java }    | an expression is malformed",
                "run: .ci/run          | run: .ci/start      | job build: .ci/start is no program of this project",
                "run: .ci/run          | runs: .ci/run       | job build: a step has either uses or run",
                "actions/checkout@v4   | actions/checkout    | job build: actions/checkout is no action with its"
                        + " version",
                "if: failure()         | iff: failure()      | job build, a step has the unknown key iff",
                "steps:                | step:               | job build has no steps",
                "jobs:                 | job:                | the workflow has no job",
                "permissions:          | permission:         | the workflow does not say what it may",
                "pull_request:         | pull_requests:      | on has the unknown key pull_requests",
            })
    void refusesABrokenWorkflow(String text, String replacement, String problem) throws Exception {
        String build = Files.readString(WORKFLOWS.resolve("build.yml"));
        assertThat(build).contains(text);

        assertThat(WorkflowRules.problemsOfWorkflow(ROOT, build.replace(text, replacement)))
                .contains(problem);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "name: Something       | title: Something    | the form has no name",
                "body:                 | boddy:              | the form has no body",
                "type: dropdown        | type: select        | an element has the type select",
                "label: Version        | title: Version      | input has no label",
                "options:              | choices:            | dropdown has no options",
                "id: database          | id: part            | two elements have the id part",
                "required: true        | require: true       | validations has the unknown key require",
                "value: If             | text: If            | markdown has no value",
            })
    void refusesABrokenForm(String text, String replacement, String problem) throws Exception {
        String form = Files.readString(FORMS.resolve("bug.yml"));
        assertThat(form).contains(text);

        assertThat(WorkflowRules.problemsOfForm(form.replace(text, replacement)))
                .contains(problem);
    }

    @Test
    void refusesAFormThatAsksForNothing() {
        assertThat(WorkflowRules.problemsOfForm(
                        "{name: a, description: b, body: [{type: markdown, attributes: {value: c}}]}"))
                .isEqualTo(List.of("the form asks for nothing"));
    }

    @Test
    void refusesAKeyThatStandsTwice() throws Exception {
        String build = Files.readString(WORKFLOWS.resolve("build.yml"));

        assertThatThrownBy(() -> WorkflowRules.problemsOfWorkflow(ROOT, build + "\nname: again\n"))
                .isInstanceOf(DuplicateKeyException.class);
    }
}
