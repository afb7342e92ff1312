package io.fastmigrate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.fastmigrate.error.InvalidScriptException;
import io.fastmigrate.error.InvalidSettingException;
import io.fastmigrate.error.ScriptFailedException;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Texts that are put into scripts in the place of their names. */
class ValuesTest {

    private static final String SECRET = "open-sesame";

    @TempDir
    Path directory;

    private Sandbox sandbox;

    @BeforeEach
    void createDatabase() {
        sandbox = Sandbox.in(directory);
        sandbox.managed();
    }

    private FastMigrateBuilder with(String name, String text) {
        return sandbox.builder().value(name, text);
    }

    private String inserted(FastMigrateBuilder builder, String literal) throws IOException, SQLException {
        sandbox.script("0001-a.sql", "CREATE TABLE a (x);\nINSERT INTO a VALUES (" + literal + ");\n");
        builder.build().migrate();
        return sandbox.query("SELECT x FROM a").get(0);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '"',
            value = {
                "'${name}'|Ada",
                "'<${name}${name}>'|<AdaAda>",
                "'$${name}$'|$Ada$",
                "'$ {name} $ $$ {} $'|$ {name} $ $$ {} $",
                "'a ${my.first-name_1} b'|a é' b",
                "'${open}name}'|${name}",
                "'${NAME}'|other",
                "1 /* ${unknown} ${ */ + 1|2",
                "'-- ${name} /*'|-- Ada /*",
                "'${empty}'|\"\"",
            })
    void replacesNamesOutsideCommentsOnce(String literal, String expected) throws Exception {
        FastMigrateBuilder builder = with("name", "Ada")
                .value("NAME", "other")
                .value("my.first-name_1", "é''")
                .value("open", "${")
                .value("empty", "");
        assertThat(inserted(builder, literal)).isEqualTo(expected);
    }

    @Test
    void putsInNamesStatementsAndBodies() throws Exception {
        sandbox.script("0001-a.sql", """
                CREATE TABLE ${table} (x ${type});
                ${more}
                CREATE TRIGGER r AFTER INSERT ON "${table}" BEGIN UPDATE ${table} SET x = '${name}'; END;
                INSERT INTO [${table}] VALUES (1);
                """);
        FastMigrate fastMigrate = with("table", "people")
                .value("type", "TEXT NOT NULL")
                .value("name", "Ada")
                .value("more", "CREATE TABLE b (y); INSERT INTO b VALUES (1);")
                .build();
        assertThat(fastMigrate.plan().steps()).extracting(Plan.Step::execution).containsExactly(Plan.Execution.ATOMIC);
        assertThat(fastMigrate.rehearse().report().applied()).hasSize(1);
        fastMigrate.migrate();
        assertThat(sandbox.query("SELECT x, y FROM people, b")).containsExactly("Ada|1");
    }

    @Test
    void classifiesTheTextThatRuns() throws IOException {
        sandbox.script("0001-a.sql", "CREATE TABLE a (x);\n${vacuum};\nCREATE TABLE b (x);\n");
        Plan.Step step = with("vacuum", "VACUUM").build().plan().steps().get(0);
        assertThat(step.execution()).isEqualTo(Plan.Execution.NON_TRANSACTIONAL);
        assertThat(step.position()).contains(new Script.Position(2, 1));
    }

    @Test
    void isPlainTextWithoutAnyValue() throws Exception {
        assertThat(inserted(sandbox.builder(), "'${name}'")).isEqualTo("${name}");
    }

