package io.fastmigrate.internal.process;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Who we are, for the history and for those who wait. No name service is asked. */
public final class ThisProcess {

    private static final Path HOST_NAME = Path.of("/proc/sys/kernel/hostname");

    /** Found out when it is first asked for, and not again for each database or script. */
    private static final class Known {

        static final String HOST = host();
        static final String DESCRIPTION = description(ProcessHandle.current());

        private static String description(ProcessHandle me) {
            Optional<Instant> started = me.info().startInstant();
            return "process " + me.pid() + " on " + HOST + ", started "
                    + (started.isPresent() ? started.get() : "at an unknown time");
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

    private static String host() {
        for (String variable : List.of("HOSTNAME", "COMPUTERNAME")) {
            String name = System.getenv(variable);
            if (name != null && !name.isBlank()) {
                return name;
            }
        }
        String known = fromSystem();
        return known.isEmpty() ? "localhost" : known;
    }

    private static String fromSystem() {
        try {
            return Files.readString(HOST_NAME, StandardCharsets.UTF_8).strip();
        } catch (IOException e) {
            return "";
        }
    }
}
