package io.fastmigrate.lint.internal.fix;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * What can be done about findings.
 *
 * @param first a script that changes and has the lowest number of those
 */
public record FixResult(List<Fixed> fixes, FileChanges changes, Optional<Path> first) {

    /** Changes the files. */
    public void write() {
        first.ifPresent(changes::write);
    }
}
