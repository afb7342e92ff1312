package io.fastmigrate.report.internal.html;

import io.fastmigrate.report.internal.layout.Graph;
import io.fastmigrate.report.internal.layout.Layout;
import io.fastmigrate.report.internal.layout.Picture;
import io.fastmigrate.report.internal.model.Table;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.UnaryOperator;

/**
 * The entity-relationship picture: a box for each table with its keys, and lines from foreign keys to the tables that they refer to.
 * A few tables are shown with all columns.
 */
final class ErPicture {

    /** Up to so many tables have all columns in the picture. */
    private static final int FEW_TABLES = 16;

    private static final int MOST_ROWS = 14;
    private static final int PADDING = 16;
    private static final int INSET = 8;
    private static final int KEY_WIDTH = 44;
    private static final int BASELINE = 16;
    private static final int TIP = 9;

    /** A row of a box: a column, or how many there are beside those that are shown. */
    private record Row(String text, String keys, boolean isColumn) {}

    private final Html html;
    private final List<Table> tables;
    private final String id;
    private final UnaryOperator<String> links;
    private final List<List<Row>> rows;
    private final Graph graph;
    private final int boxWidth;

    private ErPicture(Html html, List<Table> tables, String id, UnaryOperator<String> links) {
        this.html = html;
        this.tables = tables;
        this.id = id;
        this.links = links;
        this.rows = tables.stream().map(this::rows).toList();
        this.graph = graph();
        int widest = tables.stream()
                .mapToInt(table -> Ruler.width(Ruler.cut(table.name())))
                .max()
                .orElse(0);
        int widestRow = rows.stream()
                .flatMap(List::stream)
                .mapToInt(row -> Ruler.width(Ruler.cut(row.text())) + KEY_WIDTH)
                .max()
                .orElse(0);
        this.boxWidth = Math.max(widest, widestRow) + 2 * INSET;
    }

    /**
     * Writes the picture.
     *
     * @param links returns where the name of a table leads
     */
    static void write(Html html, List<Table> tables, String id, UnaryOperator<String> links) {
        new ErPicture(html, tables, id, links).write();
    }

    private List<Row> rows(Table table) {
        List<Row> all = new ArrayList<>();
        for (Table.Column column : table.columns()) {
            String keys = SchemaSection.keys(table, column.name());
            if (tables.size() <= FEW_TABLES || !keys.isEmpty()) {
                all.add(new Row(column.name(), keys, true));
            }
        }
        while (all.size() > MOST_ROWS && dropPlain(all)) {}
        int left = table.columns().size() - all.size();
        if (left > 0) {
            all.add(new Row("+ " + Texts.count(left, all.isEmpty() ? "column" : "more column"), "", false));
        }
        return all;
    }

    /** Removes the last row that is no key. */
    private static boolean dropPlain(List<Row> rows) {
        for (int i = rows.size() - 1; i >= 0; i--) {
            if (rows.get(i).keys().isEmpty()) {
                rows.remove(i);
                return true;
            }
        }
        return false;
    }

    private Graph graph() {
        Map<String, Integer> boxes = new TreeMap<>();
        for (int i = 0; i < tables.size(); i++) {
            boxes.put(tables.get(i).name(), i);
            boxes.putIfAbsent(tables.get(i).name().toLowerCase(Locale.ROOT), i);
        }
        List<Graph.Link> found = new ArrayList<>();
        for (int child = 0; child < tables.size(); child++) {
            for (Table.ForeignKey key : tables.get(child).foreignKeys()) {
                Integer exact = boxes.get(key.target());
                Integer parent = exact == null ? boxes.get(key.target().toLowerCase(Locale.ROOT)) : exact;
                if (parent != null) {
                    found.add(new Graph.Link(child, row(child, key.columns().get(0)), parent));
                }
            }
        }
        return new Graph(rows.stream().map(List::size).toList(), found);
    }

    private int row(int table, String column) {
        List<Row> shown = rows.get(table);
        for (int i = 0; i < shown.size(); i++) {
            if (shown.get(i).isColumn() && shown.get(i).text().equals(column)) {
                return i;
            }
        }
        return 0;
    }

