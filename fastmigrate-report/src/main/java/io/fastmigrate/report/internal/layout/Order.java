package io.fastmigrate.report.internal.layout;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Orders the items of each column so that few lines cross: each goes to the middle of what it is connected with, several times. */
final class Order {

    private static final int SWEEPS = 12;

    private final Columns columns;
    private final Map<Columns.Item, Integer> positions = new HashMap<>();

    private Order(Columns columns) {
        this.columns = columns;
    }

    static void improve(Columns columns) {
        new Order(columns).improve();
    }

    private void improve() {
        columns.columns().forEach(this::number);
        List<List<Columns.Item>> best = copy();
        long fewest = crossings();
        int last = columns.columns().size() - 1;
        for (int sweep = 0; sweep < SWEEPS && fewest > 0; sweep++) {
            for (int i = 1; i <= last; i++) {
                int column = sweep % 2 == 0 ? i : last - i;
                sort(column, sweep % 2 == 0);
            }
            long now = crossings();
            if (now < fewest) {
                fewest = now;
                best = copy();
            }
        }
        for (int i = 0; i <= last; i++) {
            columns.columns().set(i, best.get(i));
        }
    }

    private List<List<Columns.Item>> copy() {
        List<List<Columns.Item>> copy = new ArrayList<>();
        columns.columns().forEach(column -> copy.add(new ArrayList<>(column)));
        return copy;
    }

    private void number(List<Columns.Item> column) {
        for (int i = 0; i < column.size(); i++) {
            positions.put(column.get(i), i);
        }
    }

    private double position(Columns.Item item, int port) {
        return positions.getOrDefault(item, 0) + port / (double) (item.height + 1);
    }

    private void sort(int column, boolean byLeft) {
        Map<Columns.Item, double[]> sums = new HashMap<>();
        for (Columns.Wire wire : columns.wiresAfter(byLeft ? column - 1 : column)) {
            double[] sum = sums.computeIfAbsent(byLeft ? wire.right() : wire.left(), any -> new double[2]);
            sum[0] += byLeft ? position(wire.left(), wire.leftPort()) : position(wire.right(), wire.rightPort());
            sum[1]++;
        }
        List<Columns.Item> items = columns.columns().get(column);
        Map<Columns.Item, Double> middles = new HashMap<>();
        for (Columns.Item item : items) {
            double[] sum = sums.get(item);
            middles.put(item, sum == null ? position(item, 0) : sum[0] / sum[1]);
        }
        items.sort(Comparator.comparingDouble(item -> middles.getOrDefault(item, 0.0)));
        number(items);
    }

    private long crossings() {
        long crossings = 0;
        for (int column = 0; column < columns.columns().size() - 1; column++) {
            List<Columns.Wire> wires = columns.wiresAfter(column);
            for (int i = 0; i < wires.size(); i++) {
                for (int j = i + 1; j < wires.size(); j++) {
                    crossings += isCrossing(wires.get(i), wires.get(j)) ? 1 : 0;
                }
            }
        }
        return crossings;
    }

    private boolean isCrossing(Columns.Wire one, Columns.Wire other) {
        double left = position(one.left(), one.leftPort()) - position(other.left(), other.leftPort());
        double right = position(one.right(), one.rightPort()) - position(other.right(), other.rightPort());
        return left * right < 0;
    }
}
