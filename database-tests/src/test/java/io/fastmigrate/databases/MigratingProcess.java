package io.fastmigrate.databases;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/** {@link MigratingMain} in its own process, which may be killed when it prints a line. */
final class MigratingProcess {

    /** No process prints that. */
    static final String NEVER = "never";

    private final Process process;
    private final CompletableFuture<Boolean> begun = new CompletableFuture<>();
    private final CompletableFuture<String> output;

    private MigratingProcess(Process process, String fatal) {
        this.process = process;
        this.output = CompletableFuture.supplyAsync(() -> read(fatal), work -> new Thread(work).start());
    }

    static MigratingProcess of(String url, Path migrations, String fatal) throws IOException {
        return new MigratingProcess(
                new ProcessBuilder(
                                Path.of(System.getProperty("java.home"), "bin", "java")
                                        .toString(),
                                "-XX:TieredStopAtLevel=1",
                                "-XX:+UseSerialGC",
                                "-cp",
                                CommandLine.classPath(jar -> true),
                                MigratingMain.class.getName(),
                                url,
                                migrations.toString())
                        .redirectErrorStream(true)
                        .start(),
                fatal);
    }

    /** Kills it a while after it began its first script, unless it has ended by then. */
    void killAfterBeginning(long micros) {
        CompletableFuture.anyOf(begun, output).join();
        LockSupport.parkNanos(micros * 1_000);
        process.destroyForcibly();
    }

    private String read(String fatal) {
        StringBuilder text = new StringBuilder();
        try (BufferedReader lines =
                new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                text.append(line).append('\n');
                if (line.startsWith("at started:")) {
                    begun.complete(true);
                }
                if (line.equals(fatal)) {
                    process.destroyForcibly();
                }
            }
        } catch (IOException e) {
            text.append(e);
        }
        return text.toString();
    }

    long pid() {
        return process.pid();
    }

    /** Waits for its end, and returns its exit code. */
    int exitCode() throws InterruptedException {
        if (!process.waitFor(5, TimeUnit.MINUTES)) {
            process.destroyForcibly();
            throw new AssertionError("it waits for ever: " + output.join());
        }
        return process.exitValue();
    }

    /** Returns all that it said, to its end. */
    String output() {
        return output.join();
    }
}
