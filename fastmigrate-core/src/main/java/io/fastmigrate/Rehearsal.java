package io.fastmigrate;

import java.util.List;

/**
 * What a run would do, found by doing it on a copy.
 *
 * @param report of the run on the copy: which scripts ran, and how long each took there
 * @param rows tables that gained or lost rows
 * @param schema objects of the schema that were added, changed or dropped
 */
public record Rehearsal(Report report, List<RowChange> rows, List<SchemaChange> schema) {

    /**
     * How many rows a table has; -1 where there is no such table.
     *
     * @param before the run
     * @param after the run
     */
    public record RowChange(String table, long before, long after) {}

    /**
     * One object of the schema.
     *
     * @param type as SQLite names it: table, index, view or trigger
     */
    public record SchemaChange(Kind kind, String type, String name) {}

    /** What became of an object of the schema. */
    public enum Kind {
        ADDED,
        CHANGED,
        DROPPED
    }

    public Rehearsal {
        rows = List.copyOf(rows);
        schema = List.copyOf(schema);
    }
}
