package io.fastmigrate.report.internal.layout;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.TreeSet;

/** The space between two columns: each net that changes its height there does so on a track, which is vertical. */
final class Channel {

    /** The heights at which a net enters the channel on its left side and on its right side. */
    private static final class Strand {

        final Columns.Net net;
        final NavigableSet<Integer> left = new TreeSet<>();
        final NavigableSet<Integer> right = new TreeSet<>();

        Strand(Columns.Net net) {
            this.net = net;
        }

        int top() {
            return Math.min(left.first(), right.first());
        }

        int bottom() {
            return Math.max(left.last(), right.last());
        }

        boolean isStraight() {
            return top() == bottom();
        }

        private int crossedBy(NavigableSet<Integer> heights) {
            return heights.subSet(top(), true, bottom(), true).size();
        }

        /** Returns how often this strand and the other one cross, if this one's track is to the left. */
        int crossings(Strand other) {
            return crossedBy(other.left) + other.crossedBy(right);
        }

        boolean isApartFrom(Strand other) {
            return bottom() + CLEARANCE <= other.top() || other.bottom() + CLEARANCE <= top();
        }
    }

    private static final int CLEARANCE = 8;
    private static final int PASSES = 12;

    private final List<Strand> strands = new ArrayList<>();
    private final Map<Columns.Net, Integer> tracks = new HashMap<>();
    private int size;

    Channel(List<Columns.Wire> wires) {
        Map<Columns.Net, Strand> byNet = new LinkedHashMap<>();
        for (Columns.Wire wire : wires) {
            Strand strand = byNet.computeIfAbsent(wire.net(), Strand::new);
            strand.left.add((int) wire.left().y + wire.leftPort());
            strand.right.add((int) wire.right().y + wire.rightPort());
        }
        byNet.values().stream().filter(strand -> !strand.isStraight()).forEach(strands::add);
        order();
        assign();
    }

    private void order() {
        for (int pass = 0; pass < PASSES; pass++) {
            boolean changed = false;
            for (int i = 0; i + 1 < strands.size(); i++) {
                Strand one = strands.get(i);
                Strand other = strands.get(i + 1);
                if (other.crossings(one) < one.crossings(other)) {
                    strands.set(i, other);
                    strands.set(i + 1, one);
                    changed = true;
                }
            }
            if (!changed) {
                return;
            }
        }
    }

    private void assign() {
        for (int i = 0; i < strands.size(); i++) {
            int track = 0;
            for (int j = 0; j < i; j++) {
                if (!strands.get(i).isApartFrom(strands.get(j))) {
                    track = Math.max(track, tracks.getOrDefault(strands.get(j).net, 0) + 1);
                }
            }
            tracks.put(strands.get(i).net, track);
            size = Math.max(size, track + 1);
        }
    }

    /** Returns how many tracks there are. */
    int size() {
        return size;
    }

    /** Returns the number of a net's track, from the left; 0 if it needs none. */
    int track(Columns.Net net) {
        return tracks.getOrDefault(net, 0);
    }
}
