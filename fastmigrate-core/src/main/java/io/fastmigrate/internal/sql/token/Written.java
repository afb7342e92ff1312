package io.fastmigrate.internal.sql.token;

import java.util.ArrayList;
import java.util.List;

/** A statement as it is written in its script, where values had names. Errors show this text, and no value. Immutable. */
public final class Written {

    /** A value: where it is in the statement that runs, and where its name is in the text as written. */
    private record Part(int from, int to, int writtenFrom, int writtenTo) {}

    private final String text;
    private final List<Part> parts;

    private Written(String text, List<Part> parts) {
        this.text = text;
        this.parts = List.copyOf(parts);
    }

    /** Makes the text of a statement without values. */
    public static Written same(String text) {
        return new Written(text, List.of());
    }

    public String text() {
        return text;
    }

    /** Returns the index in the text as written of what is at an index in the statement that runs; of a value, that of its name. */
    public int offset(int index) {
        int shift = 0;
        for (Part part : parts) {
            if (index < part.from()) {
                break;
            }
            if (index < part.to()) {
                return part.writtenFrom();
            }
            shift = part.writtenTo() - part.to();
        }
        return Math.max(0, Math.min(text.length(), index + shift));
    }

    /** Puts a text together, from its beginning. */
    public static final class Builder {

        private final StringBuilder text = new StringBuilder();
        private final List<Part> parts = new ArrayList<>();
        private int length;

        /** Adds what is the same in both. */
        public Builder same(String both) {
            text.append(both);
            length += both.length();
            return this;
        }

        public Builder value(String value, String written) {
            parts.add(new Part(length, length + value.length(), text.length(), text.length() + written.length()));
            text.append(written);
            length += value.length();
            return this;
        }

        /** Tells whether there is no value. */
        public boolean isEmpty() {
            return parts.isEmpty();
        }

        public Written build() {
            return new Written(text.toString(), parts);
        }
    }
}
