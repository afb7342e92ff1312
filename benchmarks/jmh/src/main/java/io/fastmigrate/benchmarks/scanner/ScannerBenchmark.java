package io.fastmigrate.benchmarks.scanner;

import io.fastmigrate.internal.sql.scan.SqlScanner;
import io.fastmigrate.internal.sql.script.ScriptAnalysis;
import io.fastmigrate.internal.sql.statement.SqlStatement;
import io.fastmigrate.internal.sql.statement.SqliteStatements;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.AuxCounters;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;
import org.openjdk.jmh.infra.Blackhole;

/** Megabytes a second: the whole analysis with its checksum, as planning does it, and the statements, as running does. */
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.SECONDS)
@Warmup(iterations = 3, time = 2)
@Measurement(iterations = 5, time = 2)
@Fork(value = 1, jvmArgsAppend = "-XX:+UseSerialGC")
@State(Scope.Benchmark)
public class ScannerBenchmark {

    private static final int LENGTH = 8_000_000;

    /** What the script is made of. */
    public enum Text {
        INSERTS("INSERT INTO item (id, name, note) VALUES (1000%05d, 'name 1000%05d', 'a note of middle length');\n"),
        EXPRESSIONS("UPDATE item SET note = note || ' %d', name = upper(name) WHERE id = abs(-%d) AND name <> '';\n"),
        SCHEMA("CREATE TABLE \"t%05d\" (id INTEGER PRIMARY KEY, -- the key\n  name TEXT NOT NULL DEFAULT 'x%d');\n"),
        COMMENTS("-- %d a line that says what comes next, and why it is so\n/* %d and another */\nSELECT 1;\n"),
        LONG_TEXTS("INSERT INTO page (id, body) VALUES (%d, '" + "lorem ipsum dolor sit amet ".repeat(60) + "%d');\n"),
        UMLAUTS("INSERT INTO ort (id, name) VALUES (%d, 'M\u00fcnchen \u00fcber K\u00f6ln nach D\u00fcsseldorf %d');\n");

        private final String line;

        Text(String line) {
            this.line = line;
        }
    }

    /** JMH divides it by the time. */
    @AuxCounters(AuxCounters.Type.OPERATIONS)
    @State(Scope.Thread)
    public static class Rate {
        public double megabytes;
    }

    @Param
    public Text text;

    private byte[] script = new byte[0];

    @Setup
    public void write() {
        StringBuilder lines = new StringBuilder();
        for (int i = 0; lines.length() < LENGTH; i++) {
            lines.append(String.format(text.line, i % 100_000, i % 100_000));
        }
        script = lines.toString().getBytes(StandardCharsets.UTF_8);
    }

    @Benchmark
    public ScriptAnalysis analyse(Rate rate) throws IOException {
        rate.megabytes += script.length / 1e6;
        return ScriptAnalysis.of(new ByteArrayInputStream(script), "script");
    }

    @Benchmark
    public void statements(Rate rate, Blackhole hole) throws IOException {
        rate.megabytes += script.length / 1e6;
        try (SqlScanner<SqlStatement> scanner = SqliteStatements.scan(new ByteArrayInputStream(script), "script")) {
            for (SqlStatement statement = scanner.next(); statement != null; statement = scanner.next()) {
                hole.consume(statement);
            }
        }
    }
}
