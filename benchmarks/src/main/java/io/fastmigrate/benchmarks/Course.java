package io.fastmigrate.benchmarks;

import io.fastmigrate.FastMigrate;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** Lays out one row's scripts and databases, and runs its contenders in turn. */
final class Course {

    private static final int WARM_CALLS = 20;
    private static final int TENANT_SCRIPTS = 3;
    private static final int REFERRING_SCRIPTS = 10;

    /** How long it may take to bring a database to where a row begins. */
    private static final Duration PREPARATION = Duration.ofMinutes(5);

    private final Options options;
    private final Work work;
    private final int count;
    private final Path folder;
    private final Row row;

    Course(Options options, Work work) {
        this.options = options;
        this.work = work;
        this.count = work.count(options.scale());
        this.folder = options.target().resolve("work").resolve(work.id()).toAbsolutePath();
        this.row = new Row(work, options.contenders(work), options.yardstick(work));
    }

    Row run() throws IOException, InterruptedException, SQLException {
        delete(folder);
        Files.createDirectories(folder);
        try {
            List<Contender> contenders = new ArrayList<>(
                    options.contenders(work).stream().filter(this::isHere).toList());
            for (Contender contender : contenders) {
                prepare(contender);
            }
            for (int round = 0; round < options.rounds(); round++) {
                for (Contender contender : contenders) {
                    if (!row.hasFailed(contender)
                            && row.spent(contender) < options.budget().toNanos()) {
                        measure(contender);
                    }
                }
                // No one is always the one after the same other.
                contenders.add(contenders.remove(0));
            }
            return row;
        } finally {
            delete(folder);
        }
    }

    private boolean isHere(Contender contender) {
        return switch (contender) {
            case PYTHON -> options.python().isPresent();
            case SHELL -> onPath("sqlite3").isPresent();
            case FASTMIGRATE, EARLIER -> isBuilt(contender);
            case LIMIT -> isBuilt(Contender.FASTMIGRATE);
            default -> true;
        };
    }

    private boolean isBuilt(Contender contender) {
        return switch (work.kind()) {
            case COMMAND_LINE -> Files.isExecutable(options.commandLine(contender));
            case SPRING_START -> Files.isDirectory(options.springJars(contender));
            default -> true;
        };
    }

    private static Optional<Path> onPath(String program) {
        return Stream.of(System.getenv().getOrDefault("PATH", "").split(File.pathSeparator))
                .map(place -> Path.of(place).resolve(program))
                .filter(Files::isExecutable)
                .findFirst();
    }

    private Path scripts(Contender contender) {
        return folder.resolve("scripts-" + contender.dialect());
    }

    /** The database as it is before each round. */
    private Path before(Contender contender) {
        Contender owner = switch (work.kind()) {
            case NOTHING_PENDING, FIRST_CALL, COMMAND_LINE -> sharing(contender);
            case SPRING_START -> ours(contender);
            case REFERRING -> options.contenders(work).get(0);
            default -> contender;
        };
        return folder.resolve(owner + "-before.db");
    }

    /** Who only looks at a database can look at one that another has filled. */
    private static Contender sharing(Contender contender) {
        return switch (contender) {
            case UNCHECKED -> Contender.FASTMIGRATE;
            // The version is all that the Python tool reads.
            case PYTHON -> Contender.LIMIT;
            default -> contender;
        };
    }

    /** An application without the starter opens the database of the one that has it. */
    private static Contender ours(Contender contender) {
        return contender == Contender.EARLIER ? contender : Contender.FASTMIGRATE;
    }

    private Path database(Contender contender) {
        return folder.resolve(contender + ".db");
    }

