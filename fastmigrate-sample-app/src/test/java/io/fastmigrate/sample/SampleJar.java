package io.fastmigrate.sample;

import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** The packaged application as its own process, in its own working directory. */
final class SampleJar implements AutoCloseable {

    private static final Pattern PORT = Pattern.compile("Tomcat started on port (\\d+)");
    private static final Pattern READY = Pattern.compile("Started SampleApplication in");
    private static final long DEADLINE_SECONDS = 120;

    private final Process process;
    private final List<String> lines = Collections.synchronizedList(new ArrayList<>());
    private final CompletableFuture<Integer> ready = new CompletableFuture<>();
    private final Thread reader;

    private SampleJar(Process process) {
        this.process = process;
        this.reader = new Thread(this::read, "sample-output");
        reader.setDaemon(true);
        reader.start();
    }

    /** Starts {@code java -jar} with a free port, unless an argument names one. */
    static SampleJar start(Path workingDirectory, String... arguments) throws IOException {
        return start(workingDirectory, List.of(), arguments);
    }

    /** Starts it with what was generated for it when it was built, as a native image would. */
    static SampleJar startAheadOfTime(Path workingDirectory, String... arguments) throws IOException {
        return start(workingDirectory, List.of("-Dspring.aot.enabled=true"), arguments);
    }

    /** Starts its classes, with a directory of one's own before them, as a development environment does. */
    static SampleJar startClasses(Path workingDirectory, Path first, String... arguments) throws IOException {
        String classPath = first + File.pathSeparator + System.getProperty("java.class.path");
        return launch(workingDirectory, List.of("-cp", classPath, SampleApplication.class.getName()), arguments);
    }

    private static SampleJar start(Path workingDirectory, List<String> options, String... arguments)
            throws IOException {
        List<String> what = new ArrayList<>(options);
        what.addAll(List.of("-jar", jar().toString()));
        return launch(workingDirectory, what, arguments);
    }

    /** Copies the application's scripts to a new directory, where a test can add to them. */
    static Path copyOfScripts(Path directory) throws IOException {
        Files.createDirectories(directory);
        try (Stream<Path> own = Files.list(Path.of("src", "main", "resources", "migrations"))) {
            for (Path script : own.toList()) {
                Files.copy(script, directory.resolve(String.valueOf(script.getFileName())));
            }
        }
        return directory;
    }

    private static SampleJar launch(Path workingDirectory, List<String> what, String... arguments) throws IOException {
        List<String> command = new ArrayList<>(
                List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString()));
        command.add("-XX:TieredStopAtLevel=1");
        command.add("-Dserver.port=0");
        command.addAll(what);
        command.add("--server.address=127.0.0.1");
        command.addAll(List.of(arguments));
        ProcessBuilder builder =
                new ProcessBuilder(command).directory(workingDirectory.toFile()).redirectErrorStream(true);
        builder.environment().keySet().removeIf(name -> name.startsWith("FASTMIGRATE_") || name.startsWith("SPRING_"));
        Process process = builder.start();
        process.getOutputStream().close();
        return new SampleJar(process);
    }

    private static Path jar() throws IOException {
        try (Stream<Path> files = Files.list(Path.of("target").toAbsolutePath())) {
            return files.filter(file -> String.valueOf(file.getFileName())
                            .matches("fastmigrate-sample-app-[\\d.]+(-SNAPSHOT)?\\.jar"))
                    .findFirst()
                    .orElseThrow(() -> new IllegalStateException("The application is not packaged: run mvn package."));
        }
    }

    private void read() {
        int port = -1;
        try (BufferedReader output = process.inputReader()) {
            for (String line = output.readLine(); line != null; line = output.readLine()) {
                lines.add(line);
                Matcher matcher = PORT.matcher(line);
                if (matcher.find()) {
                    port = Integer.parseInt(matcher.group(1));
                }
                if (READY.matcher(line).find()) {
                    ready.complete(port);
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } finally {
            ready.completeExceptionally(new IllegalStateException("The application ended: " + output()));
        }
    }

    /** Waits until the application serves, and returns where. */
    String address() throws Exception {
        return "http://127.0.0.1:" + ready.get(DEADLINE_SECONDS, TimeUnit.SECONDS);
    }

    /** Waits until it has printed a line that contains this. */
    void await(String part) throws Exception {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(DEADLINE_SECONDS);
        while (!output().contains(part)) {
            if (System.nanoTime() > deadline || !process.isAlive()) {
                throw new IllegalStateException("It did not print \"" + part + "\": " + output());
            }
            TimeUnit.MILLISECONDS.sleep(10);
        }
    }

    /** Tells it to end, as an orchestrator does (SIGTERM). */
    void end() {
        process.destroy();
    }

    /** Waits until the process has ended by itself, and returns its exit code. */
    int exitCode() throws Exception {
        if (!process.waitFor(DEADLINE_SECONDS, TimeUnit.SECONDS)) {
            throw new IllegalStateException("The application still runs: " + output());
        }
        reader.join();
        return process.exitValue();
    }

    /** Returns what it has printed so far. */
    String output() {
        synchronized (lines) {
            return String.join("\n", lines);
        }
    }

    @Override
    public void close() {
        process.destroy();
        process.onExit()
                .completeOnTimeout(process, 30, TimeUnit.SECONDS)
                .thenCompose(ended -> ended.destroyForcibly().onExit())
                .join();
    }
}
