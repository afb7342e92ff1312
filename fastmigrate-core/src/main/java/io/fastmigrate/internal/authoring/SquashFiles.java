package io.fastmigrate.internal.authoring;

import io.fastmigrate.Script;
import io.fastmigrate.Version;
import io.fastmigrate.internal.bridge.Bridge;
import io.fastmigrate.internal.file.DurableFiles;
import io.fastmigrate.internal.script.SquashedRange;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
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

    /** Returns the scripts with a number of the range, in their order. */
    private List<Path> scripts() throws IOException {
        if (!Files.isDirectory(directory)) {
            return List.of();
        }
        try (Stream<Path> files = Files.list(directory)) {
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
        List<Path> last = scripts().stream()
                .filter(file -> number(file).equals(range.last()))
                .toList();
        return last.size() == 2 ? last.stream().filter(this::isNew).findFirst() : Optional.empty();
    }

    private boolean isNew(Path file) {
        return name(file).endsWith(".sql")
                && SquashedRange.of(Bridge.values()
                                .scriptOfFile(number(file), Script.Kind.SQL, file, () -> Files.newInputStream(file)))
                        .filter(range::equals)
                        .isPresent();
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
        DurableFiles.createDirectories(aside());
        for (Path file : scripts()) {
            if (!file.equals(script)) {
                Files.move(file, aside().resolve(name(file)));
            }
        }
        DurableFiles.syncDirectory(aside());
        DurableFiles.syncDirectory(directory);
    }
}
