package io.fastmigrate.internal.jdbc.dump;

import io.fastmigrate.internal.process.Interpreter;
import io.fastmigrate.internal.process.SupervisedProcess;
import java.io.File;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * A program of a database's, on this machine.
 *
 * @param path how it is started
 * @param version major, as it tells it; 0 where it could not be asked
 * @param maria whether it says that it is MariaDB's
 */
record Tool(String path, int version, boolean maria) {

    private static final Duration TO_ANSWER = Duration.ofSeconds(30);
    private static final Pattern VERSION = Pattern.compile("\\(PostgreSQL\\) (\\d+)|Distrib (\\d+)|Ver (\\d+)");

    /** Where Debian's and Red Hat's packages of PostgreSQL put their programs, one directory for each version. */
    private static final List<Path> HOMES = List.of(Path.of("/usr/lib/postgresql"), Path.of("/usr"));

    /** Returns all programs of a name: on the search path, then those in their own homes, the newest first. */
    static List<String> find(String name) {
        List<String> found = new ArrayList<>();
        Stream.of(System.getenv().getOrDefault("PATH", "").split(File.pathSeparator, -1))
                .filter(directory -> !directory.isEmpty())
                .flatMap(directory -> Stream.of(Path.of(directory, name), Path.of(directory, name + ".exe")))
                .filter(Files::isExecutable)
                .filter(Files::isRegularFile)
                .findFirst()
                .ifPresent(path -> found.add(path.toString()));
        for (Path home : HOMES) {
            found.addAll(inHome(home, name));
        }
        return found;
    }

    private static List<String> inHome(Path home, String name) {
        List<Path> directories = new ArrayList<>();
        try (DirectoryStream<Path> all = Files.newDirectoryStream(home, home.endsWith("usr") ? "pgsql-*" : "[0-9]*")) {
            all.forEach(directories::add);
        } catch (IOException e) {
            return List.of();
        }
        return directories.stream()
                .sorted(Comparator.comparing((Path path) -> Integer.parseInt(
                                "0" + path.getFileName().toString().replaceAll("\\D", "")))
                        .reversed())
                .map(path -> path.resolve("bin").resolve(name))
                .filter(Files::isExecutable)
                .map(Path::toString)
                .toList();
    }

    /** Asks a program for its version; empty if it cannot be started. */
    static Optional<Tool> ask(String path) {
        try {
            StringBuilder answer = new StringBuilder();
            ProcessBuilder builder =
                    new ProcessBuilder(path, "--version").redirectInput(SupervisedProcess.nullDevice());
            SupervisedProcess process = SupervisedProcess.start(builder, line -> append(answer, line));
            process.await(Optional.of(TO_ANSWER), () -> {}, () -> {});
            synchronized (answer) {
                Matcher version = VERSION.matcher(answer);
                return Optional.of(
                        new Tool(path, version.find() ? number(version) : 0, answer.indexOf("MariaDB") >= 0));
            }
        } catch (IOException e) {
            return Optional.empty();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return Optional.empty();
        }
    }

    private static void append(StringBuilder answer, String line) {
        synchronized (answer) {
            answer.append(line).append('\n');
        }
    }

    private static int number(Matcher version) {
        for (int i = 1; i <= version.groupCount(); i++) {
            if (version.group(i) != null) {
                return Integer.parseInt(version.group(i));
            }
        }
        return 0;
    }

    /** Returns the program of another name that came with this one. */
    String sibling(String name) {
        Path file = Path.of(path);
        Path directory = file.getParent();
        if (directory == null) {
            return name;
        }
        Path beside = directory.resolve(name);
        return Files.isExecutable(beside) ? beside.toString() : name;
    }

    /** Returns an argument as a shell reads it. */
    static String quoted(String argument) {
        if (argument.matches("[\\w@%+=:,./\\\\-]+")) {
            return argument;
        }
        return File.separatorChar == '\\' ? "\"" + argument + "\"" : "'" + argument.replace("'", "'\\''") + "'";
    }

    private static final String LATE = "Increase script-timeout, or find out what it waits for.";

    /**
     * Runs a program to its end.
     *
     * @param file that it writes, which is removed if this program is stopped in the meantime
     * @param advice what to do if it fails
     */
    static void run(Work work, Path file, Optional<Duration> timeout, String advice) throws DumpException {
        run(work, file, timeout, advice, LATE);
    }

    /**
     * Runs a program to its end.
     *
     * @param late what to do if it takes longer than the timeout
     */
    static void run(Work work, Path file, Optional<Duration> timeout, String advice, String late) throws DumpException {
        String program = work.command().get(0);
        ProcessBuilder builder = new ProcessBuilder(work.command());
        builder.environment().keySet().removeIf(Tool::decidesTarget);
        builder.environment().putAll(work.environment());
        builder.redirectInput(work.input().map(Path::toFile).orElseGet(SupervisedProcess::nullDevice));
        try {
            SupervisedProcess process = SupervisedProcess.start(builder, line -> {});
            Optional<Integer> exitCode = process.await(timeout, () -> {}, () -> delete(file));
            if (exitCode.isEmpty()) {
                throw new DumpException(
                        program + " took longer than script-timeout (" + timeout.orElseThrow() + ") and was ended."
                                + process.tail(),
                        late,
                        null);
            }
            if (exitCode.get() != 0) {
                throw new DumpException(
                        program + " ended with exit code " + exitCode.get() + "." + process.tail(), advice, null);
            }
        } catch (IOException e) {
            throw new DumpException(
                    program + " could not be started: " + Interpreter.whyNot(program, e),
                    "Install it, or specify another with the setting dump-tool.",
                    e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw DumpException.ofInterrupt(e);
        }
    }

    /** What would lead a program to another server or database than the one that is migrated is not handed on. */
    private static boolean decidesTarget(String variable) {
        String name = variable.toUpperCase(Locale.ROOT);
        boolean keys = name.startsWith("PGSSL") || name.equals("PGPASSFILE") || name.startsWith("PGKRB");
        return (name.startsWith("PG") && !keys)
                || name.equals("PGSSLMODE")
                || name.startsWith("MYSQL_")
                || name.startsWith("MARIADB_");
    }

    /**
     * What a program is to do.
     *
     * @param environment beside our own; nothing secret stands in the command
     * @param input what it reads; empty for nothing
     */
    record Work(List<String> command, Map<String, String> environment, Optional<Path> input) {}

    static void delete(Path file) {
        try {
            Files.deleteIfExists(file);
        } catch (IOException e) {
            // It is removed with the next backup.
            return;
        }
    }
}
