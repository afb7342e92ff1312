package io.fastmigrate.internal.file;

import io.fastmigrate.error.DatabaseUnusableException;
import io.fastmigrate.error.DatabaseUnusableException.Problem;
import io.fastmigrate.internal.bridge.Bridge;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * The <a href="https://www.sqlite.org/tempfiles.html">files that SQLite keeps beside a database</a>, where the database
 * itself is gone. SQLite takes such a log for that of whatever file has the name next, and plays it into it. Beside an
 * empty file it deletes it instead, but what a write-ahead log holds was committed, and may be all that is left of it.
 */
public final class StrayJournals {

    private static final Pattern SUPER_JOURNAL = Pattern.compile("-mj[0-9A-F]{9}");

    private StrayJournals() {}

    /**
     * Refuses a name for a new database.
     *
     * @param place where the database will stand, with symbolic links resolved
     * @throws DatabaseUnusableException if another database left something there that SQLite would use
     */
    public static void requireNone(Path place) {
        List<Path> strays = beside(place);
        if (strays.isEmpty()) {
            return;
        }
        String names = strays.stream().map(StrayJournals::name).collect(Collectors.joining(", "));
        throw Bridge.errors()
                .databaseUnusable(
                        place.toString(),
                        Problem.STRAY_JOURNAL,
                        "The database cannot be created: there is no file " + place
                                + ", but beside it are files that SQLite kept for another database of that name: "
                                + names
                                + ". SQLite would apply them to the new one. Nothing was created or changed.",
                        "If the old database was moved away, move these files after it: they may contain its"
                                + " last commits. If it was deleted on purpose, end every program that"
                                + " still uses it, delete these files too, and create again.",
                        null);
    }

    /**
     * Returns what is there, unless it is certainly harmless: an empty file holds nothing, and a rollback journal whose
     * header is written over with zeros is dead.
     */
    static List<Path> beside(Path place) {
        List<Path> strays = new ArrayList<>();
        for (String suffix : List.of("-journal", "-wal", "-shm")) {
            Path file = Path.of(place + suffix);
            if (isThere(file) && !isHarmless(file, suffix)) {
                strays.add(file);
            }
        }
        if (!strays.isEmpty()) {
            strays.addAll(superJournals(place));
        }
        return strays;
    }

    /**
     * A super-journal names the databases that one transaction changed together. SQLite comes to it only by way of a
     * journal that names it, so alone it does nothing to a new database; beside one it belongs to what must be kept.
     */
    private static List<Path> superJournals(Path place) {
        Path directory = place.toAbsolutePath().getParent();
        String base = name(place);
        List<Path> found = new ArrayList<>();
        if (directory == null) {
            return found;
        }
        try (DirectoryStream<Path> entries = Files.newDirectoryStream(directory)) {
            for (Path entry : entries) {
                String name = name(entry);
                if (name.startsWith(base)
                        && SUPER_JOURNAL.matcher(name.substring(base.length())).matches()) {
                    found.add(entry);
                }
            }
        } catch (IOException | DirectoryIteratorException e) {
            // Who may not list a directory may still make files in it; the journals are named all the same.
            return found;
        }
        found.sort(null);
        return found;
    }

    private static boolean isThere(Path file) {
        return Files.exists(file, LinkOption.NOFOLLOW_LINKS);
    }

    private static boolean isHarmless(Path file, String suffix) {
        if (!Files.isRegularFile(file)) {
            return false;
        }
        try (InputStream content = Files.newInputStream(file)) {
            int first = content.read();
            return first < 0 || (first == 0 && suffix.equals("-journal"));
        } catch (IOException e) {
            return false;
        }
    }

    private static String name(Path file) {
        return String.valueOf(file.getFileName());
    }
}
