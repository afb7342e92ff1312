package io.fastmigrate.model;

import java.util.List;

/**
 * A database that was, or would be, taken over from another migration tool.
 *
 * @param tool {@code Flyway} or {@code Liquibase}
 * @param scripts what is written, in order
 * @param version what the database is set to: the number of the last script
 * @param notes what a person should know of, each a sentence
 */
public record Adoption(String tool, List<Adopted> scripts, Version version, List<String> notes) {

    /**
     * A script that is written.
     *
     * @param origin what it is made of, as the other tool calls it
     */
    public record Adopted(String fileName, String origin) {}

    public Adoption {
        scripts = List.copyOf(scripts);
        notes = List.copyOf(notes);
    }
}
