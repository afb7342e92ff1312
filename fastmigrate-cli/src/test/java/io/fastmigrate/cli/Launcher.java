package io.fastmigrate.cli;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** The launchers of the distribution as real processes. */
final class Launcher {

    static final Path DIST = Path.of("target/dist").toAbsolutePath();

    private static final long DEADLINE_SECONDS = 120;

    private final Path home;
    private final Map<String, String> environment = new HashMap<>();

    /**
     * Makes one.
     *
     * @param home the folder with {@code bin} and {@code lib}
     */
    Launcher(Path home) {
        this.home = home;
        with("FASTMIGRATE_FAST_START", "no");
    }

    /** Sets a variable of the environment; the empty text takes it away. */
    Launcher with(String variable, String value) {
        environment.put(variable, value);
        return this;
    }

    ProcessBuilder process(Path directory, List<String> words) {
        List<String> command = new ArrayList<>(words);
        if (!command.get(0).contains("/")) {
            command.set(0, home.resolve("bin").resolve(command.get(0)).toString());
        }
        ProcessBuilder process = new ProcessBuilder(command).directory(directory.toFile());
        environment.forEach((variable, value) -> {
            if (value.isEmpty()) {
                process.environment().remove(variable);
            } else {
                process.environment().put(variable, value);
            }
        });
        return process;
    }

    GoldenCase.Outcome run(Path directory, List<String> words) throws IOException, InterruptedException {
        Path out = Files.createTempFile("out", ".txt");
        Path err = Files.createTempFile("err", ".txt");
        try {
            Process process = process(directory, words)
                    .redirectOutput(out.toFile())
                    .redirectError(err.toFile())
                    .start();
            if (!process.waitFor(DEADLINE_SECONDS, TimeUnit.SECONDS)) {
                process.destroyForcibly();
                throw new AssertionError(words + " did not end");
            }
            return new GoldenCase.Outcome(
                    process.exitValue(),
                    Files.readString(out, StandardCharsets.UTF_8),
                    Files.readString(err, StandardCharsets.UTF_8));
        } finally {
            Files.delete(out);
            Files.delete(err);
        }
    }
}
