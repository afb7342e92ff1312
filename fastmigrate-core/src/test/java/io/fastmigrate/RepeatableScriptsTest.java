package io.fastmigrate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.fastmigrate.error.DatabaseUnusableException;
import io.fastmigrate.error.FastMigrateException;
import io.fastmigrate.error.InvalidScriptException;
import io.fastmigrate.error.MigrationsNotFoundException;
import io.fastmigrate.error.ScriptFailedException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Repeatable scripts on SQLite, beside what the contract asks of every database. */
class RepeatableScriptsTest {

    private static final String VIEW = "DROP VIEW IF EXISTS names; CREATE VIEW names AS SELECT name FROM person;\n";
    private static final String RECORDS = "SELECT file_name, version FROM _fastmigrate_repeatable ORDER BY file_name";

    @TempDir
    Path directory;

    private Sandbox sandbox;

    @BeforeEach
    void createDatabase() throws IOException {
        sandbox = Sandbox.in(directory);
        sandbox.managed();
        sandbox.script("0001-person.sql", "CREATE TABLE person (id INTEGER PRIMARY KEY, name TEXT);");
    }

    private RepeatableScriptsTest repeatable(String name, String text) throws IOException {
        Files.createDirectories(sandbox.migrations().resolve("repeatable"));
        sandbox.script("repeatable/" + name, text);
        return this;
    }

    private List<String> migrate() {
        return migrate(sandbox.builder());
    }

    private static List<String> migrate(FastMigrateBuilder builder) {
        return builder.build().migrate().applied().stream()
                .map(HistoryEntry::fileName)
                .toList();
    }

    @Test
    void ordersByNameWhereNothingElseDoes() throws IOException, SQLException {
        repeatable("c.sql", "SELECT 1;").repeatable("a.sql", "SELECT 1;").repeatable("0007-b.sql", "SELECT 1;");
        assertThat(migrate())
                .containsExactly("0001-person.sql", "repeatable/0007-b.sql", "repeatable/a.sql", "repeatable/c.sql");
        assertThat(sandbox.query(RECORDS))
                .containsExactly("repeatable/0007-b.sql|1", "repeatable/a.sql|1", "repeatable/c.sql|1");
        assertThat(sandbox.query("SELECT version FROM _meta")).containsExactly("1");
        assertThat(sandbox.query("SELECT version FROM _fastmigrate_history")).containsExactly("1");
    }

    @Test
    void makesNoTableWithoutRepeatableScripts() throws SQLException, IOException {
        Files.createDirectories(sandbox.migrations().resolve("repeatable"));
        migrate();
        assertThat(sandbox.query("SELECT name FROM sqlite_schema WHERE name LIKE '%repeatable%'"))
                .isEmpty();
    }

