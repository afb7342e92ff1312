package io.fastmigrate.reliability;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.assertj.core.api.Assumptions.assumeThat;

import io.fastmigrate.FastMigrate;
import io.fastmigrate.error.FastMigrateException;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The disk is full after so many bytes, at each place where that can be: the error says so, and nothing is left. */
class FullDiskIT {

    private static final int PAGE = 4096;
    private static final int DISK = 40 * PAGE;

    @TempDir
    Path directory;

    private Path disk;
    private Path database;

    @BeforeEach
    void mount() throws Exception {
        disk = Files.createDirectory(directory.resolve("disk"));
        assumeThat(Fixture.runs("mount", "-t", "tmpfs", "-o", "size=" + DISK, "none", disk.toString()))
                .as("this user may mount a disk")
                .isTrue();
        database = disk.resolve("app.db");
        FlywayDatabase.make(database);
    }

    @AfterEach
    void unmount() throws Exception {
        Fixture.runs("umount", "-l", disk.toString());
    }

    private void leaveFree(int bytes) throws IOException {
        Path ballast = disk.resolve("ballast");
        Files.deleteIfExists(ballast);
        long free = Files.getFileStore(disk).getUsableSpace();
        try (RandomAccessFile file = new RandomAccessFile(ballast.toFile(), "rw")) {
            for (long left = free - bytes; left > 0; left -= PAGE) {
                file.write(new byte[PAGE]);
            }
        }
    }

    /** Tries it with ever more room, until it succeeds. */
    private void saysThatTheDiskIsFull(Consumer<FastMigrate> call) throws Exception {
        FastMigrate fastMigrate = FastMigrate.sqlite(database)
                .migrations(disk.resolve("migrations"))
                .build();
        int failed = 0;
        for (int free = 0; free < DISK; free += PAGE) {
            leaveFree(free);
            List<String> before = Trees.names(disk);
            Throwable failure = catchThrowable(() -> call.accept(fastMigrate));
            if (failure == null) {
                assertThat(failed).isPositive();
                assertThat(fastMigrate.version().number()).isEqualTo(1);
                return;
            }
            failed++;
            assertThat(failure).isInstanceOf(FastMigrateException.class).hasMessageContaining("full");
            assertThat(((FastMigrateException) failure).advice()).containsPattern("Free (disk )?space");
            Files.deleteIfExists(disk.resolve("migrations"));
            assertThat(Trees.names(disk)).isEqualTo(before);
        }
        throw new AssertionError("It never succeeded.");
    }

    @Test
    void ofAnAdoption() throws Exception {
        saysThatTheDiskIsFull(fastMigrate -> fastMigrate.adopt(FlywayDatabase.source(database)));
    }

    @Test
    void ofAnEnrolment() throws Exception {
        saysThatTheDiskIsFull(FastMigrate::enroll);
    }
}
