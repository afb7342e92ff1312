package io.fastmigrate.databases;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Many processes that migrate one server's database at once, some of them killed on the way. */
@SuppressWarnings("StringConcatToTextBlock") // short scripts, close to what is expected of them
class ConcurrentStartersIT {

    private static final int STARTERS = Integer.getInteger("concurrency.starters", 16);
    private static final int ROUNDS = Integer.getInteger("concurrency.rounds", 1);
    private static final int KILLED = STARTERS / 4;
    private static final int SCRIPTS = 8;

    @TempDir
    Path directory;

    private final Random random = new Random(11);

    @SuppressWarnings("NullAway") // set before each test
    ConcurrentStartersIT() {}

    @Test
    void runEachScriptOnceOnPostgres() throws Exception {
        for (int round = 0; round < ROUNDS; round++) {
            Workshop db = new Workshop(Servers.postgres(), Files.createDirectory(directory.resolve("pg" + round)));
            scripts(db, "CREATE INDEX CONCURRENTLY i ON log (script);\n");
            race(db);
            assertThat(db.query("SELECT indisvalid FROM pg_index WHERE indexrelid = 'i'::regclass"))
                    .containsExactly("t");
        }
    }

    @Test
    void runEachScriptOnceOnMariaDb() throws Exception {
        for (int round = 0; round < ROUNDS; round++) {
            Workshop db = new Workshop(Servers.maria(), Files.createDirectory(directory.resolve("maria" + round)));
            scripts(db, "ALTER TABLE log ADD COLUMN note VARCHAR(20);\n");
            race(db);
        }
    }

    private static void scripts(Workshop db, String definition) throws Exception {
        for (int i = 1; i <= SCRIPTS; i++) {
            String insert = "INSERT INTO log (script) VALUES (" + i + ");\n";
            db.script(
                    "%04d-script.sql".formatted(i),
                    (i == 1 ? "CREATE TABLE log (id SERIAL PRIMARY KEY, script INTEGER NOT NULL);\n" : "")
                            + insert
                            + (i == 4 ? definition + "INSERT INTO log (script) VALUES (40);\n" : ""));
        }
        db.starter().build().create();
    }

    private void race(Workshop db) throws Exception {
        List<Child> children = new ArrayList<>();
        for (int i = 0; i < STARTERS; i++) {
            children.add(new Child(db, i < KILLED ? "at started:" + (1 + random.nextInt(SCRIPTS)) : "never"));
        }
        long killed = 0;
        for (Child child : children) {
            killed += child.survived() ? 0 : 1;
        }
        assertThat(killed).isLessThanOrEqualTo(KILLED);
        db.migrate();
        List<String> expected = IntStream.rangeClosed(1, SCRIPTS)
                .boxed()
                .flatMap(i -> (i == 4 ? List.of("4", "40") : List.of("" + i)).stream())
                .toList();
        assertThat(db.query("SELECT script FROM log ORDER BY id")).isEqualTo(expected);
        assertThat(db.query("SELECT count(*) FROM _fastmigrate_history")).containsExactly("" + SCRIPTS);
        assertThat(db.version()).isEqualTo(SCRIPTS);
    }

    /** A starter that is killed when it prints a line. */
    private static final class Child {

        private final Process process;
        private final CompletableFuture<String> output;

        Child(Workshop db, String fatal) throws Exception {
            process = new ProcessBuilder(
                            Path.of(System.getProperty("java.home"), "bin", "java")
                                    .toString(),
                            "-XX:TieredStopAtLevel=1",
                            "-XX:+UseSerialGC",
                            "-cp",
                            CommandLine.classPath(jar -> true),
                            ConcurrentStarter.class.getName(),
                            db.url(),
                            db.directory().toString())
                    .redirectErrorStream(true)
                    .start();
            output = CompletableFuture.supplyAsync(() -> read(fatal), work -> new Thread(work).start());
        }

        private String read(String fatal) {
            StringBuilder text = new StringBuilder();
            try (BufferedReader lines =
                    new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
                for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                    text.append(line).append('\n');
                    if (line.equals(fatal)) {
                        process.destroyForcibly();
                    }
                }
            } catch (IOException e) {
                text.append(e);
            }
            return text.toString();
        }

        /** Tells whether it came to its end by itself, which then is a good one. */
        boolean survived() throws Exception {
            assertThat(process.waitFor(5, TimeUnit.MINUTES))
                    .as("nobody waits for ever")
                    .isTrue();
            int exit = process.exitValue();
            assertThat(exit).as(output.get()).isIn(0, 137);
            return exit == 0;
        }
    }
}