    @Test
    void runsAllAgainWhereTheirTableIsGone() throws IOException, SQLException {
        repeatable("names.sql", VIEW);
        migrate();
        sandbox.execute("DROP TABLE _fastmigrate_repeatable");
        assertThat(migrate()).containsExactly("repeatable/names.sql");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "UPDATE _fastmigrate_repeatable SET applied_at = 'yesterday'",
                "UPDATE _fastmigrate_repeatable SET version = -1",
                "ALTER TABLE _fastmigrate_repeatable RENAME COLUMN checksum TO sum"
            })
    void saysThatTheirTableIsNotAsItWasWritten(String damage) throws IOException, SQLException {
        repeatable("names.sql", VIEW);
        migrate();
        sandbox.execute(damage);
        DatabaseUnusableException broken = catchThrowableOfType(DatabaseUnusableException.class, this::migrate);
        assertThat(broken.problem()).isEqualTo(DatabaseUnusableException.Problem.BROKEN_HISTORY);
        assertThat(broken).hasMessageContaining("_fastmigrate_repeatable").hasMessageContaining("app.db");
        assertThat(broken.advice()).contains("drop it", "repeatable scripts");
    }

    @Test
    void refusesToCommitWhatATriggerKeepsFromBeingRecorded() throws IOException, SQLException {
        repeatable("names.sql", VIEW);
        migrate();
        sandbox.execute("CREATE TRIGGER no BEFORE INSERT ON _fastmigrate_repeatable BEGIN SELECT RAISE(IGNORE); END");
        repeatable("names.sql", "DROP VIEW IF EXISTS names;");
        FastMigrateException failure = catchThrowableOfType(FastMigrateException.class, this::migrate);
        assertThat(failure).hasMessageContaining("not stored").hasMessageContaining("trigger");
        assertThat(sandbox.query("SELECT name FROM sqlite_schema WHERE type = 'view'"))
                .containsExactly("names");
    }

    @Test
    void keepsRecordTogetherWithWhatTheScriptDid() throws IOException, SQLException {
        repeatable("names.sql", VIEW + "SELECT * FROM nowhere;");
        ScriptFailedException failure = catchThrowableOfType(ScriptFailedException.class, this::migrate);
        assertThat(failure.script().location()).endsWith("names.sql");
        assertThat(failure.script().isRepeatable()).isTrue();
        assertThat(failure).hasMessageContaining("The database is at version 1");
        assertThat(sandbox.query("SELECT name FROM sqlite_schema WHERE type = 'view' OR name LIKE '%repeatable%'"))
                .isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"-- fastmigrate: no-transaction\nSELECT 1;", "CREATE TABLE a (x); VACUUM; CREATE TABLE b (x);"})
    void refusesScriptThatCannotRunInOneTransaction(String text) throws IOException, SQLException {
        repeatable("vacuum.sql", text);
        InvalidScriptException refusal = catchThrowableOfType(InvalidScriptException.class, this::migrate);
        assertThat(refusal).hasMessageContaining("vacuum.sql:").hasMessageContaining("one transaction");
        assertThat(refusal.advice()).contains("number");
        assertThat(sandbox.query("SELECT version FROM _meta")).containsExactly("0");
    }

    @Test
    void takesScriptWithItsOwnTransaction() throws IOException, SQLException {
        repeatable("names.sql", "BEGIN;\n" + VIEW + "COMMIT;");
        assertThat(migrate()).hasSize(2);
        assertThat(migrate()).isEmpty();
    }

    @Test
    void warnsOfWhatIsNoSqlAndRefusesItWhereNamesAreStrict() throws IOException {
        repeatable("load.py", "")
                .repeatable("VIEWS.SQL", "")
                .repeatable("README.md", "")
                .repeatable(".#a.sql", "x");
        Files.createDirectories(sandbox.migrations().resolve("repeatable/sub.sql"));
        Report report = sandbox.builder().build().migrate();
        assertThat(report.applied()).hasSize(1);
        assertThat(report.warnings()).extracting(Warning::kind).containsExactly(Warning.Kind.NAME, Warning.Kind.NAME);
        assertThat(catchThrowableOfType(
                        InvalidScriptException.class,
                        () -> migrate(sandbox.builder().strictNaming())))
                .hasMessageContaining("load.py")
                .hasMessageContaining("VIEWS.SQL");
    }

    @Test
    void findsNothingWrongWithTheFolderWhereNamesAreStrict() throws IOException {
        repeatable("names.sql", VIEW);
        assertThat(migrate(sandbox.builder().strictNaming())).hasSize(2);
    }

    @Test
    void ignoresFileOfThatName() throws IOException {
        sandbox.script("repeatable", "no folder");
        assertThat(migrate()).containsExactly("0001-person.sql");
    }

    @Test
    void saysThatTheFolderIsABrokenLink() throws IOException {
        Files.createSymbolicLink(sandbox.migrations().resolve("repeatable"), directory.resolve("gone"));
        assertThat(catchThrowableOfType(MigrationsNotFoundException.class, this::migrate))
                .hasMessageContaining("repeatable");
    }

    @Test
    void noticesThatTheFolderCameAndWentBetweenCallsOfOneObject() throws IOException {
        FastMigrate fastMigrate = sandbox.builder().build();
        fastMigrate.migrate();
        repeatable("names.sql", VIEW);
        assertThat(fastMigrate.migrate().applied()).hasSize(1);
        assertThat(fastMigrate.migrate().applied()).isEmpty();
        Files.delete(sandbox.migrations().resolve("repeatable/names.sql"));
        Files.delete(sandbox.migrations().resolve("repeatable"));
        assertThat(fastMigrate.status().missing()).hasSize(1);
        repeatable("names.sql", VIEW + "SELECT 2;");
        assertThat(fastMigrate.migrate().applied()).hasSize(1);
    }

    @Test
    void refusesOneNameInTwoPlaces() throws IOException {
        repeatable("names.sql", VIEW);
        Path other = directory.resolve("other");
        Path folder = Files.createDirectories(other.resolve("repeatable"));
        Files.writeString(folder.resolve("names.sql"), VIEW);
        FastMigrateBuilder builder = FastMigrate.sqlite(sandbox.database()).migrations(sandbox.migrations(), other);
        assertThat(catchThrowableOfType(InvalidScriptException.class, () -> migrate(builder)))
                .hasMessageContaining(folder.toString())
                .hasMessageContaining(sandbox.migrations().toString());
    }

    @Test
    void putsValuesIntoThemAndRunsThemNoSecondTimeForAnotherValue() throws IOException, SQLException {
        repeatable("rows.sql", "DELETE FROM person; INSERT INTO person (name) VALUES ('${who}');");
        assertThat(migrate(sandbox.builder().value("who", "Ada"))).hasSize(2);
        assertThat(migrate(sandbox.builder().value("who", "Grace"))).isEmpty();
        assertThat(sandbox.query("SELECT name FROM person")).containsExactly("Ada");
    }

    @Test
    void backsUpFirstWhereOnlyTheyArePending() throws IOException {
        migrate();
        repeatable("names.sql", VIEW);
        assertThat(sandbox.builder().backUpFirst().build().migrate().backup()).isPresent();
        assertThat(sandbox.builder().backUpFirst().build().migrate().backup()).isEmpty();
    }

    @Test
    void rehearsesThemOnACopy() throws IOException, SQLException {
        migrate();
        repeatable("names.sql", VIEW);
        Rehearsal rehearsal = sandbox.builder().build().rehearse();
        assertThat(rehearsal.report().applied())
                .singleElement()
                .satisfies(entry -> assertThat(entry.isRepeatable()).isTrue());
        assertThat(rehearsal.schema())
                .singleElement()
                .satisfies(change -> assertThat(change.name()).isEqualTo("names"));
        assertThat(sandbox.query("SELECT name FROM sqlite_schema WHERE type = 'view'"))
                .isEmpty();
    }

    /** Does something to the database of which the run knows nothing, when that has planned and holds the lock. */
    private MigrationListener behindItsBack(String sql) {
        return new MigrationListener() {
            @Override
            public void onPlanned(Plan plan) {
                try {
                    sandbox.execute(sql);
                } catch (SQLException e) {
                    throw new IllegalStateException(e);
                }
            }
        };
    }

    private FastMigrate surprised(String sql) throws IOException {
        repeatable("names.sql", VIEW);
        migrate();
        repeatable("names.sql", VIEW + "SELECT 2;");
        return sandbox.builder().listener(behindItsBack(sql)).build();
    }

    @Test
    void leavesAloneWhatAnotherProgramRecordedInTheMeantime() throws IOException, SQLException {
        repeatable("names.sql", VIEW);
        migrate();
        repeatable("names.sql", VIEW + "SELECT 2;");
        String checksum = sandbox.builder().build().plan().steps().get(0).checksum();
        FastMigrate late = sandbox.builder()
                .listener(behindItsBack("UPDATE _fastmigrate_repeatable SET checksum = '" + checksum + "'"))
                .build();
        sandbox.execute("DROP VIEW names");
        assertThat(late.migrate().applied()).isEmpty();
        assertThat(sandbox.query("SELECT name FROM sqlite_schema WHERE type = 'view'"))
                .isEmpty();
    }

    @Test
    void stopsWhereTheRecordBecameAnother() throws IOException {
        FastMigrate fastMigrate = surprised("UPDATE _fastmigrate_repeatable SET checksum = 't1:00'");
        ScriptFailedException failure = catchThrowableOfType(ScriptFailedException.class, fastMigrate::migrate);
        assertThat(failure).hasMessageContaining("_fastmigrate_repeatable").hasMessageContaining("another program");
    }

    @Test
    void stopsWhereTheVersionBecameAnother() throws IOException {
        FastMigrate fastMigrate = surprised("UPDATE _meta SET version = 7");
        assertThat(catchThrowableOfType(ScriptFailedException.class, fastMigrate::migrate))
                .hasMessageContaining("the version went from 1 to 7");
    }

    @Test
    void doesNotRunWhatANewerFastmigrateRecorded() throws IOException, SQLException {
        repeatable("names.sql", VIEW);
        migrate();
        sandbox.execute("UPDATE _fastmigrate_repeatable SET checksum = 't9:ab'");
        Report report = sandbox.builder().build().migrate();
        assertThat(report.applied()).isEmpty();
        assertThat(report.warnings())
                .singleElement()
                .satisfies(warning -> assertThat(warning.message()).contains("newer fastmigrate", "names.sql"));
    }
}
