package io.fastmigrate.test.internal.server;

import io.fastmigrate.Version;
import io.fastmigrate.test.internal.database.OnceEach;
import io.fastmigrate.test.internal.database.ScriptsUnderTest;
import io.fastmigrate.test.internal.database.TemporaryFolders;
import io.fastmigrate.test.internal.database.TestDatabases;
import io.fastmigrate.test.internal.database.TestedDatabase;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Optional;

/** Databases of H2 or DuckDB in temporary files, each a copy of one that the scripts made once. */
final class FileDatabases implements TestDatabases {

    /** The same for the template and its copies, because DuckDB names the catalog after it. */
    private static final String NAME = "app";

    private record Key(String scripts, Optional<Version> last) {}

    private final EmbeddedKind kind;
    private final ServerUrl url;
    private final OnceEach<Key, Path> templates = new OnceEach<>();

    FileDatabases(EmbeddedKind kind, ServerUrl url) {
        this.kind = kind;
        this.url = url;
    }

    @Override
    public String vendor() {
        return kind.vendor();
    }

    @Override
    public TestedDatabase next(ScriptsUnderTest scripts, String fingerprint, Optional<Version> last) {
        Path template = templates.get(new Key(fingerprint, last), () -> make(scripts, last));
        Path folder = TemporaryFolders.create();
        String file = kind.file(NAME);
        try {
            Files.copy(template.resolve(file), folder.resolve(file));
        } catch (IOException e) {
            throw new UncheckedIOException("The migrated database cannot be copied to " + folder, e);
        }
        String database = name(folder);
        return TestedDatabase.onServer(
                () -> url.dataSource(database), () -> scripts.on(url.builder(database)), () -> remove(folder));
    }

    private static String name(Path folder) {
        return folder.resolve(NAME).toAbsolutePath().toString().replace('\\', '/');
    }

    private Path make(ScriptsUnderTest scripts, Optional<Version> last) throws IOException {
        Path folder = TemporaryFolders.create();
        boolean complete = false;
        try {
            scripts.migrate(() -> url.builder(name(folder)), last);
            requireClosed(folder);
            complete = true;
            return folder;
        } finally {
            if (!complete) {
                remove(folder);
            }
        }
    }

    /** A database that is closed is one file. */
    private void requireClosed(Path folder) throws IOException {
        try (DirectoryStream<Path> files = Files.newDirectoryStream(folder)) {
            for (Path file : files) {
                if (!file.endsWith(kind.file(NAME))) {
                    throw new IllegalStateException(
                            "A script left something behind that still uses the database to copy: " + file);
                }
            }
        }
    }

    /** Ends what a test left open: it would stay in memory until the end of the JVM. */
    private void remove(Path folder) {
        kind.shutdown().ifPresent(sql -> {
            try (Connection connection = url.connect(url.of(name(folder)));
                    Statement statement = connection.createStatement()) {
                statement.execute(sql);
            } catch (SQLException e) {
                return; // it is damaged by its test, or was ended by it
            }
        });
        TemporaryFolders.remove(folder);
    }
}
