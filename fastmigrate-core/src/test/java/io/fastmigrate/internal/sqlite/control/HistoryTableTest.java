package io.fastmigrate.internal.sqlite.control;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.fastmigrate.FastMigrate;
import io.fastmigrate.HistoryEntry;
import io.fastmigrate.Sandbox;
import io.fastmigrate.Script;
import io.fastmigrate.Version;
import io.fastmigrate.error.FastMigrateException;
import io.fastmigrate.internal.process.ThisProcess;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HistoryTableTest {

    @TempDir
    Path directory;

    private Sandbox sandbox;

    @BeforeEach
    void fresh() throws Exception {
        sandbox = Sandbox.in(directory).script("0001-t.sql", "CREATE TABLE t (a);");
    }

    @Test
    void keepsWhatWhenHowLongAndByWhom() throws Exception {
        sandbox.managed();
        Instant before = Instant.now().minusMillis(1);
        sandbox.builder().appliedBy("ada@analytical").build().migrate();
        List<HistoryEntry> entries = sandbox.builder().build().status().applied();
        assertThat(entries).hasSize(1);
        HistoryEntry entry = entries.get(0);
        assertThat(entry.from()).isEqualTo(Version.ZERO);
        assertThat(entry.version()).isEqualTo(new Version(1));
        assertThat(entry.fileName()).isEqualTo("0001-t.sql");
        assertThat(entry.kind()).isEqualTo(Script.Kind.SQL);
        assertThat(entry.checksum()).matches("t1:[0-9a-f]{64}");
        assertThat(entry.appliedAt()).isBetween(before, Instant.now());
        assertThat(entry.took()).isBetween(Duration.ZERO, Duration.ofMinutes(1));
        assertThat(entry.appliedBy()).isEqualTo("ada@analytical");
        assertThat(sandbox.query("SELECT applied_at FROM _fastmigrate_history").get(0))
                .matches("\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d(\\.\\d+)?Z");
    }

    @Test
    void readsValuesThatHoldWhatSeparatesThem() throws Exception {
        String odd = "a\u001fb\u001e'|\n";
        sandbox.script("0002-u.sql", "CREATE TABLE u (a);");
        sandbox.managed();
        sandbox.builder().appliedBy(odd).build().migrate();

        List<HistoryEntry> entries = sandbox.builder().build().status().applied();

        assertThat(entries).extracting(HistoryEntry::appliedBy).containsExactly(odd, odd);
        assertThat(entries).extracting(HistoryEntry::version).containsExactly(new Version(1), new Version(2));
    }

    @Test
    void namesUserAndHostByDefault() throws Exception {
        sandbox.managed().migrate();
        assertThat(sandbox.query("SELECT applied_by FROM _fastmigrate_history").get(0))
                .isEqualTo(ThisProcess.userAtHost())
                .startsWith(System.getProperty("user.name") + "@")
                .doesNotEndWith("@");
    }

    @Test
    void isNotMadeBeforeSomethingRuns() throws Exception {
        sandbox.managed().version();
        assertThat(sandbox.query("SELECT name FROM sqlite_schema")).containsExactly("_meta");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "UPDATE _fastmigrate_history SET applied_at = 'yesterday'",
                "UPDATE _fastmigrate_history SET kind = 'COBOL'",
                "UPDATE _fastmigrate_history SET version = -3",
                "UPDATE _fastmigrate_history SET from_version = -3",
                "ALTER TABLE _fastmigrate_history DROP COLUMN checksum",
                "DROP TABLE _fastmigrate_history; CREATE TABLE _fastmigrate_history (a); INSERT INTO _fastmigrate_history VALUES (1)"
            })
    void brokenHistoryIsAnErrorThatNamesIt(String sql) throws Exception {
        sandbox.managed().migrate();
        sandbox.execute(sql);
        FastMigrate fastMigrate = sandbox.builder().build();
        for (Runnable call : List.<Runnable>of(fastMigrate::status, fastMigrate::migrate)) {
            FastMigrateException error = catchThrowableOfType(FastMigrateException.class, call::run);
            assertThat(error).isNotNull();
            assertThat(error).hasMessageContaining("_fastmigrate_history");
            assertThat(error.advice()).isNotBlank();
        }
    }

    @Test
    void isPassedOverWhenSwitchedOff() throws Exception {
        sandbox.managed().migrate();
        sandbox.script("0001-t.sql", "CREATE TABLE t (a, edited);");
        assertThat(sandbox.builder().withoutHistory().build().migrate().warnings())
                .isEmpty();
    }

    @Test
    void acceptingNeedsAHistory() throws Exception {
        sandbox.builder().withoutHistory().build().create();
        FastMigrate without = sandbox.builder().withoutHistory().build();
        without.migrate();
        FastMigrateException error =
                catchThrowableOfType(FastMigrateException.class, () -> without.accept(new Version(1)));
        assertThat(error).isNotNull();
        assertThat(sandbox.query("SELECT name FROM sqlite_schema WHERE name LIKE '%history'"))
                .isEmpty();
    }
}
