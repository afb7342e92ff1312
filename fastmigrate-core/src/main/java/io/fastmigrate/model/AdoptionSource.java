package io.fastmigrate.model;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * What an adoption starts from.
 *
 * @param directories where the other tool's scripts are looked for, in order
 * @param tablesWithData tables whose rows a script of the whole schema shall hold too
 * @param table the other tool's history, where it has not the name that the tool gives it by itself
 */
public record AdoptionSource(List<Path> directories, Form form, List<String> tablesWithData, Optional<String> table) {

    /** What the new scripts are made of. */
    public enum Form {
        /** Each script that ran becomes one, where all of them are SQL; else the whole schema does. */
        SCRIPTS,
        /** The schema as it is becomes the one script there is. */
        WHOLE_SCHEMA
    }

    public AdoptionSource {
        directories = List.copyOf(directories);
        tablesWithData = List.copyOf(tablesWithData);
    }

    /** Takes the scripts of one directory. */
    public static AdoptionSource of(Path directory) {
        return new AdoptionSource(List.of(directory), Form.SCRIPTS, List.of(), Optional.empty());
    }
}
