package io.fastmigrate.lint.internal.format;

import io.fastmigrate.Script;
import java.io.File;
import java.nio.file.Path;

/** What reports call a script. */
final class Paths {

    private Paths() {}

    /** Returns the path of a script, relative to a directory where it is below it, with slashes. */
    static String of(Script script, Path directory) {
        Path base = directory.toAbsolutePath().normalize();
        return script.path()
                .map(path -> path.toAbsolutePath().normalize())
                .map(path -> path.startsWith(base) ? base.relativize(path) : path)
                .map(path -> path.toString().replace(File.separatorChar, '/'))
                .orElse(script.location());
    }
}
