package io.fastmigrate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.fastmigrate.error.DatabaseUnusableException;
import io.fastmigrate.error.DatabaseUnusableException.Problem;
import io.fastmigrate.error.InvalidScriptException;
import io.fastmigrate.error.InvalidSettingException;
import io.fastmigrate.error.MigrationsNotFoundException;
import io.fastmigrate.error.ScriptFailedException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Situations that people bring about. Each ends well or with an error that says what to do, and nothing is lost. */
class WhatToTryTest {

    private static final String TABLE = "CREATE TABLE t (a);";

    @TempDir
    Path directory;

    private Sandbox sandbox;

    @BeforeEach
    void fresh() {
        sandbox = Sandbox.in(directory);
    }

    @Test
    void emptyDirectoryLeavesVersionZero() {
        Report report = sandbox.managed().migrate();
        assertThat(report.after()).isEqualTo(Version.ZERO);
        assertThat(report.applied()).isEmpty();
    }

    @Test
    void missingDirectoryIsNamedAbsolutely() {
        FastMigrate fastMigrate = FastMigrate.sqlite(sandbox.database())
                .migrations(Path.of("no-such-directory"))
                .build();
        fastMigrate.create();
        MigrationsNotFoundException error =
                catchThrowableOfType(MigrationsNotFoundException.class, fastMigrate::migrate);
        assertThat(error.location())
                .isEqualTo(Path.of("no-such-directory").toAbsolutePath().toString());
        assertThat(error).hasMessageContaining(error.location());
    }

