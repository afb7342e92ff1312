package io.fastmigrate.lint.internal.prove.server;

import java.util.List;

/**
 * A table that gets rows. Names are written as in SQL, with their quotes.
 *
 * @param definitions what limits the values of rows: their literals are tried
 */
public record SampledTable(
        String name, List<SampledColumn> columns, List<Reference> references, List<String> definitions) {

    /** A column that takes values. */
    public record SampledColumn(String name, String type, boolean nullable) {}

    /** A foreign key. */
    public record Reference(List<String> columns, String parent, List<String> parentColumns) {}
}