    @Test
    void leavesProcessesAlone() throws Exception {
        Path told = directory.resolve("told");
        sandbox.script("0001-a.sh", "x=hello; printf %s \"${x}\" > '" + told + "'\n");
        with("name", "Ada").build().migrate();
        assertThat(told).hasContent("hello");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "SELECT 1;~~SELECT 'é', '${unknown}';|3:14|no value with the name ${unknown}",
                "SELECT '${name}', ${Name};|1:19|no value with the name ${Name}",
                "SELECT '${name';|1:9|is not followed by a name and }",
                "SELECT ${ name };|1:8|is not followed by a name and }",
                "SELECT ${|1:8|is not followed by a name and }",
                "SELECT '${}';|1:9|no value with the name ${}",
                "SELECT ${na -- x}|1:8|is not followed by a name and }"
            })
    void refusesANameWithoutValueAndSaysWhere(String text, String place, String what) throws IOException {
        sandbox.script("0001-a.sql", text.replace('~', '\n'));
        FastMigrate fastMigrate = with("name", "Ada").build();
        assertThatThrownBy(fastMigrate::plan)
                .isInstanceOf(InvalidScriptException.class)
                .hasMessageContaining("0001-a.sql:" + place + ": ")
                .hasMessageContaining(what);
        assertThatThrownBy(fastMigrate::migrate).isInstanceOf(InvalidScriptException.class);
        assertThat(fastMigrate.version()).isEqualTo(Version.ZERO);
    }

    @ParameterizedTest
    @CsvSource({
        "'INSERT INTO a VALUES (''${v}'', missing);', 2:31",
        "'INSERT INTO a VALUES (''${v}'');~INSERT INTO b VALUES (1);', 3:13",
        "'INSERT INTO a VALUES (''${v}''); INSERT INTO b VALUES (1);', 2:44",
        "'INSERT INTO a VALUES (~''${v}'' || ~missing);', 4:1"
    })
    void placesOfErrorsAreThoseOfTheScriptAsWritten(String text, String place) throws IOException {
        sandbox.script("0001-a.sql", "CREATE TABLE a (x);\n" + text.replace('~', '\n'));
        ScriptFailedException failure = catchThrowableOfType(
                ScriptFailedException.class,
                with("v", "one\ntwo\nthree and a long text").build()::migrate);
        assertThat(failure.position().orElseThrow()).hasToString(place);
        assertThat(failure).hasMessageContaining("0001-a.sql:" + place).hasMessageNotContaining("three and");
    }

    @Test
    void aMistakeInAValueIsAtItsName() throws IOException {
        sandbox.script("0001-a.sql", "SELECT 1,\n  ${columns}, 2;");
        FastMigrate fastMigrate = with("columns", "3,\n4, absent").build();
        ScriptFailedException failure = catchThrowableOfType(ScriptFailedException.class, fastMigrate::migrate);
        assertThat(failure.position()).contains(new Script.Position(2, 3));
        assertThat(failure).hasMessageContaining("      ${columns}, 2;\n      ^");
    }

    @Test
    void aMistakeInAStatementThatBeginsInAValueIsAtItsName() throws IOException {
        sandbox.script("0001-a.sql", "SELECT 1,\n  ${rest};");
        FastMigrate fastMigrate = with("rest", "2;\n\nSELECT absent").build();
        ScriptFailedException failure = catchThrowableOfType(ScriptFailedException.class, fastMigrate::migrate);
        assertThat(failure.position()).contains(new Script.Position(2, 3));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "INSERT INTO missing VALUES ('${secret}');",
                "INSERT INTO a VALUES ('${secret}', 1, 2, 3);",
                "INSERT INTO a VALUES (\"${secret}\");\nSELECT missing;",
                "SELECT * FROM [${secret}];",
                "SELECT x ${secret}'no end;",
                "SELECT \"${secret}\".y FROM a;"
            })
    void tellsNoValue(String text) throws IOException {
        sandbox.script("0001-a.sql", "CREATE TABLE a (x);\n" + text);
        StringWriter told = new StringWriter();
        MigrationListener listener = new MigrationListener() {
            @Override
            public void onWarning(Warning warning) {
                told.write(warning.toString());
            }
        };
        FastMigrate fastMigrate = with("secret", SECRET).listener(listener).build();
        assertThatThrownBy(fastMigrate::migrate).satisfies(e -> e.printStackTrace(new PrintWriter(told)));
        assertThat(told.toString()).contains("0001-a.sql").doesNotContain(SECRET);
    }

    @Test
    void warningsTellNoValueAndThePlaceAsWritten() throws IOException {
        sandbox.script("0001-a.sql", "CREATE TABLE a (x, y);\nINSERT INTO a SELECT '${secret}', \"${secret}\";\n");
        assertThat(with("secret", SECRET).build().migrate().warnings())
                .singleElement()
                .satisfies(warning -> assertThat(warning.message())
                        .contains("0001-a.sql:2:35: ")
                        .doesNotContain(SECRET));
    }

    @Test
    void theChecksumIsOfTheScriptAsWritten() throws Exception {
        inserted(with("name", "Ada"), "'${name}'");
        String first =
                sandbox.query("SELECT checksum FROM _fastmigrate_history").get(0);
        assertThat(with("other", "x").build().migrate().warnings()).isEmpty();
        assertThat(with("name", "Grace").build().migrate().warnings()).isEmpty();
        assertThat(sandbox.builder().build().status().warnings()).isEmpty();
        assertThat(sandbox.builder().build().accept(new Version(1)).checksum()).isEqualTo(first);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "a b", "a}", "${a}", "a--b", "a\n"})
    void refusesWhatIsNoName(String name) {
        assertThatExceptionOfType(InvalidSettingException.class).isThrownBy(() -> with(name, "x"));
    }

    @Test
    @SuppressWarnings("NullAway") // that is what it tries
    void refusesNulAndNull() {
        assertThatExceptionOfType(InvalidSettingException.class).isThrownBy(() -> with("a", "b\0c"));
        assertThatThrownBy(() -> with("a", null)).isInstanceOf(NullPointerException.class);
        assertThatThrownBy(() -> with(null, "a")).isInstanceOf(NullPointerException.class);
    }

    /** Longer than all buffers, with names across their ends. */
    @Test
    void readsALongScriptPieceByPiece() throws Exception {
        Path script = sandbox.migrations().resolve("0001-a.sql");
        int rows = 40_000;
        try (BufferedWriter out = Files.newBufferedWriter(script)) {
            out.write("\uFEFFCREATE TABLE a (x, y);\n");
            for (int i = 0; i < rows; i++) {
                out.write("INSERT INTO a VALUES (" + i + ", '${name} it''s -- not /* a comment'); -- ${no}\n");
            }
            out.write("/* ${no} */ SELECT missing;\n");
        }
        ScriptFailedException failure = catchThrowableOfType(
                ScriptFailedException.class, with("name", "Ada").build()::migrate);
        assertThat(failure.position()).contains(new Script.Position(rows + 2, 20));
        Files.writeString(script, Files.readString(script).replace("missing", "'${name}'"));
        with("name", "Ada").build().migrate();
        assertThat(sandbox.query("SELECT count(*), count(DISTINCT y), min(y) FROM a"))
                .containsExactly(rows + "|1|Ada it's -- not /* a comment");
    }
}
