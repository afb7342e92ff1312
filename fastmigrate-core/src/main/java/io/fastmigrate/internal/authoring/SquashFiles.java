package io.fastmigrate.internal.authoring;

import io.fastmigrate.Script;
import io.fastmigrate.Version;
import io.fastmigrate.error.FastMigrateException;
import io.fastmigrate.internal.bridge.Bridge;
import io.fastmigrate.internal.file.DurableFiles;
import io.fastmigrate.internal.script.SquashedRange;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The files of a squash. The new script comes into the directory first and the old script with its number goes last: as long as both are
 * there, that is an error for everyone who migrates, and the same command finishes what was begun.
 *
 * @param directory of the scripts, absolute
 */
record SquashFiles(Path directory, SquashedRange range) {

    static final String FOLDER = "squashed";

    private static final Pattern NAME = Pattern.compile("[0-9]{4}-.*\\.(?:sql|py|sh)", Pattern.DOTALL);

    private Path aside() {
        return directory.resolve(FOLDER).resolve(range.directory());
    }

    /** Returns the scripts with a number of the range that are in a directory, in their order. */
    private List<Path> scripts(Path place) throws IOException {
        if (!Files.isDirectory(place)) {
            return List.of();
        }
        try (Stream<Path> files = Files.list(place)) {
            return files.filter(file -> NAME.matcher(name(file)).matches())
                    .filter(file -> range.contains(number(file)))
                    .sorted()
                    .toList();
        }
    }

    private static String name(Path file) {
        return String.valueOf(file.getFileName());
    }

    private static Version number(Path file) {
        return new Version(Integer.parseInt(name(file).substring(0, 4)));
    }

    /** Returns the new script of a run that ended before it had moved all old ones. */
    Optional<Path> begun() throws IOException {
        List<Path> last = scripts(directory).stream()
                .filter(file -> number(file).equals(range.last()))
                .toList();
        return last.size() == 2 ? last.stream().filter(this::isNew).findFirst() : Optional.empty();
    }

    private boolean isNew(Path file) {
        return replacedBy(file).filter(range::equals).isPresent();
    }

    private static Optional<SquashedRange> replacedBy(Path file) {
        return name(file).endsWith(".sql")
                ? SquashedRange.of(Bridge.values()
                        .scriptOfFile(number(file), Script.Kind.SQL, file, () -> Files.newInputStream(file)))
                : Optional.empty();
    }

    /** What came in while the old scripts were moved is not made by the new one, and would be lost among them. */
    private void requireNoneAdded(List<Path> old) throws IOException {
        NavigableMap<Version, Path> known = new TreeMap<>();
        for (Path file : scripts(aside())) {
            known.put(number(file), file);
        }
        for (Path file : old) {
            Path other = known.putIfAbsent(number(file), file);
            if (other != null) {
                throw added(file, other);
            }
        }
        for (Path file : known.values()) {
            Optional<SquashedRange> replaced = replacedBy(file);
            if (replaced.isPresent()) {
                for (Path other : known.subMap(replaced.get().first(), true, number(file), false)
                        .values()) {
                    throw added(other, file);
                }
            }
        }
    }

    private static FastMigrateException added(Path file, Path other) {
        return Bridge.errors()
                .enrollFailed(
                        "The number of " + file + " is that of an old script, too: " + other,
                        "Give the one that was added while the scripts were squashed the next free number, then"
                                + " squash again, which finishes what was begun. Nothing was moved now.",
                        null);
    }

    void requireFree() throws IOException {
        if (Files.exists(aside())) {
            try (Stream<Path> files = Files.list(aside())) {
                if (files.findAny().isPresent()) {
                    throw SquashableScripts.refusal(
                            "The directory that the scripts would be moved to is not empty: " + aside(),
                            "Move what is in it somewhere else.");
                }
            }
        }
    }

    /** Returns a name that no old script has: by its name a history knows which of them ran. */
    String freeName() {
        String stem = range.last().padded() + "-squashed";
        String name = stem + ".sql";
        for (int i = 2; Files.exists(directory.resolve(name)); i++) {
            name = stem + "-" + i + ".sql";
        }
        return name;
    }

    /** Gives the new script, which is written in full, its place; never that of another file. */
    Path place(Path written) throws IOException {
        DurableFiles.createDirectories(aside());
        Path script = Files.move(written, directory.resolve(name(written)));
        DurableFiles.syncDirectory(directory);
        return script;
    }

    /** Moves all scripts of the range but the new one; the one with its number last. */
    void moveAside(Path script) throws IOException {
        List<Path> old =
                scripts(directory).stream().filter(file -> !file.equals(script)).toList();
        requireNoneAdded(old);
        DurableFiles.createDirectories(aside());
        for (Path file : old) {
            Files.move(file, aside().resolve(name(file)));
        }
        DurableFiles.syncDirectory(aside());
        DurableFiles.syncDirectory(directory);
    }
}
