package io.fastmigrate.internal.file;

import io.fastmigrate.error.BackupFailedException;
import io.fastmigrate.error.LockTimeoutException;
import io.fastmigrate.internal.bridge.Bridge;
import io.fastmigrate.internal.waiting.Waiting;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.ResolverStyle;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The finished backups of one database, in the order in which they were made, and which of them stay.
 *
 * <p>The order must not depend on a time zone or on a clock that was wrong for a while. A name says the second, in UTC or,
 * where another program wrote it, in some zone's time; the time of the file is exact, but later than the truth where a
 * backup was copied. So the file's time counts where it agrees with the name in any zone of the world, and the earlier of
 * the two where it does not.
 *
 * @param database what the names of its backups begin with
 */
public record BackupSet(Path database) {

    /** Of no use to a call that makes and lists no backup, and not made there. */
    private static final class Stamp {
        static final DateTimeFormatter FORMAT =
                DateTimeFormatter.ofPattern("uuuuMMdd_HHmmss", Locale.ROOT).withResolverStyle(ResolverStyle.STRICT);
    }

    /** The zones of the world lie between 12 hours before and 14 hours after UTC. */
    private static final Duration ANY_ZONE = Duration.ofHours(15);

    private static final Duration CLOCK_TOLERANCE = Duration.ofSeconds(2);
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    /** When a backup was made, and, for those of one instant, what its name says. */
    private record Dated(Path path, Instant made, String second, int number) {

        static final Comparator<Dated> ORDER =
                Comparator.comparing(Dated::made).thenComparing(Dated::second).thenComparing(Dated::number);
    }

    private static final Pattern ANY_NAME = Pattern.compile(".+\\.[0-9]{8}_[0-9]{6}(_[1-9][0-9]{0,8})?\\.backup");

    /** Tells whether a file has the name of a backup, of any database. */
    public static boolean isNamedAsBackup(Path file) {
        return ANY_NAME.matcher(String.valueOf(file.getFileName())).matches();
    }

    /** Returns what a backup that begins now is called by, in UTC. */
    static String stamp() {
        return Stamp.FORMAT.format(LocalDateTime.now(ZoneOffset.UTC));
    }

    static Path directory(Path file) {
        Path parent = file.toAbsolutePath().getParent();
        return parent == null ? file : parent;
    }

    /** Returns the backups in the order in which they were made. */
    public List<Path> list() throws IOException {
        return dated().stream().map(Dated::path).toList();
    }

    private List<Dated> dated() throws IOException {
        Pattern finished = Pattern.compile(Pattern.quote(String.valueOf(database.getFileName()))
                + "\\.([0-9]{8}_[0-9]{6})(?:_([1-9][0-9]{0,8}))?\\.backup");
        List<Dated> found = new ArrayList<>();
        try (DirectoryStream<Path> entries = Files.newDirectoryStream(directory(database))) {
            for (Path entry : entries) {
                Matcher name = finished.matcher(String.valueOf(entry.getFileName()));
                if (name.matches() && Files.isRegularFile(entry)) {
                    int number = name.group(2) == null ? 0 : Integer.parseInt(name.group(2));
                    made(entry, name.group(1))
                            .ifPresent(made -> found.add(new Dated(entry, made, name.group(1), number)));
                }
            }
        }
        found.sort(Dated.ORDER);
        return found;
    }

    /** Returns when a backup was made; empty for a name that is no date, or a file that was removed just now. */
    private static Optional<Instant> made(Path file, String stamp) {
        try {
            Instant named = LocalDateTime.parse(stamp, Stamp.FORMAT).toInstant(ZoneOffset.UTC);
            Instant written = Files.getLastModifiedTime(file).toInstant();
            boolean agree = Duration.between(named, written).abs().compareTo(ANY_ZONE) <= 0;
            return Optional.of(agree || written.isBefore(named) ? written : named);
        } catch (DateTimeException | IOException e) {
            return Optional.empty();
        }
    }

    /**
     * Gives the present as their time to files that were written in the future, when a clock was wrong: so they stay before
     * all that is written from now on. To be called by who may make a backup just now.
     */
    public void correctTimes() throws IOException {
        Instant now = Instant.now();
        List<Dated> future = dated().stream()
                .filter(backup -> backup.made().isAfter(now.plus(CLOCK_TOLERANCE)))
                .toList();
        for (int i = 0; i < future.size(); i++) {
            FileTime time = FileTime.from(now.minusMillis(future.size() - i));
            try {
                Files.setLastModifiedTime(future.get(i).path(), time);
            } catch (IOException e) {
                // It belongs to someone else; what is made now is kept all the same.
            }
        }
    }

    /**
     * Removes the oldest backups beyond those to keep, but never the one that was just made; and none while a run of another
     * process holds one.
     *
     * @param keep how many stay; 0 for all
     * @throws BackupFailedException if one could not be removed
     */
    public void prune(int keep, Path made) {
        if (keep == 0) {
            return;
        }
        try {
            pruneAlone(keep - 1, made);
        } catch (LockTimeoutException e) {
            // Another backup is being made all the time; whoever makes it prunes then.
            return;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (IOException e) {
            throw Bridge.errors()
                    .backupFailed(
                            "The backup was made, but older ones cannot be listed: " + e + ".",
                            "Give this user read permission on their directory, or keep all (keep-backups: 0).",
                            e);
        }
    }

    private void pruneAlone(int keep, Path made) throws IOException, InterruptedException {
        MigrationFileLock lock =
                MigrationFileLock.acquire(lockFile(), database, new Waiting(PATIENCE, (waited, holder) -> {}));
        try (lock) {
            if (!BackupHold.isForeign(database, made)) {
                removeOldest(keep, made);
            }
        }
    }

    private void removeOldest(int keep, Path made) throws IOException {
        List<Path> others =
                list().stream().filter(backup -> !backup.equals(made)).toList();
        for (Path backup : others.subList(0, Math.max(0, others.size() - keep))) {
            try {
                Files.deleteIfExists(backup);
                // Of someone who opened it: another backup of that name would be read together with them.
                for (Path journal : StrayJournals.beside(backup)) {
                    Files.deleteIfExists(journal);
                }
            } catch (IOException e) {
                throw Bridge.errors()
                        .backupFailed(
                                "The backup was made, but an old one could not be removed: " + backup + " (" + e + ").",
                                "Give this user write permission on its directory, or keep all (keep-backups: 0).",
                                e);
            }
        }
    }

    /** Returns what is locked while a backup is made or removed. */
    public Path lockFile() {
        return Path.of(database + ".backup");
    }
}
