package io.fastmigrate.databases;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.fastmigrate.error.BackupFailedException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Backups are of the database that is migrated, with all rows, whatever the environment and option files say. */
class BackupRowsTest {

    private static final String SCRIPT = """
            CREATE TABLE person (id INTEGER PRIMARY KEY, name VARCHAR(100));
            CREATE TABLE empty_one (id INTEGER);
            INSERT INTO person VALUES (1, 'the right one');
            """;

    @TempDir
    Path directory;

    @SuppressWarnings("NullAway") // set before each test
    BackupRowsTest() {}

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

    /** A program that is what it is called, but for one more option. */
    private Path wrapped(String program, String option) throws IOException {
        Path file = Files.writeString(
                directory.resolve("wrapped"),
                "#!/bin/sh\n[ \"$1\" = --version ] && exec " + program + " --version\nexec " + program + " \"$@\" "
                        + option + "\n");
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwx------"));
        return file;
    }

    @Test
    void ofMariaDbFailsWhereTheProgramLeavesRowsOut() throws Exception {
        Workshop db = filled(Servers.maria());
        Path tool = wrapped(Servers.mariaProgram("mariadb-dump"), "--no-data");
        BackupFailedException failure = catchThrowableOfType(
                BackupFailedException.class,
                () -> db.builder()
                        .backupDirectory(backups())
                        .dumpTool(tool.toString())
                        .build()
                        .backUp());
        assertThat(failure).hasMessageContaining("lacks the rows of _fastmigrate_history, _meta, person.");
        assertThat(failure.advice()).contains("dump-tool");
        assertThat(files()).isEmpty();
    }

    @Test
    void ofMariaDbFailsWhereTheProgramLeavesATableOut() throws Exception {
        String url = Servers.maria();
        Workshop db = filled(url);
        String name = url.replaceFirst(".*/(\\w+)\\?.*", "$1");
        Path tool = wrapped(Servers.mariaProgram("mariadb-dump"), "--ignore-table=" + name + ".person");
        BackupFailedException failure = catchThrowableOfType(
                BackupFailedException.class,
                () -> db.builder()
                        .backupDirectory(backups())
                        .dumpTool(tool.toString())
                        .build()
                        .backUp());
        assertThat(failure).hasMessageContaining("lacks the rows of person.");
    }

    /** What stands in the body of a routine inserts nothing. */
    @Test
    void ofMariaDbFailsWhereOnlyARoutineInsertsIntoATable() throws Exception {
        String url = Servers.maria();
        Workshop db = filled(url);
        db.execute("CREATE PROCEDURE p() BEGIN\nINSERT INTO `person` VALUES (2, 'it''s; another');\nEND");
        db.execute("""
                CREATE TRIGGER t BEFORE INSERT ON person FOR EACH ROW BEGIN
                SET @a = '*/';
                REPLACE INTO `person` VALUES (3, '\\'');
                END""");
        String name = url.replaceFirst(".*/(\\w+)\\?.*", "$1");
        Path tool = wrapped(Servers.mariaProgram("mariadb-dump"), "--ignore-table-data=" + name + ".person");
        assertThat(catchThrowable(() -> db.builder()
                        .backupDirectory(backups())
                        .dumpTool(tool.toString())
                        .build()
                        .backUp()))
                .isInstanceOf(BackupFailedException.class)
                .hasMessageContaining("lacks the rows of person.");
        assertThat(db.builder()
                        .backupDirectory(backups())
                        .dumpTool(Servers.mariaProgram("mariadb-dump"))
                        .build()
                        .backUp())
                .isNotEmptyFile();
    }

    /** Debian's program looks for a delimiter for ever. */
    @Test
    void ofMariaDbNamesTheEventWithWhichTheProgramNeverEnds() throws Exception {
        Path program = Path.of("/usr/bin/mariadb-dump");
        assumeTrue(Files.isExecutable(program));
        Workshop db = filled(Servers.maria());
        db.execute("CREATE EVENT endless ON SCHEDULE EVERY 1 DAY DISABLE DO BEGIN SELECT ';;'; END");
        BackupFailedException failure = catchThrowableOfType(
                BackupFailedException.class,
                () -> db.builder()
                        .backupDirectory(backups())
                        .dumpTool(program.toString())
                        .scriptTimeout(Duration.ofSeconds(5))
                        .build()
                        .backUp());
        assertThat(failure).hasMessageContaining("and was ended");
        assertThat(failure.advice())
                .contains("The body of the event endless has two semicolons in a row", "script-timeout");
        assertThat(files()).isEmpty();
    }

