package io.fastmigrate.benchmarks;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.OptionalDouble;
import java.util.function.BiFunction;

/** Writes what was measured as Markdown. */
final class MarkdownTable {

    private MarkdownTable() {}

    static String times(List<Row> rows, double scale) {
        return table(rows, scale, MarkdownTable::time);
    }

    static String peaks(List<Row> rows, double scale) {
        return table(rows, scale, (row, contender) -> {
            long peak = row.peak(contender);
            return peak == 0 ? "-" : Math.round(peak / 1024.0) + " MB";
        });
    }

    private static String table(List<Row> rows, double scale, BiFunction<Row, Contender, String> cell) {
        List<Contender> columns = Arrays.stream(Contender.values())
                .filter(contender ->
                        rows.stream().anyMatch(row -> row.contenders().contains(contender)))
                .toList();
        StringBuilder text = new StringBuilder("| work |");
        for (Contender contender : columns) {
            text.append(' ').append(contender.label()).append(" |");
        }
        text.append("\n|---|").append("---|".repeat(columns.size())).append('\n');
        for (Row row : rows) {
            List<String> cells = new ArrayList<>();
            for (Contender contender : columns) {
                cells.add(row.contenders().contains(contender) ? cell.apply(row, contender) : "");
            }
            text.append("| ").append(row.work().title(scale)).append(" | ");
            text.append(String.join(" | ", cells)).append(" |\n");
        }
        return text.toString();
    }

    private static String time(Row row, Contender contender) {
        OptionalDouble median = row.median(contender);
        if (median.isEmpty()) {
            return row.hasFailed(contender) ? row.failure(contender) : "-";
        }
        OptionalDouble ratio = row.ratio(contender);
        return readable(median.getAsDouble())
                + (ratio.isEmpty() ? "" : String.format(Locale.ROOT, " (%.2f)", ratio.getAsDouble()));
    }

    static String readable(double nanos) {
        double millis = nanos / 1e6;
        if (millis >= 1_000) {
            return String.format(Locale.ROOT, "%.2f s", millis / 1_000);
        }
        return String.format(Locale.ROOT, millis < 10 ? "%.2f ms" : "%.0f ms", millis);
    }
}
