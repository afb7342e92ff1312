package io.fastmigrate.internal.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.fastmigrate.FastMigrate;
import io.fastmigrate.Policy;
import io.fastmigrate.Sandbox;
import io.fastmigrate.Warning;
import io.fastmigrate.error.DatabaseAheadException;
import io.fastmigrate.error.LateScriptException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ValidatorTest {

    @TempDir
    Path directory;

    private Sandbox sandbox;

    @BeforeEach
    void migrateToVersionThree() throws IOException {
        sandbox = Sandbox.in(directory)
                .script("0001-a.sql", "CREATE TABLE a (x);")
                .script("0003-c.sql", "CREATE TABLE c (x);");
        sandbox.managed().migrate();
    }

    @Test
    void doesNotAdviseWhatIsSetAlready() throws Exception {
        sandbox.script("0002-late.sql", "CREATE TABLE b (x);");
        assertThat(sandbox.builder().lateScripts(Policy.WARN).build().migrate().warnings())
                .singleElement()
                .satisfies(warning -> assertThat(warning.message())
                        .endsWith("Rename it to 0004-late.sql, or set late-scripts to ignore."));
        assertThat(sandbox.builder().build().status().warnings())
                .singleElement()
                .satisfies(warning -> assertThat(warning.message()).endsWith("set late-scripts to warn or ignore."));
    }

    @Test
    void adviceForADatabaseThatIsAheadNamesTheSettingOnlyWhereItIsNotSet() throws IOException {
        Files.delete(sandbox.migrations().resolve("0003-c.sql"));

        assertThat(sandbox.builder().build().migrate().warnings())
                .singleElement()
                .satisfies(warning -> {
                    assertThat(warning.kind()).isEqualTo(Warning.Kind.AHEAD);
                    assertThat(warning.message()).endsWith("app.db. Deploy the scripts that belong to this database.");
                });
        FastMigrate failing = sandbox.builder().onAhead(Policy.FAIL).build();
        assertThatExceptionOfType(DatabaseAheadException.class)
                .isThrownBy(failing::migrate)
                .satisfies(e -> assertThat(e.advice()).endsWith("or allow it with on-ahead: warn."));
        assertThat(failing.status().warnings()).singleElement().asString().endsWith("or allow it with on-ahead: warn.");
        assertThat(sandbox.builder().onAhead(Policy.IGNORE).build().migrate().warnings())
                .isEmpty();
    }

    @Test
    void aScriptIsLateOnlyWhereARunOfOursWentPastIt() throws IOException, SQLException {
        sandbox.script("0002-b.sql", "CREATE TABLE b (x);");

        assertThatExceptionOfType(LateScriptException.class)
                .isThrownBy(() -> sandbox.builder().build().migrate())
                .satisfies(e -> assertThat(e.advice()).startsWith("Rename it to 0004-b.sql"));

        sandbox.execute("UPDATE _fastmigrate_history SET from_version = 2 WHERE version = 3");
        assertThat(sandbox.builder().build().migrate().warnings()).isEmpty();
    }
}
