package io.fastmigrate.mcp;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Clients that send what is no message, and clients that die. */
@Timeout(240)
class SessionEndTest {

    private static final Duration DEADLINE = Duration.ofMinutes(2);

    /** Ends in the rehearsal, where the limit is low, and not on the database, where it was raised in the meantime. */
    private static final String AS_LONG_AS_THE_LIMIT =
            "CREATE TABLE numbers AS WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i <"
                    + " (SELECT most FROM limits)) SELECT max(i) FROM n;\n";

    @TempDir
    Path directory;

    private Project project;

    @BeforeEach
    void makeProject() throws Exception {
        project = Project.in(directory);
        project.sql("CREATE TABLE limits (most INTEGER)");
        project.sql("INSERT INTO limits VALUES (10)");
    }

    private static void await(BooleanSupplier fact) throws InterruptedException {
        long deadline = System.nanoTime() + DEADLINE.toNanos();
        while (!fact.getAsBoolean()) {
            assertThat(System.nanoTime()).isLessThan(deadline);
            Thread.sleep(20);
        }
    }

    private static Map<?, ?> result(Map<?, ?> answer) {
        return (Map<?, ?>) Objects.requireNonNull(answer.get("result"));
    }

    @Test
    void endsWhenTheClientClosesItsOutput() throws Exception {
        RawSession session = RawSession.of(project);
        session.call(2, "status");
        assertThat(result(session.answer()).get("isError")).isEqualTo(false);

        session.die();

        assertThat(session.exitCode()).isZero();
        assertThat(session.errors()).isEqualTo("fastmigrate mcp is ready, read-only.\n");
    }

    @ParameterizedTest
    @ValueSource(strings = {"hello", "{'jsonrpc':'2.0','id':2,", "[]", "{'jsonrpc':'2.0'}"})
    void endsAtALineThatIsNoMessage(String line) throws Exception {
        RawSession session = RawSession.of(project);

        session.send(line);

        assertThat(session.exitCode()).isEqualTo(1);
        assertThat(session.errors()).contains("Error: A message cannot be read", "start the server again");
    }

    @Test
    void endsAtALineThatIsTooLarge() throws Exception {
        RawSession session = RawSession.of(project);

        try {
            session.write("{\"jsonrpc\":\"2.0\",\"id\":2,\"method\":\"");
            for (int megabytes = 0; megabytes < 20; megabytes++) {
                session.write("x".repeat(1 << 20));
            }
        } catch (IOException e) {
            assertThat(e).hasMessageContaining("pipe");
        }

        assertThat(session.exitCode()).isEqualTo(1);
        assertThat(session.errors()).contains("Error: A message cannot be read");
    }

    @Test
    void answersCallsThatItDoesNotKnow() throws Exception {
        RawSession session = RawSession.of(project);
        session.send("{'jsonrpc':'2.0','id':2,'method':'no/such'}");
        assertThat(session.answer().get("error")).isNotNull();
        session.call(3, "drop");
        assertThat(session.answer().get("error")).isNotNull();
        session.send("{'jsonrpc':'2.0','id':4,'method':'tools/call','params':{'name':'status'}}");
        assertThat(result(session.answer()).get("isError")).isEqualTo(false);
        session.die();
        assertThat(session.exitCode()).isZero();
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void leavesNothingOfARehearsalInTheMiddle(boolean byTheClient) throws Exception {
        Path started = project.path("started");
        project.script("0002-tell.sh", "touch '" + started + "'\n");
        project.script("0003-long.sql", AS_LONG_AS_THE_LIMIT);
        project.sql("UPDATE limits SET most = 1000000000000000");
        List<String> files = project.filesOfDatabase();
        RawSession session = RawSession.of(project, "--allow-processes");
        session.call(2, "rehearse");
        await(() -> Files.exists(started));
        assertThat(project.filesOfDatabase()).contains(".fastmigrate-rehearsal-1-app.db");

        if (byTheClient) {
            session.die();
        } else {
            session.terminate();
        }

        assertThat(session.exitCode()).isEqualTo(byTheClient ? 0 : 143);
        assertThat(project.version()).isEqualTo(1);
        assertThat(project.filesOfDatabase()).isEqualTo(files);
    }

    @Test
    void rollsBackTheScriptOfAMigrationInTheMiddle() throws Exception {
        project.script("0002-create-tags.sql", "CREATE TABLE tags (name TEXT);\n");
        project.script("0003-long.sql", "CREATE TABLE half (x);\n" + AS_LONG_AS_THE_LIMIT);
        RawSession session = RawSession.of(project, "--allow-migrate");
        session.call(2, "rehearse");
        assertThat(result(session.answer()).get("isError")).isEqualTo(false);
        project.sql("UPDATE limits SET most = 1000000000000000");
        session.call(3, "migrate");
        Map<?, ?> question = session.answer();
        assertThat(question.get("method")).isEqualTo("elicitation/create");
        session.send("{'jsonrpc':'2.0','id':'" + question.get("id")
                + "','result':{'action':'accept','content':{'migrate':true}}}");
        await(() -> project.version() == 2);

        session.die();

        assertThat(session.exitCode()).isZero();
        assertThat(project.version()).isEqualTo(2);
        assertThat(project.hasTable("tags")).isTrue();
        assertThat(project.hasTable("half")).isFalse();
        project.sql("UPDATE limits SET most = 10");
        assertThat(project.command("migrate", "--db", "data/app.db")).contains("Database version: 3");
    }

    @Test
    void runsNothingIfTheClientDiesWhileItsUserIsAsked() throws Exception {
        project.script("0002-create-tags.sql", "CREATE TABLE tags (name TEXT);\n");
        RawSession session = RawSession.of(project, "--allow-migrate");
        session.call(2, "rehearse");
        session.answer();
        session.call(3, "migrate");
        assertThat(session.answer().get("method")).isEqualTo("elicitation/create");

        session.die();

        assertThat(session.exitCode()).isZero();
        assertThat(project.version()).isEqualTo(1);
    }
}
