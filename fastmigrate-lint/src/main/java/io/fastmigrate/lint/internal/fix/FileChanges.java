package io.fastmigrate.lint.internal.fix;

import io.fastmigrate.error.InvalidSettingException;
import io.fastmigrate.internal.file.DurableFiles;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Files that get other names or texts: all of them, or none. While that is under way, a script that cannot run says what is left to do, and keeps every
 * migration from running half of it; what a killed process has left, {@link #finish} completes.
 */
public final class FileChanges {

    /** The name of that script, behind its number. */
    private static final String UNFINISHED = "-lint-fix-unfinished.sql";

    private static final String HEAD =
            "lint --fix was interrupted. Run it again: it finishes what it began. Until then, this text keeps scripts from running.\n";

    private static final String TEMPORARY = ".lint-fix.fastmigrate-new";

    /** In place of the fingerprint of a file that is not there. */
    private static final String NONE = "-";

    /**
     * One of them.
     *
     * @param from the name that the file had; null if it keeps its name or is new
     * @param text what is in it then; null if that stays
     * @param before the fingerprint of what is in it before
     */
    public record Change(
            @Nullable Path from, Path to, @Nullable String text, String before) {

        /** Tells whether it makes a file that is not there yet. */
        public boolean isNew() {
            return from == null && before.equals(NONE);
        }
    }

    private final List<Change> moves = new ArrayList<>();
    private final List<Change> texts = new ArrayList<>();

    void move(Path from, Path to) throws IOException {
        moves.add(new Change(from, to, null, Fingerprint.of(from)));
    }

    void create(Path file, String text) {
        texts.add(new Change(null, file, text, NONE));
    }

    void replace(Path file, String before, String text) {
        texts.add(new Change(null, file, text, Fingerprint.of(before)));
    }

    /** Returns them in the order in which they are made: of files that move up the last one first, so that no name is taken. */
    public List<Change> list() {
        List<Change> all = new ArrayList<>();
        Comparator<Change> byName =
                Comparator.comparing(change -> String.valueOf(change.to().getFileName()));
        moves.stream().filter(FileChanges::isUp).sorted(byName.reversed()).forEach(all::add);
        moves.stream().filter(move -> !isUp(move)).sorted(byName).forEach(all::add);
        all.addAll(texts);
        return all;
    }

    private static boolean isUp(Change move) {
        return move.from() != null
                && String.valueOf(move.to().getFileName())
                                .compareTo(String.valueOf(move.from().getFileName()))
                        > 0;
    }

    /**
     * Makes them.
     *
     * @param first a script with the lowest number of those that change
     */
    void write(Path first) {
        write(first, () -> {});
    }

    /** @param step is called before each change, and after the last */
    void write(Path first, Runnable step) {
        List<Change> changes = list();
        if (changes.isEmpty()) {
            return;
        }
        Path journal = first.resolveSibling(String.valueOf(first.getFileName()).substring(0, 4) + UNFINISHED);
        try {
            Path directory = directory(journal);
            StringBuilder text = new StringBuilder(HEAD);
            for (Change change : changes) {
                text.append(line(change, directory)).append('\n');
            }
            requireUnchanged();
            put(journal, text.toString());
            make(changes, step);
            Files.delete(journal);
            DurableFiles.syncDirectory(directory);
        } catch (IOException e) {
            throw failed(journal, e);
        }
    }

    private void requireUnchanged() throws IOException {
        for (Change move : moves) {
            require(Objects.requireNonNull(move.from()), move.before());
        }
        for (Change change : texts) {
            boolean moves = this.moves.stream()
                    .anyMatch(
                            move -> change.to().equals(move.to()) || change.to().equals(move.from()));
            if (!moves) {
                require(change.to(), change.before());
            }
        }
    }

    /** Tells whether a file is one that a killed process has left. */
    public static boolean isUnfinished(Path file) {
        return String.valueOf(file.getFileName()).matches("[0-9]{4}" + UNFINISHED);
    }

    /** Makes what is left of the changes that a killed process has begun. */
    public static void finish(Path journal) {
        try {
            Path directory = directory(journal);
            List<Change> changes = new ArrayList<>();
            for (String line :
                    Files.readString(journal).substring(HEAD.length()).lines().toList()) {
                changes.add(change(line.split("\t", -1), directory));
            }
            make(changes, () -> {});
            Files.delete(journal);
            DurableFiles.syncDirectory(directory);
        } catch (IOException | IllegalArgumentException | IndexOutOfBoundsException e) {
            throw failed(journal, e);
        }
    }

    private static void make(List<Change> changes, Runnable step) throws IOException {
        for (Change change : changes) {
            step.run();
            Path from = change.from();
            if (from != null) {
                move(change, from, changes);
            } else if (change.text() != null && !Fingerprint.of(change.to()).equals(Fingerprint.of(change.text()))) {
                require(change.to(), change.before());
                put(change.to(), change.text());
            }
        }
        step.run();
    }

    /** A killed process may have moved it already, and have changed its text since. */
    private static void move(Change move, Path from, List<Change> changes) throws IOException {
        String now = Fingerprint.of(move.to());
        boolean done = now.equals(move.before())
                || changes.stream()
                        .filter(each -> each.to().equals(move.to()))
                        .flatMap(each -> Stream.ofNullable(each.text()))
                        .anyMatch(text -> Fingerprint.of(text).equals(now));
        if (!done) {
            require(from, move.before());
            require(move.to(), NONE);
            Files.move(from, move.to());
            DurableFiles.syncDirectory(directory(move.to()));
        }
    }

    private static void require(Path file, String fingerprint) throws IOException {
        if (!Fingerprint.of(file).equals(fingerprint)) {
            throw new IOException(
                    file + (fingerprint.equals(NONE) ? " is there already" : " was changed in the meantime"));
        }
    }

    private static void put(Path file, String text) throws IOException {
        Path temporary = file.resolveSibling(TEMPORARY);
        try {
            DurableFiles.write(temporary, text.getBytes(StandardCharsets.UTF_8));
            boolean posix = file.getFileSystem().supportedFileAttributeViews().contains("posix");
            if (posix && Files.exists(file)) {
                Files.setPosixFilePermissions(temporary, Files.getPosixFilePermissions(file));
            }
            Files.move(temporary, file, StandardCopyOption.ATOMIC_MOVE);
            DurableFiles.syncDirectory(directory(file));
        } finally {
            Files.deleteIfExists(temporary);
        }
    }

    private static Path directory(Path file) throws IOException {
        Path parent = file.toAbsolutePath().getParent();
        if (parent == null) {
            throw new IOException(file + " is in no directory");
        }
        return parent;
    }

    private static String line(Change change, Path directory) {
        Path from = change.from();
        return String.join(
                "\t",
                from == null ? "" : encoded(directory.relativize(from).toString()),
                encoded(directory.relativize(change.to()).toString()),
                change.text() == null ? NONE : encoded(change.text()),
                change.before());
    }

    private static Change change(String[] line, Path directory) {
        return new Change(
                line[0].isEmpty() ? null : directory.resolve(decoded(line[0])).normalize(),
                directory.resolve(decoded(line[1])).normalize(),
                line[2].equals(NONE) ? null : decoded(line[2]),
                line[3]);
    }

    private static String encoded(String text) {
        return Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
    }

    private static String decoded(String text) {
        return new String(Base64.getDecoder().decode(text), StandardCharsets.UTF_8);
    }

    private static InvalidSettingException failed(Path journal, Exception e) {
        return InvalidSettingException.of(
                "The scripts cannot be fixed: " + e.getMessage() + " ("
                        + e.getClass().getSimpleName() + "). "
                        + (Files.exists(journal)
                                ? "Some files may be changed; no script runs while " + journal + " is there."
                                : "Nothing was changed."),
                "Correct that, and run lint --fix again"
                        + (Files.exists(journal) ? ", which finishes what it began." : "."));
    }
}
