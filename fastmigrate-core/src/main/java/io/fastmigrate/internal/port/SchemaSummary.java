package io.fastmigrate.internal.port;

import java.util.Map;

/**
 * What a database holds, roughly.
 *
 * @param objects the schema's objects with their text, by type and name
 * @param rows how many rows each table has, by name
 */
public record SchemaSummary(Map<ObjectName, String> objects, Map<String, Long> rows) {

    /** What identifies an object of the schema. */
    public record ObjectName(String type, String name) {}

    public SchemaSummary {
        objects = Map.copyOf(objects);
        rows = Map.copyOf(rows);
    }
}
