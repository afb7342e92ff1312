package io.fastmigrate.report.internal.layout;

import java.util.ArrayList;
import java.util.List;

/** Boxes and lines with their places, in pixels from the upper left corner. */
public record Picture(int width, int height, List<Box> boxes, List<Line> lines) {

    /** The height of a header, and of a row. */
    public static final int ROW = 24;

    /** Where a box is; its width is the same for all. */
    public record Box(int box, int x, int y, int height) {}

    /**
     * All lines that lead to one box from one side; they join on their way.
     *
     * @param joints where more than two segments meet
     */
    public record Line(int parent, List<Segment> segments, List<Point> joints, List<End> ends) {}

    /** A place in the picture, in its units. */
    public record Point(int x, int y) {}

    /** A horizontal segment, or a vertical one; from left to right, from top to bottom. */
    public record Segment(int x1, int y1, int x2, int y2) {

        public boolean isHorizontal() {
            return y1 == y2;
        }
    }

    /**
     * Where a line meets a box.
     *
     * @param box which box
     * @param atParent whether the box is the one that is referred to
     * @param direction 1 if the line leaves the box to the right, -1 to the left
     */
    public record End(int box, int x, int y, int direction, boolean atParent) {

        End movedBy(int dx, int dy) {
            return new End(box, x + dx, y + dy, direction, atParent);
        }
    }

    Picture movedBy(int dx, int dy) {
        List<Box> movedBoxes = boxes.stream()
                .map(box -> new Box(box.box(), box.x() + dx, box.y() + dy, box.height()))
                .toList();
        List<Line> movedLines = lines.stream().map(line -> moved(line, dx, dy)).toList();
        return new Picture(width, height, movedBoxes, movedLines);
    }

    private static Line moved(Line line, int dx, int dy) {
        return new Line(
                line.parent(),
                line.segments().stream()
                        .map(each -> new Segment(each.x1() + dx, each.y1() + dy, each.x2() + dx, each.y2() + dy))
                        .toList(),
                line.joints().stream()
                        .map(each -> new Point(each.x() + dx, each.y() + dy))
                        .toList(),
                line.ends().stream().map(each -> each.movedBy(dx, dy)).toList());
    }

    /** Puts pictures beside each other, in rows of at most this width where that is possible. */
    static Picture packed(List<Picture> pictures, int widest, int gap) {
        List<Box> boxes = new ArrayList<>();
        List<Line> lines = new ArrayList<>();
        int x = 0;
        int y = 0;
        int rowHeight = 0;
        int width = 0;
        for (Picture picture : pictures) {
            if (x > 0 && x + picture.width() > widest) {
                x = 0;
                y += rowHeight + gap;
                rowHeight = 0;
            }
            Picture moved = picture.movedBy(x, y);
            boxes.addAll(moved.boxes());
            lines.addAll(moved.lines());
            x += picture.width() + gap;
            rowHeight = Math.max(rowHeight, picture.height());
            width = Math.max(width, x - gap);
        }
        return new Picture(width, y + rowHeight, boxes, lines);
    }
}
