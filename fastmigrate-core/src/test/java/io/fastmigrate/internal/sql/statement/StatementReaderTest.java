package io.fastmigrate.internal.sql.statement;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.fastmigrate.error.InvalidScriptException;
import java.io.ByteArrayInputStream;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class StatementReaderTest {

    private static final int ROWS = 60_000;

    /** As long as a script that is read ahead. */
    private static byte[] script(String middle) {
        StringBuilder text = new StringBuilder("-- many rows\n");
        for (int row = 0; row < ROWS; row++) {
            text.append(row == ROWS / 2 ? middle : "INSERT INTO t VALUES (" + row + ", 'one of many rows');\n");
        }
        return text.toString().getBytes(StandardCharsets.ISO_8859_1);
    }

    private static StatementReader read(byte[] script) {
        return StatementReader.open(new ByteArrayInputStream(script), "s.sql", script.length);
    }

    private static List<String> all(StatementReader reader) throws IOException {
        List<String> found = new ArrayList<>();
        for (SqlStatement next = reader.next(); next != null; next = reader.next()) {
            found.add(next.position() + " " + next.insertHead() + " " + next.rowsEnd() + " " + next.text());
        }
        return found;
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "CREATE TABLE u (a);\n", "UPDATE t SET a = 1; -- no more\n"})
    void readsWhatTheScannerReadsAlsoAhead(String middle) throws Exception {
        byte[] script = script(middle);
        try (StatementReader ahead = read(script);
                StatementReader plain = StatementReader.open(new ByteArrayInputStream(script), "s.sql", 0)) {
            assertThat(all(ahead)).isEqualTo(all(plain)).hasSizeGreaterThanOrEqualTo(ROWS - 1);
            assertThat(ahead.checksum().text()).isEqualTo(plain.checksum().text());
            assertThat(ahead.bytesRead()).isEqualTo(script.length).isEqualTo(plain.bytesRead());
        }
    }

    @Test
    void tellsWhatIsWrongAfterTheStatementsBeforeIt() throws Exception {
        byte[] script = script("INSERT INTO t VALUES (1, '\u00ff');\n");
        try (StatementReader reader = read(script)) {
            List<SqlStatement> before = new ArrayList<>();
            InvalidScriptException failure = catchThrowableOfType(InvalidScriptException.class, () -> {
                for (SqlStatement next = reader.next(); next != null; next = reader.next()) {
                    before.add(next);
                }
            });
            assertThat(failure).hasMessageContaining("not UTF-8").hasMessageContaining(":" + (ROWS / 2 + 2) + ":");
            assertThat(before).hasSize(ROWS / 2);
            assertThatThrownBy(reader::checksum).isInstanceOf(IllegalStateException.class);
        }
    }

    @Test
    void endsItsThreadAndClosesTheStreamAlsoInTheMiddle() throws Exception {
        AtomicBoolean closed = new AtomicBoolean();
        InputStream in = new FilterInputStream(new ByteArrayInputStream(script(""))) {
            @Override
            public void close() {
                closed.set(true);
            }
        };
        StatementReader reader = StatementReader.open(in, "s.sql", Long.MAX_VALUE);
        reader.next();
        assertThat(threads()).isNotEmpty();
        reader.close();
        assertThat(threads()).isEmpty();
        assertThat(closed).isTrue();
    }

    private static List<Thread> threads() {
        return Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> thread.getName().equals("fastmigrate-reader"))
                .toList();
    }

    @Test
    void doesNotReadFarAheadOfLongStatements() throws Exception {
        int length = 1_000_000;
        byte[] script = ("INSERT INTO t VALUES ('" + "x".repeat(length) + "');\n")
                .repeat(20)
                .getBytes(StandardCharsets.UTF_8);
        AtomicLong read = new AtomicLong();
        InputStream in = new FilterInputStream(new ByteArrayInputStream(script)) {
            @Override
            public int read(byte[] to, int from, int most) throws IOException {
                int got = super.read(to, from, most);
                read.addAndGet(got);
                return got;
            }
        };
        try (StatementReader reader = StatementReader.open(in, "s.sql", script.length)) {
            reader.next();
            awaitThatItWaits();
            // The one that was handed out, the next, and what is left of the scanner's buffer.
            assertThat(read).hasValueLessThan(5L * length);
            assertThat(all(reader)).hasSize(19);
        }
    }

    private static void awaitThatItWaits() throws InterruptedException {
        long deadline = System.nanoTime() + 30_000_000_000L;
        while (threads().get(0).getState() != Thread.State.WAITING) {
            assertThat(System.nanoTime()).isLessThan(deadline);
            Thread.sleep(1);
        }
    }

    @Test
    void anInterruptEndsTheWaitForAStreamThatBringsNothing() throws Exception {
        CountDownLatch waiting = new CountDownLatch(1);
        InputStream in = new InputStream() {
            @Override
            public int read() throws IOException {
                return read(new byte[1], 0, 1);
            }

            @Override
            public int read(byte[] to, int from, int most) throws IOException {
                waiting.countDown();
                try {
                    new CountDownLatch(1).await();
                } catch (InterruptedException e) {
                    throw new InterruptedIOException();
                }
                return -1;
            }
        };
        try (StatementReader reader = StatementReader.open(in, "s.sql", Long.MAX_VALUE)) {
            waiting.await();
            Thread.currentThread().interrupt();
            assertThatThrownBy(reader::next).isInstanceOf(InterruptedIOException.class);
            assertThat(Thread.interrupted()).isTrue();
        }
        assertThat(threads()).isEmpty();
    }
}
