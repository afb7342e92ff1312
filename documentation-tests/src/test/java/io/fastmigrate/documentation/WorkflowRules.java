package io.fastmigrate.documentation;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;

/** What GitHub asks of a workflow and of an issue form, as far as this project's files use it; and that what they run is there. */
final class WorkflowRules {

    private static final Set<String> WORKFLOW =
            Set.of("name", "on", "permissions", "concurrency", "env", "defaults", "jobs");
    private static final Set<String> JOB = Set.of(
            "name",
            "needs",
            "permissions",
            "runs-on",
            "container",
            "timeout-minutes",
            "strategy",
            "env",
            "if",
            "steps");
    private static final Set<String> STEP =
            Set.of("name", "id", "if", "uses", "with", "run", "env", "shell", "working-directory", "continue-on-error");
    private static final Set<String> EVENTS = Set.of("push", "pull_request", "workflow_dispatch", "schedule");
    private static final Set<String> CONTEXTS =
            Set.of("github", "matrix", "secrets", "env", "steps", "runner", "inputs");
    private static final Pattern ACTION = Pattern.compile("[\\w-]+/[\\w-]+(?:/[\\w-]+)?@v\\d+");
    private static final Pattern EXPRESSION = Pattern.compile("\\$\\{\\{\\s*(\\w+)\\.([\\w.-]+)\\s*}}");
    private static final Pattern PROGRAM = Pattern.compile("(?m)^\\s*((?:\\.ci|dev)/[\\w-]+)");

    private static final Set<String> FORM = Set.of("name", "description", "title", "labels", "assignees", "body");
    private static final Map<String, Set<String>> ATTRIBUTES = Map.of(
            "markdown", Set.of("value"),
            "input", Set.of("label", "description", "placeholder", "value"),
            "textarea", Set.of("label", "description", "placeholder", "value", "render"),
            "dropdown", Set.of("label", "description", "multiple", "options", "default"),
            "checkboxes", Set.of("label", "description", "options"));

    private final Path root;
    private final List<String> problems = new ArrayList<>();

    private WorkflowRules(Path root) {
        this.root = root;
    }

    static List<String> problemsOfWorkflow(Path root, String text) {
        WorkflowRules rules = new WorkflowRules(root);
        rules.checkWorkflow(map(parse(text)), text);
        return rules.problems;
    }

    static List<String> problemsOfForm(String text) {
        WorkflowRules rules = new WorkflowRules(Path.of("."));
        rules.checkForm(map(parse(text)));
        return rules.problems;
    }

    static Object parse(String text) {
        LoaderOptions options = new LoaderOptions();
        options.setAllowDuplicateKeys(false);
        return new Yaml(new SafeConstructor(options)).load(text);
    }

    private void checkWorkflow(Map<?, ?> workflow, String text) {
        // YAML 1.1 takes the key "on" for true.
        Map<Object, Object> keys = new LinkedHashMap<>(workflow);
        Object events = keys.remove(true);
        checkKeys("the workflow", keys, WORKFLOW);
        checkKeys("on", map(events), EVENTS);
        if (map(events).isEmpty()) {
            problems.add("nothing starts the workflow");
        }
        if (!(workflow.get("permissions") instanceof Map)) {
            problems.add("the workflow does not say what it may");
        }
        if (map(workflow.get("jobs")).isEmpty()) {
            problems.add("the workflow has no job");
        }
        map(workflow.get("jobs")).forEach((name, job) -> checkJob("job " + name, map(job)));
        for (Matcher expression = EXPRESSION.matcher(text); expression.find(); ) {
            if (!CONTEXTS.contains(expression.group(1))) {
                problems.add("an expression asks for " + expression.group(1));
            }
        }
        if (text.split("\\$\\{\\{", -1).length - 1
                != EXPRESSION.matcher(text).results().count()) {
            problems.add("an expression is malformed");
        }
    }

    private void checkJob(String name, Map<?, ?> job) {
        checkKeys(name, job, JOB);
        for (String key : List.of("runs-on", "timeout-minutes")) {
            if (job.get(key) == null) {
                problems.add(name + " has no " + key);
            }
        }
        if (list(job.get("steps")).isEmpty()) {
            problems.add(name + " has no steps");
        }
        Map<?, ?> matrix = map(map(job.get("strategy")).get("matrix"));
        for (Matcher use = EXPRESSION.matcher(job.toString()); use.find(); ) {
            if (use.group(1).equals("matrix") && !matrix.containsKey(use.group(2))) {
                problems.add(name + " has no matrix." + use.group(2));
            }
        }
        list(job.get("steps")).forEach(step -> checkStep(name, map(step)));
    }

    private void checkStep(String job, Map<?, ?> step) {
        checkKeys(job + ", a step", step, STEP);
        Object uses = step.get("uses");
        Object run = step.get("run");
        if ((uses == null) == (run == null)) {
            problems.add(job + ": a step has either uses or run");
        }
        if (uses != null && !ACTION.matcher(uses.toString()).matches()) {
            problems.add(job + ": " + uses + " is no action with its version");
        }
        if (uses == null && step.containsKey("with")) {
            problems.add(job + ": with belongs to uses");
        }
        if (run != null) {
            for (Matcher program = PROGRAM.matcher(run.toString()); program.find(); ) {
                if (!Files.isExecutable(root.resolve(program.group(1)))) {
                    problems.add(job + ": " + program.group(1) + " is no program of this project");
                }
            }
        }
    }

    private void checkForm(Map<?, ?> form) {
        checkKeys("the form", form, FORM);
        for (String key : List.of("name", "description", "body")) {
            if (form.get(key) == null) {
                problems.add("the form has no " + key);
            }
        }
        Set<Object> ids = new HashSet<>();
        boolean asks = false;
        for (Object element : list(form.get("body"))) {
            Map<?, ?> item = map(element);
            checkKeys("an element", item, Set.of("type", "id", "attributes", "validations"));
            String type = String.valueOf(item.get("type"));
            Set<String> attributes = ATTRIBUTES.get(type);
            if (attributes == null) {
                problems.add("an element has the type " + type);
                continue;
            }
            checkKeys(type, map(item.get("attributes")), attributes);
            checkKeys("validations", map(item.get("validations")), Set.of("required"));
            String wanted = type.equals("markdown") ? "value" : "label";
            if (!(map(item.get("attributes")).get(wanted) instanceof String)) {
                problems.add(type + " has no " + wanted);
            }
            if (attributes.contains("options")
                    && list(map(item.get("attributes")).get("options")).isEmpty()) {
                problems.add(type + " has no options");
            }
            if (item.get("id") != null && !ids.add(item.get("id"))) {
                problems.add("two elements have the id " + item.get("id"));
            }
            asks |= !type.equals("markdown");
        }
        if (!asks) {
            problems.add("the form asks for nothing");
        }
    }

    private void checkKeys(String where, Map<?, ?> map, Set<String> allowed) {
        for (Object key : map.keySet()) {
            if (!allowed.contains(key.toString())) {
                problems.add(where + " has the unknown key " + key);
            }
        }
    }

    private static Map<?, ?> map(@Nullable Object value) {
        return value instanceof Map<?, ?> map ? map : Map.of();
    }

    private static Collection<?> list(@Nullable Object value) {
        return value instanceof Collection<?> list ? list : List.of();
    }
}
