package io.fastmigrate.internal.sqlite;

import io.fastmigrate.error.DatabaseUnusableException;
import io.fastmigrate.internal.bridge.Bridge;
import io.fastmigrate.internal.port.Backend;
import io.fastmigrate.internal.port.StepFailedException;
import io.fastmigrate.internal.sqlite.connection.SqliteErrors;
import io.fastmigrate.internal.sqlite.connection.SqliteFile;
import io.fastmigrate.internal.sqlite.connection.SqliteSource;
import io.fastmigrate.internal.sqlite.schema.SqliteSchema;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Runs a script on an empty database and compares what comes out with a database that exists. */
final class SqliteSchemaProof {

    private SqliteSchemaProof() {}

    static void prove(SqliteSource source, Connection expected, Consumer<Backend<?>> migration) {
        Path directory = null;
        try {
            directory = Files.createTempDirectory("fastmigrate-enroll");
            SqliteFile empty = new SqliteFile(directory.resolve("proof.db"));
            create(empty);
            run(empty, migration);
            try (Connection actual = empty.openToRead()) {
                SqliteSchema.compare(expected, actual);
            }
        } catch (IOException e) {
            throw Bridge.errors()
                    .enrollFailed(
                            "Verifying the schema needs a temporary directory, which cannot be created: " + e,
                            "Free disk space in the temporary directory, or set java.io.tmpdir to another one.",
                            e);
        } catch (SQLException e) {
            throw SqliteErrors.translate(source, e);
        } finally {
            delete(directory);
        }
    }

    private static void create(SqliteFile empty) {
        try {
            SqliteCreation.create(empty);
        } catch (DatabaseUnusableException e) {
            throw Bridge.errors()
                    .enrollFailed(
                            "Verifying the schema needs an empty database in the temporary directory. " + e.getMessage()
                                    + " The database itself was not changed.",
                            "Free disk space there, or set java.io.tmpdir to another directory.",
                            e);
        }
    }

    private static void run(SqliteFile empty, Consumer<Backend<?>> migration) {
        try {
            migration.accept(SqliteBackend.file(empty.path()));
        } catch (StepFailedException e) {
            throw Bridge.errors()
                    .enrollFailed(
                            "The schema does not run on an empty database: " + e.getMessage(),
                            "The database's schema contains something that SQLite no longer accepts; correct that first.",
                            e);
        }
    }

    private static void delete(@Nullable Path directory) {
        if (directory == null) {
            return;
        }
        try (var files = Files.list(directory)) {
            for (Path file : (Iterable<Path>) files::iterator) {
                Files.delete(file);
            }
            Files.delete(directory);
        } catch (IOException e) {
            // Temporary files; the system removes them.
        }
    }
}
