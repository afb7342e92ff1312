package io.fastmigrate.report.internal.html;

/** How wide texts are in the font of the picture, whose characters all have the same width, or twice that. */
final class Ruler {

    /** In tenths of a pixel; the widest of the fonts that the style sheet names has 7.23 at 12 pixels. */
    private static final int CHARACTER = 74;

    private static final int MOST_CHARACTERS = 28;

    /** From here on most characters are those of Asia, or pictures, which are wide. */
    private static final int FIRST_WIDE = 0x1100;

    private Ruler() {}

    /** Returns the width in pixels. */
    static int width(String text) {
        return (cells(text) * CHARACTER + 9) / 10;
    }

    /** Returns the text, or its beginning if it is too long for a box. */
    static String cut(String text) {
        if (cells(text) <= MOST_CHARACTERS) {
            return text;
        }
        int cells = 0;
        int end = 0;
        while (cells + cells(text.codePointAt(end)) < MOST_CHARACTERS) {
            int point = text.codePointAt(end);
            cells += cells(point);
            end += Character.charCount(point);
        }
        return text.substring(0, end) + "\u2026";
    }

    private static int cells(String text) {
        return text.codePoints().map(Ruler::cells).sum();
    }

    private static int cells(int point) {
        return point < FIRST_WIDE || (point >= 0x2010 && point < 0x2030) ? 1 : 2;
    }
}
