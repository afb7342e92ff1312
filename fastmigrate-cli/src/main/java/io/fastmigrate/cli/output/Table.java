package io.fastmigrate.cli.output;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;

/** Rows whose columns are as wide as their widest cell. */
public final class Table {

    private final List<List<String>> rows = new ArrayList<>();
    private final BitSet right = new BitSet();

    /** Aligns columns, counted from 0, on their right side. */
    public Table right(int... columns) {
        for (int column : columns) {
            right.set(column);
        }
        return this;
    }

    public Table row(String... cells) {
        rows.add(List.of(cells));
        return this;
    }

    /** Returns the lines, indented by two spaces, without spaces at their ends. */
    public List<String> lines() {
        List<Integer> widths = new ArrayList<>();
        for (List<String> row : rows) {
            for (int i = 0; i < row.size(); i++) {
                int width = width(row.get(i));
                if (i == widths.size()) {
                    widths.add(width);
                } else {
                    widths.set(i, Math.max(widths.get(i), width));
                }
            }
        }
        return rows.stream().map(row -> line(row, widths)).toList();
    }

    private String line(List<String> row, List<Integer> widths) {
        StringBuilder line = new StringBuilder();
        for (int i = 0; i < row.size(); i++) {
            String padded = pad(row.get(i), widths.get(i));
            String padding = padded.substring(row.get(i).length());
            line.append("  ").append(right.get(i) ? padding + row.get(i) : padded);
        }
        return line.toString().stripTrailing();
    }

    /** Fills a text with spaces on the right. */
    public static String pad(String text, int width) {
        return text + " ".repeat(Math.max(0, width - width(text)));
    }

    /** Returns how many columns a text takes, with combining marks taking none. */
    public static int width(String text) {
        return (int) text.codePoints()
                .filter(c -> Character.getType(c) != Character.NON_SPACING_MARK)
                .count();
    }
}
