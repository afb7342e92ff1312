package io.fastmigrate.cli.database;

import io.fastmigrate.Fleet;
import io.fastmigrate.cli.problem.ExitCode;
import io.fastmigrate.cli.problem.Failure;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.PathMatcher;
import java.util.List;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

/** The files that a pattern such as {@code data/tenants/*.db} means. */
final class DatabaseFiles {

    private static final Pattern WILD = Pattern.compile("[*?\\[{]");

    private DatabaseFiles() {}

    /** Tells whether a text could be a pattern. */
    static boolean isPattern(String text) {
        return WILD.matcher(text).find();
    }

    /**
     * Returns the files in the order of their paths, each as a person would have written it.
     *
     * @param directory what a relative pattern is relative to
     */
    static List<String> matching(Path directory, String pattern) {
        List<String> names = List.of(pattern.split("/", -1));
        int wild = 0;
        while (!isPattern(names.get(wild))) {
            wild++;
        }
        List<String> rest = names.subList(wild, names.size());
        String base = String.join("/", names.subList(0, wild)) + (wild == 0 ? "" : "/");
        Path start = directory.resolve(base);
        if (!Files.isDirectory(start)) {
            return List.of();
        }
        int depth = rest.stream().anyMatch(name -> name.contains("**")) ? Integer.MAX_VALUE : rest.size();
        PathMatcher matcher = matcher(start, pattern, String.join("/", rest));
        try {
            return Fleet.findFiles(start, matcher, depth).stream()
                    .map(file -> base + start.relativize(file))
                    .toList();
        } catch (IOException e) {
            throw new Failure(
                    ExitCode.FAILED,
                    "The databases cannot be listed: " + e + ".",
                    "Give this user permission to read " + (base.isEmpty() ? "." : base) + " and what is below it.");
        }
    }

    private static PathMatcher matcher(Path start, String pattern, String glob) {
        try {
            return start.getFileSystem().getPathMatcher("glob:" + anyDepth(glob));
        } catch (PatternSyntaxException e) {
            throw new Failure(
                    ExitCode.USAGE,
                    "--db is not a valid pattern: " + pattern + " (" + e.getDescription() + ").",
                    "Write it like 'data/tenants/*.db', in quotes.");
        }
    }

    /** Lets {@code **} and a slash stand for no folder too, as everywhere but in Java: data/**&#47;*.db is also data/a.db. */
    private static String anyDepth(String glob) {
        StringBuilder any = new StringBuilder();
        boolean group = false;
        for (int i = 0; i < glob.length(); i++) {
            char c = glob.charAt(i);
            group = c == '{' || (group && c != '}');
            if (!group && glob.startsWith("**/", i) && (i == 0 || glob.charAt(i - 1) == '/')) {
                any.append("{**/,}");
                i += 2;
            } else {
                any.append(c);
            }
        }
        return any.toString();
    }
}
