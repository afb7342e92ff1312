package io.fastmigrate.report.internal.layout;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;

/** Draws the boxes and lines of columns whose items have their heights. */
final class Router {

    /** Between a column and the first or the last track, where the ends of lines have their marks. */
    private static final int MARGIN = 28;

    private static final int TRACK = 10;
    private static final int LOOP = 14;
    private static final int LOOP_STEP = 4;

    private final Columns columns;
    private final int boxWidth;
    private final List<Channel> channels = new ArrayList<>();
    private final List<Integer> lefts = new ArrayList<>();
    private final Map<Columns.Net, Path> paths = new LinkedHashMap<>();

    /** A line that is being drawn. */
    private static final class Path {

        final List<Picture.Segment> segments = new ArrayList<>();
        final List<Picture.Point> joints = new ArrayList<>();
        final List<Picture.End> ends = new ArrayList<>();
        final Map<Integer, TreeSet<Integer>> stops = new HashMap<>();

        void horizontal(int x1, int x2, int y) {
            Picture.Segment segment = new Picture.Segment(x1, y, x2, y);
            if (x1 < x2 && !segments.contains(segment)) {
                segments.add(segment);
            }
        }

        /** Draws each track from its highest to its lowest stop; those between them are joints. */
        void verticals() {
            stops.forEach((x, heights) -> {
                if (heights.size() > 1) {
                    segments.add(new Picture.Segment(x, heights.first(), x, heights.last()));
                }
                heights.stream()
                        .filter(y -> y > heights.first() && y < heights.last())
                        .forEach(y -> joints.add(new Picture.Point(x, y)));
            });
        }
    }

    Router(Columns columns, int boxWidth) {
        this.columns = columns;
        this.boxWidth = boxWidth;
        int x = 0;
        for (int column = 0; column < columns.columns().size(); column++) {
            lefts.add(x);
            Channel channel = new Channel(columns.wiresAfter(column));
            channels.add(channel);
            x += boxWidth + 2 * MARGIN + channel.size() * TRACK;
        }
    }

    Picture picture() {
        List<Picture.Box> boxes = new ArrayList<>();
        int height = 0;
        for (List<Columns.Item> column : columns.columns()) {
            for (Columns.Item item : column) {
                height = Math.max(height, (int) item.y + item.height);
                if (!item.isLane()) {
                    boxes.add(new Picture.Box(item.box, left(item), (int) item.y, item.height));
                }
            }
        }
        columns.wires().forEach(this::draw);
        List<Picture.Line> lines = new ArrayList<>();
        paths.forEach((net, path) -> {
            path.verticals();
            lines.add(new Picture.Line(net.parent(), path.segments, path.joints, path.ends));
        });
        for (int i = 0; i < columns.loops().size(); i++) {
            lines.add(loop(columns.loops().get(i)));
        }
        int loopSpace = columns.loops().isEmpty() ? 0 : MARGIN;
        return new Picture(lefts.get(lefts.size() - 1) + boxWidth + loopSpace, height, boxes, lines);
    }

    private int left(Columns.Item item) {
        return lefts.get(item.column);
    }

    private int right(Columns.Item item) {
        return left(item) + boxWidth;
    }

    private void draw(Columns.Wire wire) {
        Path path = paths.computeIfAbsent(wire.net(), any -> new Path());
        int start = right(wire.left());
        int end = left(wire.right());
        int leftY = (int) wire.left().y + wire.leftPort();
        int rightY = (int) wire.right().y + wire.rightPort();
        int x = start + MARGIN + channels.get(wire.left().column).track(wire.net()) * TRACK;
        path.horizontal(start, x, leftY);
        path.horizontal(x, end, rightY);
        TreeSet<Integer> stops = path.stops.computeIfAbsent(x, any -> new TreeSet<>());
        stops.add(leftY);
        stops.add(rightY);
        finish(path, wire.left(), start, leftY, 1, wire.net());
        finish(path, wire.right(), end, rightY, -1, wire.net());
    }

    /** Passes a lane, or marks the end at a box. */
    private void finish(Path path, Columns.Item item, int x, int y, int direction, Columns.Net net) {
        if (item.isLane()) {
            path.horizontal(left(item), right(item), y);
            return;
        }
        Picture.End end = new Picture.End(item.box, x, y, direction, item.box == net.parent());
        if (!path.ends.contains(end)) {
            path.ends.add(end);
        }
    }

    /** Leads from a row to the header of the same box, on its right side. */
    private Picture.Line loop(Graph.Link link) {
        Columns.Item item = columns.item(link.child());
        int edge = right(item);
        int row = (int) item.y + (1 + link.row()) * Picture.ROW + Picture.ROW / 2 - 2;
        int header = (int) item.y + Picture.ROW - 4;
        int x = edge + LOOP + Math.min(link.row(), 2) * LOOP_STEP;
        return new Picture.Line(
                link.parent(),
                List.of(
                        new Picture.Segment(edge, header, x, header),
                        new Picture.Segment(x, header, x, row),
                        new Picture.Segment(edge, row, x, row)),
                List.of(),
                List.of(
                        new Picture.End(item.box, edge, row, 1, false),
                        new Picture.End(item.box, edge, header, 1, true)));
    }
}
