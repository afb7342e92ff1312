package io.fastmigrate.internal.sql.scan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fastmigrate.Script;
import io.fastmigrate.error.InvalidScriptException;
import io.fastmigrate.internal.sql.GoldenFolders;
import io.fastmigrate.internal.sql.NastyScripts;
import io.fastmigrate.internal.sql.statement.SqlStatement;
import io.fastmigrate.internal.sql.statement.SqliteStatements;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class SqlScannerTest {

    static Stream<Path> goldenCases() {
        return GoldenFolders.under("statements").stream();
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("goldenCases")
    void findsTheSameStatementsWherevertheBufferEnds(Path folder) throws IOException {
        byte[] script = GoldenFolders.input(folder);
        List<String> expected = read(script, 64 * 1024);
        for (int buffer = 1; buffer <= Math.min(40, script.length + 1); buffer++) {
            assertThat(read(script, buffer)).as("buffer of %d bytes", buffer).isEqualTo(expected);
        }
    }

    @Test
    void findsTheSameStatementsOfGeneratedScriptsWhereverTheBufferEnds() throws IOException {
        Random random = new Random(5);
        for (long seed = 0; seed < 500; seed++) {
            byte[] script = NastyScripts.script(seed).getBytes(StandardCharsets.UTF_8);
            int buffer = 1 + random.nextInt(64);
            assertThat(read(script, buffer))
                    .as("seed %d, buffer of %d bytes", seed, buffer)
                    .isEqualTo(read(script, 64 * 1024));
        }
    }

    @Test
    void readsStreamsThatGiveOneByteAtTime() throws IOException {
        byte[] script = NastyScripts.script(1).getBytes(StandardCharsets.UTF_8);
        InputStream slow = new ByteArrayInputStream(script) {
            @Override
            public synchronized int read(byte[] bytes, int offset, int length) {
                return super.read(bytes, offset, Math.min(length, 1));
            }
        };
        try (SqlScanner<SqlStatement> scanner = SqliteStatements.scan(slow, "script")) {
            assertThat(read(scanner)).isEqualTo(read(script, 64 * 1024));
        }
    }

    @Test
    @Tag("large")
    void readsThirtyMegabytesInItsFirstBuffer() throws IOException {
        String statement = "INSERT INTO t (a, b) VALUES (1, 'some; text'); -- and a comment\n";
        int count = 30 * 1024 * 1024 / statement.length();
        ScriptBuffer text = new ScriptBuffer(new Repeated(statement, count), "script", null);
        try (SqlScanner<SqlStatement> scanner = new SqliteStatements(text).scanner()) {
            for (int i = 0; i < count; i++) {
                SqlStatement next = Objects.requireNonNull(scanner.next());
                assertThat(next.position().line()).isEqualTo(i + 1);
            }
            assertThat(scanner.next()).isNull();
            assertThat(scanner.bytesRead()).isEqualTo((long) count * statement.length());
            assertThat(text.bufferSize()).isEqualTo(64 * 1024);
        }
    }

    @Test
    void passesOverLongCommentsBetweenStatementsInItsFirstBuffer() throws IOException {
        for (String comment : List.of("-- ünd so weiter; 'und so fort\n", "/* ünd; */", " \n\t")) {
            ScriptBuffer text = new ScriptBuffer(new Repeated(comment, 1_000_000), "script", null);
            try (SqlScanner<SqlStatement> scanner = new SqliteStatements(text).scanner()) {
                assertThat(scanner.next()).isNull();
                assertThat(text.bufferSize()).isEqualTo(64 * 1024);
            }
        }
        ScriptBuffer text = new ScriptBuffer(new Repeated("/* never * closed ü\n", 1_000_000), "script", null);
        try (SqlScanner<SqlStatement> scanner = new SqliteStatements(text).scanner()) {
            assertThat(scanner.next()).isNull();
            assertThat(text.bufferSize()).isEqualTo(64 * 1024);
        }
    }

    @Test
    void growsForLongStatementAndKeepsItWhole() throws IOException {
        String literal = "x;".repeat(2_000_000);
        String script = "SELECT 1;\nSELECT '" + literal + "';\nSELECT 3;";
        try (SqlScanner<SqlStatement> scanner = SqliteStatements.scan(stream(script), "script")) {
            scanner.next();
            assertThat(Objects.requireNonNull(scanner.next()).text()).isEqualTo("SELECT '" + literal + "';");
            assertThat(Objects.requireNonNull(scanner.next()).position()).isEqualTo(new Script.Position(3, 1));
        }
    }

    @ParameterizedTest
    @CsvSource({"SELECT 1 + 2 + 3 + 4 + 5 + 6 + 7, 1:10", "'SELECT ''123456789012345678901234567890', 1:10"})
    void refusesStatementsThatAreTooLong(String statement, String position) {
        assertThatThrownBy(() -> {
                    try (SqlScanner<SqlStatement> scanner = scanner(stream("SELECT 1;" + statement), 8, 32)) {
                        read(scanner);
                    }
                })
                .isInstanceOf(InvalidScriptException.class)
                .hasMessage("a.sql:" + position
                        + ": the statement that begins here is too long: a statement can have 32 bytes at most.");
    }

    @Test
    void closesItsStream() throws IOException {
        AtomicBoolean closed = new AtomicBoolean();
        InputStream stream = new ByteArrayInputStream(new byte[0]) {
            @Override
            public void close() {
                closed.set(true);
            }
        };
        try (SqlScanner<SqlStatement> scanner = SqliteStatements.scan(stream, "script")) {
            assertThat(scanner.next()).isNull();
            assertThat(scanner.next()).isNull();
        }
        assertThat(closed).isTrue();
    }

    @Test
    void passesOnErrorsOfItsStream() {
        InputStream broken = new InputStream() {
            @Override
            public int read() throws IOException {
                throw new IOException("the disk is gone");
            }

            @Override
            public int read(byte[] bytes, int offset, int length) throws IOException {
                throw new IOException("the disk is gone");
            }
        };
        assertThatThrownBy(() -> SqliteStatements.scan(broken, "script").next())
                .isInstanceOf(IOException.class)
                .hasMessage("the disk is gone");
    }

    private static List<String> read(byte[] script, int buffer) throws IOException {
        try (SqlScanner<SqlStatement> scanner = scanner(new ByteArrayInputStream(script), buffer, 1 << 24)) {
            return read(scanner);
        }
    }

    private static SqlScanner<SqlStatement> scanner(InputStream script, int buffer, int longest) {
        return new SqliteStatements(new ScriptBuffer(script, "a.sql", null, buffer, longest)).scanner();
    }

    private static List<String> read(SqlScanner<SqlStatement> scanner) throws IOException {
        List<String> found = new ArrayList<>();
        try {
            for (SqlStatement next; (next = scanner.next()) != null; ) {
                found.add(next + " " + next.name() + " " + next.value() + " " + next.text());
            }
            found.add(scanner.checksum() + " " + scanner.bytesRead());
        } catch (InvalidScriptException e) {
            if (String.valueOf(e.getMessage()).contains("too long")) {
                throw e;
            }
            found.add(e.getMessage() + e.position());
        }
        return found;
    }

    private static InputStream stream(String text) {
        return new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8));
    }

    /** One text many times over. */
    private static final class Repeated extends InputStream {

        private final byte[] text;
        private long left;
        private int at;

        Repeated(String text, long count) {
            this.text = text.getBytes(StandardCharsets.UTF_8);
            this.left = this.text.length * count;
        }

        @Override
        public int read() {
            byte[] one = new byte[1];
            return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
        }

        @Override
        public int read(byte[] bytes, int offset, int length) {
            if (left == 0) {
                return -1;
            }
            int count = (int) Math.min(left, Math.min(length, text.length - at));
            System.arraycopy(text, at, bytes, offset, count);
            at = (at + count) % text.length;
            left -= count;
            return count;
        }
    }
}
