package io.fastmigrate.internal.sql.token;

import io.fastmigrate.Script;

/** Shows where in a statement a mistake is. */
public final class Excerpt {

    private static final int SHOWN = 100;

    private Excerpt() {}

    /**
     * Returns the place of a mistake in the script.
     *
     * @param start where the statement begins
     * @param text of the statement
     * @param offset of the mistake in the text, counted from 0
     */
    public static Script.Position position(Script.Position start, String text, int offset) {
        int line = start.line();
        int lineStart = -1;
        for (int i = 0; i < offset; i++) {
            if (text.charAt(i) == '\n') {
                line++;
                lineStart = i;
            }
        }
        int characters = text.codePointCount(lineStart + 1, offset);
        return new Script.Position(line, lineStart < 0 ? start.column() + characters : characters + 1);
    }

    /** Returns the line of the mistake, cut round it where it is long, and a caret under it. */
    public static String of(String text, int offset) {
        int from = text.lastIndexOf('\n', Math.max(0, offset - 1)) + 1;
        if (from > offset) {
            from = offset;
        }
        int to = text.indexOf('\n', offset);
        to = to < 0 ? text.length() : to;
        int left = Math.max(from, offset - SHOWN / 2);
        int right = Math.min(to, left + SHOWN);
        String prefix = left > from ? "... " : "";
        String suffix = right < to ? " ..." : "";
        String shown = text.substring(left, right)
                .replace('\t', ' ')
                .replace('\r', ' ')
                .stripTrailing();
        int caret = prefix.length() + text.codePointCount(left, offset);
        return "    " + prefix + shown + suffix + "\n    " + " ".repeat(caret) + "^";
    }
}
