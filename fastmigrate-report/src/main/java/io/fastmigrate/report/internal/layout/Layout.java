package io.fastmigrate.report.internal.layout;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * Places the boxes of a graph in columns, so that links lead from the right to the left, and routes the links between the columns:
 * no line crosses a box, and no two lines to different boxes lie on each other. What is not connected stands apart.
 */
public final class Layout {

    private static final int GAP = 2 * Picture.ROW;

    /** A picture of boxes without links is this wide, if it has enough of them. */
    private static final int USUAL_WIDTH = 1120;

    private Layout() {}

    /**
     * Lays out a graph.
     *
     * @param boxWidth of each box
     */
    public static Picture of(Graph graph, int boxWidth) {
        List<Picture> pictures = new ArrayList<>();
        for (List<Integer> component : Components.of(graph)) {
            pictures.add(picture(graph, component, boxWidth));
        }
        pictures.sort(
                Comparator.comparingInt((Picture picture) -> -picture.boxes().size())
                        .thenComparing(picture -> -picture.height()));
        int widest = pictures.stream().mapToInt(Picture::width).max().orElse(0);
        return Picture.packed(pictures, Math.max(widest, USUAL_WIDTH), GAP);
    }

    private static Picture picture(Graph graph, List<Integer> component, int boxWidth) {
        Columns columns = Columns.of(graph, component);
        Order.improve(columns);
        Heights.assign(columns);
        return new Router(columns, boxWidth).picture();
    }
}
