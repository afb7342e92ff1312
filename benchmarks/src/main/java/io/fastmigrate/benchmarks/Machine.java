package io.fastmigrate.benchmarks;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** On what was measured, and which versions: nothing that names the machine. */
final class Machine {

    private static final Pattern JAR = Pattern.compile("(sqlite-jdbc|flyway-core|liquibase-core)-(\\d[\\d.]*)\\.jar");

    private Machine() {}

    static String describe() {
        String memory = "unknown memory";
        try {
            for (String line : Files.readAllLines(Path.of("/proc/meminfo"))) {
                if (line.startsWith("MemTotal:")) {
                    memory = Long.parseLong(line.replaceAll("[^0-9]", "")) / 1024 / 1024 + " GB of memory";
                }
            }
        } catch (IOException e) {
            // No Linux: the memory stays unknown.
        }
        return Runtime.getRuntime().availableProcessors() + " cores (" + System.getProperty("os.arch") + "), " + memory
                + ", " + System.getProperty("os.name") + ", Java "
                + Runtime.version().feature();
    }

    /** Returns how many processes wanted a core during the last minute; negative where that is not known. */
    static double load() {
        return ManagementFactory.getOperatingSystemMXBean().getSystemLoadAverage();
    }

    static String versions(Options options) throws IOException, InterruptedException {
        List<String> versions = new ArrayList<>();
        try (Stream<Path> jars = Files.list(options.target().resolve("lib"))) {
            jars.sorted().forEach(jar -> {
                Matcher matcher = JAR.matcher(String.valueOf(jar.getFileName()));
                if (matcher.matches()) {
                    versions.add(matcher.group(1) + " " + matcher.group(2));
                }
            });
        }
        String shell = firstLine("sqlite3", "--version");
        if (!shell.isEmpty()) {
            versions.add("sqlite3 " + shell.split(" ", 2)[0]);
        }
        if (options.python().isPresent()) {
            versions.add(firstLine("python3", "--version"));
        }
        return String.join(", ", versions);
    }

    private static String firstLine(String... command) throws InterruptedException {
        try {
            Process process =
                    new ProcessBuilder(command).redirectErrorStream(true).start();
            String text = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            return process.waitFor() == 0 ? text.strip().lines().findFirst().orElse("") : "";
        } catch (IOException e) {
            return "";
        }
    }

    static String load(double before, double after) {
        return String.format(Locale.ROOT, "%.1f before and %.1f after the run", before, after);
    }
}
