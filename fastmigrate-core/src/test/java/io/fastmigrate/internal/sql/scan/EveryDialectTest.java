package io.fastmigrate.internal.sql.scan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fastmigrate.error.InvalidScriptException;
import io.fastmigrate.internal.sql.NastyScripts;
import io.fastmigrate.internal.sql.dialect.DialectStatements;
import io.fastmigrate.internal.sql.statement.SqliteStatements;
import io.fastmigrate.internal.sql.token.SqlDialect;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What the scanner does for every dialect alike; null stands for SQLite. */
class EveryDialectTest {

    private static final Path SCRIPTS = Path.of("src/test/resources/checksums");

    static Stream<@Nullable SqlDialect> dialects() {
        return Stream.concat(Stream.of((SqlDialect) null), Stream.of(SqlDialect.values()));
    }

    private static SqlScanner<?> scanner(ScriptBuffer text, @Nullable SqlDialect dialect) {
        return dialect == null ? new SqliteStatements(text).scanner() : new DialectStatements(text, dialect).scanner();
    }

    private static ScriptBuffer text(String script, @Nullable SqlDialect dialect, int buffer) {
        InputStream in = new ByteArrayInputStream(script.getBytes(StandardCharsets.UTF_8));
        return new ScriptBuffer(in, "a.sql", dialect, buffer, 1 << 20);
    }

    /** Returns all that can be seen of a script, its error too. */
    private static List<String> read(String script, @Nullable SqlDialect dialect, int buffer) throws IOException {
        List<String> found = new ArrayList<>();
        try (SqlScanner<?> scanner = scanner(text(script, dialect, buffer), dialect)) {
            for (Object next = scanner.next(); next != null; next = scanner.next()) {
                found.add(next + " " + scanner.position() + " " + scanner.bytesRead());
            }
            found.add(scanner.checksum() + " " + scanner.bytesRead() + " " + scanner.asksForNoTransaction());
        } catch (InvalidScriptException e) {
            found.add(e.getMessage() + " " + e.advice());
        }
        return found;
    }

    @ParameterizedTest
    @MethodSource("dialects")
    void findsTheSameWhereverTheBufferEnds(@Nullable SqlDialect dialect) throws IOException {
        List<String> scripts = new ArrayList<>(List.of(
                "/* a *//* b * */ -- c\n# d\n// e\nSELECT 1 /* f */; /* never * closed",
                "\uFEFF-- fastmigrate: no-transaction\nSELECT 1; -- /* \n",
                "\\restrict x\nSELECT 1;\n\\unrestrict x\n\\connect other\n",
                "DELIMITER //\nCREATE PROCEDURE p() BEGIN SELECT 1; END//\nDELIMITER ;\nSELECT 2 /*! a ' */ ' */;\n",
                "SELECT $a$ ; $b$ $a$; SELECT $b$ /* ; ",
                "\uFEFF",
                "\uFEFFSELECT 1",
                "SELECT 1; .tables x"));
        for (long seed = 0; seed < 50; seed++) {
            scripts.add(NastyScripts.script(seed));
        }
        try (Stream<Path> files = Files.walk(SCRIPTS)) {
            for (Path file :
                    files.filter(path -> path.toString().endsWith(".sql")).toList()) {
                scripts.add(Files.readString(file, StandardCharsets.ISO_8859_1));
            }
        }
        for (String script : scripts) {
            List<String> expected = read(script, dialect, 64 * 1024);
            for (int buffer = 1; buffer <= 40; buffer++) {
                assertThat(read(script, dialect, buffer))
                        .as("%d bytes of %s", buffer, script)
                        .isEqualTo(expected);
            }
        }
    }

