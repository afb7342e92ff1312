package io.fastmigrate.reliability;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;

/** Another Java process with the class path of the tests. Its lines are kept; closing it kills it. */
final class ChildJvm implements AutoCloseable {

    private static final long PATIENCE_SECONDS = 120;

    private final Process process;
    private final List<String> lines = new ArrayList<>();
    private boolean ended;

    private ChildJvm(Process process) {
        this.process = process;
        Thread reader = new Thread(this::read, "child-output");
        reader.setDaemon(true);
        reader.start();
    }

    /** Starts a {@link MigratingMain}. */
    static ChildJvm migrating(String... arguments) {
        return start(List.of(), List.of(arguments));
    }

    /** Starts a {@link MigratingMain} by way of another command, which may give it fewer rights. */
    static ChildJvm start(List<String> prefix, List<String> arguments) {
        return start(prefix, List.of(), arguments);
    }

    /** Starts a {@link MigratingMain} with more options for its JVM. */
    static ChildJvm start(List<String> prefix, List<String> options, List<String> arguments) {
        Path temporary = Workshop.temporary();
        List<String> command = new ArrayList<>(prefix);
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(List.of("-Xshare:auto", "-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-Xmx96m"));
        command.addAll(List.of("-Dfile.encoding=UTF-8", "-Djava.io.tmpdir=" + temporary));
        command.add("-Dorg.sqlite.lib.path=" + Workshop.nativeLibrary());
        if (Runtime.version().feature() >= 24 && !options.contains("--illegal-native-access=deny")) {
            command.add("--enable-native-access=ALL-UNNAMED");
        }
        command.addAll(options);
        String all = System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));
        command.addAll(List.of("-cp", all, MigratingMain.class.getName()));
        command.addAll(arguments);
        try {
            return new ChildJvm(
                    new ProcessBuilder(command).redirectErrorStream(true).start());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void read() {
        try (BufferedReader reader = process.inputReader(StandardCharsets.UTF_8)) {
            for (String line = reader.readLine(); line != null; line = reader.readLine()) {
                add(line);
            }
        } catch (IOException e) {
            add("(the output ended: " + e.getMessage() + ")");
        } finally {
            synchronized (lines) {
                ended = true;
                lines.notifyAll();
            }
        }
    }

    private void add(String line) {
        synchronized (lines) {
            lines.add(line);
            lines.notifyAll();
        }
    }

    /** Waits for a line; false if the process ended without it. */
    boolean prints(Predicate<String> wanted) throws InterruptedException {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS);
        synchronized (lines) {
            for (int seen = 0; true; seen++) {
                while (seen == lines.size()) {
                    if (ended) {
                        return false;
                    }
                    assertThat(System.nanoTime())
                            .as("waited without success: %s", lines)
                            .isLessThan(deadline);
                    lines.wait(100);
                }
                if (wanted.test(lines.get(seen))) {
                    return true;
                }
            }
        }
    }

    boolean prints(String wanted) throws InterruptedException {
        return prints(wanted::equals);
    }

    /** Writes a line to its standard input; false if no one reads it any more. */
    boolean say(String line) {
        try {
            process.outputWriter(StandardCharsets.UTF_8)
                    .append(line)
                    .append('\n')
                    .flush();
            return true;
        } catch (IOException e) {
            return false;
        }
    }

    /** Waits for its end; the exit code. */
    int exit() throws InterruptedException {
        if (!process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
            kill();
            throw new AssertionError("it waits for ever: " + output());
        }
        return process.exitValue();
    }

    /** Ends it with SIGKILL, which no process can hear. */
    void kill() throws InterruptedException {
        process.destroyForcibly().waitFor();
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS);
        synchronized (lines) {
            while (!ended && System.nanoTime() < deadline) {
                lines.wait(100);
            }
        }
    }

    long pid() {
        return process.pid();
    }

    String output() {
        synchronized (lines) {
            return String.join("\n", lines);
        }
    }

    @Override
    public void close() {
        process.destroyForcibly();
    }

    /** What the child processes share: a directory for their temporary files, and SQLite's library, unpacked once. */
    static final class Workshop {

        private static final Path DIRECTORY = directory();

        private Workshop() {}

        static Path temporary() {
            return DIRECTORY;
        }

        static Path nativeLibrary() {
            return DIRECTORY;
        }

        private static Path directory() {
            try {
                Path directory = Files.createTempDirectory("fastmigrate-children");
                directory.toFile().setExecutable(true, false);
                directory.toFile().setReadable(true, false);
                String place = org.sqlite.util.LibraryLoaderUtil.getNativeLibResourcePath();
                String name = org.sqlite.util.LibraryLoaderUtil.getNativeLibName();
                try (InputStream in = MigratingMain.class.getResourceAsStream(place + "/" + name)) {
                    if (in != null) {
                        Files.copy(in, directory.resolve(name), StandardCopyOption.REPLACE_EXISTING);
                    }
                }
                Runtime.getRuntime().addShutdownHook(new Thread(() -> Trees.delete(directory)));
                return directory;
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }
}
