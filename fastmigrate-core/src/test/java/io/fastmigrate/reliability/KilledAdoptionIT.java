package io.fastmigrate.reliability;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fastmigrate.Adoption;
import io.fastmigrate.FastMigrate;
import io.fastmigrate.MigrationListener;
import io.fastmigrate.Version;
import io.fastmigrate.error.DatabaseManagedException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** An adoption keeps copies in a hidden directory; one that was killed leaves them only until the next one. */
class KilledAdoptionIT {

    @TempDir
    Path directory;

    private Path database;
    private Path scripts;

    @BeforeEach
    void makeDatabase() throws Exception {
        database = directory.resolve("app.db");
        scripts = directory.resolve("new").resolve("migrations");
        FlywayDatabase.make(database);
    }

    private FastMigrate fastMigrate() {
        return FastMigrate.sqlite(database).migrations(scripts).build();
    }

    /** Everything is written and proved, and only the database is waited for. */
    private ChildJvm adoptionThatWaits() throws InterruptedException {
        ChildJvm process = ChildJvm.migrating("adopt", database.toString(), scripts.toString());
        assertThat(process.prints("at waiting")).as(process.output()).isTrue();
        return process;
    }

    private List<String> hidden() {
        return Trees.names(directory).stream()
                .filter(name -> name.startsWith(".fastmigrate-adopt-"))
                .toList();
    }

    private static void run(Connection connection, String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    @Test
    void theNextOneRemovesWhatAKilledOneLeft() throws Exception {
        try (Connection writer = CrashScripts.open(database)) {
            run(writer, "BEGIN IMMEDIATE");
            try (ChildJvm killed = adoptionThatWaits()) {
                killed.kill();
            }
            run(writer, "ROLLBACK");
        }
        assertThat(hidden()).isNotEmpty();

        fastMigrate().planAdoption(FlywayDatabase.source(database));
        assertThat(hidden()).isEmpty();

        assertThat(fastMigrate().adopt(FlywayDatabase.source(database)).version())
                .isEqualTo(new Version(1));
        assertThat(hidden()).isEmpty();
    }

    @Test
    void whatALivingOneUsesStays() throws Exception {
        try (Connection writer = CrashScripts.open(database)) {
            run(writer, "BEGIN IMMEDIATE");
            try (ChildJvm living = adoptionThatWaits()) {
                List<String> used = hidden();
                fastMigrate().planAdoption(FlywayDatabase.source(database));
                assertThat(hidden()).isEqualTo(used).isNotEmpty();
                run(writer, "ROLLBACK");
                assertThat(living.exit()).as(living.output()).isZero();
            }
        }
        assertThat(hidden()).isEmpty();
        assertThatThrownBy(() -> fastMigrate().adopt(FlywayDatabase.source(database)))
                .isInstanceOf(DatabaseManagedException.class);
    }

    /** Both have proved their scripts, and wait for the database. */
    @Test
    void whoComesSecondWritesNothingAndIsToldOfTheFirst() throws Exception {
        List<Path> places = List.of(directory.resolve("one/migrations"), directory.resolve("two/migrations"));
        List<CompletableFuture<Adoption>> adoptions;
        try (Connection writer = CrashScripts.open(database)) {
            run(writer, "BEGIN IMMEDIATE");
            CountDownLatch waiting = new CountDownLatch(2);
            adoptions = places.stream()
                    .map(place -> CompletableFuture.supplyAsync(() -> adopt(place, waiting)))
                    .toList();
            assertThat(waiting.await(60, TimeUnit.SECONDS)).isTrue();
            run(writer, "ROLLBACK");
        }
        List<Throwable> failures = adoptions.stream()
                .map(adoption -> adoption.handle((done, failure) -> failure).join())
                .toList();
        int second = failures.get(0) == null ? 1 : 0;
        assertThat(failures.get(1 - second)).isNull();
        assertThat(failures.get(second).getCause()).isInstanceOfSatisfying(DatabaseManagedException.class, lost -> {
            assertThat(lost).hasMessageStartingWith("The database is already managed, at version 1");
            assertThat(lost.advice()).startsWith("Nothing needs to be adopted").doesNotContain("enroll");
        });
        assertThat(places.get(1 - second)).isNotEmptyDirectory();
        assertThat(places.get(second).getParent()).doesNotExist();
        assertThat(hidden()).isEmpty();
    }

    private Adoption adopt(Path place, CountDownLatch waiting) {
        return FastMigrate.sqlite(database)
                .migrations(place)
                .listener(new MigrationListener() {
                    private boolean told;

                    @Override
                    public void onWaiting(Duration waited, Optional<String> holder) {
                        if (!told) {
                            told = true;
                            waiting.countDown();
                        }
                    }
                })
                .build()
                .adopt(FlywayDatabase.source(database));
    }
}
