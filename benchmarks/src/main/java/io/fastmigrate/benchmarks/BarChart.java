package io.fastmigrate.benchmarks;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.OptionalDouble;

/** Draws times relative to the yardstick, on a logarithmic scale, as SVG. */
final class BarChart {

    private static final int WIDTH = 900;
    private static final int LEFT = 250;
    private static final int RIGHT = 130;
    private static final int BAR = 14;
    private static final double LOWEST = 0.1;

    private final StringBuilder svg = new StringBuilder();
    private final List<Row> rows;
    private final double scale;
    private final double highest;
    private int y = 40;

    private BarChart(List<Row> rows, double scale) {
        this.rows = rows;
        this.scale = scale;
        double most = 10;
        for (Row row : rows) {
            for (Contender contender : Contender.values()) {
                most = Math.max(most, row.ratio(contender).orElse(0));
            }
        }
        this.highest = most;
    }

    static String of(List<Row> rows, double scale) {
        return new BarChart(rows, scale).draw();
    }

    private String draw() {
        text(
                16,
                22,
                "start",
                "font-size=\"15\" font-weight=\"bold\"",
                "Time relative to the limit (logarithmic; shorter is faster)");
        for (Row row : rows) {
            draw(row);
        }
        int one = LEFT + length(1);
        svg.append(String.format(
                Locale.ROOT,
                "<line x1=\"%d\" y1=\"34\" x2=\"%d\" y2=\"%d\" stroke=\"#212529\" stroke-dasharray=\"3 3\"/>%n",
                one,
                one,
                y));
        return String.format(
                        Locale.ROOT,
                        "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 %d %d\" font-family=\"sans-serif\""
                                + " font-size=\"11\">%n<rect width=\"100%%\" height=\"100%%\" fill=\"#ffffff\"/>%n",
                        WIDTH,
                        y + 10)
                + svg
                + "</svg>\n";
    }

    private void draw(Row row) {
        y += 12;
        text(16, y + 4, "start", "font-weight=\"bold\"", row.work().title(scale));
        y += 10;
        for (Contender contender : bars(row)) {
            OptionalDouble ratio = row.ratio(contender);
            text(LEFT - 8, y + 11, "end", "", contender.label());
            if (ratio.isEmpty()) {
                text(LEFT + 4, y + 11, "start", "fill=\"#868e96\"", row.failure(contender));
            } else {
                int length = length(ratio.getAsDouble());
                svg.append(String.format(
                        Locale.ROOT,
                        "<rect x=\"%d\" y=\"%d\" width=\"%d\" height=\"%d\" fill=\"%s\"/>%n",
                        LEFT,
                        y + 1,
                        length,
                        BAR - 2,
                        contender.colour()));
                String label = String.format(Locale.ROOT, "%.2f", ratio.getAsDouble()) + "  "
                        + MarkdownTable.readable(row.median(contender).orElse(0));
                text(LEFT + length + 6, y + 11, "start", "", label);
            }
            y += BAR;
        }
    }

    private static List<Contender> bars(Row row) {
        List<Contender> bars = new ArrayList<>(row.contenders());
        bars.removeIf(contender -> row.ratio(contender).isEmpty() && !row.hasFailed(contender));
        return bars;
    }

    private int length(double ratio) {
        double part = Math.log(Math.max(ratio, LOWEST * 1.02) / LOWEST) / Math.log(highest / LOWEST);
        return (int) Math.round(part * (WIDTH - LEFT - RIGHT));
    }

    private void text(int x, int baseline, String anchor, String style, String words) {
        svg.append(String.format(
                Locale.ROOT,
                "<text x=\"%d\" y=\"%d\" text-anchor=\"%s\" %s>%s</text>%n",
                x,
                baseline,
                anchor,
                style,
                words.replace("&", "&amp;").replace("<", "&lt;")));
    }
}
