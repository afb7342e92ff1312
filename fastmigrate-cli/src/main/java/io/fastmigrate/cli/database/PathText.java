package io.fastmigrate.cli.database;

import java.io.File;
import java.nio.file.Path;

/** Paths as messages show them: as they were given, tidied as Python's {@code pathlib} tidies them. */
public final class PathText {

    private PathText() {}

    /** Takes out doubled slashes, {@code .} and a slash at the end. Leaves {@code ..} alone, which a link could turn. */
    public static String tidy(String path) {
        if (File.separatorChar != '/') {
            return Path.of(path).toString();
        }
        String root = root(path);
        StringBuilder tidy = new StringBuilder(root);
        for (String name : path.split("/", -1)) {
            if (!name.isEmpty() && !name.equals(".")) {
                if (tidy.length() > root.length()) {
                    tidy.append('/');
                }
                tidy.append(name);
            }
        }
        return tidy.isEmpty() ? "." : tidy.toString();
    }

    /** Returns the path of a file in a directory. */
    static String join(String directory, String fileName) {
        return tidy(directory + "/" + fileName);
    }

    /** Exactly two slashes at the start may mean something else than one; POSIX says so. */
    private static String root(String path) {
        if (path.startsWith("//") && !path.startsWith("///")) {
            return "//";
        }
        return path.startsWith("/") ? "/" : "";
    }
}
