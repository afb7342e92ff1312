package io.fastmigrate.internal.sqlite.file;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.fastmigrate.error.BackupFailedException;
import io.fastmigrate.internal.sqlite.connection.Accounts;
import io.fastmigrate.internal.sqlite.connection.Sql;
import io.fastmigrate.internal.sqlite.connection.SqliteFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SqliteBackupIT {

    @TempDir
    private Path directory;

    @ParameterizedTest
    @ValueSource(strings = {"DELETE", "WAL"})
    void isOfOneMomentWhileAnotherProcessWrites(String journalMode) throws Exception {
        Accounts accounts = Accounts.create(directory.resolve("app.db"), journalMode, 20_000);
        List<Process> backups = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            backups.add(BackupProcess.start(List.of("backUp", accounts.file().toString())));
        }
        try (Connection application = accounts.open()) {
            Sql.run(application, "PRAGMA busy_timeout = 60000");
            while (backups.stream().anyMatch(Process::isAlive)) {
                Accounts.move(application, 1);
            }
        }
        List<Path> files = new ArrayList<>();
        for (Process backup : backups) {
            files.add(Path.of(BackupProcess.outputOf(backup)));
        }
        assertThat(files).doesNotHaveDuplicates().allSatisfy(SqliteBackupIT::isWhole);
        assertThat(names()).hasSize(5);
    }

    private static void isWhole(Path backup) throws Exception {
        try (Connection copy = SqliteFile.open(backup, "mode=ro&immutable=1")) {
            assertThat(Accounts.total(copy)).isEqualTo(Accounts.TOTAL);
            assertThat(Sql.string(copy, "PRAGMA integrity_check")).isEqualTo("ok");
        }
    }

    @Test
    void leavesOnlyAnUnfinishedFileWhenItIsKilledWhichTheNextOneRemoves() throws Exception {
        Accounts accounts = Accounts.create(directory.resolve("app.db"), "WAL", 50_000);
        int unfinished = 0;
        Random random = new Random(1);
        for (int round = 0; round < 8; round++) {
            Process process =
                    BackupProcess.start(List.of("backUp", accounts.file().toString()));
            long size = random.nextInt(50_000_000);
            while (process.isAlive() && names().stream().noneMatch(name -> isUnfinished(name, size))) {
                Thread.onSpinWait();
            }
            process.destroyForcibly().waitFor();
            unfinished += names().stream().anyMatch(name -> name.endsWith(".unfinished")) ? 1 : 0;
            for (Path backup : backups()) {
                isWhole(backup);
            }
        }
        assertThat(unfinished).isPositive();
        SqliteBackup.backUp(accounts.source());
        assertThat(names()).allMatch(name -> name.matches("app\\.db(-wal|-shm|.*\\.backup)?"));
    }

    private boolean isUnfinished(String name, long size) {
        try {
            return name.endsWith(".unfinished") && Files.size(directory.resolve(name)) >= size;
        } catch (IOException e) {
            return false;
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"DELETE", "WAL"})
    void isPutBackWholeOrNotAtAllWhenTheRestoreIsKilled(String journalMode) throws Exception {
        Accounts accounts = Accounts.create(directory.resolve("app.db"), journalMode, 20_000);
        Path backup = SqliteBackup.backUp(accounts.source());
        Random random = new Random(2);
        for (int round = 0; round < 6; round++) {
            try (Connection application = accounts.open()) {
                Accounts.move(application, 5 - (int) Accounts.moved(application));
                Sql.run(application, "UPDATE ballast SET bytes = randomblob(1000)");
            }
            Process process =
                    BackupProcess.start(List.of("restore", accounts.file().toString(), backup.toString()));
            boolean ended = process.waitFor(200L + random.nextInt(500), TimeUnit.MILLISECONDS);
            process.destroyForcibly().waitFor();
            assertThat(accounts.moved()).isIn(0L, 5L);
            if (ended) {
                assertThat(accounts.moved()).isZero();
            }
            isWholeLive(accounts);
        }
        SqliteBackup.restore(accounts.source(), backup);
        assertThat(accounts.moved()).isZero();
    }

    private static void isWholeLive(Accounts accounts) throws Exception {
        try (Connection connection = accounts.open()) {
            assertThat(Accounts.total(connection)).isEqualTo(Accounts.TOTAL);
            assertThat(Sql.string(connection, "PRAGMA integrity_check")).isEqualTo("ok");
        }
    }

    @Test
    void leavesNothingWhenAWriteFailsHalfWay() throws Exception {
        Accounts accounts = Accounts.create(directory.resolve("app.db"), "DELETE", 8000);
        // At most 6000 blocks of 512 bytes, or of 1024 in some shells: more than SQLite's library, less than the copy.
        Process process = BackupProcess.start(
                "ulimit -f 6000; exec \"$@\"", List.of("backUp", accounts.file().toString()));
        assertThat(BackupProcess.outputOf(process)).startsWith("BackupFailedException: No backup was made.");
        assertThat(names()).containsExactly("app.db");
    }

    @Test
    void changesNothingWhenARestoreFailsHalfWay() throws Exception {
        Accounts accounts = Accounts.create(directory.resolve("app.db"), "DELETE", 10);
        Path backup = SqliteBackup.backUp(
                Accounts.create(directory.resolve("big.db"), "DELETE", 8000).source());
        Process process = BackupProcess.start(
                "ulimit -f 6000; exec \"$@\"",
                List.of("restore", accounts.file().toString(), backup.toString()));
        assertThat(BackupProcess.outputOf(process)).startsWith("BackupFailedException: The backup");
        isWholeLive(accounts);
        try (Connection connection = accounts.open()) {
            assertThat(Sql.string(connection, "SELECT count(*) FROM ballast")).isEqualTo("10");
        }
    }

    @Test
    void looksForRoomBeforeItWrites() throws Exception {
        try (SmallDisk disk = SmallDisk.mount(directory, 8)) {
            Accounts accounts = Accounts.create(disk.path().resolve("app.db"), "DELETE", 5000);
            BackupFailedException failure =
                    catchThrowableOfType(BackupFailedException.class, () -> SqliteBackup.backUp(accounts.source()));
            assertThat(failure).hasMessageContaining("bytes beside the database");
            assertThat(failure.advice()).contains("Free space");
            assertThat(disk.names()).containsExactly("app.db");
        }
    }

    @Test
    void leavesNothingOnADiskThatIsFull() throws Exception {
        try (SmallDisk disk = SmallDisk.mount(directory, 8)) {
            Accounts accounts = Accounts.create(disk.path().resolve("app.db"), "DELETE", 2000);
            disk.fill();
            BackupFailedException failure =
                    catchThrowableOfType(BackupFailedException.class, () -> SqliteBackup.backUp(accounts.source()));
            assertThat(failure.advice()).isNotBlank();
            assertThat(disk.names()).containsExactly("app.db", "filler");
        }
    }

    @Test
    void saysThatADirectoryCannotBeWritten() throws Exception {
        try (SmallDisk disk = SmallDisk.mount(directory, 8)) {
            for (String journalMode : List.of("DELETE", "WAL")) {
                Accounts accounts = Accounts.create(disk.path().resolve(journalMode + ".db"), journalMode, 10);
                disk.remount("ro");
                BackupFailedException failure =
                        catchThrowableOfType(BackupFailedException.class, () -> SqliteBackup.backUp(accounts.source()));
                assertThat(failure).hasMessageContaining("cannot be written");
                assertThat(failure.advice()).contains("writable volume");
                disk.remount("rw");
            }
            assertThat(disk.names()).containsExactly("DELETE.db", "WAL.db");
        }
    }

    private List<Path> backups() throws IOException {
        return names().stream()
                .filter(name -> name.endsWith(".backup"))
                .map(directory::resolve)
                .toList();
    }

    private List<String> names() throws IOException {
        try (Stream<Path> files = Files.list(directory)) {
            return files.map(file -> String.valueOf(file.getFileName()))
                    .sorted()
                    .toList();
        }
    }

    /** A file system in memory of a few MiB; only the superuser of a Linux may make one. */
    private record SmallDisk(Path path) implements AutoCloseable {

        static SmallDisk mount(Path directory, int mebibytes) throws Exception {
            Path path = Files.createDirectory(directory.resolve("disk"));
            boolean mounted = System.getProperty("os.name").equals("Linux")
                    && run("mount", "-t", "tmpfs", "-o", "size=" + mebibytes + "m", "tmpfs", path.toString());
            assumeTrue(mounted, "A small disk can be mounted by the superuser of a Linux only.");
            return new SmallDisk(path);
        }

        void remount(String option) throws IOException {
            assertThat(run("mount", "-o", "remount," + option, path.toString())).isTrue();
        }

        void fill() throws IOException {
            byte[] block = new byte[4096];
            try (var out = Files.newOutputStream(path.resolve("filler"))) {
                while (Files.getFileStore(path).getUsableSpace() > 0) {
                    out.write(block);
                }
            }
        }

        List<String> names() throws IOException {
            try (Stream<Path> files = Files.list(path)) {
                return files.map(file -> String.valueOf(file.getFileName()))
                        .sorted()
                        .toList();
            }
        }

        private static boolean run(String... command) throws IOException {
            Process process = new ProcessBuilder(command)
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start();
            return process.onExit().join().exitValue() == 0;
        }

        @Override
        public void close() throws IOException {
            run("umount", path.toString());
        }
    }
}
