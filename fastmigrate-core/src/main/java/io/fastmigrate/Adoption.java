package io.fastmigrate;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

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

    /**
     * What an adoption starts from.
     *
     * @param directories where the other tool's scripts are looked for, in order
     * @param tablesWithData tables whose rows a script of the whole schema also holds
     * @param table the other tool's history, where it has not the name that the tool gives it by itself
     */
    public record Source(List<Path> directories, Form form, List<String> tablesWithData, Optional<String> table) {

        /** What the new scripts are made of. */
        public enum Form {
            /** Each script that ran becomes one, where all of them are SQL; else the whole schema does. */
            SCRIPTS,
            /** The schema as it is becomes the one script there is. */
            WHOLE_SCHEMA
        }

        public Source {
            directories = List.copyOf(directories);
            tablesWithData = List.copyOf(tablesWithData);
        }

        /** Takes the scripts of one directory. */
        public static Source of(Path directory) {
            return new Source(List.of(directory), Form.SCRIPTS, List.of(), Optional.empty());
        }
    }
}
