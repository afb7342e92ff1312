package io.fastmigrate.internal.process;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * A process and all that it starts, also what gets another parent when its own one ends: each inherits a mark in its
 * environment. The mark can be read on Linux; elsewhere only those are found whose parents live.
 */
public final class ProcessTree {

    private static final String MARK = "FASTMIGRATE_PROCESS";
    private static final Path PROCESSES = Path.of("/proc");
    private static final Duration GRACE = Duration.ofSeconds(2);

    private final String value = UUID.randomUUID().toString();
    private @Nullable ProcessHandle root;

    /** Marks what will be started with this environment. */
    public void mark(Map<String, String> environment) {
        environment.put(MARK, value);
    }

    /** Tells which process was started with it. */
    public void startedAs(Process process) {
        root = process.toHandle();
    }

    /** Ends all of them: asks first, and after two seconds does not ask. What they start in the meantime ends too. */
    public void end() {
        long deadline = System.nanoTime() + GRACE.toNanos();
        Set<ProcessHandle> asked = new LinkedHashSet<>();
        boolean interrupted = false;
        Set<ProcessHandle> living = living();
        while (!living.isEmpty() && System.nanoTime() < deadline) {
            living.stream().filter(asked::add).forEach(ProcessHandle::destroy);
            try {
                TimeUnit.MILLISECONDS.sleep(10);
            } catch (InterruptedException e) {
                interrupted = true;
            }
            living = living();
        }
        while (!living.isEmpty() && System.nanoTime() < deadline + GRACE.toNanos()) {
            living.forEach(ProcessHandle::destroyForcibly);
            living = living();
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    /** Returns all of them that live. */
    public Set<ProcessHandle> living() {
        Set<ProcessHandle> found = new LinkedHashSet<>();
        if (root != null) {
            root.descendants().forEach(found::add);
            found.add(root);
        }
        try (DirectoryStream<Path> processes = Files.newDirectoryStream(PROCESSES, "[0-9]*")) {
            for (Path process : processes) {
                if (isMarked(process)) {
                    ProcessHandle.of(Long.parseLong(process.getFileName().toString()))
                            .ifPresent(found::add);
                }
            }
        } catch (IOException e) {
            // A system without it.
        }
        found.removeIf(process -> !process.isAlive());
        return found;
    }

    private boolean isMarked(Path process) {
        try {
            String environment = Files.readString(process.resolve("environ"), StandardCharsets.ISO_8859_1);
            return Arrays.asList(environment.split("\0", -1)).contains(MARK + "=" + value);
        } catch (IOException e) {
            // It has ended, or is another user's.
            return false;
        }
    }
}