    private void write() {
        Picture picture = Layout.of(graph, boxWidth);
        html.element(
                "p",
                "A line leads from a foreign key (fork) to the table that it refers to (arrow). A table's name leads to all its columns."
                        + " The lines of a table that is pointed at are thick.",
                "class",
                "quiet");
        html.style(Css.highlights(id, tables.size()));
        html.open(
                "div",
                "class",
                "er",
                "id",
                id,
                "tabindex",
                "0",
                "role",
                "region",
                "aria-label",
                "Tables and foreign keys");
        int width = picture.width() + 2 * PADDING;
        int height = picture.height() + 2 * PADDING;
        html.open(
                "svg",
                "xmlns",
                "http://www.w3.org/2000/svg",
                "width",
                Integer.toString(width),
                "height",
                Integer.toString(height),
                "viewBox",
                -PADDING + " " + -PADDING + " " + width + " " + height);
        for (int i = 0; i < picture.lines().size(); i++) {
            line(picture.lines().get(i), Css.hue(i));
        }
        picture.boxes().forEach(this::box);
        html.closeLine().closeLine();
    }

    private void line(Picture.Line line, String hue) {
        Set<String> classes = new TreeSet<>();
        classes.add("t" + line.parent());
        StringBuilder path = new StringBuilder();
        for (Picture.Segment segment : line.segments()) {
            path.append('M').append(segment.x1()).append(' ').append(segment.y1());
            path.append('L').append(segment.x2()).append(' ').append(segment.y2());
        }
        StringBuilder forks = new StringBuilder();
        for (Picture.End end : line.ends()) {
            if (!end.atParent()) {
                classes.add("t" + end.box());
                int x = end.x() + TIP * end.direction();
                forks.append('M').append(end.x()).append(' ').append(end.y() - 4);
                forks.append('L').append(x).append(' ').append(end.y());
                forks.append('L').append(end.x()).append(' ').append(end.y() + 4);
            }
        }
        html.open("g", "class", "line " + hue + " " + String.join(" ", classes));
        html.element("title", "\u2192 " + tables.get(line.parent()).name());
        html.empty("path", "class", "hit", "d", path.toString());
        html.empty("path", "d", path.append(forks).toString());
        for (Picture.Point joint : line.joints()) {
            html.empty("circle", "class", "joint", "cx", text(joint.x()), "cy", text(joint.y()), "r", "3");
        }
        line.ends().stream().filter(Picture.End::atParent).forEach(this::tip);
        html.closeLine();
    }

    private void tip(Picture.End end) {
        int x = end.x() + TIP * end.direction();
        html.empty(
                "path",
                "class",
                "tip",
                "d",
                "M" + end.x() + " " + end.y() + "L" + x + " " + (end.y() - 5) + "L" + x + " " + (end.y() + 5) + "Z");
    }

    private void box(Picture.Box box) {
        Table table = tables.get(box.box());
        html.open("a", "class", "b" + box.box(), "href", links.apply(table.name()));
        html.element("title", table.name());
        rectangle("box", box.x(), box.y(), box.height());
        rectangle("head", box.x(), box.y(), Picture.ROW);
        text("name", box.x() + INSET, box.y() + BASELINE, Ruler.cut(table.name()));
        List<Row> shown = rows.get(box.box());
        for (int i = 0; i < shown.size(); i++) {
            Row row = shown.get(i);
            int y = box.y() + (1 + i) * Picture.ROW + BASELINE;
            text(row.isColumn() ? "column" : "more", box.x() + INSET, y, Ruler.cut(row.text()));
            if (!row.keys().isEmpty()) {
                html.element(
                        "text",
                        row.keys(),
                        "class",
                        "key",
                        "text-anchor",
                        "end",
                        "x",
                        text(box.x() + boxWidth - INSET),
                        "y",
                        text(y));
            }
        }
        html.closeLine();
    }

    private void rectangle(String kind, int x, int y, int height) {
        html.empty(
                "rect",
                "class",
                kind,
                "x",
                text(x),
                "y",
                text(y),
                "width",
                text(boxWidth),
                "height",
                text(height),
                "rx",
                "3");
    }

    private void text(String kind, int x, int y, String text) {
        html.element("text", text, "class", kind, "x", text(x), "y", text(y));
    }

    private static String text(int number) {
        return Integer.toString(number);
    }
}
