package io.fastmigrate.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The examples of {@code docs/hooks.md}: the commands of the workflow in a shell, and the hook in a repository of Git. */
@DisabledOnOs(OS.WINDOWS)
class HooksIT {

    private static final Path EXAMPLES =
            Path.of("../integrations").toAbsolutePath().normalize();
    private static final Path WORKFLOW = EXAMPLES.resolve("github/lint-migrations.yml");
    private static final Path HOOK = EXAMPLES.resolve("pre-commit/pre-commit");

    private static final String UNSAFE = "ALTER TABLE books ADD COLUMN year INTEGER NOT NULL;\n";
    private static final String SAFE = "ALTER TABLE books ADD COLUMN year INTEGER NOT NULL DEFAULT 0;\n";

    @TempDir
    Path temp;

    private Path clone;
    private final Map<String, String> environment = new HashMap<>();

    /** What a program printed, on both streams, and its exit code. */
    private record Ended(int exitCode, String text) {}

    @BeforeEach
    void cloneARepository() throws Exception {
        environment.put("FASTMIGRATE_FAST_START", "no");
        environment.put("GIT_CONFIG_GLOBAL", "/dev/null");
        environment.put("GIT_CONFIG_SYSTEM", "/dev/null");
        for (String role : List.of("AUTHOR", "COMMITTER")) {
            environment.put("GIT_" + role + "_NAME", "Ada");
            environment.put("GIT_" + role + "_EMAIL", "ada@example.org");
        }
        clone = temp.resolve("clone");
        done(temp, "git", "init", "-q", "--bare", "-b", "main", "origin.git");
        done(temp, "git", "clone", "-q", "origin.git", "clone");
        done(clone, "git", "checkout", "-q", "-b", "main");
        script("0001-create-books.sql", "CREATE TABLE books (id INTEGER PRIMARY KEY, title TEXT NOT NULL);\n");
        done(clone, "git", "add", ".");
        done(clone, "git", "commit", "-q", "-m", "Create books");
        done(clone, "git", "push", "-q", "origin", "main");
    }

    private void script(String name, String text) throws IOException {
        Path migrations = Files.createDirectories(clone.resolve("migrations"));
        Files.writeString(migrations.resolve(name), text);
    }

    private Ended run(Path directory, String... words) throws IOException, InterruptedException {
        Path output = Files.createTempFile(temp, "output", ".txt");
        ProcessBuilder builder = new ProcessBuilder(words)
                .directory(directory.toFile())
                .redirectErrorStream(true)
                .redirectOutput(output.toFile());
        builder.environment().putAll(environment);
        Process process = builder.start();
        assertThat(process.waitFor(120, TimeUnit.SECONDS)).isTrue();
        return new Ended(process.exitValue(), Files.readString(output, StandardCharsets.UTF_8));
    }

    private void done(Path directory, String... words) throws IOException, InterruptedException {
        Ended ended = run(directory, words);
        assertThat(ended.exitCode()).as(ended.text()).isZero();
    }

    /** Returns what the steps of the workflow run, in order. */
    private static List<String> stepsOfWorkflow() throws IOException {
        List<String> steps = new ArrayList<>();
        StringBuilder block = null;
        for (String line : Files.readAllLines(WORKFLOW)) {
            if (block != null && line.startsWith("          ")) {
                block.append(line.strip()).append('\n');
                continue;
            }
            if (block != null) {
                steps.add(block.toString());
                block = null;
            }
            if (line.strip().equals("run: |")) {
                block = new StringBuilder();
            } else if (line.strip().startsWith("run: ")) {
                steps.add(line.strip().substring("run: ".length()));
            }
        }
        return steps;
    }

    private static Path archive() throws IOException {
        try (Stream<Path> files = Files.list(Path.of("target"))) {
            return files.filter(file -> file.toString().endsWith(".tar.gz"))
                    .findFirst()
                    .orElseThrow()
                    .toAbsolutePath();
        }
    }

    /** Runs the steps as GitHub does, and the program from the archive of this build in the place of the release's. */
    private Ended runWorkflow() throws Exception {
        Path path = temp.resolve("path");
        environment.put(
                "RUNNER_TEMP", Files.createDirectories(temp.resolve("runner")).toString());
        environment.put("GITHUB_PATH", path.toString());
        environment.put("GITHUB_BASE_REF", "main");
        environment.put("FASTMIGRATE", archive().toUri().toString());
        List<String> steps = stepsOfWorkflow();
        assertThat(steps).hasSize(2);
        Files.deleteIfExists(path);
        done(clone, "bash", "-e", "-c", steps.get(0));
        environment.put("PATH", Files.readString(path).strip() + ":" + System.getenv("PATH"));
        return run(clone, "bash", "-e", "-c", steps.get(1));
    }

