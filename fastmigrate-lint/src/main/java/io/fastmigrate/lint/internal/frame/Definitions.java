package io.fastmigrate.lint.internal.frame;

import java.util.List;

/**
 * What is there under a name and what a statement would make under it, both as the database says it.
 *
 * @param existing in lines
 * @param wanted in lines
 */
public record Definitions(List<String> existing, List<String> wanted) {

    public boolean differ() {
        return !existing.equals(wanted);
    }
}
