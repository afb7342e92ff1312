package io.fastmigrate.internal.fleet;

import java.io.IOException;
import java.nio.file.FileVisitOption;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.PathMatcher;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.regex.Pattern;

/** One walk through a directory for files that may be databases. */
public final class DatabaseFileSearch extends SimpleFileVisitor<Path> {

    /** What SQLite, DuckDB and this program put beside a database: a backup that is migrated is none any more. */
    private static final Pattern COMPANION = Pattern.compile(
            ".*(-wal|-shm|-journal|-mj[0-9A-F]{8,9}|\\.wal|\\.fastmigrate\\.lock|\\.fastmigrate-new"
                    + "|\\.[0-9]{8}_[0-9]{6}(_[0-9]+)?\\.backup(\\.unfinished)?)",
            Pattern.DOTALL);

    /** Where the copies of rehearsals and adoptions are: private, and not readable for everyone. */
    private static final Pattern PRIVATE = Pattern.compile("\\.fastmigrate-(rehearsal|adopt)-.*", Pattern.DOTALL);

    private final Path start;
    private final PathMatcher pattern;
    private final List<Path> found = new ArrayList<>();

    private DatabaseFileSearch(Path start, PathMatcher pattern) {
        this.start = start;
        this.pattern = pattern;
    }

    public static List<Path> find(Path start, PathMatcher pattern, int depth) throws IOException {
        DatabaseFileSearch search = new DatabaseFileSearch(start, pattern);
        Files.walkFileTree(start, EnumSet.of(FileVisitOption.FOLLOW_LINKS), depth, search);
        search.found.sort(null);
        return List.copyOf(search.found);
    }

    @Override
    public FileVisitResult preVisitDirectory(Path directory, BasicFileAttributes attributes) {
        return isPrivate(directory) ? FileVisitResult.SKIP_SUBTREE : FileVisitResult.CONTINUE;
    }

    @Override
    public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
        Path name = start.relativize(file);
        if (attributes.isRegularFile()
                && pattern.matches(name)
                && !COMPANION.matcher(file.getFileName().toString()).matches()) {
            found.add(file);
        }
        return FileVisitResult.CONTINUE;
    }

    /** What cannot be read, or was removed just now, is no matter where it is ours. */
    @Override
    public FileVisitResult visitFileFailed(Path file, IOException e) throws IOException {
        Path parent = file.getParent();
        if (isPrivate(file) || (parent != null && isPrivate(parent)) || !Files.exists(file)) {
            return FileVisitResult.CONTINUE;
        }
        throw e;
    }

    private boolean isPrivate(Path file) {
        return !file.equals(start)
                && PRIVATE.matcher(String.valueOf(file.getFileName())).matches()
                && !String.valueOf(file.getFileName()).endsWith(".fastmigrate.lock");
    }
}
