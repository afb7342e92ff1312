package io.fastmigrate.internal.sql.token;

import static java.nio.charset.StandardCharsets.UTF_16BE;
import static java.nio.charset.StandardCharsets.UTF_16LE;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fastmigrate.FastMigrate;
import io.fastmigrate.Script;
import io.fastmigrate.error.InvalidScriptException;
import io.fastmigrate.internal.sql.dialect.DialectStatements;
import io.fastmigrate.internal.sql.scan.SqlScanner;
import io.fastmigrate.internal.sql.script.ScriptAnalysis;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Scripts that an editor, or PowerShell's {@code >}, did not save as UTF-8. */
class TextEncodingTest {

    private static final Charset UTF_32LE = Charset.forName("UTF-32LE");
    private static final Charset UTF_32BE = Charset.forName("UTF-32BE");

    private static final List<String> TEXTS = List.of(
            "CREATE TABLE a (id INTEGER PRIMARY KEY);\r\n",
            "\r\n\r\n-- Kunden: Übersicht\r\nINSERT INTO a VALUES ('it''s', \"x\", ?1, :b, $$);",
            "/* Таблица клиентов */ CREATE TABLE a (b TEXT);\n",
            "# a\nDELIMITER //\nSELECT 1//",
            "  INSERT INTO a VALUES ('open",
            "SELECT " + "1 + ".repeat(20_000) + "1;");

    static Stream<byte[]> scripts() {
        return TEXTS.stream()
                .flatMap(text -> Stream.of(
                        ("\uFEFF" + text).getBytes(UTF_16LE),
                        ("\uFEFF" + text).getBytes(UTF_16BE),
                        text.getBytes(UTF_16LE),
                        text.getBytes(UTF_16BE)));
    }

    @ParameterizedTest
    @MethodSource("scripts")
    void saysThatAScriptIsUtf16(byte[] script) {
        assertThatThrownBy(() -> ScriptAnalysis.of(new ByteArrayInputStream(script), "0001-a.sql"))
                .satisfies(error -> saysSo(error, "UTF-16"));
    }

    @ParameterizedTest
    @MethodSource("scripts")
    void saysSoForEveryOtherDatabase(byte[] script) {
        for (SqlDialect dialect : SqlDialect.values()) {
            assertThatThrownBy(() -> {
                        try (SqlScanner<DialectStatement> scanner =
                                DialectStatements.scan(new ByteArrayInputStream(script), "0001-a.sql", dialect)) {
                            while (scanner.next() != null) {
                                // to its end
                            }
                        }
                    })
                    .as(dialect.toString())
                    .satisfies(error -> saysSo(error, "UTF-16"));
        }
    }

    @Test
    void saysThatAScriptWithAMarkIsUtf32() {
        for (Charset charset : List.of(UTF_32LE, UTF_32BE)) {
            byte[] script = ("\uFEFF" + TEXTS.get(0)).getBytes(charset);
            assertThatThrownBy(() -> ScriptAnalysis.of(new ByteArrayInputStream(script), "0001-a.sql"))
                    .satisfies(error -> saysSo(error, "UTF-32"));
        }
    }

    @Test
    void knowsAMarkAlone() {
        assertThatThrownBy(() -> ScriptAnalysis.of(new ByteArrayInputStream("\uFEFF".getBytes(UTF_16LE)), "0001-a.sql"))
                .satisfies(error -> saysSo(error, "UTF-16"));
    }

    @Test
    void saysWhereUtf16WasAppended() throws IOException {
        ByteArrayOutputStream script = new ByteArrayOutputStream();
        script.write("SELECT 1;\n".getBytes(UTF_8));
        script.write("SELECT 2;\r\n".getBytes(UTF_16LE));
        assertThatThrownBy(() -> ScriptAnalysis.of(new ByteArrayInputStream(script.toByteArray()), "0001-a.sql"))
                .hasMessageContaining("0001-a.sql:2:2: the text is saved as UTF-16");
    }

    @Test
    void callsFewNulsByTheirName() {
        byte[] script = "SELECT 'a\0\0b\0c\0';".getBytes(UTF_8);
        assertThatThrownBy(() -> ScriptAnalysis.of(new ByteArrayInputStream(script), "0001-a.sql"))
                .hasMessageContaining("there is a NUL byte at offset 9");
    }

    @Test
    void refusesBeforeAnythingRuns(@TempDir Path directory) throws Exception {
        Path scripts = Files.createDirectory(directory.resolve("migrations"));
        Files.writeString(scripts.resolve("0001-a.sql"), "CREATE TABLE a (b);");
        Files.write(scripts.resolve("0002-b.sql"), ("\uFEFF" + TEXTS.get(0)).getBytes(UTF_16LE));
        FastMigrate migrate = FastMigrate.sqlite(directory.resolve("app.db"))
                .migrations(scripts)
                .build();
        migrate.create();
        assertThatThrownBy(migrate::migrate)
                .isInstanceOf(InvalidScriptException.class)
                .hasMessageContaining("0002-b.sql:1:1: the text is saved as UTF-16, not as UTF-8.");
        assertThat(migrate.status().version().number()).isZero();
    }

    private static void saysSo(Throwable error, String encoding) {
        assertThat(error).isInstanceOfSatisfying(InvalidScriptException.class, invalid -> {
            assertThat(invalid).hasMessageStartingWith("0001-a.sql:1:1: the text is saved as " + encoding);
            assertThat(invalid.position()).contains(Script.Position.START);
            assertThat(invalid.advice()).startsWith("Save the script as UTF-8.");
        });
    }
}