    @Test
    void ofPostgresFailsWhereTheProgramLeavesRowsOut() throws Exception {
        DebianPostgres.require();
        Workshop db = filled(DebianPostgres.url(DebianPostgres.newDatabase()));
        for (String option : List.of("--schema-only", "--exclude-table-data=person")) {
            Path tool = wrapped(program("pg_dump"), option);
            BackupFailedException failure = catchThrowableOfType(
                    BackupFailedException.class,
                    () -> db.builder()
                            .backupDirectory(backups())
                            .dumpTool(tool.toString())
                            .build()
                            .backUp());
            assertThat(failure).hasMessageContaining("lacks the rows of ").hasMessageContaining("person");
        }
        assertThat(files()).isEmpty();
    }

    private static String program(String name) {
        return DebianPostgres.bin().orElseThrow().resolve(name).toString();
    }

    @Test
    void ofPostgresIsOfTheRightDatabaseWhateverTheEnvironmentSays() throws Exception {
        DebianPostgres.require();
        String wrong = DebianPostgres.newDatabase();
        String right = DebianPostgres.newDatabase();
        filled(DebianPostgres.url(right));
        Path services = Files.writeString(
                directory.resolve("services"),
                "[wrong]\nhost=localhost\nport=" + DebianPostgres.port() + "\ndbname=" + wrong + "\n");
        Path passwords = Files.writeString(directory.resolve("passwords"), "*:*:*:*:wrong\n");
        Files.setPosixFilePermissions(passwords, PosixFilePermissions.fromString("rw-------"));
        Map<String, String> environment = new HashMap<>();
        environment.put("PGSERVICE", "wrong");
        environment.put("PGSERVICEFILE", services.toString());
        environment.put("PGHOSTADDR", "127.0.0.99");
        environment.put("PGHOST", "/nowhere");
        environment.put("PGPORT", "1");
        environment.put("PGDATABASE", wrong);
        environment.put("PGUSER", "nobody");
        environment.put("PGPASSWORD", "wrong");
        environment.put("PGPASSFILE", passwords.toString());
        environment.put("PGOPTIONS", "-c search_path=pg_catalog");
        environment.put("PGSSLMODE", "verify-full");
        environment.put("PGCLIENTENCODING", "LATIN1");
        environment.put("PGSYSCONFDIR", directory.toString());
        environment.put("PGREQUIRESSL", "1");
        environment.put("PGTARGETSESSIONATTRS", "standby");
        environment.put("PGCHANNELBINDING", "require");
        environment.put("PGREQUIREAUTH", "none");
        Path backup = backUp(environment, DebianPostgres.url(right), program("pg_dump"));
        Process restore = new ProcessBuilder(program("pg_restore"), "--file=-", backup.toString()).start();
        assertThat(new String(restore.getInputStream().readAllBytes(), StandardCharsets.UTF_8))
                .contains("1\tthe right one");
    }

    private Path backUp(Map<String, String> environment, String url, String tool) throws Exception {
        CommandLine.Result made = CommandLine.run(
                environment,
                "backup",
                "--db",
                url,
                "--backup-directory",
                backups().toString(),
                "--dump-tool",
                tool);
        assertThat(made.exitCode()).as(made.output()).isZero();
        return files().get(0);
    }

    @Test
    void ofMariaDbIsOfTheRightDatabaseWhateverTheEnvironmentSays() throws Exception {
        String url = Servers.maria();
        filled(url);
        Path home = Files.createDirectories(directory.resolve("home"));
        Files.writeString(home.resolve(".my.cnf"), """
                [client]
                host=127.0.0.99
                port=1
                user=nobody
                password=wrong
                socket=/nowhere
                [mariadb-dump]
                no-data
                no-create-info
                [mysqldump]
                no-data
                where=1=0
                """);
        Map<String, String> environment = new HashMap<>();
        environment.put("HOME", home.toString());
        environment.put("MYSQL_HOST", "127.0.0.99");
        environment.put("MYSQL_TCP_PORT", "1");
        environment.put("MYSQL_UNIX_PORT", "/nowhere");
        environment.put("MYSQL_PWD", "wrong");
        environment.put("MYSQL_HOME", home.toString());
        environment.put("MARIADB_HOME", home.toString());
        environment.put("MYSQL_TEST_LOGIN_FILE", home.resolve(".my.cnf").toString());
        environment.put("MYSQL_GROUP_SUFFIX", "-dump");
        Path backup = backUp(environment, url, Servers.mariaProgram("mariadb-dump"));
        assertThat(Files.readString(backup)).contains("CREATE TABLE `person`").contains("(1,'the right one')");
    }
}