    @ParameterizedTest
    @MethodSource("dialects")
    void passesOverLongCommentsInItsFirstBuffer(@Nullable SqlDialect dialect) throws IOException {
        for (String comment : List.of(
                "-- \u00fcnd so weiter; 'und so fort\n", "/* \u00fcnd; */", " \n\t", "/*" + "x * y\n".repeat(99))) {
            ScriptBuffer text = text(comment.repeat(20_000) + (comment.endsWith("y\n") ? "*/" : ""), dialect, 8 * 1024);
            try (SqlScanner<?> scanner = scanner(text, dialect)) {
                if (dialect == null || !dialect.has(SqlDialect.Lexis.NESTED_COMMENTS) || !comment.endsWith("y\n")) {
                    assertThat(scanner.next()).isNull();
                    assertThat(text.bufferSize()).isEqualTo(64 * 1024);
                }
            }
        }
    }

    @ParameterizedTest
    @MethodSource("dialects")
    void findsTheMarkerInCommentsThatAreReadInPieces(@Nullable SqlDialect dialect) throws IOException {
        String licence = "-- some words of a licence\n".repeat(20);
        for (int buffer = 1; buffer < 64; buffer++) {
            assertThat(read(licence + "-- fastmigrate: no-transaction\nSELECT 1;", dialect, buffer))
                    .as("buffer of %d bytes", buffer)
                    .last()
                    .asString()
                    .endsWith("true");
            assertThat(read("/* not\n-- fastmigrate: no-transaction\n*/ SELECT 1;", dialect, buffer))
                    .as("buffer of %d bytes", buffer)
                    .last()
                    .asString()
                    .endsWith("false");
        }
    }

    @ParameterizedTest
    @MethodSource("dialects")
    void endsWhenItsThreadIsInterrupted(@Nullable SqlDialect dialect) throws IOException {
        try (SqlScanner<?> scanner = scanner(text("SELECT 1;\n".repeat(10_000), dialect, 8 * 1024), dialect)) {
            assertThat(scanner.next()).isNotNull();
            Thread.currentThread().interrupt();
            assertThatThrownBy(() -> {
                        while (scanner.next() != null) {
                            // to its end
                        }
                    })
                    .isInstanceOf(InterruptedIOException.class);
        } finally {
            assertThat(Thread.interrupted()).isTrue();
        }
    }

    @ParameterizedTest
    @MethodSource("dialects")
    void refusesStatementsThatAreTooLong(@Nullable SqlDialect dialect) {
        String script = "SELECT 1; SELECT '" + "x".repeat(100) + "'";
        ScriptBuffer text = new ScriptBuffer(
                new ByteArrayInputStream(script.getBytes(StandardCharsets.UTF_8)), "a.sql", dialect, 8, 32);
        assertThatThrownBy(() -> {
                    try (SqlScanner<?> scanner = scanner(text, dialect)) {
                        while (scanner.next() != null) {
                            // to its end
                        }
                    }
                })
                .isInstanceOf(InvalidScriptException.class)
                .hasMessage("a.sql:1:11: the statement that begins here is too long: a statement can have 32 bytes"
                        + " at most.");
    }

    @ParameterizedTest
    @MethodSource("dialects")
    void countsTheBytesUpToTheStatement(@Nullable SqlDialect dialect) throws IOException {
        try (SqlScanner<?> scanner = scanner(text("SELECT 1; SELECT 2;", dialect, 8 * 1024), dialect)) {
            scanner.next();
            assertThat(scanner.bytesRead()).isEqualTo("SELECT 1;".length());
        }
    }

    @Test
    void namesTheWholeDollarQuoteThatIsNeverClosed() throws IOException {
        assertThat(read("SELECT 1; DO $body$ BEGIN; $b$", SqlDialect.POSTGRESQL, 64))
                .last()
                .isEqualTo("a.sql:1:14: the quote that is opened here ($body$) is never closed. Close it with $body$.");
    }

    @Test
    void takesALineCommentThatLooksLikeAnotherForALineComment() throws IOException {
        assertThat(read("SELECT 1; #* x", SqlDialect.MYSQL, 64))
                .last()
                .asString()
                .startsWith("t1:");
    }
}
