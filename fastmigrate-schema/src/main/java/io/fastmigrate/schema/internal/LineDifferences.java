package io.fastmigrate.schema.internal;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** How one text differs from another one, line by line, with some lines around each difference. */
public final class LineDifferences {

    private static final int AROUND = 3;

    private LineDifferences() {}

    /** Returns the lines: behind {@code -} those of the first text alone, behind {@code +} those of the second. */
    public static List<String> of(String before, String after) {
        List<String> all = compared(before.lines().toList(), after.lines().toList());
        boolean[] shown = new boolean[all.size()];
        for (int i = 0; i < all.size(); i++) {
            if (!isCommon(all.get(i))) {
                Arrays.fill(shown, Math.max(0, i - AROUND), Math.min(all.size(), i + AROUND + 1), true);
            }
        }
        List<String> lines = new ArrayList<>();
        for (int i = 0; i < all.size(); i++) {
            if (shown[i]) {
                if (i > 0 && !shown[i - 1] && !lines.isEmpty()) {
                    lines.add("...");
                }
                lines.add(all.get(i));
            }
        }
        return lines;
    }

    private static boolean isCommon(String line) {
        return line.startsWith(" ");
    }

    /** Finds the longest common lines between what both begin and end with. */
    private static List<String> compared(List<String> before, List<String> after) {
        int head = 0;
        while (head < before.size() && head < after.size() && before.get(head).equals(after.get(head))) {
            head++;
        }
        int tail = 0;
        while (tail < before.size() - head
                && tail < after.size() - head
                && before.get(before.size() - 1 - tail).equals(after.get(after.size() - 1 - tail))) {
            tail++;
        }
        List<String> lines = new ArrayList<>();
        before.subList(0, head).forEach(line -> lines.add(" " + line));
        middle(before.subList(head, before.size() - tail), after.subList(head, after.size() - tail), lines);
        before.subList(before.size() - tail, before.size()).forEach(line -> lines.add(" " + line));
        return lines;
    }

    private static void middle(List<String> before, List<String> after, List<String> lines) {
        int[][] common = new int[before.size() + 1][after.size() + 1];
        for (int i = before.size() - 1; i >= 0; i--) {
            for (int j = after.size() - 1; j >= 0; j--) {
                common[i][j] = before.get(i).equals(after.get(j))
                        ? common[i + 1][j + 1] + 1
                        : Math.max(common[i + 1][j], common[i][j + 1]);
            }
        }
        int i = 0;
        int j = 0;
        while (i < before.size() || j < after.size()) {
            if (i < before.size() && j < after.size() && before.get(i).equals(after.get(j))) {
                lines.add(" " + before.get(i++));
                j++;
            } else if (j == after.size() || (i < before.size() && common[i + 1][j] >= common[i][j + 1])) {
                lines.add("-" + before.get(i++));
            } else {
                lines.add("+" + after.get(j++));
            }
        }
    }
}