    private void prepare(Contender contender) throws IOException, InterruptedException, SQLException {
        if (!Files.exists(scripts(contender))) {
            switch (work.kind()) {
                case ONE_SCRIPT, ONE_SCRIPT_SMALL_HEAP -> Scripts.rows(scripts(contender), contender.dialect(), count);
                case BACKUP -> Files.createDirectories(scripts(contender));
                case TENANTS -> Scripts.tiny(scripts(contender), contender.dialect(), TENANT_SCRIPTS);
                case REFERRING -> Scripts.referring(scripts(contender), contender.dialect(), REFERRING_SCRIPTS);
                default -> Scripts.tiny(scripts(contender), contender.dialect(), count);
            }
            age(scripts(contender));
        }
        boolean made = Files.exists(before(contender));
        if (!made && contender != Contender.FLYWAY && contender != Contender.LIQUIBASE) {
            FastMigrate.sqlite(before(contender))
                    .migrations(scripts(contender))
                    .build()
                    .create();
        }
        switch (work.kind()) {
            case NOTHING_PENDING, FIRST_CALL, COMMAND_LINE, SPRING_START -> {
                if (!made) {
                    applyBefore(work.kind() == Work.Kind.SPRING_START ? ours(contender) : sharing(contender));
                }
                if (work.kind() == Work.Kind.COMMAND_LINE && ours(contender) == contender) {
                    startBefore(contender);
                }
            }
            case BACKUP -> LargeDatabase.fill(before(contender), count);
            case REFERRING -> {
                if (!made) {
                    LargeDatabase.fill(before(contender), count);
                    LargeDatabase.refer(before(contender));
                }
            }
            case TENANTS -> {}
            case APPLY -> Scripts.shell(folder.resolve("shell.sql"), folder.resolve("scripts-NUMBERED"), count);
            default -> Scripts.shell(folder.resolve("shell.sql"), folder.resolve("scripts-NUMBERED"), 1);
        }
    }

    private void applyBefore(Contender contender) throws IOException, InterruptedException {
        Trial.Outcome outcome = Trial.run(
                worker(contender, "migrate", before(contender), scripts(contender), 1),
                environment(),
                folder,
                PREPARATION);
        if (outcome.failed()) {
            row.failed(contender, outcome.failure());
        }
    }

    /** Copies the empty database for each tenant. */
    private Path tenants(Contender contender) throws IOException {
        Path tenants = folder.resolve("tenants-" + contender);
        delete(tenants);
        Files.createDirectories(tenants);
        for (int tenant = 1; tenant <= count; tenant++) {
            Files.copy(before(contender), tenants.resolve("tenant-" + tenant + ".db"));
        }
        return tenants;
    }

    private void measure(Contender contender) throws IOException, InterruptedException, SQLException {
        boolean writes = switch (work.kind()) {
            case APPLY, ONE_SCRIPT, ONE_SCRIPT_SMALL_HEAP -> true;
            default -> false;
        };
        Path database = writes ? database(contender) : before(contender);
        if (writes && Files.exists(before(contender))) {
            Files.copy(before(contender), database, StandardCopyOption.REPLACE_EXISTING);
        }
        Trial.Outcome outcome = trial(command(contender, database));
        row.spend(contender, outcome.wall());
        if (outcome.failed()) {
            row.failed(contender, outcome.failure());
        } else {
            row.add(contender, time(contender, outcome), outcome.peak());
        }
        removeTraces(database, writes);
        if (work.kind() == Work.Kind.REFERRING) {
            LargeDatabase.takeBack(database, REFERRING_SCRIPTS);
        }
    }

    /** Backups, and the database itself where every round begins with a new one. */
    private void removeTraces(Path database, boolean writes) throws IOException {
        String name = String.valueOf(database.getFileName());
        try (Stream<Path> files = Files.list(folder)) {
            for (Path file : files.toList()) {
                String other = String.valueOf(file.getFileName());
                if (other.endsWith(".backup") || (writes && other.startsWith(name))) {
                    Files.delete(file);
                }
            }
        }
    }

    private double time(Contender contender, Trial.Outcome outcome) {
        if (contender == Contender.SHELL
                || work.kind() == Work.Kind.COMMAND_LINE
                || work.kind() == Work.Kind.SPRING_START) {
            return outcome.wall();
        }
        List<Double> calls = outcome.nanos().stream().map(Long::doubleValue).toList();
        return calls.size() == 1 ? calls.get(0) : Row.median(calls.subList(1, calls.size()));
    }

    private List<String> command(Contender contender, Path database) throws IOException {
        if (work.kind() == Work.Kind.TENANTS) {
            return worker(contender, "tenants", tenants(contender), scripts(contender), 1);
        }
        if (work.kind() == Work.Kind.SPRING_START) {
            return spring(contender, database);
        }
        boolean backup = work.kind() == Work.Kind.BACKUP;
        if (contender == Contender.SHELL) {
            return backup
                    ? List.of("sqlite3", database.toString(), ".backup '" + database + ".shell.backup'")
                    : List.of("sqlite3", "-bail", database.toString(), ".read " + folder.resolve("shell.sql"));
        }
        if (work.kind() == Work.Kind.COMMAND_LINE && contender != Contender.LIMIT) {
            return commandLine(contender, database);
        }
        int calls = work.kind() == Work.Kind.NOTHING_PENDING ? WARM_CALLS : 1;
        return worker(contender, backup ? "backup" : "migrate", database, scripts(contender), calls);
    }

