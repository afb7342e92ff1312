package io.fastmigrate.databases;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.fastmigrate.FastMigrate;
import io.fastmigrate.FastMigrateBuilder;
import io.fastmigrate.error.BackupFailedException;
import io.fastmigrate.error.ScriptFailedException;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Backups of databases that are no file of SQLite's, each put back by the way that its own advice names. */
@SuppressWarnings("StringConcatToTextBlock") // short scripts, close to what is expected of them
class BackupTest {

    private static final String ROWS = "SELECT name FROM person ORDER BY id";
    private static final String SCRIPT = "CREATE TABLE person (id INTEGER PRIMARY KEY, name VARCHAR(100));\n"
            + "INSERT INTO person VALUES (1, 'Ada; ''Lovelace'), (2, 'Grä\u00dfe');\n";

    @TempDir
    Path directory;

    @SuppressWarnings("NullAway") // set before each test
    BackupTest() {}

    private Path backups() {
        return directory.resolve("backups");
    }

    private List<Path> files() throws IOException {
        if (!Files.exists(backups())) {
            return List.of();
        }
        try (Stream<Path> files = Files.list(backups())) {
            return files.toList();
        }
    }

    private Workshop filled(String url) throws Exception {
        Workshop db = new Workshop(url, directory).script("0001-person.sql", SCRIPT);
        db.migrate();
        return db;
    }

    private FastMigrateBuilder builder(Workshop db) {
        return db.builder().backupDirectory(backups());
    }

