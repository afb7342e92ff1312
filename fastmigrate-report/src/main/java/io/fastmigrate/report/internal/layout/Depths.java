package io.fastmigrate.report.internal.layout;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** Decides in which column each box is: a box is to the right of those that it refers to, except where links form a circle. */
final class Depths {

    /** A column that would be higher is divided, but not into more than about {@link #MOST_COLUMNS}. */
    private static final int USUAL_HEIGHT = 1400;

    private static final int MOST_COLUMNS = 4;

    private final Graph graph;
    private final List<Integer> boxes;
    private final Map<Integer, List<Integer>> parents = new HashMap<>();
    private final Map<Integer, Integer> depths = new HashMap<>();

    private Depths(Graph graph, List<Integer> boxes) {
        this.graph = graph;
        this.boxes = boxes;
        Set<Integer> own = new HashSet<>(boxes);
        boxes.forEach(box -> parents.put(box, new ArrayList<>()));
        for (Graph.Link link : graph.links()) {
            if (!link.isLoop() && own.contains(link.child())) {
                parents.getOrDefault(link.child(), new ArrayList<>()).add(link.parent());
            }
        }
    }

    /** Returns the column of each box, counted from 0. */
    static Map<Integer, Integer> of(Graph graph, List<Integer> boxes) {
        Depths depths = new Depths(graph, boxes);
        depths.breakCircles();
        depths.measure();
        depths.moveToChildren();
        depths.divideHighColumns();
        return depths.depths;
    }

    /** Forgets each link that leads back to a box from which the walk came. Without recursion: chains of boxes may be long. */
    private void breakCircles() {
        Set<Integer> seen = new HashSet<>();
        Set<Integer> onPath = new HashSet<>();
        for (int start : boxes) {
            Deque<int[]> path = new ArrayDeque<>();
            if (seen.add(start)) {
                onPath.add(start);
                path.push(new int[] {start, 0});
            }
            while (!path.isEmpty()) {
                int[] top = path.getFirst();
                List<Integer> next = parents.getOrDefault(top[0], List.of());
                if (top[1] == next.size()) {
                    onPath.remove(path.pop()[0]);
                } else if (onPath.contains(next.get(top[1]))) {
                    next.remove(top[1]);
                } else {
                    int parent = next.get(top[1]++);
                    if (seen.add(parent)) {
                        onPath.add(parent);
                        path.push(new int[] {parent, 0});
                    }
                }
            }
        }
    }

    private void measure() {
        boxes.forEach(box -> depths.put(box, 0));
        for (boolean changed = true; changed; ) {
            changed = false;
            for (int box : boxes) {
                int least = 0;
                for (int parent : parents.getOrDefault(box, List.of())) {
                    least = Math.max(least, depth(parent) + 1);
                }
                changed |= depths.put(box, least) != least;
            }
        }
    }

    private int depth(int box) {
        return depths.getOrDefault(box, 0);
    }

    /** Moves boxes that refer to none beside those that refer to them. */
    private void moveToChildren() {
        Map<Integer, Integer> nearest = new HashMap<>();
        parents.forEach(
                (child, referred) -> referred.forEach(parent -> nearest.merge(parent, depth(child), Math::min)));
        for (int box : boxes) {
            if (parents.getOrDefault(box, List.of()).isEmpty() && nearest.containsKey(box)) {
                depths.put(box, nearest.getOrDefault(box, 1) - 1);
            }
        }
    }

    private void divideHighColumns() {
        Map<Integer, Integer> children = new HashMap<>();
        parents.values().forEach(referred -> referred.forEach(parent -> children.merge(parent, 1, Integer::sum)));
        int total = boxes.stream().mapToInt(this::space).sum();
        int highest = Math.max(USUAL_HEIGHT, total / MOST_COLUMNS);
        Map<Integer, List<Integer>> columns = new TreeMap<>();
        boxes.forEach(box ->
                columns.computeIfAbsent(depth(box), any -> new ArrayList<>()).add(box));
        int column = -1;
        for (List<Integer> members : columns.values()) {
            members.sort(Comparator.comparingInt(box -> -children.getOrDefault(box, 0)));
            column++;
            int height = 0;
            for (int box : members) {
                if (height > 0 && height + space(box) > highest) {
                    column++;
                    height = 0;
                }
                height += space(box);
                depths.put(box, column);
            }
        }
    }

    private int space(int box) {
        return graph.height(box) + Picture.ROW;
    }
}