    /** The same small application, with the starter and without it. */
    private List<String> spring(Contender contender, Path database) throws IOException {
        boolean ours = ours(contender) == contender;
        Path springJars = options.springJars(ours(contender));
        StringBuilder classPath =
                new StringBuilder(springJars.resolveSibling("classes").toString());
        try (Stream<Path> jars = Files.list(springJars)) {
            jars.sorted()
                    .filter(jar -> ours || !String.valueOf(jar.getFileName()).startsWith("fastmigrate-"))
                    .forEach(jar -> classPath.append(File.pathSeparator).append(jar));
        }
        List<String> command = new ArrayList<>(java());
        command.addAll(List.of("-cp", classPath.toString(), "io.fastmigrate.benchmarks.SpringStart"));
        if (ours) {
            command.addAll(List.of("--fastmigrate.db=" + database, "--fastmigrate.migrations=" + scripts(contender)));
        } else {
            command.add("--spring.datasource.url=jdbc:sqlite:" + database);
        }
        return command;
    }

    private static List<String> java() {
        return List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-XX:+UseSerialGC", "-Xshare:auto");
    }

    private List<String> commandLine(Contender contender, Path database) {
        List<String> start = contender == Contender.PYTHON
                ? List.of("python3", "-c", "from fastmigrate.cli import run_migrations; run_migrations()")
                : List.of(options.commandLine(contender).toString());
        List<String> command = new ArrayList<>(start);
        command.addAll(List.of(
                "--db", database.toString(), "--migrations", scripts(contender).toString()));
        return command;
    }

    private List<String> worker(Contender contender, String job, Path database, Path scripts, int calls) {
        List<String> command = new ArrayList<>();
        if (contender.isJava()) {
            command.addAll(java());
            if (work.kind() == Work.Kind.ONE_SCRIPT_SMALL_HEAP) {
                command.add("-Xmx64m");
            }
            command.addAll(List.of("-cp", options.classPath(contender), Worker.class.getName()));
            command.add(contender == Contender.EARLIER ? Contender.FASTMIGRATE.name() : contender.name());
        } else {
            command.addAll(List.of(
                    "python3",
                    options.home().resolve("src/main/python/contender.py").toString()));
        }
        command.addAll(List.of(job, database.toString(), scripts.toString(), Integer.toString(calls)));
        return command;
    }

    private Trial.Outcome trial(List<String> command) throws IOException, InterruptedException {
        return Trial.run(command, environment(), folder, options.limit());
    }

    private Map<String, String> environment() {
        Map<String, String> environment = new HashMap<>(Map.of("XDG_CACHE_HOME", cache().toString()));
        if (options.python().isPresent()) {
            environment.put("PYTHONPATH", options.python().get().toString());
            environment.put("PYTHONDONTWRITEBYTECODE", "");
        }
        return environment;
    }

    private Path cache() {
        return folder.resolve("cache");
    }

    /** The first starts of each build make what its later ones are quick by; these are measured. */
    private void startBefore(Contender contender) throws IOException, InterruptedException {
        Path started = folder.resolve(contender + ".started");
        if (Files.exists(started)) {
            return;
        }
        Files.createDirectories(cache());
        long others = prepared();
        long deadline = System.nanoTime() + options.limit().toNanos();
        while (prepared() <= others && System.nanoTime() < deadline) {
            trial(commandLine(contender, before(contender)));
        }
        Files.createFile(started);
    }

    /** Returns how many builds are prepared. */
    private long prepared() throws IOException {
        try (Stream<Path> files = Files.walk(cache())) {
            return files.filter(file -> file.endsWith("sizes")
                            && !file.getParent().getFileName().toString().contains("."))
                    .count();
        } catch (UncheckedIOException e) {
            // It is being made just now.
            return 0;
        }
    }

    /** What was written a moment ago is read again at every start, which no application meets for long. */
    private static void age(Path scripts) throws IOException {
        FileTime yesterday = FileTime.from(Instant.now().minus(Duration.ofDays(1)));
        try (Stream<Path> files = Files.list(scripts)) {
            for (Path file : files.toList()) {
                Files.setLastModifiedTime(file, yesterday);
            }
        }
    }

    private static void delete(Path folder) throws IOException {
        if (!Files.exists(folder)) {
            return;
        }
        try (Stream<Path> files = Files.walk(folder)) {
            files.sorted(Comparator.reverseOrder()).forEach(file -> {
                try {
                    Files.delete(file);
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
            });
        }
    }
}
