package io.fastmigrate.report.internal.layout;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The parts of a graph between which there is no link. */
final class Components {

    private final int[] leader;

    private Components(int boxes) {
        this.leader = new int[boxes];
        for (int box = 0; box < boxes; box++) {
            leader[box] = box;
        }
    }

    /** Returns the boxes of each part, in the order of the boxes. */
    static List<List<Integer>> of(Graph graph) {
        Components components = new Components(graph.rows().size());
        for (Graph.Link link : graph.links()) {
            components.leader[components.leader(link.child())] = components.leader(link.parent());
        }
        Map<Integer, List<Integer>> parts = new LinkedHashMap<>();
        for (int box = 0; box < components.leader.length; box++) {
            parts.computeIfAbsent(components.leader(box), any -> new ArrayList<>())
                    .add(box);
        }
        return List.copyOf(parts.values());
    }

    private int leader(int box) {
        int found = box;
        while (leader[found] != found) {
            leader[found] = leader[leader[found]];
            found = leader[found];
        }
        return found;
    }
}
