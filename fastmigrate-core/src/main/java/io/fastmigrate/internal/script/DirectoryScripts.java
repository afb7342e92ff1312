package io.fastmigrate.internal.script;

import io.fastmigrate.Script;
import io.fastmigrate.Version;
import io.fastmigrate.Warning;
import io.fastmigrate.error.MigrationsNotFoundException;
import io.fastmigrate.internal.bridge.Bridge;
import io.fastmigrate.internal.bridge.ScriptStamp;
import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The scripts in one folder of a directory. Sub-folders are not entered. What was found by the last listing is kept, so that the next one
 * reads no file again that is as it was. Safe for use by several threads.
 */
final class DirectoryScripts implements ScriptSource {

    /** The coarsest clock of a file system that is in use: FAT's. */
    private static final Duration TICK = Duration.ofSeconds(2);

    /** What Java puts for bytes of a name that it cannot read, by which the file is not found again. */
    private static final String UNREADABLE = "\uFFFD?";

    private final ScriptFolder folder;
    private final Path directory;
    private volatile Look latest = Look.NONE;

    private DirectoryScripts(ScriptFolder folder, Path directory) {
        this.folder = folder;
        this.directory = directory;
    }

    static DirectoryScripts of(String path) {
        try {
            return new DirectoryScripts(ScriptFolder.NUMBERED, Path.of(path).toAbsolutePath());
        } catch (InvalidPathException e) {
            throw notFound(path, "The path of the migrations directory is not valid: " + e.getMessage(), e);
        }
    }

    /** Tells whether something had the name of the sub-folder for repeatable scripts when the directory was listed last. */
    boolean hasRepeatable() {
        return latest.hasRepeatable();
    }

    /** Returns the scripts of the sub-folder for repeatable ones; none where it is missing. */
    DirectoryScripts repeatable() {
        return new DirectoryScripts(ScriptFolder.REPEATABLE, directory.resolve(ScriptFolder.REPEATABLE_NAME));
    }

    /**
     * One listing.
     *
     * @param at the directory as it was before its files were looked at; null where a link, or something that is not a file,
     *     could become something else without the directory being written
     * @param hasRepeatable whether something has the name of the sub-folder for repeatable scripts
     */
    private record Look(
            List<DirectoryEntry> entries, @Nullable ScriptStamp at, Listing listing, boolean hasRepeatable) {

        static final Look NONE = new Look(List.of(), null, new Listing(List.of(), List.of()), false);

        @Nullable
        DirectoryEntry entry(int index, String name) {
            return index < entries.size() && entries.get(index).name().equals(name) ? entries.get(index) : null;
        }
    }

    @Override
    public String location() {
        return directory.toString();
    }

    @Override
    public boolean isDirectory() {
        return true;
    }

    @Override
    public Listing list() {
        if (isLeftOut()) {
            return Look.NONE.listing();
        }
        // Taken before any file is looked at, so that a later write shows.
        Instant now = Instant.now();
        BasicFileAttributes attributes = attributes(directory);
        return list(latest, names(), attributes, now);
    }

    /** Files of which no one asks whether they were written stay what they are as long as the directory is not written. */
    @Override
    public Listing listUnstamped() {
        if (isLeftOut()) {
            return Look.NONE.listing();
        }
        Instant now = Instant.now();
        Look before = latest;
        BasicFileAttributes attributes = attributes(directory);
        String[] names = names();
        if (attributes == null
                || before.at() == null
                || names == null
                || names.length != before.entries().size()) {
            return list(before, names, attributes, now);
        }
        boolean same = before.at().equals(stamp(attributes, now));
        for (int i = 0; same && i < names.length; i++) {
            same = before.entry(i, names[i]) != null;
        }
        return same ? before.listing() : list(before, names, attributes, now);
    }

    /** Tells whether there is no such sub-folder; a link that leads nowhere is one that is meant to be there. */
    private boolean isLeftOut() {
        return folder == ScriptFolder.REPEATABLE
                && !directory.toFile().isDirectory()
                && !Files.isSymbolicLink(directory);
    }

    private Listing list(
            Look before, String @Nullable [] names, @Nullable BasicFileAttributes attributes, Instant now) {
        List<DirectoryEntry> found = names == null ? entriesByPath() : entries(before, names);
        List<DirectoryEntry> entries = new ArrayList<>(found.size());
        boolean same = found.size() == before.entries().size();
        boolean plain = true;
        for (int i = 0; i < found.size(); i++) {
            DirectoryEntry entry = found.get(i);
            DirectoryEntry current = entry.isScript() ? look(entry, now) : entry;
            same &= current == entry && current == before.entry(i, entry.name());
            plain &= current.isPlain();
            entries.add(current);
        }
        if (same) {
            return before.listing();
        }
        ScriptStamp at = attributes == null || !plain ? null : stamp(attributes, now);
        Look look = new Look(entries, at != null && at.settled() ? at : null, listing(entries), hasRepeatable(entries));
        latest = look;
        return look.listing();
    }

