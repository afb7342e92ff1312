package io.fastmigrate.report.internal.layout;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The boxes of one component in their columns, with a lane for each line that passes a column. */
final class Columns {

    /** What has a place in a column: a box, or a lane for the lines to a box. */
    static final class Item {

        final int column;
        final int box;
        final int height;

        /** In pixels from the top; the order within a column is that of its list. */
        double y;

        Item(int column, int box, int height) {
            this.column = column;
            this.box = box;
            this.height = height;
        }

        boolean isLane() {
            return box < 0;
        }
    }

    /** All lines that lead to one box, from the columns to its right or from those to its left. */
    record Net(int parent, boolean fromRight) {}

    /** A line from one column to the next; ports are counted from the top of an item. */
    record Wire(Net net, Item left, int leftPort, Item right, int rightPort) {}

    private static final int[] LANES = {4, 20};

    private final List<List<Item>> columns = new ArrayList<>();
    private final Map<Integer, Item> boxes = new HashMap<>();
    private final List<Wire> wires = new ArrayList<>();
    private final List<Graph.Link> loops = new ArrayList<>();

    private Columns() {}

    static Columns of(Graph graph, List<Integer> boxes) {
        Columns result = new Columns();
        Map<Integer, Integer> depths = Depths.of(graph, boxes);
        int last = Collections.max(depths.values());
        for (int i = 0; i <= last; i++) {
            result.columns.add(new ArrayList<>());
        }
        for (int box : boxes) {
            result.add(new Item(depths.getOrDefault(box, 0), box, graph.height(box)));
        }
        Map<Net, List<Graph.Link>> nets = new LinkedHashMap<>();
        for (Graph.Link link : graph.links()) {
            Item child = result.boxes.get(link.child());
            Item parent = result.boxes.get(link.parent());
            if (child != null && parent != null) {
                if (link.isLoop()) {
                    result.loops.add(link);
                } else {
                    nets.computeIfAbsent(new Net(link.parent(), child.column > parent.column), any -> new ArrayList<>())
                            .add(link);
                }
            }
        }
        Ports ports = new Ports();
        nets.forEach((net, links) -> result.connect(net, links, ports));
        return result;
    }

    private void add(Item item) {
        columns.get(item.column).add(item);
        boxes.put(item.box, item);
    }

    /** Makes the lanes and the wires of a net. */
    private void connect(Net net, List<Graph.Link> links, Ports ports) {
        Item parent = item(net.parent());
        int step = net.fromRight() ? 1 : -1;
        int farthest = parent.column;
        for (Graph.Link link : links) {
            int column = item(link.child()).column;
            farthest = step > 0 ? Math.max(farthest, column) : Math.min(farthest, column);
        }
        Item from = parent;
        int fromPort = net.fromRight() ? Ports.HEADER_RIGHT : Ports.HEADER_LEFT;
        for (int column = parent.column + step; ; column += step) {
            for (Graph.Link link : links) {
                Item child = item(link.child());
                if (child.column == column) {
                    wire(net, from, fromPort, child, ports.of(link, net.fromRight()));
                }
            }
            if (column == farthest) {
                return;
            }
            Item lane = new Item(column, -1, Picture.ROW);
            columns.get(column).add(middle(columns.get(column), links), lane);
            int lanePort = LANES[column % LANES.length];
            wire(net, from, fromPort, lane, lanePort);
            from = lane;
            fromPort = lanePort;
        }
    }

    /** Returns the middle of those boxes of a column that are linked, so that what follows is not drawn down behind all of them. */
    private int middle(List<Item> column, List<Graph.Link> links) {
        List<Integer> children = links.stream()
                .map(link -> column.indexOf(item(link.child())))
                .filter(index -> index >= 0)
                .sorted()
                .toList();
        return children.isEmpty() ? column.size() / 2 : children.get(children.size() / 2);
    }

    private void wire(Net net, Item near, int nearPort, Item far, int farPort) {
        wires.add(
                net.fromRight()
                        ? new Wire(net, near, nearPort, far, farPort)
                        : new Wire(net, far, farPort, near, nearPort));
    }

    /** Returns a box of this component. */
    Item item(int box) {
        Item item = boxes.get(box);
        if (item == null) {
            throw new IllegalArgumentException("No box " + box);
        }
        return item;
    }

    List<List<Item>> columns() {
        return columns;
    }

    List<Graph.Link> loops() {
        return loops;
    }

    List<Wire> wires() {
        return wires;
    }

    /** Returns the wires between a column and the next one. */
    List<Wire> wiresAfter(int column) {
        return wires.stream().filter(wire -> wire.left().column == column).toList();
    }

    /**
     * Gives each line another height within the rows, so that two that meet in the space between columns never lie on each other: what
     * leaves a column to the right is never at the height of what enters the next one.
     */
    private static final class Ports {

        static final int HEADER_RIGHT = 8;
        static final int HEADER_LEFT = 6;

        private static final int[] ROW_LEFT = {12, 16};
        private static final int[] ROW_RIGHT = {14, 18};

        private final Map<String, Integer> used = new HashMap<>();

        int of(Graph.Link link, boolean left) {
            int[] offsets = left ? ROW_LEFT : ROW_RIGHT;
            int lines = used.merge(link.child() + " " + link.row() + " " + left, 1, Integer::sum);
            return (1 + link.row()) * Picture.ROW + offsets[(lines - 1) % offsets.length];
        }
    }
}
