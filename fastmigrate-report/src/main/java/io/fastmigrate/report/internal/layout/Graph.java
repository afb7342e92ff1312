package io.fastmigrate.report.internal.layout;

import java.util.List;

/**
 * Boxes and the links between them.
 *
 * @param rows how many rows each box has below its header
 */
public record Graph(List<Integer> rows, List<Link> links) {

    /**
     * A link from a row of one box to another box, or to the same one.
     *
     * @param row counted from 0
     */
    public record Link(int child, int row, int parent) {

        boolean isLoop() {
            return child == parent;
        }
    }

    /** Returns the height of a box with its header. */
    int height(int box) {
        return (1 + rows.get(box)) * Picture.ROW;
    }
}
