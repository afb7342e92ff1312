package io.fastmigrate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import io.fastmigrate.Rehearsal.SchemaChange;
import io.fastmigrate.error.DatabaseNotFoundException;
import io.fastmigrate.error.DatabaseUnusableException;
import io.fastmigrate.error.ScriptFailedException;
import io.fastmigrate.internal.bridge.Bridge;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.sqlite.Function;

class RehearsalTest {

    @TempDir
    Path directory;

    private Sandbox sandbox;

    @BeforeEach
    void migrateToVersionOne() throws IOException {
        sandbox = Sandbox.in(directory);
        sandbox.script(
                "0001-create.sql",
                "CREATE TABLE users (id INTEGER PRIMARY KEY, email TEXT); CREATE TABLE old (a);"
                        + "INSERT INTO users (email) VALUES ('a@x'), ('a@x');");
        sandbox.managed().migrate();
    }

    /** Stands still in the middle of a rehearsal, to be killed there. */
    static final class Rehearses {
        private Rehearses() {}

        public static void main(String[] arguments) {
            new Sandbox(Path.of(arguments[0]), Path.of(arguments[1]))
                    .builder()
                    .build()
                    .rehearse();
        }
    }

    private Process killed() throws IOException, InterruptedException {
        Path here = directory.resolve("here");
        sandbox.script("0002-waits.sh", "touch '" + here + "'\nwhile [ -e '" + here + "' ]; do sleep 0.02; done\n");
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")),
                        Rehearses.class.getName(),
                        sandbox.database().toString(),
                        sandbox.migrations().toString())
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
        while (!Files.exists(here) && process.isAlive()) {
            process.waitFor(20, TimeUnit.MILLISECONDS);
        }
        assertThat(Sandbox.names(directory)).anyMatch(name -> name.startsWith(".fastmigrate-rehearsal-"));
        process.destroyForcibly().waitFor();
        Files.delete(here);
        Files.delete(sandbox.migrations().resolve("0002-waits.sh"));
        return process;
    }

    @ParameterizedTest
    @ValueSource(strings = {"migrate", "nothing pending", "rehearse", "backup", "create", "restore"})
    void aCopyThatAKilledOneLeftIsRemovedByTheNextCommand(String command) throws Exception {
        FastMigrate fastMigrate = sandbox.builder().build();
        Path backup = fastMigrate.backUp();
        assertThat(killed().isAlive()).isFalse();
        assertThat(Sandbox.names(directory)).anyMatch(name -> name.startsWith(".fastmigrate-rehearsal-"));

        switch (command) {
            case "migrate" ->
                sandbox.script("0002-more.sql", "CREATE TABLE more (a);")
                        .builder()
                        .build()
                        .migrate();
            case "nothing pending" -> fastMigrate.migrate();
            case "rehearse" -> fastMigrate.rehearse();
            case "backup" -> Files.delete(fastMigrate.backUp());
            case "create" -> fastMigrate.create();
            default -> fastMigrate.restore(backup);
        }

        Files.deleteIfExists(backup);
        assertThat(Sandbox.names(directory)).containsExactly("app.db", "migrations");
    }

    @Test
    void aCopyInUseStaysAndAnotherRehearsalHasItsOwn() throws IOException {
        sandbox.script("0002-more.sql", "CREATE TABLE more (a);");
        List<Integer> copies = new ArrayList<>();
        MigrationListener another = new MigrationListener() {
            @Override
            public void onStarted(Plan.Step step) {
                FastMigrate second = sandbox.builder().build();
                second.create();
                second.rehearse();
                try {
                    copies.add((int) Sandbox.names(directory).stream()
                            .filter(name -> name.matches("\\.fastmigrate-rehearsal-.*app\\.db"))
                            .count());
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
            }
        };

        Rehearsal rehearsal = sandbox.builder().listener(another).build().rehearse();

        assertThat(rehearsal.report().after()).isEqualTo(new Version(2));
        assertThat(copies).containsExactly(1);
        assertThat(Sandbox.names(directory)).containsExactly("app.db", "migrations");
    }

    private static String columns(Optional<String> definition) {
        return definition.map(text -> text.substring(text.indexOf('('))).orElse("");
    }

    @Test
    void tellsWhatWouldChangeAndLeavesTheDatabaseAndItsDirectoryAsTheyWere() throws IOException {
        sandbox.script(
                        "0002-change.sql",
                        "DROP TABLE old; CREATE TABLE posts (id); INSERT INTO posts VALUES (1); ALTER TABLE users ADD age;"
                                + "DELETE FROM users WHERE id = 2;")
                .script("0003-shell.sh", "test \"$1\" != '" + sandbox.database() + "' && test -f \"$1\"\n");
        byte[] before = Files.readAllBytes(sandbox.database());

        Rehearsal rehearsal = sandbox.builder().build().rehearse();

        assertThat(rehearsal.report().after()).isEqualTo(new Version(3));
        assertThat(rehearsal.report().applied()).hasSize(2);
        assertThat(rehearsal.rows())
                .containsExactly(
                        Bridge.values().rowChange("old", 0, -1),
                        Bridge.values().rowChange("posts", -1, 1),
                        Bridge.values().rowChange("users", 2, 1));
        assertThat(rehearsal.schema())
                .extracting(
                        SchemaChange::type,
                        SchemaChange::name,
                        change -> columns(change.before()),
                        change -> columns(change.after()))
                .containsExactly(
                        tuple("table", "posts", "", "(id)"),
                        tuple(
                                "table",
                                "users",
                                "(id INTEGER PRIMARY KEY, email TEXT)",
                                "(id INTEGER PRIMARY KEY, email TEXT, age)"),
                        tuple("table", "old", "(a)", ""));
        assertThat(Files.readAllBytes(sandbox.database())).isEqualTo(before);
        assertThat(names()).containsExactlyInAnyOrder("app.db", "migrations");
    }

    @Test
    void findsWhatOnlyRealDataMakesFail() throws IOException {
        sandbox.script("0002-unique.sql", "CREATE UNIQUE INDEX one ON users (email);");
        byte[] before = Files.readAllBytes(sandbox.database());

        assertThatExceptionOfType(ScriptFailedException.class)
                .isThrownBy(() -> sandbox.builder().build().rehearse())
                .withMessageContaining("UNIQUE constraint failed: users.email")
                .withMessageContaining("This was a rehearsal on a copy; the database itself is unchanged.")
                .satisfies(e -> assertThat(e.advice())
                        .isEqualTo("Correct the script, or the rows in the database, and rehearse again."));

        assertThat(Files.readAllBytes(sandbox.database())).isEqualTo(before);
        assertThat(names()).containsExactlyInAnyOrder("app.db", "migrations");
    }

    @Test
    void makesNoBackupOfTheCopy() throws IOException, SQLException {
        sandbox.script("0002-more.sql", "CREATE TABLE more (a);");

        Rehearsal rehearsal = sandbox.builder().backUpFirst().build().rehearse();

        assertThat(rehearsal.report().backup()).isEmpty();
        assertThat(sandbox.query("SELECT version FROM _meta")).isEqualTo(List.of("1"));
    }

    @Test
    void aDatabaseThatIsNotThereIsNotMade() throws IOException {
        Files.delete(sandbox.database());

        assertThatExceptionOfType(DatabaseNotFoundException.class)
                .isThrownBy(() -> sandbox.builder().build().rehearse());

        assertThat(sandbox.database()).doesNotExist();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '#',
            value = {"sql # INSERT INTO old VALUES (1); VACUUM; nonsense;", "sh # exit 3"})
    void ofWhatAFailureLeavesOnTheCopyNothingIsSaid(String kind, String text) throws IOException {
        sandbox.script("0002-fails." + kind, text);

        assertThatExceptionOfType(ScriptFailedException.class)
                .isThrownBy(() -> sandbox.builder().build().rehearse())
                .satisfies(e -> assertThat(e.advice())
                        .startsWith("Correct the script and rehearse again.")
                        .doesNotContain("restore-on-failure", "Check "));
        assertThatExceptionOfType(ScriptFailedException.class)
                .isThrownBy(() -> sandbox.builder().build().migrate())
                .satisfies(e -> assertThat(e.advice()).contains("restore-on-failure", "Check "));
    }

    @Test
    void findsTheOrphansThatAProcessMakesAndNotThoseThatWereThere() throws IOException, SQLException {
        sandbox.execute("CREATE TABLE posts (id INTEGER PRIMARY KEY, user REFERENCES users);"
                + "INSERT INTO posts VALUES (1, 1), (2, 99)");
        sandbox.script("0002-harmless.py", "pass\n");
        assertThat(sandbox.builder().build().rehearse().report().after()).isEqualTo(new Version(2));

        sandbox.script("0003-deletes.py", """
                import sqlite3, sys
                c = sqlite3.connect(sys.argv[1])
                c.execute("DELETE FROM users WHERE id = 1")
                c.commit()
                """);

        assertThatExceptionOfType(DatabaseUnusableException.class)
                .isThrownBy(() -> sandbox.builder().build().rehearse())
                .withMessage("The rehearsal leaves 1 row without the row that a foreign key refers to:\n"
                        + "    posts, rowid 1 refers to a missing row of users")
                .satisfies(e ->
                        assertThat(e.problem()).isEqualTo(DatabaseUnusableException.Problem.FOREIGN_KEY_VIOLATION));
        assertThat(sandbox.query("SELECT count(*) FROM users")).containsExactly("2");
        assertThat(names()).containsExactlyInAnyOrder("app.db", "migrations");
    }

    @Test
    void checksAllTablesButThoseThatOnlyTheApplicationCanCheckAndNamesThem() throws IOException, SQLException {
        try (Connection application = sandbox.connect()) {
            Function.create(
                    application,
                    "mine",
                    new Function() {
                        @Override
                        protected void xFunc() throws SQLException {
                            result(value_int(0));
                        }
                    },
                    1,
                    Function.FLAG_DETERMINISTIC);
            try (Statement statement = application.createStatement()) {
                statement.executeUpdate(
                        "CREATE TABLE special (a, CHECK (mine(a) >= 0)); INSERT INTO special VALUES (1)");
            }
        }
        sandbox.script("0002-more.sql", "CREATE TABLE more (a);");
        List<Warning> told = new ArrayList<>();

        Rehearsal rehearsal = sandbox.builder()
                .listener(new MigrationListener() {
                    @Override
                    public void onWarning(Warning warning) {
                        told.add(warning);
                    }
                })
                .build()
                .rehearse();

        assertThat(rehearsal.report().warnings())
                .isEqualTo(told)
                .singleElement()
                .satisfies(warning -> {
                    assertThat(warning.kind()).isEqualTo(Warning.Kind.NOT_CHECKED);
                    assertThat(warning.message()).contains("only the application has: special. ");
                });
    }

    private List<String> names() throws IOException {
        try (Stream<Path> files = Files.list(directory)) {
            return files.map(file -> String.valueOf(file.getFileName())).toList();
        }
    }

    /** What a rehearsed script would leave beside the database is not even made. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "VACUUM INTO '%s';",
                "VACUUM main INTO '%s' || '';",
                "VACUUM /* x */ INTO 'file:%s?mode=rwc';",
                "-- fastmigrate: no-transaction\nINSERT INTO users DEFAULT VALUES;\nVACUUM INTO '%s';",
                "ATTACH ':memory:' AS o; VACUUM o INTO '%s';",
                "ATTACH '%s' || '' AS o;",
                "ATTACH DATABASE 'file:%s' AS o;",
                "ATTACH \"%s\" AS \"as\";",
            })
    void otherFilesAreNotMade(String script) throws Exception {
        Path other = directory.resolve("other.db");
        sandbox.script("0002-file.sql", script.formatted(other));
        List<String> before = names();
        assertThatThrownBy(sandbox.builder().build()::rehearse)
                .isInstanceOf(ScriptFailedException.class)
                .hasMessageContaining("0002-file.sql:")
                .hasMessageContaining("a rehearsed script must not");
        assertThat(names()).isEqualTo(before);
    }

    /** Also where the script then fails, which is told first. */
    @ParameterizedTest
    @ValueSource(strings = {"exit 0", "exit 1"})
    void saysThatAProcessIsNotKeptToTheCopy(String script) throws Exception {
        sandbox.script("0002-outside.sh", script);
        List<Warning> told = new ArrayList<>();
        FastMigrate fastMigrate = sandbox.builder()
                .listener(new MigrationListener() {
                    @Override
                    public void onWarning(Warning warning) {
                        told.add(warning);
                    }
                })
                .build();
        if (script.equals("exit 0")) {
            assertThat(fastMigrate.rehearse().report().warnings()).isEqualTo(told);
        } else {
            assertThatThrownBy(fastMigrate::rehearse).isInstanceOf(ScriptFailedException.class);
        }
        assertThat(told).singleElement().satisfies(warning -> {
            assertThat(warning.kind()).isEqualTo(Warning.Kind.OUTSIDE_OF_COPY);
            assertThat(warning.message())
                    .contains("0002-outside.sh runs as a process")
                    .contains("are not undone");
        });
    }

    /** A copy is made of one database alone; what is attached by its path would be changed for good. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "ATTACH '%s' AS o; DELETE FROM o.users;",
                "-- fastmigrate: no-transaction\nATTACH '%s' AS o; DELETE FROM o.users; DETACH o;",
                "CREATE TABLE n (a); ATTACH DATABASE '%s' AS o; DELETE FROM o.users;"
            })
    void changesNoDatabaseThatAScriptAttaches(String script) throws Exception {
        Path other = Files.copy(sandbox.database(), directory.resolve("other.db"));
        for (Path attached : List.of(other, sandbox.database())) {
            sandbox.script("0002-attach.sql", script.formatted(attached));
            assertThatThrownBy(sandbox.builder().build()::rehearse)
                    .isInstanceOf(ScriptFailedException.class)
                    .hasMessageContaining("0002-attach.sql:")
                    .hasMessageContaining("must not attach another database");
            assertThat(Sandbox.query(attached, "SELECT count(*) FROM users")).containsExactly("2");
        }
        sandbox.script("0002-attach.sql", "ATTACH ':memory:' AS o; CREATE TABLE o.x (a); CREATE TABLE n (a);");
        sandbox.builder().build().rehearse();
    }

    @Test
    void changesNoDatabaseThatAJavaMigrationAttaches() throws Exception {
        JavaMigration migration = new JavaMigration() {
            @Override
            public Version version() {
                return new Version(2);
            }

            @Override
            public String description() {
                return "attach";
            }

            @Override
            public void migrate(Connection connection) throws SQLException {
                try (Statement statement = connection.createStatement()) {
                    statement.executeUpdate("ATTACH '" + sandbox.database() + "' AS o; DELETE FROM o.users");
                }
            }
        };
        assertThatThrownBy(sandbox.builder().javaMigrations(List.of(migration)).build()::rehearse)
                .hasMessageContaining("must not attach another database");
        assertThat(sandbox.query("SELECT count(*) FROM users")).containsExactly("2");
    }
}
