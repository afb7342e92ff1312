package io.fastmigrate.internal.bridge;

import java.util.HexFormat;

/** Text of users in messages. */
public final class OneLine {

    private OneLine() {}

    /** Returns a path or URL as messages show it: in one line, also where a directory's name holds a line end. */
    public static String of(String location) {
        for (int i = 0; i < location.length(); i++) {
            if (isHidden(location.charAt(i))) {
                return escaped(location);
            }
        }
        return location;
    }

    private static boolean isHidden(char c) {
        return Character.isISOControl(c) || c == '\u2028' || c == '\u2029';
    }

    private static String escaped(String location) {
        StringBuilder shown = new StringBuilder(location.length());
        for (int i = 0; i < location.length(); i++) {
            char c = location.charAt(i);
            shown.append(isHidden(c) ? "\\u" + HexFormat.of().toHexDigits(c) : String.valueOf(c));
        }
        return shown.toString();
    }
}
