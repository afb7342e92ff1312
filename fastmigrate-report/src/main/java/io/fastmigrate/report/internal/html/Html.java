package io.fastmigrate.report.internal.html;

import java.util.ArrayDeque;
import java.util.Deque;

/**
 * Writes HTML, and SVG in it, that is well-formed and in which no text is markup: names of elements and attributes are ours, all
 * other texts are escaped here.
 */
final class Html {

    private final StringBuilder out = new StringBuilder("<!DOCTYPE html>\n");
    private final Deque<String> open = new ArrayDeque<>();

    /**
     * Opens an element.
     *
     * @param attributes names and values by turns
     */
    Html open(String element, String... attributes) {
        start(element, attributes).append('>');
        open.push(element);
        return this;
    }

    /** Closes the element that was opened last. */
    Html close() {
        out.append("</").append(open.pop()).append('>');
        return this;
    }

    /** Closes the element that was opened last, and ends the line. */
    Html closeLine() {
        close();
        out.append('\n');
        return this;
    }

    /** Writes an element that has no content. */
    Html empty(String element, String... attributes) {
        start(element, attributes).append("/>");
        return this;
    }

    /** Writes an element that has only a text. */
    Html element(String element, String text, String... attributes) {
        return open(element, attributes).text(text).close();
    }

    Html text(String text) {
        escape(text);
        return this;
    }

    /** Writes a style sheet of this package, in which there is nothing to escape. */
    Html style(String css) {
        out.append("<style>").append(css).append("</style>\n");
        return this;
    }

    private StringBuilder start(String element, String... attributes) {
        out.append('<').append(element);
        for (int i = 0; i < attributes.length; i += 2) {
            out.append(' ').append(attributes[i]).append("=\"");
            escape(attributes[i + 1]);
            out.append('"');
        }
        return out;
    }

    private void escape(String text) {
        text.codePoints().forEach(point -> {
            switch (point) {
                case '&' -> out.append("&amp;");
                case '<' -> out.append("&lt;");
                case '>' -> out.append("&gt;");
                case '"' -> out.append("&quot;");
                case '\'' -> out.append("&#39;");
                case '\n', '\t' -> out.append((char) point);
                default -> out.appendCodePoint(isCharacter(point) ? point : 0xFFFD);
            }
        });
    }

    /** Tells whether HTML and XML have this character at all. */
    private static boolean isCharacter(int point) {
        return point >= ' '
                && (point < 0x7F || point > 0x9F)
                && (point < 0xD800 || point > 0xDFFF)
                && (point & 0xFFFE) != 0xFFFE;
    }

    @Override
    public String toString() {
        if (!open.isEmpty()) {
            throw new IllegalStateException("Not closed: " + open);
        }
        return out.toString();
    }
}
