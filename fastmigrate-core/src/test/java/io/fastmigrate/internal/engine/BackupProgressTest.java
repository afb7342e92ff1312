package io.fastmigrate.internal.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.fastmigrate.MigrationListener;
import io.fastmigrate.Sandbox;
import io.fastmigrate.internal.bridge.Bridge;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BackupProgressTest {

    private static final String ROWS = "CREATE TABLE t (x); WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1"
            + " FROM n WHERE i < 3000) INSERT INTO t SELECT zeroblob(1000) FROM n;";

    @TempDir
    Path directory;

    private final List<MigrationListener.BackupProgress> told = new ArrayList<>();
    private final MigrationListener listener = new MigrationListener() {
        @Override
        public void onBackupProgress(MigrationListener.BackupProgress progress) {
            told.add(progress);
        }
    };

    @Test
    void isToldOfABackupByHand() throws IOException {
        Sandbox sandbox = Sandbox.in(directory).script("0001-rows.sql", ROWS);
        sandbox.managed().migrate();

        Path backup = sandbox.builder().listener(listener).build().backUp();

        toldOf(backup);
    }

    @Test
    void isToldOfABackupBeforeARun() throws IOException {
        Sandbox sandbox = Sandbox.in(directory).script("0001-rows.sql", ROWS);
        sandbox.managed().migrate();
        sandbox.script("0002-more.sql", "CREATE TABLE u (x);");

        Path backup = sandbox.builder()
                .backUpFirst()
                .listener(listener)
                .build()
                .migrate()
                .backup()
                .orElseThrow();

        toldOf(backup);
    }

    private void toldOf(Path backup) throws IOException {
        long size = Files.size(backup);
        assertThat(told).isNotEmpty().allSatisfy(progress -> {
            assertThat(progress.bytesTotal()).isEqualTo(size);
            assertThat(progress.bytesCopied()).isBetween(1L, size);
            assertThat(progress.percent()).isEqualTo((int) (progress.bytesCopied() * 100 / size));
        });
        assertThat(told.get(0).percent()).isLessThan(100);
    }

    @Test
    void isToldAtOnceAndThenAtMostTenTimesASecond() {
        AtomicLong clock = new AtomicLong(Long.MAX_VALUE - 50_000_000);
        CopyProgress progress = new CopyProgress(clock::get, told::add, warning -> {});
        for (int step = 1; step <= 3000; step++) {
            clock.addAndGet(1_000_000);
            progress.copied(step, 3000);
        }
        assertThat(told).hasSize(30);
        assertThat(told.get(0)).isEqualTo(Bridge.values().backupProgress(1, 3000, Duration.ofMillis(1)));
        assertThat(told.get(1)).isEqualTo(Bridge.values().backupProgress(101, 3000, Duration.ofMillis(101)));
    }

    @Test
    void ofAnEmptyDatabaseIsWhole() {
        assertThat(Bridge.values().backupProgress(0, 0, Duration.ZERO).percent())
                .isEqualTo(100);
    }
}
