package io.fastmigrate.internal.engine;

import io.fastmigrate.Script;
import io.fastmigrate.Version;
import io.fastmigrate.internal.port.StepFailedException;
import io.fastmigrate.internal.process.Interpreter;
import io.fastmigrate.internal.process.SupervisedProcess;
import io.fastmigrate.internal.settings.Setting;
import io.fastmigrate.internal.settings.Settings;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Stream;

/** Runs a {@code .py} or {@code .sh} script as a process, and ends its whole tree when it must not go on. */
final class ScriptProcess {

    private static final String LEFT_BEHIND = "Check what it changed first: the changes of a process are not"
            + " rolled back (restore-on-failure restores the database, a rehearsal shows them on a copy).";

    private static final String WINDOWS =
            "The script has Windows line ends (CRLF), which the shell reads as part of its words. Save it"
                    + " with LF (in .gitattributes: *.sh text eol=lf), and migrate again.";

    private static final int FIRST_BYTES = 64 * 1024;

    /**
     * What a script is about.
     *
     * @param database its first argument
     * @param environment what it gets beside FASTMIGRATE_DB and the versions
     */
    record Target(String database, Map<String, String> environment) {}

    private final Settings settings;
    private final Consumer<String> output;
    private final Runnable heartbeat;

    /**
     * Makes one for a run.
     *
     * @param output is given each line
     * @param heartbeat is called about once a second, on the thread that waits
     */
    ScriptProcess(Settings settings, Consumer<String> output, Runnable heartbeat) {
        this.settings = settings;
        this.output = output;
        this.heartbeat = heartbeat;
    }

    /**
     * Runs the script to its end.
     *
     * @throws StepFailedException if it could not be started, failed, took too long, or this thread was interrupted
     */
    void run(Script script, Target target, Version from) {
        if (script.path().isPresent()) {
            start(script, script.path().get(), target, from);
            return;
        }
        Path directory = null;
        try {
            directory = Files.createTempDirectory("fastmigrate-script");
            Path file = directory.resolve(script.fileName());
            try (InputStream in = script.open()) {
                Files.copy(in, file, StandardCopyOption.REPLACE_EXISTING);
            }
            start(script, file, target, from);
        } catch (IOException e) {
            throw StepFailedException.at(
                    null,
                    "the script could not be unpacked to run: " + e,
                    "Free disk space in the temporary directory, or set java.io.tmpdir to another one.",
                    e);
        } finally {
            if (directory != null) {
                delete(directory);
            }
        }
    }

    private void start(Script script, Path file, Target target, Version from) {
        String interpreter =
                script.kind() == Script.Kind.PYTHON ? settings.get(Setting.PYTHON) : settings.get(Setting.SHELL);
        ProcessBuilder builder =
                new ProcessBuilder(List.of(interpreter, file.toAbsolutePath().toString(), target.database()));
        Map<String, String> environment = builder.environment();
        environment.putAll(target.environment());
        environment.put("FASTMIGRATE_DB", target.database());
        environment.put("FASTMIGRATE_FROM_VERSION", from.toString());
        environment.put("FASTMIGRATE_VERSION", script.version().toString());
        builder.redirectInput(SupervisedProcess.nullDevice());
        SupervisedProcess process;
        try {
            process = SupervisedProcess.start(builder, output);
        } catch (IOException e) {
            throw StepFailedException.at(
                    null,
                    "the interpreter " + interpreter + " could not be started: " + Interpreter.whyNot(interpreter, e),
                    "Install it, or specify another with the setting "
                            + (script.kind() == Script.Kind.PYTHON ? "python." : "shell."),
                    e);
        }
        await(process, file);
    }

    private void await(SupervisedProcess process, Path file) {
        try {
            Optional<Integer> exitValue = process.await(settings.limit(Setting.SCRIPT_TIMEOUT), heartbeat, () -> {});
            if (exitValue.isEmpty()) {
                throw StepFailedException.at(
                                null,
                                "it took longer than script-timeout ("
                                        + settings.limit(Setting.SCRIPT_TIMEOUT).orElseThrow() + ") and was ended."
                                        + process.tail(),
                                "Increase script-timeout, or find out what it waits for.",
                                null)
                        .leaving(LEFT_BEHIND);
            }
            if (exitValue.get() != 0) {
                throw StepFailedException.at(
                                null,
                                "it ended with exit code " + exitValue.get() + signal(exitValue.get()) + "."
                                        + process.tail(),
                                hasWindowsLineEnds(file) ? WINDOWS : "Correct the script and migrate again.",
                                null)
                        .leaving(LEFT_BEHIND);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw StepFailedException.interrupted(
                    "Its process was ended.", LEFT_BEHIND + " Then migrate again: it runs from its beginning.");
        }
    }

    /** Looks at the first line: the shell, and the system that reads {@code #!}, take a carriage return for part of a word. */
    private static boolean hasWindowsLineEnds(Path file) {
        try (InputStream in = Files.newInputStream(file)) {
            String begin = new String(in.readNBytes(FIRST_BYTES), StandardCharsets.ISO_8859_1);
            boolean minds = file.toString().endsWith(".sh") || begin.startsWith("#!");
            return minds && begin.contains("\r\n");
        } catch (IOException e) {
            return false;
        }
    }

    private static String signal(int exitValue) {
        return exitValue > 128 && exitValue < 160 ? " (signal " + (exitValue - 128) + ")" : "";
    }

    private static void delete(Path directory) {
        try (Stream<Path> files = Files.walk(directory)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        } catch (IOException e) {
            // Temporary files; the system removes them.
        }
    }
}
