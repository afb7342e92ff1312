package io.fastmigrate.databases;

import static org.assertj.core.api.Assertions.assertThat;

import io.fastmigrate.FastMigrate;
import io.fastmigrate.MigrationListener;
import io.fastmigrate.Report;
import io.fastmigrate.test.Migrations;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.Statement;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Processes that make the row of the lock at the same time. */
@Timeout(60)
class LeaseRaceTest {

    @TempDir
    Path directory;

    /** The one that was first is killed before its commit, when the other one has lost against it once already. */
    @Test
    void makesTheRowWhoLostAgainstOneThatNeverCommits() throws Exception {
        String url = "jdbc:h2:file:" + directory.resolve("db");
        Migrations migrations =
                new Migrations(directory.resolve("migrations")).with("0001-a.sql", "CREATE TABLE a (id INTEGER);\n");
        CompletableFuture<Void> lost = new CompletableFuture<>();
        FastMigrate fastMigrate = FastMigrate.database(url)
                .migrations(migrations.directory())
                .lockTimeout(Duration.ofMinutes(1))
                .listener(new MigrationListener() {
                    @Override
                    public void onWaiting(Duration waited, Optional<String> holder) {
                        lost.complete(null);
                    }
                })
                .build();
        Workshop db = new Workshop(url, directory);
        fastMigrate.create();
        db.execute("DELETE FROM _fastmigrate_lock");
        db.execute("DELETE FROM _fastmigrate_progress");
        try (Connection other = DriverManager.getConnection(url);
                Statement first = other.createStatement()) {
            other.setAutoCommit(false);
            first.executeUpdate("INSERT INTO _fastmigrate_lock (id, token, beat, holder) VALUES (1, 0, 0, '-')");
            CompletableFuture<Report> run = CompletableFuture.supplyAsync(fastMigrate::migrate);
            CompletableFuture.anyOf(lost, run).get();
            other.rollback();
            assertThat(run.get().applied()).hasSize(1);
            assertThat(db.query("SELECT id FROM _fastmigrate_lock")).containsExactly("1");
        }
    }
}
