package io.fastmigrate.benchmarks;

import io.fastmigrate.FastMigrate;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;

/**
 * Measures on a running server, beside Flyway, Liquibase and the server's own client: {@code benchmarks/run servers URL}.
 * Makes databases called {@code fastmigrate_benchmark_...} there, and drops them.
 */
public final class ServerBenchmark {

    private static final Duration LIMIT = Duration.ofMinutes(3);
    private static final int WARM_CALLS = 20;
    private static final List<Contender> PEERS =
            List.of(Contender.LIMIT, Contender.FASTMIGRATE, Contender.FLYWAY, Contender.LIQUIBASE);

    private enum Kind {
        NOTHING,
        APPLY,
        ROWS
    }

    /** One row: what is done how often, and whose time is 1.00. */
    private record Job(Kind kind, int count, String title, Contender yardstick) {}

    private final URI server;
    private final String url;
    private final Path folder;
    private final int rounds;
    private final double scale;

    private ServerBenchmark(String url, Path folder, int rounds, double scale) {
        this.url = url;
        this.scale = scale;
        this.server = URI.create(url.substring("jdbc:".length()));
        this.folder = folder;
        this.rounds = rounds;
    }

    /**
     * Expects the folder of the benchmarks and the URL of a database whose user may create others; then, as one likes, how
     * many rounds, and what to multiply the counts by.
     */
    public static void main(String[] args) throws Exception {
        int rounds = args.length > 2 ? Integer.parseInt(args[2]) : 5;
        Path folder = Path.of(args[0]).resolve("target/servers").toAbsolutePath();
        double scale = args.length > 3 ? Double.parseDouble(args[3]) : 1;
        Files.createDirectories(folder);
        new ServerBenchmark(args[1], folder, rounds, scale).run();
    }

    private void run() throws Exception {
        List<Job> jobs = List.of(
                job(Kind.NOTHING, 1_000, "nothing pending, %,d scripts, later calls in one JVM", Contender.LIMIT),
                job(Kind.APPLY, 1_000, "apply %,d tiny scripts", Contender.LIMIT),
                job(Kind.ROWS, 200_000, "one script, %,d INSERTs of 99 bytes", Contender.SHELL));
        System.out.println("| work | limit | fastmigrate | Flyway | Liquibase | client |\n|---|---|---|---|---|---|");
        try {
            for (Job job : jobs) {
                System.out.println(line(job, measure(job)));
            }
        } finally {
            for (Contender contender : Contender.values()) {
                drop(contender);
            }
        }
    }

    private Job job(Kind kind, int count, String title, Contender yardstick) {
        return new Job(kind, (int) Math.max(1, Math.round(count * scale)), title, yardstick);
    }

    private Map<Contender, List<Double>> measure(Job job) throws Exception {
        Map<Contender, List<Double>> times = new EnumMap<>(Contender.class);
        List<Contender> contenders = new ArrayList<>(PEERS);
        if (job.kind() != Kind.NOTHING) {
            contenders.add(Contender.SHELL);
        }
        for (Contender contender : contenders) {
            write(job, contender);
            times.put(contender, new ArrayList<>());
            if (job.kind() == Kind.NOTHING) {
                make(contender);
                Contender filler = contender == Contender.LIMIT ? Contender.FASTMIGRATE : contender;
                time(worker(filler, contender, 1), contender);
            }
        }
        for (int round = 0; round < rounds; round++) {
            for (Contender contender : contenders) {
                if (job.kind() != Kind.NOTHING) {
                    make(contender);
                }
                Trial.Outcome outcome = contender == Contender.SHELL
                        ? Trial.run(client(), Map.of(), folder, LIMIT)
                        : worker(contender, contender, job.kind() == Kind.NOTHING ? WARM_CALLS : 1);
                times.get(contender).add(time(outcome, contender));
            }
            contenders.add(contenders.remove(0));
        }
        return times;
    }

    private static double time(Trial.Outcome outcome, Contender contender) {
        if (outcome.failed()) {
            System.err.println(contender + ": " + outcome.failure());
            return Double.NaN;
        }
        if (contender == Contender.SHELL) {
            return outcome.wall();
        }
        List<Double> calls = outcome.nanos().stream().map(Long::doubleValue).toList();
        return calls.size() == 1 ? calls.get(0) : Row.median(calls.subList(1, calls.size()));
    }

