package io.fastmigrate.internal.jdbc;

import io.fastmigrate.internal.jdbc.connection.Db;
import io.fastmigrate.internal.jdbc.dump.DumpException;
import io.fastmigrate.internal.jdbc.dump.Dumper;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Proves that a backup holds the rows of every table that has some: a program may be told by an option file, or by whoever
 * wrapped it, to leave them out, and then ends as if all were well.
 */
final class BackedUpRows {

    private static final int NAMED = 5;

    private final Db db;
    private final Map<String, String> before;

    private BackedUpRows(Db db, Map<String, String> before) {
        this.db = db;
        this.before = before;
    }

    /** Looks at the tables before the backup is made. */
    static BackedUpRows before(Db db) throws SQLException {
        return new BackedUpRows(db, db.dialect().tablesWithRows(db.jdbc()));
    }

    /**
     * Compares them with what is in the backup.
     *
     * @throws DumpException if a table is missing that had rows before the backup and has some now
     */
    void requireIn(Path file, Dumper dumper) throws DumpException, SQLException {
        Optional<Set<String>> there = dumper.tablesIn(file);
        if (there.isEmpty() || there.get().containsAll(before.keySet())) {
            return;
        }
        Map<String, String> now = db.dialect().tablesWithRows(db.jdbc());
        List<String> missing = before.entrySet().stream()
                .filter(table -> !there.get().contains(table.getKey()) && now.containsKey(table.getKey()))
                .map(Map.Entry::getValue)
                .sorted()
                .toList();
        if (!missing.isEmpty()) {
            int more = missing.size() - NAMED;
            throw new DumpException(
                    "the backup lacks the rows of "
                            + String.join(", ", missing.subList(0, Math.min(NAMED, missing.size())))
                            + (more > 0 ? " and " + more + " more" : "") + ".",
                    "Check that dump-tool is the right program, and that no configuration file makes it"
                            + " leave rows out.",
                    null);
        }
    }
}
