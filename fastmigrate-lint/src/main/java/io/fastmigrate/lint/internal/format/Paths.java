package io.fastmigrate.lint.internal.format;

import io.fastmigrate.Script;
import java.io.File;
import java.nio.file.Path;

/** What reports call a script. */
final class Paths {

    private Paths() {}

    /** Returns the path of a script, relative to a directory where it is below it, with slashes. */
    static String of(Script script, Path directory) {
        return script.path().map(path -> of(path, directory)).orElse(script.location());
    }

    /** Returns a path, relative to a directory where it is below it, with slashes. */
    static String of(Path file, Path directory) {
        Path base = directory.toAbsolutePath().normalize();
        Path path = file.toAbsolutePath().normalize();
        return (path.startsWith(base) ? base.relativize(path) : path).toString().replace(File.separatorChar, '/');
    }
}
