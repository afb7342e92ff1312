package io.fastmigrate.benchmarks;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** One process that is measured. */
final class Trial {

    /**
     * How it went.
     *
     * @param nanos the time of each call, as the process says; none if it failed
     * @param wall the time of the whole process, in ns
     * @param peak the most memory that it had, in kB; 0 where that is not known
     * @param failure what went wrong, in a few words; empty if nothing did
     */
    record Outcome(List<Long> nanos, long wall, long peak, String failure) {

        boolean failed() {
            return !failure.isEmpty();
        }
    }

    private Trial() {}

    /** Runs a process to its end, or ends it when its time is over. */
    static Outcome run(List<String> command, Map<String, String> environment, Path logs, Duration limit)
            throws IOException, InterruptedException {
        File out = logs.resolve("out.txt").toFile();
        File err = logs.resolve("err.txt").toFile();
        ProcessBuilder builder = new ProcessBuilder(command).redirectOutput(out).redirectError(err);
        builder.redirectInput(new File("/dev/null"));
        builder.environment().putAll(environment);
        long began = System.nanoTime();
        Process process = builder.start();
        long seen = 0;
        try {
            while (!process.waitFor(3, TimeUnit.MILLISECONDS)) {
                seen = Math.max(seen, peak(process.pid()));
                if (System.nanoTime() - began > limit.toNanos()) {
                    return new Outcome(List.of(), 0, seen, "over " + limit.toSeconds() + " s");
                }
            }
        } finally {
            process.destroyForcibly().waitFor();
        }
        long wall = System.nanoTime() - began;
        if (process.exitValue() != 0) {
            return new Outcome(List.of(), 0, seen, reason(Files.readString(err.toPath())));
        }
        return outcome(Files.readAllLines(out.toPath()), wall, seen);
    }

    private static Outcome outcome(List<String> lines, long wall, long seen) {
        List<Long> nanos = new ArrayList<>();
        long peak = seen;
        for (String line : lines) {
            if (line.startsWith("nanos ")) {
                nanos.add(Long.parseLong(line.substring(6)));
            } else if (line.startsWith("peak ")) {
                peak = Math.max(peak, Long.parseLong(line.substring(5)));
            }
        }
        return new Outcome(nanos, wall, peak, "");
    }

    private static String reason(String errors) {
        if (errors.contains("OutOfMemoryError") || errors.contains("MemoryError")) {
            return "out of memory";
        }
        return errors.contains("query string is too large") ? "\"query string is too large\"" : "failed";
    }

    private static long peak(long pid) {
        try {
            for (String line : Files.readAllLines(Path.of("/proc/" + pid + "/status"))) {
                if (line.startsWith("VmHWM:")) {
                    return Long.parseLong(line.replaceAll("[^0-9]", ""));
                }
            }
        } catch (IOException e) {
            // It has ended, or this is no Linux.
        }
        return 0;
    }
}
