package io.fastmigrate.lint.internal.format;

import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Writes maps, lists, texts, numbers and truth values as JSON. */
final class Json {

    private Json() {}

    static String write(Object value) {
        StringBuilder text = new StringBuilder();
        write(value, "\n", text);
        return text.append('\n').toString();
    }

    private static void write(@Nullable Object value, String line, StringBuilder text) {
        if (value instanceof Map<?, ?> map) {
            String next = line + "  ";
            String before = "{" + next;
            for (Map.Entry<?, ?> entry : map.entrySet()) {
                text.append(before);
                string(String.valueOf(entry.getKey()), text);
                text.append(": ");
                write(entry.getValue(), next, text);
                before = "," + next;
            }
            text.append(map.isEmpty() ? "{}" : line + "}");
        } else if (value instanceof List<?> list) {
            String next = line + "  ";
            String before = "[" + next;
            for (Object element : list) {
                text.append(before);
                write(element, next, text);
                before = "," + next;
            }
            text.append(list.isEmpty() ? "[]" : line + "]");
        } else if (value instanceof String string) {
            string(string, text);
        } else {
            text.append(value);
        }
    }

    private static void string(String value, StringBuilder text) {
        text.append('"');
        for (int i = 0; i < value.length(); i++) {
            char c = value.charAt(i);
            switch (c) {
                case '"' -> text.append("\\\"");
                case '\\' -> text.append("\\\\");
                case '\n' -> text.append("\\n");
                case '\r' -> text.append("\\r");
                case '\t' -> text.append("\\t");
                default -> {
                    if (c < ' ') {
                        text.append("\\u").append(HexFormat.of().toHexDigits(c));
                    } else {
                        text.append(c);
                    }
                }
            }
        }
        text.append('"');
    }
}
