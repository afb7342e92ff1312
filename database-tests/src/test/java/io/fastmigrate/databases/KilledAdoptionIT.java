package io.fastmigrate.databases;

import static org.assertj.core.api.Assertions.assertThat;

import io.fastmigrate.Adoption;
import io.fastmigrate.FastMigrate;
import io.fastmigrate.Version;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;
import org.flywaydb.core.Flyway;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Kills the process that adopts a database of Flyway: before and after each step, and between any two statements. Afterwards
 * nothing is half done, and the same command finishes.
 */
class KilledAdoptionIT {

    private static final int RANDOM_KILLS = Integer.getInteger("fastmigrate.kills", 2);
    private static final long SEED = Long.getLong("fastmigrate.kills.seed", 1);

    private static final String SCRIPT = "CREATE TABLE book (id INT PRIMARY KEY);\nINSERT INTO book VALUES (1);\n";

    @TempDir
    Path directory;

    /** How one server is asked. */
    private record Server(String databases, String sessions, String tables) {}

    private static final Server POSTGRES = new Server(
            "SELECT datname FROM pg_database WHERE datname LIKE 'fastmigrate%'",
            "SELECT pid FROM pg_stat_activity WHERE datname IS NOT NULL AND pid <> pg_backend_pid()",
            "SELECT relname FROM pg_class WHERE relname IN ('_meta', '_fastmigrate_history')");

    private static final Server MARIA = new Server(
            "SELECT SCHEMA_NAME FROM information_schema.SCHEMATA WHERE SCHEMA_NAME LIKE 'fastmigrate%'",
            "SELECT ID FROM information_schema.PROCESSLIST WHERE USER = 'tests' AND ID <> CONNECTION_ID()",
            "SHOW TABLES WHERE Tables_in_%s IN ('_meta', '_fastmigrate_history')");

    /** The URLs of fresh databases. */
    @FunctionalInterface
    private interface Fresh {
        String url() throws SQLException;
    }

    @Test
    void leavesNothingHalfOnPostgres() throws Exception {
        killsAt(
                POSTGRES,
                Servers::postgres,
                List.of(
                        "main: CREATE DATABASE .*",
                        "proof: .*CREATE TABLE book .*",
                        "main: DROP DATABASE .*",
                        "main: CREATE TABLE .*_meta .*",
                        "main: CREATE TABLE .*_fastmigrate_history .*",
                        "main: UPDATE .*_meta .*",
                        "main: DELETE FROM .*_fastmigrate_history WHERE.*",
                        "main: COMMIT"));
    }

    @Test
    void leavesNothingHalfOnMariaDb() throws Exception {
        killsAt(
                MARIA,
                Servers::maria,
                List.of(
                        "main: CREATE DATABASE .*",
                        "proof: .*CREATE TABLE book .*",
                        "main: DROP DATABASE .*",
                        "main: CREATE TABLE .*_fastmigrate_new_meta.*",
                        "main: CREATE TABLE .*_fastmigrate_new_history.*",
                        "main: UPDATE .*_fastmigrate_new_meta.*",
                        "main: INSERT INTO .*_fastmigrate_new_history.*",
                        "main: BEGIN NOT ATOMIC COMMIT; .*",
                        "main: RENAME TABLE .*"));
    }

    private void killsAt(Server server, Fresh fresh, List<String> steps) throws Exception {
        Path old = Files.createDirectories(directory.resolve("old"));
        Files.writeString(old.resolve("V1__books.sql"), SCRIPT);
        Set<String> others = new HashSet<>();
        int statements = calm(server, fresh.url(), old, others);
        List<String> fatal = new ArrayList<>();
        steps.forEach(step -> fatal.addAll(List.of("before " + step, "after " + step)));
        Random random = new Random(SEED);
        for (int i = 0; i < RANDOM_KILLS; i++) {
            fatal.add(String.valueOf(1 + random.nextInt(statements)));
        }
        for (String kill : fatal) {
            kill(server, fresh.url(), old, kill, others);
        }
    }

