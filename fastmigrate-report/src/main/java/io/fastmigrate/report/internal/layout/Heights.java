package io.fastmigrate.report.internal.layout;

import java.util.ArrayList;
import java.util.List;

/** Gives each item its height in the picture: near what it is connected with, in the order of its column, on a grid of rows. */
final class Heights {

    private static final int SWEEPS = 16;

    private final Columns columns;

    private Heights(Columns columns) {
        this.columns = columns;
    }

    static void assign(Columns columns) {
        new Heights(columns).assign();
    }

    private void assign() {
        for (List<Columns.Item> column : columns.columns()) {
            double y = 0;
            for (Columns.Item item : column) {
                item.y = y;
                y += item.height + gapBelow(item);
            }
        }
        int last = columns.columns().size() - 1;
        for (int sweep = 0; sweep < SWEEPS; sweep++) {
            for (int i = 0; i <= last; i++) {
                settle(sweep % 2 == 0 ? i : last - i);
            }
        }
        double top = columns.columns().stream()
                .mapToDouble(column -> column.get(0).y)
                .min()
                .orElse(0);
        for (List<Columns.Item> column : columns.columns()) {
            snap(column, top);
        }
    }

    private static int gapBelow(Columns.Item item) {
        return item.isLane() ? 0 : Picture.ROW;
    }

    /** Moves the items of a column as near as possible to where each wants to be; those that would overlap share the way. */
    private void settle(int column) {
        List<Columns.Item> items = columns.columns().get(column);
        List<double[]> blocks = new ArrayList<>(); // the mean of what its items want, and their number
        double offset = 0;
        for (Columns.Item item : items) {
            double[] block = {wanted(item) - offset, 1};
            while (!blocks.isEmpty() && blocks.get(blocks.size() - 1)[0] > block[0]) {
                double[] before = blocks.remove(blocks.size() - 1);
                double number = before[1] + block[1];
                block[0] = (before[0] * before[1] + block[0] * block[1]) / number;
                block[1] = number;
            }
            blocks.add(block);
            offset += item.height + gapBelow(item);
        }
        int next = 0;
        offset = 0;
        for (double[] block : blocks) {
            for (int i = 0; i < block[1]; i++) {
                Columns.Item item = items.get(next++);
                item.y = block[0] + offset;
                offset += item.height + gapBelow(item);
            }
        }
    }

    private double wanted(Columns.Item item) {
        double sum = 0;
        int number = 0;
        for (Columns.Wire wire : columns.wires()) {
            if (wire.left() == item) {
                sum += wire.right().y + wire.rightPort() - wire.leftPort();
                number++;
            } else if (wire.right() == item) {
                sum += wire.left().y + wire.leftPort() - wire.rightPort();
                number++;
            }
        }
        return number == 0 ? item.y : sum / number;
    }

    private static void snap(List<Columns.Item> column, double top) {
        double end = 0;
        for (Columns.Item item : column) {
            item.y = Math.max(end, Math.round((item.y - top) / Picture.ROW) * (double) Picture.ROW);
            end = item.y + item.height + gapBelow(item);
        }
    }
}
