package io.fastmigrate.internal.adapter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.fastmigrate.FastMigrate;
import io.fastmigrate.Sandbox;
import io.fastmigrate.Version;
import io.fastmigrate.error.DatabaseUnusableException;
import io.fastmigrate.error.FastMigrateException;
import io.fastmigrate.error.MigrationInterruptedException;
import io.fastmigrate.error.ScriptFailedException;
import java.io.BufferedWriter;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

@DisabledOnOs(OS.WINDOWS)
@Timeout(value = 120, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class ConfigPyTest {

    private static final String TABLE = "CREATE TABLE person (name TEXT); -- all of it; whole\nSELECT 1;";

    @TempDir
    Path directory;

    private ConfigPySandbox sandbox;

    @BeforeEach
    void pythonIsHere() throws Exception {
        sandbox = new ConfigPySandbox(directory);
        sandbox.python = Pythons.with("sqlite3");
    }

    @AfterEach
    void noProcessIsLeft() {
        assertThat(ProcessHandle.current().descendants())
                .allSatisfy(process -> assertThat(process.onExit()).succeedsWithin(Duration.ofSeconds(20)));
    }

    @Test
    void callsTheHooksAsThePythonToolDoesAndReadsEachVersionBack() throws Exception {
        sandbox.config(ConfigPySandbox.SQLITE).script("0001-person.sql", TABLE);
        sandbox.script("0002-ada.py", """
                import sqlite3, sys
                with sqlite3.connect(sys.argv[1]) as conn:
                    conn.execute("INSERT INTO person VALUES ('Ada')")
                """).script("0003-grace.sql", "INSERT INTO person VALUES ('Grace');");
        assertThat(sandbox.builder().build().migrate().after()).isEqualTo(new Version(3));
        assertThat(sandbox.calls())
                .containsExactly(
                        "get_connection " + sandbox.database,
                        "ensure_meta_table",
                        "get_version",
                        "execute_sql CREATE TABLE person (name TEXT); -- all of it; whole",
                        "SELECT 1;",
                        "set_version 1",
                        "get_version",
                        "set_version 2",
                        "get_version",
                        "execute_sql INSERT INTO person VALUES ('Grace');",
                        "set_version 3",
                        "get_version",
                        "close_connection");
        assertThat(Sandbox.query(sandbox.database, "SELECT name FROM person")).containsExactly("Ada", "Grace");
        assertThat(sandbox.builder().build().version()).isEqualTo(new Version(3));
        assertThat(Sandbox.names(sandbox.migrations)).noneMatch(name -> name.contains("pycache"));
    }

    @Test
    void onlyReadsWhereOnlyReadingIsAskedFor() throws Exception {
        sandbox.config(ConfigPySandbox.SQLITE).script("0001-person.sql", TABLE);
        sandbox.builder().build().create();
        Files.delete(sandbox.migrations.resolve("calls"));
        assertThat(sandbox.builder().build().status().pending()).hasSize(1);
        assertThat(sandbox.calls())
                .containsExactly("get_connection " + sandbox.database, "get_version", "close_connection");
    }

    @Test
    void givesTheDbAsTextThatIsAlsoAPath() throws Exception {
        sandbox.config(ConfigPySandbox.SQLITE + """
                def get_connection(db):
                    note(db, isinstance(db, str), db.startswith("odd:"), db.name, (db / "x").name, os.fspath(db) == db)
                    return sqlite3.connect(":memory:")
                """);
        FastMigrate.database("odd://a//b/../c d")
                .migrations(sandbox.migrations)
                .python(sandbox.python)
                .build()
                .migrate();
        assertThat(sandbox.calls()).first().isEqualTo("odd://a//b/../c d True True c d x True");
    }

    @Test
    void whateverIsPrintedIsOutputAndNeverTakenForAnAnswer() throws Exception {
        sandbox.config(ConfigPySandbox.SQLITE + """
                print("loading")
                def execute_sql(conn, sql):
                    print("printed ä")
                    sys.stdout.buffer.write(b"1\\n2\\nok\\n")
                    sys.stdout.flush()
                    os.write(1, b"to the descriptor\\n")
                    subprocess.run(["sh", "-c", "echo from a child; cat; echo to stderr >&2"], check=True)
                    print("no line end", end="", file=sys.stderr)
                """).script("0001-person.sql", TABLE);
        assertThat(sandbox.builder().build().migrate().after()).isEqualTo(new Version(1));
        assertThat(sandbox.lines)
                .containsExactly(
                        "config.py: loading",
                        "config.py: printed ä",
                        "config.py: 1",
                        "config.py: 2",
                        "config.py: ok",
                        "config.py: to the descriptor",
                        "config.py: from a child",
                        "config.py: to stderr",
                        "config.py: no line end");
    }

    @ParameterizedTest
    @CsvSource({"None, true", "True, true", "1, true", "False, false", "0, false", "'[]', false"})
    void readsWhatExecuteSqlReturns(String value, boolean success) throws Exception {
        sandbox.config(ConfigPySandbox.SQLITE + "def execute_sql(conn, sql): return " + value + "\n")
                .script("0001-person.sql", TABLE);
        FastMigrate fastMigrate = sandbox.builder().build();
        if (success) {
            assertThat(fastMigrate.migrate().after()).isEqualTo(new Version(1));
        } else {
            assertThatThrownBy(fastMigrate::migrate)
                    .isInstanceOf(ScriptFailedException.class)
                    .hasMessageContaining("execute_sql of " + sandbox.migrations.resolve("config.py") + " returned");
        }
        assertThat(sandbox.calls()).last().isEqualTo("close_connection");
    }

    @Test
    void tellsTypeMessageAndPlaceOfAnException() throws Exception {
        sandbox.config(ConfigPySandbox.SQLITE).script("0001-person.sql", "INSERT INTO nowhere VALUES (1);");
        ScriptFailedException failure = catchThrowableOfType(
                ScriptFailedException.class, sandbox.builder().build()::migrate);
        assertThat(failure)
                .hasMessageContaining("execute_sql of " + sandbox.migrations.resolve("config.py")
                        + " failed: sqlite3.OperationalError: no such table: nowhere ("
                        + sandbox.migrations.resolve("config.py") + ", line 23).");
        assertThat(sandbox.calls()).last().isEqualTo("close_connection");
        assertThat(sandbox.builder().build().version()).isEqualTo(Version.ZERO);
    }

    static Stream<Arguments> brokenConfigs() {
        return Stream.of(
                Arguments.of("def f(:\n", "SyntaxError: invalid syntax (*config.py, line 1)"),
                Arguments.of(
                        "\n\nimport no_such_module\n",
                        "ModuleNotFoundError: No module named 'no_such_module' (*config.py, line 3)"),
                Arguments.of(
                        "def get_connection(db): pass\n",
                        "config.py is missing required function(s): ensure_meta_table, get_version, set_version,"
                                + " execute_sql"),
                Arguments.of(
                        ConfigPySandbox.SQLITE + "get_version = 3\n",
                        "config.py function 'get_version' is not callable"),
                Arguments.of(
                        ConfigPySandbox.SQLITE + "close_connection = 3\n",
                        "config.py function 'close_connection' is not callable"),
                Arguments.of("raise SystemExit(0)\n", "SystemExit: 0 (*config.py, line 1)"));
    }

    @ParameterizedTest
    @MethodSource("brokenConfigs")
    void saysWhyItCannotBeLoaded(String text, String reason) throws Exception {
        sandbox.config(text).script("0001-person.sql", TABLE);
        DatabaseUnusableException failure = catchThrowableOfType(
                DatabaseUnusableException.class, sandbox.builder().build()::migrate);
        assertThat(failure)
                .hasMessageContaining("The adapter " + sandbox.migrations.resolve("config.py") + " cannot be loaded:")
                .hasMessageContaining(reason.replace("*", sandbox.migrations + "/"));
        assertThat(failure.advice()).isNotBlank();
    }

    @Test
    void saysThatPythonIsMissing() throws Exception {
        sandbox.config(ConfigPySandbox.SQLITE);
        sandbox.python = "no-such-python";
        assertThatThrownBy(sandbox.builder().build()::migrate)
                .isInstanceOf(DatabaseUnusableException.class)
                .hasMessageContaining("no-such-python, which could not be started: there is no such program.");
    }

    @Test
    void saysHowTheProcessEndedThatAnswersNoMore() throws Exception {
        sandbox.config(ConfigPySandbox.SQLITE + """
                def get_version(conn):
                    print("out of memory", flush=True)
                    os._exit(42)
                """);
        assertThatThrownBy(sandbox.builder().build()::migrate)
                .isInstanceOf(DatabaseUnusableException.class)
                .hasMessageContainingAll("get_version of", "ended with exit code 42", "out of memory");
    }

    @Test
    void namesAVersionThatIsNoNumber() throws Exception {
        sandbox.config(ConfigPySandbox.SQLITE + "def get_version(conn): return None\n");
        assertThatThrownBy(sandbox.builder().build()::migrate)
                .hasMessageContaining("get_version returned None, which is no integer");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "def execute_sql(conn, sql): time.sleep(600)",
                "async def execute_sql(conn, sql): await asyncio.sleep(600)",
                "async def execute_sql(conn, sql): time.sleep(600)"
            })
    void stopsAHookThatHangsAndClosesTheConnection(String hook) throws Exception {
        sandbox.config(ConfigPySandbox.SQLITE + hook + "\n").script("0001-person.sql", TABLE);
        ScriptFailedException failure = catchThrowableOfType(
                ScriptFailedException.class,
                sandbox.builder().hookTimeout(Duration.ofSeconds(5)).build()::migrate);
        assertThat(failure).hasMessageContaining("execute_sql of").hasMessageContaining("hook-timeout (PT5S)");
        assertThat(sandbox.calls()).last().isEqualTo("close_connection");
    }

    @Test
    void endsAProcessThatDoesNotLetItselfBeStopped() throws Exception {
        sandbox.config(ConfigPySandbox.SQLITE + """
                def execute_sql(conn, sql):
                    while True:
                        try:
                            time.sleep(600)
                        except BaseException:
                            note("stubborn")
                """).script("0001-person.sql", TABLE);
        assertThatThrownBy(sandbox.builder().hookTimeout(Duration.ofSeconds(5)).build()::migrate)
                .isInstanceOf(ScriptFailedException.class);
        assertThat(sandbox.calls()).last().isEqualTo("stubborn");
    }

    @Test
    void interruptStopsTheHookAndClosesTheConnection() throws Exception {
        sandbox.config(ConfigPySandbox.SQLITE + """
                async def execute_sql(conn, sql):
                    print("there", flush=True)
                    await asyncio.sleep(600)
                """).script("0001-person.sql", TABLE);
        ExecutorService threads = Executors.newSingleThreadExecutor();
        try {
            Future<?> run =
                    threads.submit(() -> assertThatThrownBy(sandbox.builder().build()::migrate)
                            .isInstanceOf(MigrationInterruptedException.class));
            long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(60);
            while (!sandbox.lines.contains("config.py: there") && System.nanoTime() < deadline) {
                Thread.onSpinWait();
            }
            threads.shutdownNow();
            run.get(60, TimeUnit.SECONDS);
        } finally {
            threads.shutdownNow();
        }
        assertThat(sandbox.calls()).last().isEqualTo("close_connection");
        assertThat(sandbox.builder().build().version()).isEqualTo(Version.ZERO);
    }

    @Test
    void closesTheConnectionWhenItsStarterIsGone() throws Exception {
        sandbox.config(ConfigPySandbox.SQLITE);
        PythonBridge bridge = PythonBridge.start(sandbox.python, sandbox.lines::add);
        assertThat(bridge.call("load", sandbox.migrations.resolve("config.py").toString())
                        .get(60, TimeUnit.SECONDS))
                .isEmpty();
        assertThat(bridge.call("get_connection", sandbox.database.toString()).get(60, TimeUnit.SECONDS))
                .isEmpty();
        bridge.giveUp(); // closes its standard input, as the end of this program would
        bridge.end();
        assertThat(sandbox.calls()).containsExactly("get_connection " + sandbox.database, "close_connection");
    }

    @Test
    void aScriptOfAHundredMegabytesPasses() throws Exception {
        sandbox.config(ConfigPySandbox.SQLITE + """
                def execute_sql(conn, sql):
                    note(len(sql), sql[-12:])
                """);
        String line = "-- " + "x".repeat(1020) + "\n";
        try (BufferedWriter writer = Files.newBufferedWriter(sandbox.migrations.resolve("0001-big.sql"))) {
            for (int i = 0; i < 102_400; i++) {
                writer.write(line);
            }
            writer.write("SELECT 'end'");
        }
        assertThat(sandbox.builder().build().migrate().after()).isEqualTo(new Version(1));
        assertThat(sandbox.calls()).contains((102_400L * line.length() + 12) + " SELECT 'end'");
    }

    @Test
    void allHooksShareOneTaskOfOneLoop() throws Exception {
        sandbox.config(ConfigPySandbox.SQLITE + """
                import contextvars
                seen, value = [], contextvars.ContextVar("value")
                def same():
                    seen.append((asyncio.get_running_loop(), asyncio.current_task()))
                    assert seen[0] == seen[-1], "another loop or task"
                async def get_connection(db):
                    same(); value.set("kept")
                    return sqlite3.connect(db)
                async def get_version(conn):
                    same(); await asyncio.sleep(0)
                    assert value.get() == "kept"
                    return 7
                async def close_connection(conn):
                    same(); note("closed in the same loop")
                """);
        assertThat(sandbox.builder().build().migrate().after()).isEqualTo(new Version(7));
        assertThat(sandbox.calls()).last().isEqualTo("closed in the same loop");
    }

    @Test
    void mayRunItsOwnLoopWhileItIsLoaded() throws Exception {
        sandbox.config(ConfigPySandbox.SQLITE + "asyncio.run(asyncio.sleep(0))\n");
        assertThat(sandbox.builder().build().create().version()).isEqualTo(Version.ZERO);
    }

    @Test
    void whereSqliteOrJdbcIsSaidItIsLeftAlone() throws Exception {
        sandbox.config("raise SystemExit('not me')").script("0001-person.sql", TABLE);
        FastMigrate sqlite = FastMigrate.sqlite(sandbox.database)
                .migrations(sandbox.migrations)
                .build();
        sqlite.create();
        assertThat(sqlite.migrate().after()).isEqualTo(new Version(1));
        assertThat(FastMigrate.database("jdbc:sqlite:" + sandbox.database)
                        .migrations(sandbox.migrations)
                        .build()
                        .version())
                .isEqualTo(new Version(1));
    }

    @Test
    void runsFromTheClassPathToo() throws Exception {
        sandbox.config(ConfigPySandbox.SQLITE.replace(
                        "pathlib.Path(__file__).parent", "pathlib.Path('" + directory + "')"))
                .script("0001-person.sql", TABLE);
        try (URLClassLoader classPath =
                new URLClassLoader(new URL[] {directory.toUri().toURL()}, null)) {
            assertThat(FastMigrate.database(sandbox.database.toString())
                            .migrations("classpath:migrations")
                            .classLoader(classPath)
                            .python(sandbox.python)
                            .build()
                            .migrate()
                            .after())
                    .isEqualTo(new Version(1));
        }
        assertThat(Files.readAllLines(directory.resolve("calls"))).last().isEqualTo("close_connection");
    }

    @Test
    void neverRepeatsAPassword() throws Exception {
        sandbox.config(ConfigPySandbox.SQLITE + "def get_connection(db): raise OSError('no route to ' + db)\n");
        FastMigrateException failure = catchThrowableOfType(
                FastMigrateException.class,
                FastMigrate.database("pg://ada:secret@host/db")
                        .migrations(sandbox.migrations)
                        .python(sandbox.python)
                        .build()::migrate);
        assertThat(failure).hasMessageContaining("pg://ada:****@host/db").hasMessageNotContaining("secret");
    }
}
