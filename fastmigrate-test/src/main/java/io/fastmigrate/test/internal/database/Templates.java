package io.fastmigrate.test.internal.database;

import io.fastmigrate.FastMigrate;
import io.fastmigrate.Version;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Optional;

/** Migrated files to copy, each made once in a JVM. Nothing has a template open after it was made. */
public final class Templates {

    private record Key(String scripts, Optional<Version> last) {}

    private static final OnceEach<Key, Path> TEMPLATES = new OnceEach<>();

    private Templates() {}

    /**
     * Returns the file of a template.
     *
     * @param fingerprint of the scripts
     * @param last the version that it stands at; empty for the highest
     * @throws RuntimeException what making it threw
     */
    public static Path of(ScriptsUnderTest scripts, String fingerprint, Optional<Version> last) {
        return TEMPLATES.get(new Key(fingerprint, last), () -> make(scripts, last));
    }

    private static Path make(ScriptsUnderTest scripts, Optional<Version> last) throws IOException, SQLException {
        Path folder = TemporaryFolders.create();
        Path database = folder.resolve("template.db");
        try {
            scripts.migrate(() -> FastMigrate.sqlite(database), last);
            fold(database);
            return database;
        } catch (SQLException | RuntimeException e) {
            TemporaryFolders.remove(folder);
            throw e;
        }
    }

    /** Leaves everything in the one file: a script may have put the database into WAL mode. */
    private static void fold(Path database) throws SQLException {
        try (Connection connection = TestDataSources.of(database).getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute("PRAGMA wal_checkpoint(TRUNCATE)");
        }
        if (Files.exists(database.resolveSibling(database.getFileName() + "-wal"))) {
            throw new IllegalStateException("A script left something behind that still uses the database " + database);
        }
    }

    /** Copies a template to a place where nothing is. */
    static void copy(Path template, Path database) {
        try {
            Files.copy(template, database);
        } catch (IOException e) {
            throw new UncheckedIOException("The migrated database cannot be copied to " + database, e);
        }
    }
}
