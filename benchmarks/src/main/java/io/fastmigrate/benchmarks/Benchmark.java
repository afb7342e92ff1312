package io.fastmigrate.benchmarks;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** Measures everybody in turn and writes what came out. */
public final class Benchmark {

    private static final String BEGIN = "<!-- benchmarks:begin -->";
    private static final String END = "<!-- benchmarks:end -->";

    private Benchmark() {}

    /** Expects the folder of the benchmarks, then what {@code benchmarks/run} was given. */
    public static void main(String[] args) throws Exception {
        String[] rest = Arrays.copyOfRange(args, 1, args.length);
        Options options;
        try {
            options = Options.parse(
                    Path.of(args[0]),
                    rest,
                    Optional.ofNullable(System.getenv("FASTMIGRATE_PY"))
                            .filter(text -> !text.isBlank())
                            .map(Path::of));
        } catch (IllegalArgumentException e) {
            System.err.println(e.getMessage());
            System.exit(2);
            return;
        }
        run(options);
    }

    private static void run(Options options) throws Exception {
        double load = Machine.load();
        List<Row> rows = new ArrayList<>();
        for (Work work : options.works()) {
            System.err.println(work.id() + ": " + work.title(options.scale()));
            Row row;
            try {
                row = new Course(options, work).run();
            } catch (IOException | SQLException e) {
                System.err.println(work.id() + " could not be measured: " + e);
                continue;
            }
            rows.add(row);
            System.err.println(MarkdownTable.times(List.of(row), options.scale())
                    .lines()
                    .skip(2)
                    .findFirst()
                    .orElse(""));
        }
        String report = report(options, rows, Machine.load(load, Machine.load()));
        String chart = BarChart.of(rows, options.scale());
        Path results = Files.createDirectories(options.home().resolve("results"));
        Files.writeString(results.resolve("results.md"), report);
        Files.writeString(results.resolve("results.svg"), chart);
        System.out.println(report);
        if (options.publish()) {
            publish(options.home().resolve("../docs").normalize(), report, chart);
        }
    }

    private static String report(Options options, List<Row> rows, String load) throws Exception {
        String scale = options.scale() == 1
                ? "Counts are whole."
                : "Counts are scaled by " + options.scale() + ", as the first column says.";
        return "Measured on " + LocalDate.now(ZoneOffset.UTC) + ": " + Machine.describe() + "; "
                + Machine.versions(options) + ". Load average: " + load + ". " + options.rounds()
                + " rounds, interleaved; a tool that took " + options.budget().toSeconds()
                + " s in a row was not measured again in that row. " + scale
                + "\n\nMedian time, and in brackets the median ratio to " + yardstick(options) + ":\n\n"
                + MarkdownTable.times(rows, options.scale()) + "\nMost memory of the process (VmHWM):\n\n"
                + MarkdownTable.peaks(rows, options.scale());
    }

    private static String yardstick(Options options) {
        return options.earlier().isPresent()
                ? "the earlier build"
                : "the limit (raw sqlite-jdbc; for the command line the Python tool, for the backup the sqlite3 shell,"
                        + " for the Spring Boot application the same one without the starter)";
    }

    private static void publish(Path docs, String report, String chart) throws IOException {
        Path page = docs.resolve("performance.md");
        String text = Files.readString(page);
        int begin = text.indexOf(BEGIN);
        int end = text.indexOf(END);
        if (begin < 0 || end < begin) {
            throw new IOException("docs/performance.md lacks the markers " + BEGIN + " and " + END + ".");
        }
        Path images = Files.createDirectories(docs.resolve("images"));
        Files.writeString(images.resolve("performance.svg"), chart);
        Files.writeString(
                page,
                text.substring(0, begin) + BEGIN + "\n" + report
                        + "\n![Times relative to the limit](images/performance.svg)\n" + text.substring(end));
    }
}