    @Test
    void fileInPlaceOfDirectoryIsAnError() throws Exception {
        Path file = Files.writeString(directory.resolve("file"), "");
        FastMigrate fastMigrate =
                FastMigrate.sqlite(sandbox.database()).migrations(file).build();
        fastMigrate.create();
        assertThatThrownBy(fastMigrate::migrate)
                .isInstanceOf(MigrationsNotFoundException.class)
                .hasMessageContaining("not a directory");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "\n\n", "-- nothing", "/* nothing */", "/* never closed", ";;;", "\uFEFF", "\uFEFF-- x\r\n;"
            })
    void scriptWithoutStatementsSetsItsVersion(String text) throws Exception {
        sandbox.script("0001-nothing.sql", text);
        assertThat(sandbox.managed().migrate().after()).isEqualTo(new Version(1));
    }

    @Test
    void byteOrderMarkAndCarriageReturnsAreNoObstacle() throws Exception {
        sandbox.script("0001-t.sql", "\uFEFFCREATE TABLE t (a);\r\nINSERT INTO t\r\nVALUES ('x\r\ny')\r\n");
        sandbox.managed().migrate();
        assertThat(sandbox.query("SELECT hex(a) FROM t")).containsExactly("780D0A79");
    }

    @Test
    void badUtf8IsLocatedAndNothingRuns() throws Exception {
        sandbox.script("0001-t.sql", TABLE);
        Files.write(
                sandbox.migrations().resolve("0002-latin.sql"),
                "SELECT 1;\n  SELECT 'caf\u00e9';".getBytes(StandardCharsets.ISO_8859_1));
        FastMigrate fastMigrate = sandbox.managed();
        InvalidScriptException error = catchThrowableOfType(InvalidScriptException.class, fastMigrate::migrate);
        assertThat(error.position()).contains(new Script.Position(2, 14));
        assertThat(error).hasMessageContaining("0002-latin.sql").hasMessageContaining("byte");
        assertThat(fastMigrate.version()).isEqualTo(Version.ZERO);
    }

    @Test
    void twoScriptsNumbered0003AreBothNamedAndNothingRuns() throws Exception {
        sandbox.script("0001-t.sql", TABLE).script("0003-a.sql", TABLE).script("0003-b.py", "");
        FastMigrate fastMigrate = sandbox.managed();
        InvalidScriptException error = catchThrowableOfType(InvalidScriptException.class, fastMigrate::migrate);
        assertThat(error.scripts()).hasSize(2).anyMatch(s -> s.endsWith("0003-a.sql"));
        assertThat(error).hasMessageContainingAll("0003-a.sql", "0003-b.py");
        assertThat(fastMigrate.version()).isEqualTo(Version.ZERO);
    }

    @Test
    void scriptNumberedZeroNeverRunsAndIsWarnedOf() throws Exception {
        sandbox.script("0000-x.sql", "THIS IS NO SQL");
        Report report = sandbox.managed().migrate();
        assertThat(report.warnings()).extracting(Warning::kind).containsExactly(Warning.Kind.NUMBER_ZERO);
        assertThat(report.after()).isEqualTo(Version.ZERO);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "with space",
                "quote's",
                "double\"quote",
                "$(touch hacked)",
                "\u00fcn\u00efc\u00f6de \u65e5\u672c",
                "q?x=1#y%41&z",
                "-dash",
                "semi;colon"
            })
    void strangePathsWorkForDatabaseDirectoryAndScript(String name) throws Exception {
        Sandbox strange = new Sandbox(
                directory.resolve(name).resolve(name + ".db"),
                directory.resolve(name).resolve("scripts " + name));
        strange.script("0001-" + name + ".sql", TABLE + "INSERT INTO t VALUES (1);")
                .script("0002-" + name + ".sh", "printf '%s' \"$1\" > \"$(dirname \"$0\")/told\"");
        FastMigrate fastMigrate = strange.managed();
        assertThat(fastMigrate.migrate().after()).isEqualTo(new Version(2));
        assertThat(Files.readString(strange.migrations().resolve("told")))
                .isEqualTo(strange.database().toString());
        assertThat(strange.database()).isRegularFile();
        assertThat(fastMigrate.backUp()).isNotEmptyFile();
        assertThat(Sandbox.names(directory)).containsExactlyInAnyOrder("migrations", name);
        assertThat(Sandbox.names(directory.resolve(name))).hasSize(3);
    }

    @Test
    void relativePathMeansTheWorkingDirectory() throws Exception {
        Path relative =
                Path.of("").toAbsolutePath().relativize(sandbox.database().toAbsolutePath());
        FastMigrate fastMigrate =
                FastMigrate.sqlite(relative).migrations(sandbox.migrations()).build();
        fastMigrate.create();
        assertThat(sandbox.database()).isRegularFile();
        assertThat(fastMigrate.databaseName())
                .isEqualTo(relative.toAbsolutePath().toString());
    }

    @Test
    void symbolicLinkLeadsToTheDatabaseAndStaysOne() throws Exception {
        sandbox.script("0001-t.sql", TABLE).managed();
        Path link = Files.createSymbolicLink(directory.resolve("link.db"), sandbox.database());
        FastMigrate throughLink =
                FastMigrate.sqlite(link).migrations(sandbox.migrations()).build();
        assertThat(throughLink.migrate().after()).isEqualTo(new Version(1));
        assertThat(link).isSymbolicLink();
        assertThat(sandbox.builder().build().version()).isEqualTo(new Version(1));
    }

    @Test
    void textFileIsNotADatabaseAndStaysUntouched() throws Exception {
        String text = "Dear diary, today I was mistaken for a database.\n".repeat(100);
        Files.writeString(sandbox.database(), text);
        unusable(Problem.NOT_A_DATABASE);
        assertThat(sandbox.database()).hasContent(text);
    }

    @Test
    void folderIsNotADatabase() throws Exception {
        Files.createDirectory(sandbox.database());
        unusable(Problem.NOT_A_FILE);
    }

    private void unusable(Problem problem) {
        FastMigrate fastMigrate = sandbox.builder().build();
        for (Runnable call : new Runnable[] {
            fastMigrate::version, fastMigrate::status, fastMigrate::migrate, fastMigrate::create, fastMigrate::enroll
        }) {
            DatabaseUnusableException error = catchThrowableOfType(DatabaseUnusableException.class, call::run);
            assertThat(error).isNotNull();
            assertThat(error.problem()).isEqualTo(problem);
            assertThat(error).hasMessageContaining(sandbox.database().toString());
            assertThat(error.advice()).isNotBlank();
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                ":memory:",
                "jdbc:sqlite::memory:",
                "jdbc:sqlite:file::memory:?cache=shared",
                "jdbc:sqlite:file:x?mode=memory&cache=shared"
            })
    void databaseInMemoryIsAnErrorThatExplains(String db) {
        assertThatThrownBy(() -> FastMigrate.database(db).build())
                .isInstanceOf(InvalidSettingException.class)
                .hasMessageContaining("every connection");
    }

    @Test
    void missingPythonIsNamed() throws Exception {
        sandbox.script("0001-p.py", "print('hello')");
        sandbox.managed();
        ScriptFailedException error = catchThrowableOfType(
                ScriptFailedException.class,
                sandbox.builder().python("no-such-python").build()::migrate);
        assertThat(error).hasMessageContaining("no-such-python");
        assertThat(error.advice()).contains("python");
        assertThat(sandbox.builder().build().version()).isEqualTo(Version.ZERO);
    }

    @Test
    void megabyteOfOutputIsPassedOnWhole() throws Exception {
        sandbox.script(
                "0001-talk.sh", "i=0; while [ $i -lt 16384 ]; do echo '" + "x".repeat(63) + "'; i=$((i+1)); done");
        AtomicLong characters = new AtomicLong();
        FastMigrate fastMigrate = sandbox.builder()
                .listener(new MigrationListener() {
                    @Override
                    public void onOutput(Script script, String line) {
                        characters.addAndGet(line.length() + 1L);
                    }
                })
                .build();
        fastMigrate.create();
        fastMigrate.migrate();
        assertThat(characters.get()).isEqualTo(16384L * 64);
    }

    @Test
    void shellScriptThatFailsOnItsLastLineFails() throws Exception {
        sandbox.script("0001-fail.sh", "echo going well\nfalse\n");
        FastMigrate fastMigrate = sandbox.managed();
        ScriptFailedException error = catchThrowableOfType(ScriptFailedException.class, fastMigrate::migrate);
        assertThat(error).hasMessageContainingAll("exit code 1", "going well");
        assertThat(fastMigrate.version()).isEqualTo(Version.ZERO);
    }

    @Test
    void shellScriptThatReadsStandardInputFindsItEmpty() throws Exception {
        sandbox.script("0001-read.sh", "if read answer; then exit 1; fi\ncat\n");
        assertThat(sandbox.managed().migrate().after()).isEqualTo(new Version(1));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "DROP TABLE _meta;",
                "DROP TABLE IF EXISTS main.\"_META\";",
                "ALTER TABLE _meta RENAME TO meta2;",
                "DELETE FROM _meta;",
                "DELETE FROM _fastmigrate_history WHERE version < 5;",
                "BEGIN; CREATE TABLE u (a); DROP TABLE _meta; COMMIT;",
                "BEGIN; CREATE TABLE u (a); COMMIT; VACUUM; BEGIN; DROP TABLE _meta; COMMIT;"
            })
    void scriptThatTakesControlTablesAwayDoesNotBegin(String sql) throws Exception {
        sandbox.script("0001-t.sql", TABLE).script("0002-drop.sql", "INSERT INTO t VALUES (1);" + sql);
        FastMigrate fastMigrate = sandbox.managed();
        InvalidScriptException error = catchThrowableOfType(InvalidScriptException.class, fastMigrate::migrate);
        assertThat(error)
                .hasMessageContainingAll(
                        "0002-drop.sql:1:", "would change a table of fastmigrate", "no statement of the script ran");
        assertThat(fastMigrate.version()).isEqualTo(Version.ZERO);
        assertThat(sandbox.query("SELECT name FROM sqlite_schema WHERE name = 't'"))
                .isEmpty();
    }

    @Test
    void tableOfTheNameElsewhereIsTheScriptsOwn() throws Exception {
        sandbox.script("0001-t.sql", "CREATE TEMP TABLE _meta (a); DROP TABLE temp._meta; CREATE TABLE metadata (a);");
        assertThat(sandbox.managed().migrate().after()).isEqualTo(new Version(1));
    }

    @Test
    void beginWithoutCommitIsLocatedAndNothingRuns() throws Exception {
        sandbox.script("0001-open.sql", TABLE + "\nBEGIN;\nINSERT INTO t VALUES (1);\n");
        FastMigrate fastMigrate = sandbox.managed();
        InvalidScriptException error = catchThrowableOfType(InvalidScriptException.class, fastMigrate::migrate);
        assertThat(error.position()).contains(new Script.Position(2, 1));
        assertThat(sandbox.query("SELECT name FROM sqlite_schema")).containsExactly("_meta");
    }

    @Test
    void oneCommitTooManyIsLocatedAndNothingRuns() throws Exception {
        sandbox.script("0001-twice.sql", "BEGIN;\n" + TABLE + "\nCOMMIT;\n COMMIT;");
        FastMigrate fastMigrate = sandbox.managed();
        InvalidScriptException error = catchThrowableOfType(InvalidScriptException.class, fastMigrate::migrate);
        assertThat(error.position()).contains(new Script.Position(4, 2));
        assertThat(sandbox.query("SELECT name FROM sqlite_schema")).containsExactly("_meta");
    }

    @Test
    void shellCommandIsExplained() throws Exception {
        sandbox.script("0001-dot.sql", TABLE + "\n.mode csv\n");
        assertThatThrownBy(sandbox.managed()::migrate)
                .isInstanceOf(InvalidScriptException.class)
                .hasMessageContainingAll(".mode", "sqlite3 shell", ":2:1");
    }
}
