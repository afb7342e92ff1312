package io.fastmigrate.internal.sqlite;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fastmigrate.FastMigrate;
import io.fastmigrate.Sandbox;
import io.fastmigrate.Version;
import io.fastmigrate.error.DatabaseUnmanagedException;
import io.fastmigrate.error.DatabaseUnusableException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SqliteCreationTest {

    @TempDir
    Path directory;

    private FastMigrate at(Path database) {
        return FastMigrate.sqlite(database).migrations(directory).build();
    }

    @Test
    void makesTheFoldersAboveAndLeavesNothingElse() throws Exception {
        Path database = directory.resolve("a/b/c/app.db");
        assertThat(at(database).create().isNew()).isTrue();
        assertThat(Sandbox.names(directory.resolve("a/b/c"))).containsExactly("app.db");
        assertThat(at(database).version()).isEqualTo(Version.ZERO);
    }

    @Test
    void leavesUnmanagedDatabaseUntouchedByteForByte() throws Exception {
        Sandbox sandbox = Sandbox.in(directory).execute("CREATE TABLE t (a); INSERT INTO t VALUES (1)");
        byte[] before = Files.readAllBytes(sandbox.database());
        assertThatThrownBy(at(sandbox.database())::create).isInstanceOf(DatabaseUnmanagedException.class);
        assertThat(Files.readAllBytes(sandbox.database())).isEqualTo(before);
        assertThat(Sandbox.names(directory)).containsExactly("app.db", "migrations");
    }

    @Test
    void removesWhatAKilledStarterLeft() throws Exception {
        Path database = directory.resolve("app.db");
        Files.writeString(directory.resolve("app.db.fastmigrate-new"), "half a database");
        Files.writeString(directory.resolve("app.db.fastmigrate-new-journal"), "");
        Files.writeString(directory.resolve("app.db.fastmigrate.lock"), "process 1 on gone, started long ago");
        assertThat(at(database).create().isNew()).isTrue();
        assertThat(Sandbox.names(directory)).containsExactly("app.db");
        assertThat(at(database).version()).isEqualTo(Version.ZERO);
    }

    @Test
    void followsDanglingLinkAndKeepsIt() throws Exception {
        Path target = directory.resolve("volume/real.db");
        Path link = Files.createSymbolicLink(directory.resolve("app.db"), Path.of("volume/real.db"));
        assertThat(at(link).create().isNew()).isTrue();
        assertThat(link).isSymbolicLink();
        assertThat(target).isRegularFile();
        assertThat(at(target).version()).isEqualTo(Version.ZERO);
    }

    @Test
    void followsDanglingLinkToALink() throws Exception {
        Files.createSymbolicLink(directory.resolve("second.db"), Path.of("real.db"));
        Path link = Files.createSymbolicLink(directory.resolve("app.db"), Path.of("second.db"));
        assertThat(at(link).create().isNew()).isTrue();
        assertThat(directory.resolve("real.db")).isRegularFile();
        assertThat(at(link).version()).isEqualTo(Version.ZERO);
    }

    @Test
    void saysSoWhenLinksGoInACircle() throws Exception {
        Path link = directory.resolve("app.db");
        Files.createSymbolicLink(link, Path.of("other.db"));
        Files.createSymbolicLink(directory.resolve("other.db"), link);
        assertThatThrownBy(at(link)::create)
                .isInstanceOf(DatabaseUnusableException.class)
                .hasMessageContaining("app.db");
    }

    @Test
    void namesTheFileThatStandsInPlaceOfAFolder() throws Exception {
        Files.writeString(directory.resolve("file"), "");
        assertThatThrownBy(at(directory.resolve("file/app.db"))::create)
                .isInstanceOf(DatabaseUnusableException.class)
                .hasMessageContaining("file");
        assertThat(directory.resolve("file")).isEmptyFile();
    }

    @Test
    void goesOnceThroughTwoNamesOfOneDirectoryAtOnce() throws Exception {
        Path real = Files.createDirectory(directory.resolve("real"));
        Path link = Files.createSymbolicLink(directory.resolve("link"), real);
        ExecutorService threads = Executors.newFixedThreadPool(8);
        try {
            for (int round = 0; round < 20; round++) {
                String name = "app" + round + ".db";
                CyclicBarrier start = new CyclicBarrier(8);
                List<Future<Boolean>> made = new ArrayList<>();
                for (int i = 0; i < 8; i++) {
                    Path database = (i % 2 == 0 ? real : link).resolve(name);
                    made.add(threads.submit(() -> {
                        start.await();
                        return at(database).create().isNew();
                    }));
                }
                int count = 0;
                for (Future<Boolean> one : made) {
                    count += one.get() ? 1 : 0;
                }
                assertThat(count).isEqualTo(1);
            }
        } finally {
            threads.shutdownNow();
        }
        assertThat(Sandbox.names(real)).hasSize(20);
    }
}
