package io.fastmigrate.benchmarks;

import io.fastmigrate.FastMigrate;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** Lays out one row's scripts and databases, and runs its contenders in turn. */
final class Course {

    private static final int WARM_CALLS = 20;

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
        this.row = new Row(work);
    }

    Row run() throws IOException, InterruptedException, SQLException {
        delete(folder);
        Files.createDirectories(folder);
        try {
            List<Contender> contenders = new ArrayList<>(
                    work.contenders().stream().filter(this::isHere).toList());
            for (Contender contender : contenders) {
                prepare(contender);
            }
            for (int round = 0; round < options.rounds(); round++) {
                for (Contender contender : contenders) {
                    if (!row.hasFailed(contender)) {
                        measure(contender);
                    }
                }
                // Nobody is always the one after the same other.
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
            case FASTMIGRATE -> work.kind() != Work.Kind.COMMAND_LINE || Files.isExecutable(options.commandLine());
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
        return folder.resolve(contender + "-before.db");
    }

    private Path database(Contender contender) {
        return folder.resolve(contender + ".db");
    }

    private void prepare(Contender contender) throws IOException, InterruptedException, SQLException {
        if (!Files.exists(scripts(contender))) {
            switch (work.kind()) {
                case ONE_SCRIPT, ONE_SCRIPT_SMALL_HEAP -> Scripts.rows(scripts(contender), contender.dialect(), count);
                case BACKUP -> Files.createDirectories(scripts(contender));
                default -> Scripts.tiny(scripts(contender), contender.dialect(), count);
            }
        }
        if (contender != Contender.FLYWAY && contender != Contender.LIQUIBASE) {
            FastMigrate.sqlite(before(contender))
                    .migrations(scripts(contender))
                    .build()
                    .create();
        }
        switch (work.kind()) {
            case NOTHING_PENDING, FIRST_CALL, COMMAND_LINE -> applyBefore(contender);
            case BACKUP -> fill(before(contender));
            case APPLY -> Scripts.shell(folder.resolve("shell.sql"), folder.resolve("scripts-NUMBERED"), count);
            default -> Scripts.shell(folder.resolve("shell.sql"), folder.resolve("scripts-NUMBERED"), 1);
        }
    }

    private void applyBefore(Contender contender) throws IOException, InterruptedException {
        // The version is all that the Python tool reads, so it need not apply what another has applied.
        Contender worker = contender == Contender.PYTHON ? Contender.LIMIT : contender;
        Trial.Outcome outcome = trial(worker(worker, "migrate", before(contender), scripts(contender), 1));
        if (outcome.failed()) {
            row.failed(contender, outcome.failure());
        }
    }

    private void fill(Path database) throws SQLException {
        try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + database);
                Statement statement = connection.createStatement()) {
            statement.executeUpdate("CREATE TABLE page (id INTEGER PRIMARY KEY, body BLOB)");
            statement.executeUpdate("WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < "
                    + count * 250L + ") INSERT INTO page (body) SELECT randomblob(4000) FROM n");
        }
    }

    private void measure(Contender contender) throws IOException, InterruptedException {
        boolean writes = switch (work.kind()) {
            case APPLY, ONE_SCRIPT, ONE_SCRIPT_SMALL_HEAP -> true;
            default -> false;
        };
        Path database = writes ? database(contender) : before(contender);
        if (writes && Files.exists(before(contender))) {
            Files.copy(before(contender), database, StandardCopyOption.REPLACE_EXISTING);
        }
        Trial.Outcome outcome = trial(command(contender, database));
        if (outcome.failed()) {
            row.failed(contender, outcome.failure());
        } else {
            row.add(contender, time(contender, outcome), outcome.peak());
        }
        removeTraces(database, writes);
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
        if (contender == Contender.SHELL || work.kind() == Work.Kind.COMMAND_LINE) {
            return outcome.wall();
        }
        List<Double> calls = outcome.nanos().stream().map(Long::doubleValue).toList();
        return calls.size() == 1 ? calls.get(0) : Row.median(calls.subList(1, calls.size()));
    }

    private List<String> command(Contender contender, Path database) {
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

    private List<String> commandLine(Contender contender, Path database) {
        List<String> start = contender == Contender.PYTHON
                ? List.of("python3", "-c", "from fastmigrate.cli import run_migrations; run_migrations()")
                : List.of(options.commandLine().toString());
        List<String> command = new ArrayList<>(start);
        command.addAll(List.of(
                "--db", database.toString(), "--migrations", scripts(contender).toString()));
        return command;
    }

    private List<String> worker(Contender contender, String job, Path database, Path scripts, int calls) {
        List<String> command = new ArrayList<>();
        if (contender.isJava()) {
            command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
            command.addAll(List.of("-XX:+UseSerialGC", "-Xshare:auto"));
            if (work.kind() == Work.Kind.ONE_SCRIPT_SMALL_HEAP) {
                command.add("-Xmx64m");
            }
            command.addAll(List.of("-cp", System.getProperty("java.class.path"), Worker.class.getName()));
            command.add(contender.name());
        } else {
            command.addAll(List.of(
                    "python3",
                    options.home().resolve("src/main/python/contender.py").toString()));
        }
        command.addAll(List.of(job, database.toString(), scripts.toString(), Integer.toString(calls)));
        return command;
    }

    private Trial.Outcome trial(List<String> command) throws IOException, InterruptedException {
        Map<String, String> environment = options.python().isPresent()
                ? Map.of("PYTHONPATH", options.python().get().toString(), "PYTHONDONTWRITEBYTECODE", "")
                : Map.of();
        return Trial.run(command, environment, folder, options.limit());
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
