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
    private static final Duration LIMIT_OF_ONE_GIGABYTE = Duration.ofMinutes(20);
    private static final int WARM_CALLS = 20;
    private static final List<Contender> PEERS =
            List.of(Contender.LIMIT, Contender.FASTMIGRATE, Contender.FLYWAY, Contender.LIQUIBASE);

    private enum Kind {
        NOTHING,
        APPLY,
        ROWS,
        /** Once, in little memory. */
        MANY_ROWS,
        SPRING_START;

        List<Contender> contenders() {
            return switch (this) {
                case NOTHING -> PEERS;
                case APPLY, ROWS ->
                    Stream.concat(PEERS.stream(), Stream.of(Contender.SHELL)).toList();
                case MANY_ROWS -> List.of(Contender.FASTMIGRATE, Contender.SHELL);
                case SPRING_START -> List.of(Contender.LIMIT, Contender.FASTMIGRATE);
            };
        }

        /** Whether all scripts have been applied before it is measured. */
        boolean isFilled() {
            return this == NOTHING || this == SPRING_START;
        }

        Duration limit() {
            return this == MANY_ROWS ? LIMIT_OF_ONE_GIGABYTE : LIMIT;
        }
    }

    /** One row: what is done how often, and whose time is 1.00. */
    private record Job(Kind kind, int count, String title, Contender yardstick) {}

    private final URI server;
    private final String url;
    private final Path home;
    private final Path folder;
    private final int rounds;
    private final double scale;

    private ServerBenchmark(String url, Path home, int rounds, double scale) {
        this.url = url;
        this.home = home;
        this.scale = scale;
        this.server = URI.create(url.substring("jdbc:".length()));
        this.folder = home.resolve("target/servers").toAbsolutePath();
        this.rounds = rounds;
    }

    /**
     * Expects the folder of the benchmarks and the URL of a database whose user may create others; then, as one likes, how
     * many rounds, and what to multiply the counts by.
     */
    public static void main(String[] args) throws Exception {
        int rounds = args.length > 2 ? Integer.parseInt(args[2]) : 5;
        double scale = args.length > 3 ? Double.parseDouble(args[3]) : 1;
        new ServerBenchmark(args[1], Path.of(args[0]), rounds, scale).run();
    }

    private void run() throws Exception {
        List<Job> jobs = List.of(
                job(Kind.NOTHING, 1_000, "nothing pending, %,d scripts, later calls in one JVM", Contender.LIMIT),
                job(Kind.APPLY, 1_000, "apply %,d tiny scripts", Contender.LIMIT),
                job(Kind.ROWS, 200_000, "one script, %,d INSERTs of 99 bytes", Contender.SHELL),
                job(Kind.SPRING_START, 100, "start of a Spring Boot application, %,d scripts applied", Contender.LIMIT),
                job(Kind.MANY_ROWS, 10_850_000, "one script, %,d INSERTs of 99 bytes, -Xmx64m", Contender.SHELL));
        Files.createDirectories(folder);
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
            if (job.kind().isFilled()) {
                make(contender);
                Contender filler = contender == Contender.LIMIT ? Contender.FASTMIGRATE : contender;
                write(job, filler);
                time(job, worker(job, filler, contender, 1), contender);
            }
        }
        for (int round = 0; round < (job.kind() == Kind.MANY_ROWS ? 1 : rounds); round++) {
            for (Contender contender : contenders) {
                if (!job.kind().isFilled()) {
                    make(contender);
                }
                times.get(contender).add(time(job, run(job, contender), contender));
            }
            contenders.add(contenders.remove(0));
        }
        return times;
    }

    private Trial.Outcome run(Job job, Contender contender) throws IOException, InterruptedException {
        if (job.kind() == Kind.SPRING_START) {
            return Trial.run(spring(contender), Map.of(), folder, LIMIT);
        }
        if (contender == Contender.SHELL) {
            return Trial.run(client(), Map.of(), folder, job.kind().limit());
        }
        return worker(job, contender, contender, job.kind() == Kind.NOTHING ? WARM_CALLS : 1);
    }

    /** The same small application on a pool, with the starter and without it. */
    private List<String> spring(Contender contender) throws IOException {
        boolean starter = contender == Contender.FASTMIGRATE;
        List<String> classPath =
                new ArrayList<>(List.of(home.resolve("target/classes").toString()));
        for (String jars : List.of("target/spring", "target/lib")) {
            try (Stream<Path> all = Files.list(home.resolve(jars))) {
                all.map(Path::toString)
                        .filter(jar -> jars.equals("target/spring")
                                ? starter || !jar.contains("/fastmigrate-")
                                : jar.contains("/postgresql-") || jar.contains("/mariadb-java-client-"))
                        .sorted()
                        .forEach(classPath::add);
            }
        }
        List<String> command = new ArrayList<>(java());
        command.addAll(List.of("-cp", String.join(File.pathSeparator, classPath), SpringStart.class.getName()));
        command.add("--spring.datasource.url=" + at(name(contender)));
        if (starter) {
            command.add("--fastmigrate.migrations=" + scripts(contender));
        }
        return command;
    }

    private static List<String> java() {
        return List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-XX:+UseSerialGC", "-Xshare:auto");
    }

    private static double time(Job job, Trial.Outcome outcome, Contender contender) {
        if (outcome.failed()) {
            System.err.println(contender + ": " + outcome.failure());
            return Double.NaN;
        }
        if (job.kind() == Kind.MANY_ROWS) {
            System.err.println(contender + ": " + outcome.peak() / 1024 + " MB at most");
        }
        if (contender == Contender.SHELL || job.kind() == Kind.SPRING_START) {
            return outcome.wall();
        }
        List<Double> calls = outcome.nanos().stream().map(Long::doubleValue).toList();
        return calls.size() == 1 ? calls.get(0) : Row.median(calls.subList(1, calls.size()));
    }

    private static String line(Job job, Map<Contender, List<Double>> times) {
        StringBuilder line = new StringBuilder("| ").append(String.format(Locale.ROOT, job.title(), job.count()));
        for (Contender contender : List.of(
                Contender.LIMIT, Contender.FASTMIGRATE, Contender.FLYWAY, Contender.LIQUIBASE, Contender.SHELL)) {
            line.append(" | ").append(cell(job, times.getOrDefault(contender, List.of()), times.get(job.yardstick())));
        }
        return line.append(" |").toString();
    }

    private static String cell(Job job, List<Double> times, List<Double> yardstick) {
        if (times.isEmpty()) {
            return "";
        }
        List<Double> ratios = new ArrayList<>();
        for (int round = 0; round < times.size(); round++) {
            if (times.get(round).isNaN()) {
                return "failed";
            }
            ratios.add(
                    job.kind() == Kind.SPRING_START
                            ? (times.get(round) - yardstick.get(round)) / 1_000_000
                            : times.get(round) / yardstick.get(round));
        }
        String form = job.kind() == Kind.SPRING_START ? " (%+.0f ms)" : " (%.2f)";
        return MarkdownTable.readable(Row.median(times)) + String.format(Locale.ROOT, form, Row.median(ratios));
    }

    private Trial.Outcome worker(Job job, Contender who, Contender database, int calls)
            throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(java());
        if (job.kind() == Kind.MANY_ROWS) {
            command.add("-Xmx64m");
        }
        command.addAll(List.of(
                "-cp",
                System.getProperty("java.class.path"),
                ServerWorker.class.getName(),
                who.name(),
                at(name(database)),
                scripts(who).toString(),
                Integer.toString(calls)));
        return Trial.run(command, Map.of(), folder, job.kind().limit());
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
        if (job.kind() == Kind.ROWS || job.kind() == Kind.MANY_ROWS) {
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

    /** With autocommit off, since a definition ends on MariaDB what BEGIN began, and each INSERT would be a transaction. */
    private void writeForClient(Path scripts) throws IOException {
        String begin = server.getScheme().equals("postgresql") ? "BEGIN;\n" : "SET autocommit = 0;\n";
        try (Stream<Path> files = Files.list(scripts);
                OutputStream text = new BufferedOutputStream(Files.newOutputStream(folder.resolve("client.sql")))) {
            int version = 0;
            for (Path file : files.sorted().toList()) {
                version++;
                text.write(begin.getBytes(StandardCharsets.UTF_8));
                Files.copy(file, text);
                text.write(("UPDATE _meta SET version = " + version + " WHERE id = 1;\nCOMMIT;\n")
                        .getBytes(StandardCharsets.UTF_8));
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
