package io.fastmigrate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fastmigrate.Fleet.Report.Outcome;
import io.fastmigrate.Fleet.Report.State;
import io.fastmigrate.error.DatabaseUnusableException;
import io.fastmigrate.error.FastMigrateException;
import io.fastmigrate.error.FleetFailedException;
import io.fastmigrate.error.InvalidSettingException;
import io.fastmigrate.error.ScriptFailedException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FleetTest {

    private static final String BROKEN = "INSERT INTO nowhere VALUES (1);";

    @TempDir
    Path folder;

    private Path scripts;

    @BeforeEach
    void makeScripts() throws Exception {
        scripts = Files.createDirectories(folder.resolve("migrations"));
        script("0001-note.sql", "CREATE TABLE note (id INTEGER PRIMARY KEY, text TEXT);");
    }

    @Test
    void migratesEachAndReadsWhatIsDoneTheNextTime() throws Exception {
        List<FastMigrate> tenants = created(20);
        Fleet.Report first = Fleet.of(tenants).workers(4).migrate();
        List<Long> written = modified(20);
        Fleet.Report second = Fleet.of(tenants).workers(4).migrate();

        assertThat(first.isComplete()).isTrue();
        assertThat(first.count(State.MIGRATED)).isEqualTo(20);
        assertThat(first.outcomes())
                .extracting(Outcome::database)
                .containsExactlyElementsOf(
                        tenants.stream().map(FastMigrate::databaseName).toList());
        assertThat(second.count(State.UP_TO_DATE)).isEqualTo(20);
        assertThat(second.outcomes()).allMatch(outcome -> outcome.version().equals(version(1)));
        assertThat(modified(20)).isEqualTo(written);
    }

    @Test
    void runsRepeatableScriptsWhereTheyHaveNotRun() throws Exception {
        List<FastMigrate> tenants = created(3);
        tenants.get(0).migrate();
        Files.createDirectories(scripts.resolve("repeatable"));
        script(
                "repeatable/notes.sql",
                "CREATE VIEW notes AS SELECT text FROM note; INSERT INTO note (text) VALUES ('run');");
        tenants.get(1).migrate();

        Fleet.Report first = Fleet.of(tenants).migrate();
        List<Long> written = modified(3);
        Fleet.Report second = Fleet.of(tenants).migrate();

        assertThat(first.outcomes())
                .extracting(Outcome::state)
                .containsExactly(State.MIGRATED, State.UP_TO_DATE, State.MIGRATED);
        assertThat(second.count(State.UP_TO_DATE)).isEqualTo(3);
        assertThat(modified(3)).isEqualTo(written);
        for (int i = 0; i < 3; i++) {
            assertThat(rows(file(i), "SELECT count(*) FROM notes")).isEqualTo(1);
        }
    }

    @Test
    void namesThoseThatFailAndMigratesTheOthers() throws Exception {
        List<FastMigrate> tenants = created(12);
        Files.writeString(file(0), "no database at all, but text that is longer than a header of sqlite is");
        Files.writeString(file(5), "");
        damage(file(7));

        Fleet.Report report = Fleet.of(tenants).migrate();
        assertThat(report.failed()).extracting(Outcome::database).containsExactly(name(0), name(5), name(7));
        assertThat(report.failed().get(0).failure()).get().isInstanceOf(DatabaseUnusableException.class);
        assertThat(report.count(State.MIGRATED)).isEqualTo(9);

        Fleet.Report second = Fleet.of(tenants).migrate();
        assertThat(second.failed()).extracting(Outcome::database).containsExactly(name(0), name(5), name(7));
        assertThat(second.count(State.UP_TO_DATE)).isEqualTo(9);
    }

    @Test
    void touchesNothingElseWhenAScriptFailsOnTheCanary() throws Exception {
        script("0002-broken.sql", BROKEN);
        List<FastMigrate> tenants = created(5);
        Fleet.Report report = Fleet.of(tenants).workers(3).migrate();

        assertThat(report.outcomes())
                .extracting(Outcome::state)
                .containsExactly(State.FAILED, State.NOT_TRIED, State.NOT_TRIED, State.NOT_TRIED, State.NOT_TRIED);
        assertThat(report.failed().get(0).failure()).get().isInstanceOf(ScriptFailedException.class);
        assertThat(report.failed().get(0).version()).isEqualTo(version(1));
        assertThat(tenants.subList(1, 5)).allMatch(tenant -> tenant.version().equals(Version.ZERO));
    }

    @Test
    void takesTheNextCanaryWhereThePagesOfTheFirstAreDamaged() throws Exception {
        List<FastMigrate> tenants = created(4);
        Fleet.of(tenants).migrate();
        for (int i = 0; i < 4; i++) {
            execute(file(i), "INSERT INTO note (text) SELECT hex(randomblob(2000)) FROM (VALUES (1), (2), (3), (4))");
        }
        overwrite(file(0), Files.size(file(0)) - 4096);
        script("0002-index.sql", "CREATE INDEX note_text ON note (text);");

        Fleet.Report report = Fleet.of(tenants).migrate();
        assertThat(report.outcomes())
                .extracting(Outcome::state)
                .containsExactly(State.FAILED, State.MIGRATED, State.MIGRATED, State.MIGRATED);
        assertThat(report.failed().get(0).failure()).get().isInstanceOf(ScriptFailedException.class);
    }

    /** What the script does fails in a file that is sound: it may fail in all others too. */
    @Test
    void stopsAtACanaryWhoseSearchIndexIsOutOfStep() throws Exception {
        List<FastMigrate> tenants = created(4);
        Fleet.of(tenants).migrate();
        for (int i = 0; i < 4; i++) {
            execute(file(i), "INSERT INTO note (text) VALUES ('alpha beta'), ('gamma')");
            execute(file(i), "CREATE VIRTUAL TABLE note_fts USING fts5(text, content='note', content_rowid='id')");
        }
        script(
                "0002-clean.sql",
                "INSERT INTO note_fts (note_fts, rowid, text) VALUES ('delete', 1, 'alpha beta');\nDELETE FROM note WHERE id = 1;\n");

        Fleet.Report report = Fleet.of(tenants).migrate();
        assertThat(report.outcomes())
                .extracting(Outcome::state)
                .containsExactly(State.FAILED, State.NOT_TRIED, State.NOT_TRIED, State.NOT_TRIED);
        FastMigrateException failure = report.failed().get(0).failure().orElseThrow();
        assertThat(failure).isInstanceOf(ScriptFailedException.class);
        assertThat(failure.getMessage() + failure.advice())
                .contains("0002-clean.sql:1:1", "rebuild")
                .doesNotContainIgnoringCase("damaged")
                .doesNotContainIgnoringCase("restore a backup");
        assertThat(tenants).allMatch(tenant -> tenant.version().equals(new Version(1)));
    }

    @Test
    void triesThemAllWithoutACanary() throws Exception {
        script("0002-broken.sql", BROKEN);
        Fleet.Report report = Fleet.of(created(5)).withoutCanary().migrate();

        assertThat(report.count(State.FAILED)).isEqualTo(5);
    }

    @Test
    void beginsNoFurtherOneAfterAFailureWhereThatIsAskedFor() throws Exception {
        List<FastMigrate> tenants = created(5);
        Files.writeString(file(0), "no database at all, but text that is longer than a header of sqlite is");
        Fleet.Report report = Fleet.of(tenants).workers(1).stopOnFailure().migrate();

        assertThat(report.outcomes())
                .extracting(Outcome::state)
                .containsExactly(State.FAILED, State.NOT_TRIED, State.NOT_TRIED, State.NOT_TRIED, State.NOT_TRIED);
    }

    @Test
    void runsAsManyAtATimeAsThereAreWorkers() throws Exception {
        CyclicBarrier together = new CyclicBarrier(3);
        List<FastMigrate> tenants = created(3, new Migration(() -> together.await(30, TimeUnit.SECONDS)));
        assertThat(Fleet.of(tenants).workers(3).withoutCanary().migrate().count(State.MIGRATED))
                .isEqualTo(3);
    }

    @Test
    void migratesTheCanaryAlone() throws Exception {
        AtomicInteger running = new AtomicInteger();
        List<Integer> seen = new ArrayList<>();
        List<FastMigrate> tenants = created(6, new Migration(() -> {
            synchronized (seen) {
                seen.add(running.incrementAndGet());
            }
        }));
        Fleet.Report report = Fleet.of(tenants)
                .workers(6)
                .onOutcome(outcome -> running.addAndGet(100))
                .migrate();
        assertThat(report.isComplete()).isTrue();
        assertThat(seen.get(0)).isEqualTo(1);
        assertThat(seen.subList(1, 6)).allMatch(others -> others > 100);
    }

    @Test
    void goesOnWhateverAListenerThrows() throws Exception {
        Fleet.Report report = Fleet.of(created(4, new Migration(() -> {})))
                .workers(2)
                .onOutcome(outcome -> {
                    throw new AssertionError("on purpose");
                })
                .migrate();
        assertThat(report.isComplete()).isTrue();
    }

    @Test
    void endsWhatRunsAndLeavesTheThreadInterrupted() throws Exception {
        CountDownLatch begun = new CountDownLatch(1);
        List<FastMigrate> tenants = created(3, new Migration(() -> {
            begun.countDown();
            Thread.sleep(60_000);
        }));
        List<Fleet.Report> reports = new ArrayList<>();
        List<Boolean> interrupted = new ArrayList<>();
        Thread migrating = new Thread(() -> {
            reports.add(Fleet.of(tenants).workers(2).withoutCanary().migrate());
            interrupted.add(Thread.currentThread().isInterrupted());
        });
        migrating.start();
        assertThat(begun.await(30, TimeUnit.SECONDS)).isTrue();
        migrating.interrupt();
        migrating.join(30_000);

        assertThat(interrupted).containsExactly(true);
        assertThat(reports.get(0).count(State.NOT_TRIED)).isPositive();
        assertThat(reports.get(0).count(State.MIGRATED)).isZero();
        assertThat(tenants).allMatch(tenant -> tenant.version().number() <= 1);
    }

    @Test
    void verifiesWithoutWriting() throws Exception {
        List<FastMigrate> tenants = created(3);
        tenants.get(1).migrate();
        Fleet.Report report = Fleet.of(tenants).verify();

        assertThat(report.outcomes())
                .extracting(Outcome::state)
                .containsExactly(State.FAILED, State.UP_TO_DATE, State.FAILED);
        assertThat(report.failed()).allMatch(outcome -> outcome.version().equals(version(0)));
        assertThat(tenants.get(0).version()).isEqualTo(Version.ZERO);
    }

    @Test
    void namesNoMoreThanTwentyInTheError() throws Exception {
        script("0002-broken.sql", BROKEN);
        Fleet.Report report = Fleet.of(created(22)).withoutCanary().migrate();

        assertThatThrownBy(report::orThrow)
                .isInstanceOf(FleetFailedException.class)
                .hasMessageContaining("22 of 22")
                .hasMessageContaining("tenant-0019.db")
                .hasMessageNotContaining("tenant-0020.db")
                .hasMessageContaining("and 2 more");
    }

    @Test
    void isDoneAtOnceWithoutDatabases() {
        assertThat(Fleet.of(List.of()).migrate().orThrow().outcomes()).isEmpty();
    }

    @Test
    void refusesANumberOfWorkersThatIsNone() {
        assertThatThrownBy(() -> Fleet.of(List.of()).workers(0))
                .isInstanceOf(InvalidSettingException.class)
                .hasMessageContaining("workers");
    }

    private void script(String name, String text) throws IOException {
        Files.writeString(scripts.resolve(name), text);
    }

    private List<FastMigrate> created(int number, JavaMigration... migrations) {
        List<FastMigrate> tenants = IntStream.range(0, number)
                .mapToObj(i -> FastMigrate.sqlite(file(i))
                        .migrations(scripts)
                        .javaMigrations(List.of(migrations))
                        .build())
                .toList();
        tenants.forEach(FastMigrate::create);
        return tenants;
    }

    private Path file(int i) {
        return folder.resolve(String.format(Locale.ROOT, "tenant-%04d.db", i));
    }

    private String name(int i) {
        return file(i).toString();
    }

    private List<Long> modified(int number) throws IOException {
        List<Long> times = new ArrayList<>();
        for (int i = 0; i < number; i++) {
            times.add(Files.getLastModifiedTime(file(i)).toMillis());
        }
        return times;
    }

    private static Optional<Version> version(int number) {
        return Optional.of(new Version(number));
    }

    /** Overwrites everything behind the header. */
    private static void damage(Path file) throws IOException {
        overwrite(file, 100);
    }

    private static void overwrite(Path file, long from) throws IOException {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
            byte[] garbage = new byte[(int) (channel.size() - from)];
            Arrays.fill(garbage, (byte) 0xA5);
            channel.write(ByteBuffer.wrap(garbage), from);
        }
    }

    private static void execute(Path file, String sql) throws Exception {
        try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + file);
                Statement statement = connection.createStatement()) {
            statement.executeUpdate(sql);
        }
    }

    private static int rows(Path file, String sql) throws Exception {
        try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + file);
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(sql)) {
            return rows.getInt(1);
        }
    }

    private interface Work {
        void work() throws Exception;
    }

    private record Migration(Work work) implements JavaMigration {

        @Override
        public Version version() {
            return new Version(2);
        }

        @Override
        public String description() {
            return "work";
        }

        @Override
        public void migrate(Connection connection) throws Exception {
            work.work();
        }
    }
}
