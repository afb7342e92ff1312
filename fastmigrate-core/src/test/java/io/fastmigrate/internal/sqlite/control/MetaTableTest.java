package io.fastmigrate.internal.sqlite.control;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.fastmigrate.Sandbox;
import io.fastmigrate.Version;
import io.fastmigrate.error.DatabaseUnusableException;
import io.fastmigrate.error.DatabaseUnusableException.Problem;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MetaTableTest {

    @TempDir
    Path directory;

    private Sandbox sandbox;

    @BeforeEach
    void fresh() {
        sandbox = Sandbox.in(directory);
    }

    @Test
    void isMadeTokenForTokenAsThePythonToolMakesIt() throws Exception {
        sandbox.managed();
        String sql = sandbox.query("SELECT sql FROM sqlite_schema WHERE name = '_meta'")
                .get(0);
        assertThat(sql.replaceAll("\\s+", " "))
                .isEqualTo("CREATE TABLE _meta ( id INTEGER PRIMARY KEY CHECK (id = 1),"
                        + " version INTEGER NOT NULL DEFAULT 0 )");
        assertThat(sandbox.query("SELECT * FROM _meta")).containsExactly("1|0");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "DELETE FROM _meta",
                "UPDATE _meta SET version = 'abc'",
                "UPDATE _meta SET version = -1",
                "UPDATE _meta SET version = 1.5",
                "UPDATE _meta SET version = 5000000000",
                "DROP TABLE _meta; CREATE TABLE _meta (id INTEGER, version INTEGER); INSERT INTO _meta VALUES (2, 1)",
                "DROP TABLE _meta; CREATE TABLE _meta (id INTEGER, version INTEGER); INSERT INTO _meta VALUES (1, NULL)",
                "DROP TABLE _meta; CREATE TABLE _meta (id INTEGER)",
                "DROP TABLE _meta; CREATE TABLE _meta (version INTEGER)"
            })
    void brokenTableIsNeitherUnmanagedNorVersionZero(String sql) throws Exception {
        sandbox.managed();
        sandbox.execute(sql);
        List<String> before = sandbox.query("SELECT * FROM _meta");
        for (Runnable call : List.<Runnable>of(
                () -> sandbox.builder().build().version(),
                () -> sandbox.builder().build().migrate(),
                () -> sandbox.builder().build().create(),
                () -> sandbox.builder().build().enroll())) {
            DatabaseUnusableException error = catchThrowableOfType(DatabaseUnusableException.class, call::run);
            assertThat(error).isNotNull();
            assertThat(error.problem()).isEqualTo(Problem.BROKEN_META);
            assertThat(error.advice()).contains("(1, version)");
        }
        assertThat(sandbox.query("SELECT * FROM _meta")).isEqualTo(before);
    }

    @ParameterizedTest
    @ValueSource(strings = {"7", "'7'", "7.0", "' 7'"})
    void numberIsReadHoweverItIsWritten(String value) throws Exception {
        sandbox.managed();
        sandbox.execute("UPDATE _meta SET version = " + value);
        assertThat(sandbox.builder().build().version()).isEqualTo(new Version(7));
    }

    @Test
    void looksOnlyInTheDatabaseItself() throws Exception {
        sandbox.script("0001-t.sql", "CREATE TEMP TABLE _meta (id, version); INSERT INTO temp._meta VALUES (1, 99);")
                .script("0002-u.sql", "CREATE TABLE u (a);");
        assertThat(sandbox.managed().migrate().after()).isEqualTo(new Version(2));
        assertThat(sandbox.query("SELECT * FROM _meta")).containsExactly("1|2");
    }
}
