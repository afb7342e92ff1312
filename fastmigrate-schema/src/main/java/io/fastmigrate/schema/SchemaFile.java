package io.fastmigrate.schema;

import io.fastmigrate.schema.internal.LineDifferences;
import java.util.List;

/** A schema as a script that makes it, which can be kept beside the scripts and compared in reviews. */
public final class SchemaFile {

    private static final String HEAD = "-- The schema that the scripts make. fastmigrate schema writes this file.\n\n";

    private final String text;

    private SchemaFile(String text) {
        this.text = text;
    }

    static SchemaFile of(String script) {
        return new SchemaFile(HEAD + script);
    }

    /** Returns the text of the file, with a line feed at the end of each line. */
    public String text() {
        return text;
    }

    /**
     * Returns how another text differs: lines that only that text has begin with {@code -}, those that only this one has with
     * {@code +}, and those around them with a blank. Empty if both are the same, whatever ends their lines.
     */
    public List<String> differencesFrom(String other) {
        return LineDifferences.of(other, text);
    }
}
