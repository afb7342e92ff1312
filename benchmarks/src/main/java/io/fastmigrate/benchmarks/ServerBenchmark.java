package io.fastmigrate.benchmarks;

import io.fastmigrate.FastMigrate;
import java.io.BufferedOutputStream;
import java.io.File;
import java.io.IOException;
import java.io.OutputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
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
    private static final Duration LIMIT_OF_HUGE = Duration.ofMinutes(20);
    private static final int WARM_CALLS = 20;
    private static final List<Contender> PEERS =
            List.of(Contender.LIMIT, Contender.FASTMIGRATE, Contender.FLYWAY, Contender.LIQUIBASE);

    private enum Kind {
        NOTHING,
        APPLY,
        ROWS,
        /** A whole process, with the starter and without it. */
        START,
        /** A script of 1 GB, with a heap of 64 MB; only if it is named. */
        HUGE;

        private boolean isApplied() {
            return this == NOTHING || this == START;
        }

        private List<Contender> contenders() {
            return switch (this) {
                case NOTHING -> PEERS;
                case START -> List.of(Contender.LIMIT, Contender.FASTMIGRATE);
                case HUGE -> List.of(Contender.FASTMIGRATE, Contender.SHELL);
                default ->
                    Stream.concat(PEERS.stream(), Stream.of(Contender.SHELL)).toList();
            };
        }
    }

    /** One row: what is done how often, and whose time is 1.00. */
    private record Job(Kind kind, int count, String title, Contender yardstick) {}

    private final URI server;
    private final String url;
    private final Path folder;
    private final Path spring;
    private final int rounds;
    private final double scale;

    private ServerBenchmark(String url, Path folder, int rounds, double scale) {
        this.url = url;
        this.scale = scale;
        this.server = URI.create(url.substring("jdbc:".length()));
        this.folder = folder;
        this.spring = folder.resolveSibling("spring");
        this.rounds = rounds;
    }

    /**
     * Expects the folder of the benchmarks and the URL of a database whose user may create others; then, as one likes, how
     * many rounds, what to multiply the counts by, and the rows: nothing, apply, rows, start, huge.
     */
    public static void main(String[] args) throws Exception {
        int rounds = args.length > 2 ? Integer.parseInt(args[2]) : 5;
        Path folder = Path.of(args[0]).resolve("target/servers").toAbsolutePath();
        double scale = args.length > 3 ? Double.parseDouble(args[3]) : 1;
        Files.createDirectories(folder);
        List<String> rows = List.of(args).subList(Math.min(4, args.length), args.length);
        new ServerBenchmark(args[1], folder, rounds, scale).run(rows);
    }

    private void run(List<String> rows) throws Exception {
        List<Job> jobs = Stream.of(
                        job(
                                Kind.NOTHING,
                                1_000,
                                "nothing pending, %,d scripts, later calls in one JVM",
                                Contender.LIMIT),
                        job(Kind.APPLY, 1_000, "apply %,d tiny scripts", Contender.LIMIT),
                        job(Kind.ROWS, 200_000, "one script, %,d INSERTs of 99 bytes", Contender.SHELL),
                        job(
                                Kind.START,
                                100,
                                "start of a Spring Boot application, %,d applied scripts, whole process",
                                Contender.LIMIT),
                        job(
                                Kind.HUGE,
                                10_850_000,
                                "one script, %,d INSERTs of 99 bytes, heap of 64 MB",
                                Contender.SHELL))
                .filter(job -> rows.isEmpty()
                        ? job.kind() != Kind.HUGE
                        : rows.contains(job.kind().name().toLowerCase(Locale.ROOT)))
                .toList();
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
        List<Contender> contenders = new ArrayList<>(job.kind().contenders());
        for (Contender contender : contenders) {
            write(job, contender);
            times.put(contender, new ArrayList<>());
            if (job.kind().isApplied()) {
                make(contender);
                Contender filler = contender == Contender.LIMIT ? Contender.FASTMIGRATE : contender;
                time(worker(job, filler, contender, 1), contender);
            }
        }
        for (int round = 0; round < rounds; round++) {
            for (Contender contender : contenders) {
                List<Double> known = times.get(contender);
                if (known.contains(Double.NaN)) {
                    continue; // it would fail, or take too long, again
                }
                if (!job.kind().isApplied()) {
                    make(contender);
                }
                known.add(time(trial(job, contender), contender));
            }
            contenders.add(contenders.remove(0));
        }
        return times;
    }

    private Trial.Outcome trial(Job job, Contender contender) throws IOException, InterruptedException {
        if (contender == Contender.SHELL) {
            return Trial.run(client(), Map.of(), folder, limit(job));
        }
        return job.kind() == Kind.START
                ? application(contender)
                : worker(job, contender, contender, job.kind() == Kind.NOTHING ? WARM_CALLS : 1);
    }

    private static Duration limit(Job job) {
        return job.kind() == Kind.HUGE ? LIMIT_OF_HUGE : LIMIT;
    }

    private static double time(Trial.Outcome outcome, Contender contender) {
        if (outcome.failed()) {
            System.err.println(contender + ": " + outcome.failure());
            return Double.NaN;
        }
        if (outcome.nanos().isEmpty()) {
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
        if (times.contains(Double.NaN)) {
            return "failed";
        }
        if (yardstick.contains(Double.NaN)) {
            return MarkdownTable.readable(Row.median(times));
        }
        List<Double> ratios = new ArrayList<>();
        for (int round = 0; round < times.size(); round++) {
            ratios.add(times.get(round) / yardstick.get(round));
        }
        return MarkdownTable.readable(Row.median(times)) + String.format(Locale.ROOT, " (%.2f)", Row.median(ratios));
    }

    private Trial.Outcome worker(Job job, Contender who, Contender database, int calls)
            throws IOException, InterruptedException {
        List<String> command = java(System.getProperty("java.class.path"));
        if (job.kind() == Kind.HUGE) {
            command.add("-Xmx64m");
        }
        command.addAll(List.of(
                ServerWorker.class.getName(),
                who.name(),
                at(name(database)),
                scripts(who).toString(),
                Integer.toString(calls)));
        return Trial.run(command, Map.of(), folder, limit(job));
    }

    /** The same small application with a pool, with the starter and without it. */
    private Trial.Outcome application(Contender contender) throws IOException, InterruptedException {
        boolean ours = contender == Contender.FASTMIGRATE;
        StringBuilder classPath =
                new StringBuilder(spring.resolveSibling("classes").toString());
        try (Stream<Path> jars = Files.list(spring);
                Stream<Path> libraries = Files.list(spring.resolveSibling("lib"))) {
            Stream.concat(jars.sorted(), libraries.filter(ServerBenchmark::isDriver))
                    .filter(jar -> ours || !String.valueOf(jar.getFileName()).startsWith("fastmigrate-"))
                    .forEach(jar -> classPath.append(File.pathSeparator).append(jar));
        }
        List<String> command = java(classPath.toString());
        command.addAll(List.of(SpringStart.class.getName(), "--spring.datasource.url=" + at(name(contender))));
        if (ours) {
            command.add("--fastmigrate.migrations=" + scripts(contender));
        }
        return Trial.run(command, Map.of(), folder, LIMIT);
    }

    private static boolean isDriver(Path jar) {
        String name = String.valueOf(jar.getFileName());
        return name.startsWith("postgresql-") || name.startsWith("mariadb-java-client-");
    }

    private static List<String> java(String classPath) {
        return new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:+UseSerialGC",
                "-cp",
                classPath));
    }

    private boolean isPostgres() {
        return server.getScheme().equals("postgresql");
    }

    /** The server's own client, which runs all in one transaction, or one for each script as the text says. */
    private List<String> client() {
        String file = folder.resolve("client.sql").toString();
        if (isPostgres()) {
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
        if (job.kind() == Kind.ROWS || job.kind() == Kind.HUGE) {
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
        // On MariaDB and MySQL a CREATE TABLE ends the transaction: without autocommit, the next statement begins
        // another one.
        String begin = isPostgres() ? "BEGIN;\n" : "SET autocommit = 0;\n";
        try (Stream<Path> files = Files.list(scripts);
                OutputStream all = new BufferedOutputStream(Files.newOutputStream(folder.resolve("client.sql")))) {
            int version = 0;
            for (Path file : files.sorted().toList()) {
                version++;
                all.write(begin.getBytes(StandardCharsets.UTF_8));
                Files.copy(file, all);
                String end = "UPDATE _meta SET version = " + version + " WHERE id = 1;\nCOMMIT;\n";
                all.write(end.getBytes(StandardCharsets.UTF_8));
            }
        }
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