    private static boolean hasRepeatable(List<DirectoryEntry> entries) {
        for (DirectoryEntry entry : entries) {
            if (entry.name().equalsIgnoreCase(ScriptFolder.REPEATABLE_NAME)) {
                return true;
            }
        }
        return false;
    }

    private static Listing listing(List<DirectoryEntry> entries) {
        List<Script> scripts = new ArrayList<>(entries.size());
        List<Warning> misnamed = new ArrayList<>();
        for (DirectoryEntry entry : entries) {
            if (entry.script() != null) {
                scripts.add(entry.script());
            } else if (entry.misnamed() != null && !Files.isDirectory(entry.path())) {
                misnamed.add(entry.misnamed());
            }
        }
        return new Listing(scripts, misnamed);
    }

    /** Returns the names of what is in the directory; null where they say too little. */
    private String @Nullable [] names() {
        String[] names = directory.toFile().list();
        if (names != null) {
            for (String name : names) {
                if (name.indexOf(UNREADABLE.charAt(0)) >= 0 || name.indexOf(UNREADABLE.charAt(1)) >= 0) {
                    return null;
                }
            }
        }
        return names;
    }

    private List<DirectoryEntry> entries(Look before, String[] names) {
        List<DirectoryEntry> entries = new ArrayList<>(names.length);
        for (int i = 0; i < names.length; i++) {
            DirectoryEntry known = before.entry(i, names[i]);
            entries.add(known != null ? known : DirectoryEntry.of(folder, names[i], directory));
        }
        return entries;
    }

    /** Says what is wrong with a directory that has no names; or takes the names as bytes, whatever they mean. */
    private List<DirectoryEntry> entriesByPath() {
        if (!Files.exists(directory)) {
            throw notFound(location(), "The migrations directory does not exist: " + directory, null);
        }
        if (!Files.isDirectory(directory)) {
            throw notFound(location(), "The migrations directory is not a directory but a file: " + directory, null);
        }
        List<DirectoryEntry> entries = new ArrayList<>();
        try (DirectoryStream<Path> files = Files.newDirectoryStream(directory)) {
            for (Path file : files) {
                entries.add(DirectoryEntry.of(folder, file));
            }
        } catch (IOException | DirectoryIteratorException e) {
            throw notFound(location(), "The migrations directory cannot be read: " + directory + " (" + e + ")", e);
        }
        return entries;
    }

    @Override
    public Optional<Script> adapter() {
        Path file = directory.resolve(ADAPTER);
        return Files.exists(file)
                ? Optional.of(Bridge.values()
                        .scriptOfFile(Version.ZERO, Script.Kind.PYTHON, file, () -> Files.newInputStream(file)))
                : Optional.empty();
    }

    /** Looks at a file with a script's name; returns the entry itself if it is as it was. */
    private DirectoryEntry look(DirectoryEntry entry, Instant now) {
        Path file = entry.path();
        BasicFileAttributes attributes = attributes(file, LinkOption.NOFOLLOW_LINKS);
        boolean link = attributes != null && attributes.isSymbolicLink();
        if (link) {
            attributes = attributes(file);
        }
        if (attributes != null && attributes.isDirectory()) {
            return entry.withoutScript();
        }
        if (attributes == null || !attributes.isRegularFile()) {
            throw Bridge.errors()
                    .invalidScript(
                            List.of(file.toString()),
                            null,
                            file + " has the name of a script, but is a broken link or not a file.",
                            "Remove it, or put the script in its place.");
        }
        return entry.isAsItWas(attributes) ? entry : entry.seen(folder, attributes, stamp(attributes, now), link);
    }

    private static @Nullable BasicFileAttributes attributes(Path file, LinkOption... options) {
        try {
            return Files.readAttributes(file, BasicFileAttributes.class, options);
        } catch (IOException e) {
            return null;
        }
    }

    private static ScriptStamp stamp(BasicFileAttributes attributes, Instant now) {
        Instant modified = attributes.lastModifiedTime().toInstant();
        return new ScriptStamp(
                attributes.fileKey(),
                attributes.size(),
                modified,
                modified.plus(TICK).isBefore(now));
    }

    private static MigrationsNotFoundException notFound(String location, String message, @Nullable Throwable cause) {
        return Bridge.errors()
                .migrationsNotFound(
                        location,
                        message,
                        "Create it, correct the path (migrations), or give this user permission to read it.",
                        cause);
    }
}
