package io.fastmigrate.reliability;

import io.fastmigrate.FastMigrate;
import io.fastmigrate.error.DatabaseUnusableException;
import io.fastmigrate.error.DatabaseUnusableException.Problem;
import io.fastmigrate.reliability.CrashRounds.Journal;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** What a database that was deleted left where a new one is to be created, and what killed creations left there. */
final class CrashLeftOvers {

    private final Path database;
    private final Map<Path, byte[]> left = new TreeMap<>();

    CrashLeftOvers(Path database) {
        this.database = database;
    }

    /** Leaves the journal of the deleted database: a log, or a hot journal of a transaction that was cut off. */
    void leave(Path workshop, Journal journal) throws IOException, SQLException {
        Path old = Files.createDirectory(workshop).resolve("old.db");
        try (Connection connection = CrashScripts.open(old);
                Statement statement = connection.createStatement()) {
            statement.execute("PRAGMA journal_mode = " + journal.mode());
            statement.executeUpdate("PRAGMA cache_size = 3; CREATE TABLE secret (x); WITH RECURSIVE n (i) AS (SELECT 1"
                    + " UNION ALL SELECT i + 1 FROM n WHERE i < 300) INSERT INTO secret SELECT zeroblob(900) FROM n");
            statement.executeUpdate("BEGIN; UPDATE secret SET x = 'changed' || x");
            for (String suffix : List.of("-wal", "-shm", "-journal")) {
                Path file = Path.of(old + suffix);
                if (Files.exists(file) && Files.size(file) > 0) {
                    Path stray = Files.copy(file, Path.of(database + suffix));
                    left.put(stray, Files.readAllBytes(stray));
                }
            }
        }
        Trees.delete(workshop);
        Files.writeString(Path.of(database + ".fastmigrate-new"), "half a database");
        Files.writeString(Path.of(database + ".fastmigrate.lock"), "process 1 on gone, started long ago");
        if (left.isEmpty()) {
            throw new IllegalStateException("nothing was left of the deleted database");
        }
    }

    /** Looks that nothing was created beside the left-overs and that they are as they were, and takes them away. */
    List<String> refuseThenRemove(FastMigrate fastMigrate) throws IOException {
        List<String> findings = new ArrayList<>();
        if (Files.exists(database)) {
            findings.add("half: created beside the journal of another database");
        }
        try {
            fastMigrate.create();
            findings.add("half: created beside the journal of another database, the second time");
        } catch (DatabaseUnusableException e) {
            if (e.problem() != Problem.STRAY_JOURNAL) {
                findings.add("stuck: " + e.getMessage());
            }
        }
        for (Map.Entry<Path, byte[]> file : left.entrySet()) {
            if (!Files.exists(file.getKey()) || !Arrays.equals(Files.readAllBytes(file.getKey()), file.getValue())) {
                findings.add("lost: " + file.getKey() + " was changed");
            }
            Files.deleteIfExists(file.getKey());
        }
        return findings;
    }
}
