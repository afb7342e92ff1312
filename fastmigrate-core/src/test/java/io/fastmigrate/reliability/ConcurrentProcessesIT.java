package io.fastmigrate.reliability;

import static org.assertj.core.api.Assertions.assertThat;

import io.fastmigrate.FastMigrate;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Random;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ConcurrentProcessesIT {

    private static final int PROCESSES = Integer.getInteger("concurrency.processes", 16);
    private static final int ROUNDS = Integer.getInteger("concurrency.rounds", 2);
    private static final int SCRIPTS = 8;

    @TempDir
    Path directory;

    private Path database;
    private Path migrations;

    @BeforeEach
    void prepare() throws Exception {
        reset(0);
    }

    /** Even numbers are processes, which log to a file beside the database; odd ones are SQL. */
    private void reset(int round) throws Exception {
        Path place = Files.createDirectory(directory.resolve("round" + round));
        database = place.resolve("app.db");
        migrations = Files.createDirectory(place.resolve("migrations"));
        for (int i = 1; i <= SCRIPTS; i++) {
            if (i % 2 == 0) {
                put(i, "sh", "sleep 0.01\necho " + i + " >> \"$(dirname \"$0\")/../process.log\"\n");
            } else {
                put(
                        i,
                        "sql",
                        (i == 1 ? "CREATE TABLE log (script INTEGER NOT NULL);\n" : "") + "INSERT INTO log VALUES (" + i
                                + ");\n");
            }
        }
        FastMigrate.sqlite(database).migrations(migrations).build().create();
        if (round % 2 == 1) {
            try (Connection connection = CrashScripts.open(database)) {
                CrashScripts.text(connection, "PRAGMA journal_mode = WAL");
            }
        }
    }

    private void put(int number, String extension, String text) throws Exception {
        Files.writeString(
                migrations.resolve(String.format(Locale.ROOT, "%04d-script.%s", number, extension)),
                text,
                StandardCharsets.UTF_8);
    }

    private ChildJvm process() {
        return ChildJvm.migrating("migrate", database.toString(), migrations.toString(), "-", "-");
    }

    private void migrated() throws Exception {
        try (Connection connection = CrashScripts.open(database)) {
            assertThat(CrashScripts.number(connection, "SELECT version FROM _meta"))
                    .isEqualTo(SCRIPTS);
            assertThat(CrashScripts.text(connection, "SELECT script FROM log ORDER BY rowid"))
                    .isEqualTo("1\n3\n5\n7");
        }
        assertThat(Trees.names(Objects.requireNonNull(database.getParent())))
                .containsExactly("app.db", "migrations", "process.log");
    }

    private List<String> processes() throws Exception {
        return Files.readAllLines(database.resolveSibling("process.log"));
    }

    @Test
    void runEachScriptExactlyOnceAndAllEndWell() throws Exception {
        for (int round = 1; round <= ROUNDS; round++) {
            reset(round);
            List<ChildJvm> processes = new ArrayList<>();
            for (int i = 0; i < PROCESSES; i++) {
                processes.add(process());
            }
            for (ChildJvm process : processes) {
                assertThat(process.exit()).as(process.output()).isZero();
            }
            assertThat(processes()).containsExactly("2", "4", "6", "8");
            migrated();
        }
    }

    /** What is killed while a process of it runs leaves that process running: only its script may be seen again. */
    @Test
    void goOnWhereKilledOnesStopped() throws Exception {
        Random random = new Random(7);
        for (int round = 1; round <= ROUNDS; round++) {
            reset(round);
            List<ChildJvm> processes = new ArrayList<>();
            for (int i = 0; i < PROCESSES; i++) {
                processes.add(process());
            }
            int killed = 0;
            for (ChildJvm process : List.copyOf(processes).subList(0, PROCESSES / 4)) {
                int script = 1 + random.nextInt(SCRIPTS);
                if (process.prints(line -> line.equals("at started:" + script) || line.equals("at finished"))) {
                    process.kill();
                    processes.remove(process);
                    killed++;
                }
            }
            for (ChildJvm process : processes) {
                assertThat(process.exit()).as(process.output()).isZero();
            }
            FastMigrate.sqlite(database).migrations(migrations).build().migrate();
            assertThat(processes()).contains("2", "4", "6", "8").hasSizeLessThanOrEqualTo(4 + killed);
            migrated();
        }
    }

    @Test
    void neverRunASqlScriptThatAStarterWithoutOurLockHasRun() throws Exception {
        AtomicReference<Throwable> failure = new AtomicReference<>();
        for (int round = 1; round <= ROUNDS; round++) {
            reset(round);
            for (String name : Trees.names(migrations)) {
                if (name.endsWith(".sh")) {
                    Files.delete(migrations.resolve(name));
                }
            }
            Thread plain = new Thread(() -> applyWithoutLock(failure), "plain-writer");
            List<ChildJvm> processes = new ArrayList<>();
            for (int i = 0; i < 3; i++) {
                processes.add(process());
            }
            processes.get(0).prints("at ready");
            plain.start();
            for (ChildJvm process : processes) {
                assertThat(process.exit()).as(process.output()).isZero();
            }
            plain.join();
            assertThat(failure.get()).isNull();
            try (Connection connection = CrashScripts.open(database)) {
                assertThat(CrashScripts.text(connection, "SELECT script FROM log ORDER BY rowid"))
                        .isEqualTo("1\n3\n5\n7");
            }
        }
    }

    /** Takes the version, applies the next script and sets its number, each time in one transaction, and no lock file. */
    private void applyWithoutLock(AtomicReference<Throwable> failure) {
        try (Connection connection = CrashScripts.open(database);
                Statement statement = connection.createStatement()) {
            statement.execute("PRAGMA busy_timeout = 20000");
            for (int i = 1; i < SCRIPTS; i += 2) {
                statement.execute("BEGIN IMMEDIATE");
                if (CrashScripts.number(connection, "SELECT version FROM _meta") < i) {
                    statement.executeUpdate(
                            Files.readString(migrations.resolve(String.format(Locale.ROOT, "%04d-script.sql", i)))
                                    + "UPDATE _meta SET version = " + i);
                }
                statement.execute("COMMIT");
            }
        } catch (SQLException | java.io.IOException e) {
            failure.set(e);
        }
    }

    /** The version is set by another program just when ours has read it and is about to begin. */
    @Test
    void passOverAScriptThatAnotherProgramAppliedBetweenReadingAndBeginning() throws Exception {
        try (ChildJvm process =
                ChildJvm.migrating("migrate", database.toString(), migrations.toString(), "started:1", "-")) {
            process.prints("at started:1");
            process.kill();
        }
        List<String> told = new ArrayList<>();
        FastMigrate ours = FastMigrate.sqlite(database)
                .migrations(migrations)
                .listener(new io.fastmigrate.MigrationListener() {
                    @Override
                    public void onStarted(io.fastmigrate.Plan.Step step) {
                        told.add(step.script().fileName());
                        if (told.size() == 1) {
                            AtomicReference<Throwable> failure = new AtomicReference<>();
                            setFirst(failure);
                            assertThat(failure.get()).isNull();
                        }
                    }
                })
                .build();
        ours.migrate();
        assertThat(told).hasSize(SCRIPTS);
        assertThat(processes()).containsExactly("2", "4", "6", "8");
        migrated();
    }

    private void setFirst(AtomicReference<Throwable> failure) {
        try (Connection connection = CrashScripts.open(database);
                Statement statement = connection.createStatement()) {
            statement.executeUpdate("BEGIN IMMEDIATE; CREATE TABLE log (script INTEGER NOT NULL);"
                    + "INSERT INTO log VALUES (1); UPDATE _meta SET version = 1; COMMIT");
        } catch (SQLException e) {
            failure.set(e);
        }
    }
}
