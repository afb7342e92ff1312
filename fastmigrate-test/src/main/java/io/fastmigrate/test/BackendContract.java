package io.fastmigrate.test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.fastmigrate.FastMigrate;
import io.fastmigrate.Report;
import io.fastmigrate.Version;
import io.fastmigrate.error.BackupFailedException;
import io.fastmigrate.error.FastMigrateException;
import io.fastmigrate.error.ScriptFailedException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;

/**
 * The tests that every database of fastmigrate must pass. Extend this class in your tests and create an empty database
 * in {@link #newDatabase}; all tests then run on your database. {@link JdbcDatabase} shows a complete subclass.
 *
 * <p>The tests follow {@link TestDatabase#capabilities()}: if the database does not have one, the tests that need it
 * are skipped, and a test that the call is refused clearly and changes nothing runs instead.
 */
public abstract class BackendContract extends ProcessContract {

    private static final int PROCESSES = 5;

    /** Creates the tests. */
    protected BackendContract() {}

    /**
     * Creates a database for one test: empty and without a version, or, if {@code create()} creates databases, only a
     * name. It is closed after the test.
     *
     * @param place a path for its files, which does not exist yet, in a directory that only this test uses
     */
    @Override
    protected abstract TestDatabase newDatabase(Path place) throws Exception;

    @Test
    void runsEachScriptOnceForFiveProcessesAtOnce() throws Exception {
        require(Capability.LOCK);
        migrations.with("0001-person.sql", CREATE);
        for (int i = 2; i <= 20; i++) {
            migrations.with(
                    new Version(i).padded() + "-row.sql",
                    "INSERT INTO person (id, name) SELECT count(*), 'x' FROM person;");
        }
        managed();
        List<Report> reports = atOnce(() -> builder().build().migrate());
        assertThat(reports).allSatisfy(report -> assertThat(report.after()).isEqualTo(new Version(20)));
        assertThat(reports.stream().mapToInt(report -> report.applied().size()).sum())
                .isEqualTo(20);
        assertThat(database.query("SELECT count(*) FROM person")).containsExactly("19");
    }

    @Test
    void createsOneDatabaseForFiveProcessesAtOnce() throws Exception {
        require(Capability.LOCK);
        List<Boolean> made = atOnce(() -> builder().build().create().isNew());
        assertThat(made).containsOnlyOnce(true);
        assertThat(builder().build().version()).isEqualTo(Version.ZERO);
    }

    private static <T> List<T> atOnce(Callable<T> work) throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(PROCESSES);
        try {
            CyclicBarrier start = new CyclicBarrier(PROCESSES);
            List<Future<T>> futures = new ArrayList<>();
            for (int i = 0; i < PROCESSES; i++) {
                futures.add(threads.submit(() -> {
                    start.await();
                    return work.call();
                }));
            }
            List<T> results = new ArrayList<>();
            for (Future<T> future : futures) {
                results.add(future.get());
            }
            return results;
        } finally {
            threads.shutdownNow();
        }
    }

    @Test
    void backsUpBeforeTheFirstScriptAndOnlyThen() throws Exception {
        require(Capability.BACK_UP);
        migrations.with("0001-person.sql", CREATE);
        managed();
        assertThat(builder().backUpFirst().build().migrate().backup())
                .hasValueSatisfying(backup -> assertThat(backup).isNotEmptyFile());
        assertThat(builder().backUpFirst().build().migrate().backup()).isEmpty();
    }

    @Test
    void refusesBackupWhereThereIsNoPlaceForOneAndRunsNothing() throws Exception {
        requireAbsent(Capability.BACK_UP);
        migrations.with("0001-person.sql", CREATE);
        FastMigrate fastMigrate = managed();
        assertThat(catchThrowableOfType(BackupFailedException.class, fastMigrate::backUp)
                        .advice())
                .isNotBlank();
        assertThat(catchThrowableOfType(
                        FastMigrateException.class, builder().backUpFirst().build()::migrate))
                .isNotNull();
        assertThat(fastMigrate.version()).isEqualTo(Version.ZERO);
    }

    @Test
    void putsTheStateOfBeforeTheRunBack() throws Exception {
        require(Capability.RESTORE);
        migrations.with("0001-person.sql", CREATE);
        managed().migrate();
        migrations.with("0002-ada.sql", ADA).with("0003-broken.sql", BROKEN);
        ScriptFailedException failure = catchThrowableOfType(
                ScriptFailedException.class, builder().restoreOnFailure().build()::migrate);
        assertThat(failure.report().applied()).isEmpty();
        assertThat(failure.report().after()).isEqualTo(new Version(1));
        assertThat(builder().build().version()).isEqualTo(new Version(1));
        assertThat(database.query(NAMES)).isEmpty();
    }

    @Test
    void putsBackAlsoAfterJavaMigrationThatThrows() throws Exception {
        require(Capability.RESTORE);
        require(Capability.RUN_JAVA);
        migrations.with("0001-person.sql", CREATE).with("0002-ada.sql", ADA);
        managed();
        FastMigrate fastMigrate = builder()
                .restoreOnFailure()
                .javaMigrations(List.of(new Statements(3, BROKEN)))
                .build();
        assertThat(catchThrowableOfType(ScriptFailedException.class, fastMigrate::migrate)
                        .script()
                        .version())
                .isEqualTo(new Version(3));
        assertThat(fastMigrate.version()).isEqualTo(Version.ZERO);
    }
}
