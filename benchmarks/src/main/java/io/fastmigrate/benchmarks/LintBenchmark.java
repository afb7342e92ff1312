package io.fastmigrate.benchmarks;

import io.fastmigrate.FastMigrate;
import io.fastmigrate.lint.LintReport;
import io.fastmigrate.lint.Linter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/**
 * Measures lint in a JVM that has linted before, beside the time in which SQLite itself is migrated by the same scripts: {@code benchmarks/run lint}.
 */
final class LintBenchmark {

    private static final int SCRIPTS = 1_000;
    private static final int WARM_UP = 3;

    /** Ten scripts of an application that grows; %1$d is the number of its tables. */
    private static final List<String> KINDS = List.of(
            "CREATE TABLE item_%1$d (id bigint PRIMARY KEY, name varchar(200) NOT NULL, price int NOT NULL DEFAULT 0);\n",
            "CREATE TABLE line_%1$d (id bigint PRIMARY KEY, item bigint NOT NULL REFERENCES item_%1$d (id), amount int);\n"
                    + "CREATE INDEX line_%1$d_item ON line_%1$d (item);\n",
            "INSERT INTO item_%1$d (id, name) VALUES (1, 'first'), (2, 'second'), (3, 'third');\n",
            "ALTER TABLE item_%1$d ADD COLUMN note varchar(200);\n",
            "UPDATE item_%1$d SET note = 'none' WHERE id < 3;\n",
            "CREATE VIEW cheap_%1$d AS SELECT id, name FROM item_%1$d WHERE price < 10;\n",
            "ALTER TABLE line_%1$d ADD COLUMN remark varchar(200) NOT NULL DEFAULT '';\n"
                    + "CREATE INDEX line_%1$d_remark ON line_%1$d (remark);\n",
            "INSERT INTO line_%1$d (id, item, amount) SELECT id, id, 1 FROM item_%1$d;\n",
            "DROP VIEW cheap_%1$d;\n",
            "DELETE FROM line_%1$d WHERE amount = 0;\n");

    private final Path folder;
    private final int rounds;

    private LintBenchmark(Path folder, int rounds) {
        this.folder = folder;
        this.rounds = rounds;
    }

    private interface Task {
        void run() throws IOException;
    }

    /** Expects the folder of the benchmarks; then, as one likes, how many rounds, and URLs of servers whose users may create databases. */
    public static void main(String[] args) throws IOException {
        Path folder = Path.of(args[0]).resolve("target/lint").toAbsolutePath();
        int rounds = args.length > 1 ? Integer.parseInt(args[1]) : 7;
        LintBenchmark benchmark = new LintBenchmark(folder, rounds);
        benchmark.write();
        System.out.println("| 1,000 mixed scripts | lint, static | lint | migrated |\n|---|---|---|---|");
        benchmark.sqlite();
        for (String url : List.of(args).subList(Math.min(2, args.length), args.length)) {
            benchmark.server(url);
        }
    }

    private void write() throws IOException {
        Files.createDirectories(folder.resolve("migrations"));
        for (int number = 1; number <= SCRIPTS; number++) {
            String kind = KINDS.get((number - 1) % KINDS.size());
            Files.writeString(
                    folder.resolve("migrations").resolve(String.format(Locale.ROOT, "%04d-step.sql", number)),
                    String.format(Locale.ROOT, kind, 1 + (number - 1) / KINDS.size()));
        }
    }

    private void sqlite() throws IOException {
        Path database = folder.resolve("lint.db");
        FastMigrate tool = FastMigrate.sqlite(database)
                .migrations(folder.resolve("migrations"))
                .build();
        System.out.println("| SQLite | " + lint(tool, false) + " | " + lint(tool, true) + " | "
                + median(() -> {
                    delete(database);
                    tool.create();
                    tool.migrate();
                })
                + " |");
        delete(database);
    }

    private void server(String url) throws IOException {
        FastMigrate tool = FastMigrate.database(url)
                .migrations(folder.resolve("migrations"))
                .build();
        String name = url.split(":", 3)[1];
        System.out.println("| " + name + " | " + lint(tool, false) + " | " + lint(tool, true) + " | |");
    }

    private String lint(FastMigrate tool, boolean withSchema) throws IOException {
        Linter linter = withSchema ? Linter.of(tool) : Linter.of(tool).withoutSchema();
        return median(() -> check(linter.lint()));
    }

    private static void check(LintReport report) {
        if (report.coverage().analysed() < SCRIPTS) {
            throw new IllegalStateException("Not all was analysed: " + report.coverage());
        }
    }

    private String median(Task task) throws IOException {
        List<Long> times = new ArrayList<>();
        for (int round = 0; round < WARM_UP + rounds; round++) {
            long start = System.nanoTime();
            task.run();
            times.add(System.nanoTime() - start);
        }
        return MarkdownTable.readable(Row.median(times.subList(WARM_UP, times.size()).stream()
                .map(Long::doubleValue)
                .toList()));
    }

    private static void delete(Path database) throws IOException {
        try (Stream<Path> files = Files.list(database.resolveSibling(""))) {
            for (Path file : files.filter(each -> each.toString().startsWith(database.toString()))
                    .sorted(Comparator.reverseOrder())
                    .toList()) {
                Files.delete(file);
            }
        }
    }
}