    /** Returns how many lines a process writes that no one kills. */
    private int calm(Server server, String url, Path old, Set<String> others) throws Exception {
        flyway(url, old);
        Workshop db = new Workshop(url, directory.resolve("calm"));
        others.addAll(db.query(server.databases()));
        List<String> lines = adopt(url, db.directory(), old, "nothing");
        assertThat(lines).last().isEqualTo("done");
        return lines.size() - 1;
    }

    private static void flyway(String url, Path old) {
        Flyway.configure()
                .dataSource(url, null, null)
                .locations("filesystem:" + old)
                .load()
                .migrate();
    }

    private void kill(Server server, String url, Path old, String kill, Set<String> others) throws Exception {
        flyway(url, old);
        String name = url.replaceFirst(".*/(\\w+)\\?.*", "$1");
        Path place = directory.resolve(name);
        Workshop db = new Workshop(url, place);
        List<String> books =
                db.query("SELECT concat_ws('|', installed_rank, version, script, checksum, installed_on, success)"
                        + " FROM flyway_schema_history");

        assertThat(adopt(url, db.directory(), old, kill)).as(kill).last().isEqualTo("now");

        hasNoSessions(server, db);
        FastMigrate fastMigrate = db.builder().build();
        int tables = db.query(server.tables().formatted(name)).size();
        if (tables == 0) {
            Adoption again = fastMigrate.adopt(Adoption.Source.of(old));
            assertThat(again.version()).as(kill).isEqualTo(new Version(1));
        }
        assertThat(tables).as(kill + ": all of our tables or none").isIn(0, 2);
        assertThat(fastMigrate.status().applied()).as(kill).hasSize(1);
        assertThat(db.directory().resolve("0001-books.sql")).as(kill).hasContent(SCRIPT);
        assertThat(db.query("SELECT id FROM book")).as(kill).containsExactly("1");
        assertThat(db.query("SELECT concat_ws('|', installed_rank, version, script, checksum, installed_on, success)"
                        + " FROM flyway_schema_history"))
                .as(kill)
                .isEqualTo(books);
        if (tables == 0) {
            isTidy(server, db, place, kill, others);
        }
    }

    /** The server notices by itself that a process is gone. */
    private static void hasNoSessions(Server server, Workshop db) throws SQLException {
        long deadline = System.nanoTime() + Duration.ofMinutes(2).toNanos();
        while (!db.query(server.sessions()).isEmpty()) {
            assertThat(System.nanoTime())
                    .as("the killed process has sessions yet")
                    .isLessThan(deadline);
            LockSupport.parkNanos(10_000_000);
        }
    }

    /** What a killed run left is removed by the next one. */
    private static void isTidy(Server server, Workshop db, Path place, String kill, Set<String> others)
            throws SQLException, IOException {
        assertThat(others).as(kill).containsAll(db.query(server.databases()));
        try (Stream<Path> files = Files.list(place)) {
            assertThat(files.map(file -> String.valueOf(file.getFileName())))
                    .as(kill)
                    .containsExactly("migrations");
        }
    }

    /** Runs a process that is killed when it says so; returns what it wrote. */
    private static List<String> adopt(String url, Path migrations, Path old, String fatal) throws Exception {
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-XX:TieredStopAtLevel=1",
                        "-XX:+UseSerialGC",
                        "-cp",
                        CommandLine.classPath(jar -> true),
                        AdoptingMain.class.getName(),
                        url,
                        migrations.toString(),
                        old.toString(),
                        fatal)
                .redirectErrorStream(true)
                .start();
        List<String> lines = new ArrayList<>();
        try (BufferedReader reader =
                new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
            for (String line = reader.readLine(); line != null; line = reader.readLine()) {
                lines.add(line);
                if (line.equals("now")) {
                    break;
                }
            }
        } finally {
            process.destroyForcibly();
        }
        process.waitFor();
        return lines;
    }
}