    private List<String> results() throws IOException {
        JsonNode log = JsonMapper.builder().build().readTree(Files.readString(clone.resolve("migrations.sarif")));
        assertThat(log.get("version").stringValue()).isEqualTo("2.1.0");
        List<String> results = new ArrayList<>();
        for (JsonNode result : log.get("runs").get(0).get("results")) {
            JsonNode place = result.get("locations").get(0).get("physicalLocation");
            results.add(result.get("ruleId").stringValue() + " "
                    + place.get("artifactLocation").get("uri").stringValue());
        }
        return results;
    }

    @Test
    void theWorkflowFailsAtAnUnsafeScriptAndAtAnEditedOne() throws Exception {
        done(clone, "git", "checkout", "-q", "-b", "years");
        script("0002-add-year.sql", UNSAFE);
        done(clone, "git", "add", ".");
        done(clone, "git", "commit", "-q", "-m", "Add years");

        assertThat(runWorkflow().exitCode()).isEqualTo(1);
        assertThat(results()).containsExactly("S6 migrations/0002-add-year.sql");

        script("0002-add-year.sql", SAFE);
        Ended ended = runWorkflow();
        assertThat(ended.exitCode()).as(ended.text()).isZero();
        assertThat(results()).isEmpty();

        script("0001-create-books.sql", "CREATE TABLE books (title TEXT NOT NULL);\n");
        assertThat(runWorkflow().exitCode()).isEqualTo(1);
        assertThat(results()).containsExactly("X1 migrations/0001-create-books.sql");
    }

    @Test
    void theHookRefusesTheCommitOfAnUnsafeScript() throws Exception {
        installHook(Launcher.DIST.resolve("bin") + ":" + System.getenv("PATH"));
        script("0002-add-year.sql", UNSAFE);
        done(clone, "git", "add", ".");
        script("0002-add-year.sql", SAFE);

        Ended refused = run(clone, "git", "commit", "-m", "Add years");

        assertThat(refused.exitCode()).isEqualTo(1);
        assertThat(refused.text()).contains("migrations/0002-add-year.sql", "S6");
        done(clone, "git", "add", ".");
        done(clone, "git", "commit", "-q", "-m", "Add years");
        assertThat(run(clone, "git", "status", "--porcelain").text()).isEmpty();
    }

    @Test
    void theHookLooksOnlyAtScriptsThatAreCommitted() throws Exception {
        installHook(Launcher.DIST.resolve("bin") + ":" + System.getenv("PATH"));
        script("0002-add-year.sql", UNSAFE);
        Files.writeString(clone.resolve("README"), "Books.\n");
        Files.writeString(clone.resolve("migrations/notes.txt"), "Later.\n");
        done(clone, "git", "add", "README", "migrations/notes.txt");
        done(clone, "git", "commit", "-q", "-m", "Add notes");

        done(clone, "git", "config", "fastmigrate.migrations", "db/scripts");
        done(clone, "git", "add", ".");
        done(clone, "git", "commit", "-q", "-m", "No script of this project");
        Files.createDirectories(clone.resolve("db/scripts"));
        Files.writeString(clone.resolve("db/scripts/0001-a b.sql"), "CREATE TABLE a (b TEXT);\n");
        done(clone, "git", "add", ".");
        done(clone, "git", "commit", "-q", "-m", "A name with a blank");
    }

    @Test
    void theHookSaysThatItNeedsTheProgram() throws Exception {
        installHook("/usr/bin:/bin");
        script("0002-add-year.sql", SAFE);
        done(clone, "git", "add", ".");

        Ended refused = run(clone, "git", "commit", "-m", "Add years");

        assertThat(refused.exitCode()).isEqualTo(1);
        assertThat(refused.text()).contains("fastmigrate is not on the PATH");
        done(clone, "git", "commit", "-q", "--no-verify", "-m", "Add years");
    }

    private void installHook(String path) throws IOException {
        Path hook = clone.resolve(".git/hooks/pre-commit");
        Files.createDirectories(clone.resolve(".git/hooks"));
        Files.copy(HOOK, hook);
        assertThat(hook.toFile().setExecutable(true)).isTrue();
        environment.put("PATH", path);
    }

    @Test
    void thePageShowsBoth() throws Exception {
        String page = Files.readString(Path.of("../docs/hooks.md"));

        assertThat(page).contains("```yaml\n" + Files.readString(WORKFLOW) + "```");
        assertThat(page).contains("```sh\n" + Files.readString(HOOK) + "```");
    }
}
