package io.fastmigrate.databases;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The command line, as its own process. */
final class CommandLine {

    /** What a run wrote, to both streams, and how it ended. */
    record Result(int exitCode, String output) {}

    private CommandLine() {}

    static Result run(Map<String, String> environment, String... arguments) throws IOException, InterruptedException {
        return run(jar -> true, environment, arguments);
    }

    /** Runs with a part of the class path. */
    static Result run(Predicate<String> jars, Map<String, String> environment, String... arguments)
            throws IOException, InterruptedException {
        List<String> command = words(jars, arguments);
        ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
        builder.environment().putAll(environment);
        Process process = builder.start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        return new Result(process.waitFor(), output);
    }

    /** Returns the words that start the command line with some arguments. */
    static List<String> words(Predicate<String> jars, String... arguments) {
        List<String> words = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-XX:+UseSerialGC",
                // The distribution has SLF4J's silent provider, which this module leaves out.
                "-Dslf4j.internal.verbosity=ERROR",
                "-cp",
                classPath(jars),
                "io.fastmigrate.cli.Main"));
        words.addAll(List.of(arguments));
        return words;
    }

    static String classPath(Predicate<String> jars) {
        return jars().filter(jars)
                .filter(jar -> !jar.contains("logback"))
                .collect(Collectors.joining(File.pathSeparator));
    }

    static Stream<String> jars() {
        String path = System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));
        return Stream.of(path.split(File.pathSeparator, -1));
    }
}