    private static String line(Job job, Map<Contender, List<Double>> times) {
        StringBuilder line = new StringBuilder("| ").append(String.format(Locale.ROOT, job.title(), job.count()));
        for (Contender contender : List.of(
                Contender.LIMIT, Contender.FASTMIGRATE, Contender.FLYWAY, Contender.LIQUIBASE, Contender.SHELL)) {
            line.append(" | ").append(cell(times.getOrDefault(contender, List.of()), times.get(job.yardstick())));
        }
        return line.append(" |").toString();
    }

    private static String cell(List<Double> times, List<Double> yardstick) {
        if (times.isEmpty()) {
            return "";
        }
        List<Double> ratios = new ArrayList<>();
        for (int round = 0; round < times.size(); round++) {
            if (times.get(round).isNaN()) {
                return "failed";
            }
            ratios.add(times.get(round) / yardstick.get(round));
        }
        return MarkdownTable.readable(Row.median(times)) + String.format(Locale.ROOT, " (%.2f)", Row.median(ratios));
    }

    private Trial.Outcome worker(Contender who, Contender database, int calls)
            throws IOException, InterruptedException {
        return Trial.run(
                List.of(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-XX:+UseSerialGC",
                        "-cp",
                        System.getProperty("java.class.path"),
                        ServerWorker.class.getName(),
                        who.name(),
                        at(name(database)),
                        scripts(who).toString(),
                        Integer.toString(calls)),
                Map.of(),
                folder,
                LIMIT);
    }

    /** The server's own client, which runs all in one transaction, or one for each script as the text says. */
    private List<String> client() {
        String file = folder.resolve("client.sql").toString();
        if (server.getScheme().equals("postgresql")) {
            return List.of(
                    "psql",
                    "-q",
                    "-v",
                    "ON_ERROR_STOP=1",
                    "-d",
                    at(name(Contender.SHELL)).substring("jdbc:".length()),
                    "-f",
                    file);
        }
        List<String> command = new ArrayList<>(List.of("mariadb", "--host=" + server.getHost()));
        command.add("--port=" + server.getPort());
        for (String parameter : String.valueOf(server.getQuery()).split("&", -1)) {
            if (parameter.startsWith("user=") || parameter.startsWith("password=")) {
                command.add("--" + parameter);
            }
        }
        command.addAll(List.of("--execute=source " + file, name(Contender.SHELL)));
        return command;
    }

    private Path scripts(Contender contender) {
        return folder.resolve("scripts-" + contender.dialect());
    }

    private void write(Job job, Contender contender) throws IOException {
        Path scripts = scripts(contender);
        if (Files.exists(scripts)) {
            try (Stream<Path> old = Files.list(scripts)) {
                for (Path file : old.toList()) {
                    Files.delete(file);
                }
            }
        }
        if (job.kind() == Kind.ROWS) {
            Scripts.rows(scripts, contender.dialect(), job.count());
        } else {
            Scripts.tiny(scripts, contender.dialect(), job.count());
        }
        if (contender == Contender.SHELL) {
            writeForClient(scripts);
        }
        try (Stream<Path> files = Files.list(scripts)) {
            for (Path file : files.toList()) {
                Files.setLastModifiedTime(file, FileTime.from(Instant.now().minus(Duration.ofDays(1))));
            }
        }
    }

    private void writeForClient(Path scripts) throws IOException {
        StringBuilder text = new StringBuilder();
        try (Stream<Path> files = Files.list(scripts)) {
            int version = 0;
            for (Path file : files.sorted().toList()) {
                version++;
                text.append("BEGIN;\n").append(Files.readString(file));
                text.append("UPDATE _meta SET version = " + version + " WHERE id = 1;\nCOMMIT;\n");
            }
        }
        Files.writeString(folder.resolve("client.sql"), text);
    }

    private static String name(Contender contender) {
        return "fastmigrate_benchmark_" + contender.name().toLowerCase(Locale.ROOT);
    }

    private String at(String database) {
        String query = server.getRawQuery() == null ? "" : "?" + server.getRawQuery();
        return "jdbc:" + server.getScheme() + "://" + server.getRawAuthority() + "/" + database + query;
    }

    private void make(Contender contender) throws SQLException {
        drop(contender);
        try (Connection connection = DriverManager.getConnection(url);
                Statement statement = connection.createStatement()) {
            statement.execute("CREATE DATABASE " + name(contender));
        }
        if (contender != Contender.FLYWAY && contender != Contender.LIQUIBASE) {
            FastMigrate.database(at(name(contender)))
                    .migrations(scripts(contender))
                    .build()
                    .create();
        }
    }

    private void drop(Contender contender) throws SQLException {
        try (Connection connection = DriverManager.getConnection(url);
                Statement statement = connection.createStatement()) {
            statement.execute("DROP DATABASE IF EXISTS " + name(contender));
        }
    }
}