    private void isPrivateAndAlone(Path backup) throws IOException {
        assertThat(files()).containsExactly(backup);
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(backup)))
                .isEqualTo("rw-------");
    }

    private static String run(Path input, Map<String, String> environment, List<String> command) throws Exception {
        ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
        builder.environment().putAll(environment);
        if (input.toFile().isFile()) {
            builder.redirectInput(input.toFile());
        }
        Process process = builder.start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).as(output).isZero();
        return output;
    }

    @Test
    void ofPostgresIsMadeByItsOwnProgramAndPutBackByIt() throws Exception {
        DebianPostgres.require();
        String name = DebianPostgres.newDatabase();
        Workshop db = filled(DebianPostgres.url(name));
        Path backup = builder(db).build().backUp();
        assertThat(backup.getFileName().toString())
                .matches(name + "@localhost_" + DebianPostgres.port() + "\\.\\d{8}_\\d{6}\\.backup");
        isPrivateAndAlone(backup);

        db.script("0002-broken.sql", "SELECT 1/0;");
        ScriptFailedException failure = catchThrowableOfType(
                ScriptFailedException.class, builder(db).backUpFirst().build()::migrate);
        Path before = failure.report().backup().orElseThrow();
        assertThat(failure.advice()).contains("pg_restore ", before.toString()).doesNotContain(DebianPostgres.PASSWORD);
        String other = name + "_restored";
        String programs = DebianPostgres.bin().orElseThrow() + File.pathSeparator + System.getenv("PATH");
        String commands =
                failure.advice().replaceFirst("(?s).*: (createdb .*)\\.$", "$1").replace("NEW_DATABASE", other);
        run(
                Path.of("none"),
                Map.of("PGPASSWORD", DebianPostgres.PASSWORD, "PATH", programs),
                List.of("sh", "-c", commands));
        Workshop restored = new Workshop(DebianPostgres.url(other), directory);
        assertThat(restored.query(ROWS)).isEqualTo(db.query(ROWS));
        assertThat(restored.version()).isEqualTo(1);
    }

    @Test
    void ofMariaDbHoldsRoutinesTriggersAndEventsToo() throws Exception {
        Workshop db = new Workshop(Servers.maria(), directory)
                .script("0001-person.sql", SCRIPT)
                .script(
                        "0002-more.sql",
                        "CREATE PROCEDURE p() SELECT 1;\n"
                                + "CREATE TRIGGER t BEFORE INSERT ON person FOR EACH ROW SET NEW.name = upper(NEW.name);\n"
                                + "CREATE EVENT e ON SCHEDULE EVERY 1 DAY DO SELECT 1;\n");
        db.migrate();
        Path backup = builder(db)
                .dumpTool(Servers.mariaProgram("mariadb-dump"))
                .build()
                .backUp();
        isPrivateAndAlone(backup);

        String name = db.url().replaceFirst(".*/(\\w+)\\?.*", "$1");
        String other = name + "_restored";
        BackupFailedException refusal = catchThrowableOfType(
                BackupFailedException.class,
                () -> builder(db)
                        .dumpTool(Servers.mariaProgram("mariadb-dump"))
                        .build()
                        .restore(backup));
        assertThat(refusal).hasMessageContaining("cannot restore a backup of");
        String commands = refusal.advice()
                .replaceFirst("(?s).*: (mariadb .*)\\.$", "$1")
                .replace("NEW_DATABASE", other)
                .replace(" --password ", " "); // asks for it, but here is no one who types it
        assertThat(commands).contains(" && ", " --user=tests ", backup.toString());
        String programs =
                Path.of(Servers.mariaProgram("mariadb")).getParent() + File.pathSeparator + System.getenv("PATH");
        run(Path.of("none"), Map.of("MYSQL_PWD", "tests", "PATH", programs), List.of("sh", "-c", commands));
        Workshop restored = new Workshop(db.url().replace("/" + name + "?", "/" + other + "?"), directory);
        assertThat(restored.query(ROWS)).isEqualTo(db.query(ROWS));
        assertThat(restored.version()).isEqualTo(2);
        assertThat(restored.query("SELECT routine_name FROM information_schema.routines WHERE routine_schema = '"
                        + other
                        + "' UNION ALL SELECT trigger_name FROM information_schema.triggers WHERE trigger_schema = '"
                        + other + "' UNION ALL SELECT event_name FROM information_schema.events WHERE event_schema = '"
                        + other + "'"))
                .containsExactly("p", "t", "e");
    }

    @Test
    void isMadeByTheProgramOnTheSearchPath() throws Exception {
        boolean there = Stream.of(System.getenv("PATH").split(":", -1))
                .anyMatch(directory -> Files.isExecutable(Path.of(directory, "mariadb-dump")));
        assertThat(there || !DebianPostgres.isRequired())
                .as("mariadb-dump is installed")
                .isTrue();
        assumeTrue(there, "Skipped: mariadb-dump is not on the search path.");
        Workshop db = filled(Servers.maria());
        assertThat(Files.readString(builder(db).build().backUp())).contains("Gr\u00e4\u00dfe", "-- Dump completed");
    }

    @Test
    void ofH2IsAScriptThatRunsOnAnEmptyDatabase() throws Exception {
        Workshop db = filled("jdbc:h2:" + directory.resolve("h2"));
        Path backup = builder(db).build().backUp();
        isPrivateAndAlone(backup);
        String url = "jdbc:h2:" + directory.resolve("other");
        Servers.execute(url, "RUNSCRIPT FROM '" + backup + "'");
        assertThat(new Workshop(url, directory).query(ROWS)).isEqualTo(db.query(ROWS));
    }

    @Test
    void ofH2InMemoryIsMadeThroughTheApplicationsConnection() throws Exception {
        String url = "jdbc:h2:mem:library;DB_CLOSE_DELAY=-1";
        Workshop db = filled(url);
        Path backup = builder(db).build().backUp();
        assertThat(backup.getFileName().toString()).startsWith("mem_library.");
        assertThat(Files.readString(backup)).contains("INSERT INTO \"PUBLIC\".\"PERSON\"");
        Servers.execute(url, "SHUTDOWN");
    }

    @Test
    void ofDuckDbIsASeparateFileBesideTheDatabase() throws Exception {
        Path file = directory.resolve("duck.db");
        Workshop db = new Workshop("jdbc:duckdb:" + file, directory)
                .script("0001-person.sql", SCRIPT)
                .script(
                        "0002-more.sql",
                        "CREATE SEQUENCE s START 7;\nCREATE TYPE mood AS ENUM ('ok', 'bad');\n"
                                + "CREATE TABLE pet (id INTEGER PRIMARY KEY, owner INTEGER REFERENCES person (id), m mood);\n"
                                + "INSERT INTO pet VALUES (1, 2, 'ok');\nCREATE INDEX pet_owner ON pet (owner);\n"
                                + "CREATE VIEW v AS SELECT name FROM person JOIN pet ON pet.owner = person.id;\n"
                                + "CREATE MACRO twice(x) AS x * 2;\n");
        db.migrate();
        Path backup = db.builder().build().backUp();
        assertThat(backup.getParent()).isEqualTo(directory);
        assertThat(backup.getFileName().toString()).matches("duck\\.db\\.\\d{8}_\\d{6}\\.backup");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(backup)))
                .isEqualTo("rw-------");
        Workshop restored = new Workshop("jdbc:duckdb:" + backup, directory);
        assertThat(restored.query(ROWS)).isEqualTo(db.query(ROWS));
        assertThat(restored.query("SELECT * FROM v")).containsExactly("Grä\u00dfe");
        assertThat(restored.query("SELECT twice(21)")).containsExactly("42");
        assertThat(restored.version()).isEqualTo(2);
    }

    /** What the refusal of a rehearsal advises. */
    @ParameterizedTest
    @ValueSource(strings = {"h2", "duckdb"})
    void isWhatScriptsAreTriedOnWhereNoRehearsalIs(String product) throws Exception {
        Workshop db = filled("jdbc:" + product + ":" + directory.resolve("live"));
        BackupFailedException refusal = catchThrowableOfType(
                BackupFailedException.class, () -> builder(db).build().rehearse());
        assertThat(refusal)
                .hasMessageEndingWith("for a rehearsal: it copies databases of SQLite, PostgreSQL, MariaDB and MySQL.");
        assertThat(refusal.advice()).contains("fastmigrate backup").endsWith("and migrate that one.");
        Path backup = builder(db).build().backUp();
        String url = "jdbc:duckdb:" + backup;
        if (product.equals("h2")) {
            url = "jdbc:h2:" + directory.resolve("other");
            Servers.execute(url, "RUNSCRIPT FROM '" + backup + "'");
        }
        int version = db.version();
        db.script("0099-next.sql", "DELETE FROM person;");
        FastMigrate.database(url).migrations(db.directory()).build().migrate();
        assertThat(new Workshop(url, directory).version()).isEqualTo(99);
        assertThat(db.version()).isEqualTo(version);
        assertThat(db.query(ROWS)).isNotEmpty();
    }

    @Test
    void keepsAsManyAsWereAskedForAndTouchesNoOthers() throws Exception {
        Workshop db = filled("jdbc:h2:" + directory.resolve("h2"));
        Files.createDirectories(backups());
        Path foreign = Files.writeString(backups().resolve("other.20200101_000000.backup"), "x");
        FastMigrate fastMigrate = builder(db).keepBackups(2).build();
        Path first = fastMigrate.backUp();
        Path second = fastMigrate.backUp();
        Path third = fastMigrate.backUp();
        assertThat(files()).containsExactlyInAnyOrder(foreign, second, third).doesNotContain(first);
        assertThat(fastMigrate.backups()).containsExactly(second, third);
    }

    @Test
    void isRefusedWithAdviceWhereTheProgramIsMissingAndNothingRuns() throws Exception {
        Workshop db = filled(Servers.postgres()).script("0002-more.sql", "CREATE TABLE more (id INTEGER);");
        FastMigrate fastMigrate =
                builder(db).backUpFirst().dumpTool("/nowhere/pg_dump").build();
        BackupFailedException e = catchThrowableOfType(BackupFailedException.class, fastMigrate::migrate);
        assertThat(e).hasMessageContaining("/nowhere/pg_dump, which is not on this machine");
        assertThat(e.advice()).contains("Install PostgreSQL's client programs of version 18", "dump-tool");
        assertThat(fastMigrate.version().number()).isEqualTo(1);
        assertThat(files()).isEmpty();
    }

    @Test
    void isRefusedByAProgramThatIsOlderThanTheServer() throws Exception {
        Workshop db = filled(Servers.postgres());
        Path old = program("echo 'pg_dump (PostgreSQL) 12.3'");
        BackupFailedException e = catchThrowableOfType(
                BackupFailedException.class,
                builder(db).dumpTool(old.toString()).build()::backUp);
        assertThat(e).hasMessageContaining("is of version 12, and refuses a server of the newer version 18");
        assertThat(files()).isEmpty();
    }

    @Test
    void leavesNothingAndShowsNoPasswordWhereTheProgramFails() throws Exception {
        Workshop db = filled(Servers.maria());
        Path broken = program("case $1 in --version) echo 'Ver 1';; *) echo \"cannot: $MYSQL_PWD $*\"; exit 3;; esac");
        BackupFailedException e = catchThrowableOfType(
                BackupFailedException.class,
                db.builder()
                        .backupDirectory(backups())
                        .dumpTool(broken.toString())
                        .password("tests")
                        .build()::backUp);
        assertThat(e).hasMessageContaining("ended with exit code 3").hasMessageContaining("cannot: ***");
        assertThat(e.getMessage()).doesNotContain("password").contains("--result-file");
        assertThat(files()).isEmpty();
    }

    @Test
    void isNoneWhereTheProgramWroteOnlyAPart() throws Exception {
        Workshop db = filled(Servers.maria());
        Path half =
                program("case $1 in --version) echo 'Ver 1';; *) for a in \"$@\"; do case $a in --result-file=*) echo"
                        + " 'CREATE TABLE x' > \"${a#--result-file=}\";; esac; done;; esac");
        BackupFailedException e = catchThrowableOfType(
                BackupFailedException.class,
                builder(db).dumpTool(half.toString()).build()::backUp);
        assertThat(e).hasMessageContaining("is incomplete");
        assertThat(files()).isEmpty();
    }

    @Test
    void endsTheWholeTreeWhenItIsInterrupted() throws Exception {
        Workshop db = filled(Servers.maria());
        Path started = directory.resolve("started");
        Path slow = program("case $1 in --version) echo 'Ver 1';; *) sleep 600 & echo $! > " + started + ".new; mv "
                + started + ".new " + started + "; wait;; esac");
        FastMigrate fastMigrate = builder(db).dumpTool(slow.toString()).build();
        BackupFailedException[] failure = new BackupFailedException[1];
        Thread thread =
                new Thread(() -> failure[0] = catchThrowableOfType(BackupFailedException.class, fastMigrate::backUp));
        thread.start();
        while (!Files.exists(started)) {
            Thread.onSpinWait();
        }
        thread.interrupt();
        thread.join();
        assertThat(failure[0]).hasMessageContaining("interrupted");
        long child = Long.parseLong(Files.readString(started).strip());
        assertThat(ProcessHandle.of(child).stream())
                .allSatisfy(process -> assertThat(process.onExit()).succeedsWithin(Duration.ofSeconds(20)));
        assertThat(files()).isEmpty();
    }

    /** The names of users and files go to a shell, and passwords nowhere. */
    @Test
    void isRestoredByHandOnMariaDbWhichIsSaidBeforeAnythingRuns() throws Exception {
        Workshop db = filled(Servers.maria()).script("0002-more.sql", "CREATE TABLE more (id INT);");
        FastMigrateBuilder builder = builder(db).dumpTool(Servers.mariaProgram("mariadb-dump"));
        Path odd = Files.writeString(directory.resolve("it's; a $(backup).sql"), "");
        BackupFailedException byHand = catchThrowableOfType(
                BackupFailedException.class, () -> builder.build().restore(odd));
        assertThat(byHand.advice())
                .endsWith(" NEW_DATABASE < '" + odd.toString().replace("'", "'\\''") + "'.")
                .contains(" '--execute=CREATE DATABASE NEW_DATABASE' && ")
                .doesNotContain("password=");
        BackupFailedException onFailure = catchThrowableOfType(
                BackupFailedException.class, builder.restoreOnFailure().build()::migrate);
        assertThat(onFailure).hasMessageContaining("restore-on-failure is not possible on");
        assertThat(onFailure.advice())
                .contains(" --user=tests ", " NEW_DATABASE < BACKUP")
                .doesNotContain("password=");
        assertThat(db.version()).isEqualTo(1);
        assertThat(files()).isEmpty();
    }

    @Test
    void isNotPutBackOnFailureWhichIsSaidBeforeAnythingRuns() throws Exception {
        Workshop db =
                filled("jdbc:h2:" + directory.resolve("h2")).script("0002-more.sql", "CREATE TABLE more (id INT);");
        FastMigrate fastMigrate = builder(db).restoreOnFailure().build();
        BackupFailedException e = catchThrowableOfType(BackupFailedException.class, fastMigrate::migrate);
        assertThat(e)
                .hasMessageContaining("restore-on-failure is not possible on")
                .hasMessageContaining("Nothing was run");
        assertThat(e.advice()).contains("RUNSCRIPT FROM 'BACKUP'");
        assertThat(fastMigrate.version().number()).isEqualTo(1);
        assertThat(files()).isEmpty();
        Path backup = builder(db).build().backUp();
        assertThat(catchThrowableOfType(BackupFailedException.class, () -> fastMigrate.restore(backup))
                        .advice())
                .contains("RUNSCRIPT FROM '" + backup + "'");
    }

    @Test
    void isMadeFromTheCommandLine() throws Exception {
        String url = "jdbc:h2:" + directory.resolve("h2");
        filled(url);
        CommandLine.Result made = CommandLine.run(
                Map.of(), "backup", "--db", url, "--backup-directory", backups().toString());
        assertThat(made.exitCode()).as(made.output()).isZero();
        assertThat(made.output()).contains("Database backup created: " + files().get(0));
    }

    private Path program(String text) throws IOException {
        Path file = Files.writeString(directory.resolve("program"), "#!/bin/sh\n" + text + "\n");
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwx------"));
        return file;
    }
}
