package io.fastmigrate.internal.process;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Who we are, for the history and for those who wait. No name service is asked. */
public final class ThisProcess {

    private static final Path HOST_NAME = Path.of("/proc/sys/kernel/hostname");

    /** Found out when it is first asked for, and not again for each database or script. */
    private static final class Known {

        static final String HOST = firstNonBlank(System.getenv("HOSTNAME"))
                .or(() -> firstNonBlank(System.getenv("COMPUTERNAME")))
                .or(ThisProcess::fromSystem)
                .orElse("localhost");

        static final String DESCRIPTION = description(ProcessHandle.current());

        private static String description(ProcessHandle me) {
            String started = me.info().startInstant().map(Object::toString).orElse("at an unknown time");
            return "process " + me.pid() + " on " + HOST + ", started " + started;
        }
    }

    private ThisProcess() {}

    /** Returns user and host: {@code ada@build-7}. */
    public static String userAtHost() {
        return System.getProperty("user.name", "unknown") + "@" + Known.HOST;
    }

    /** Returns process id, host and the time of the process's start, in words. */
    public static String describe() {
        return Known.DESCRIPTION;
    }

    private static Optional<String> fromSystem() {
        try {
            return firstNonBlank(
                    Files.readString(HOST_NAME, StandardCharsets.UTF_8).strip());
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    private static Optional<String> firstNonBlank(@Nullable String text) {
        return text == null || text.isBlank() ? Optional.empty() : Optional.of(text);
    }
}
