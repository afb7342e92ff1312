package io.fastmigrate;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What takes longer than {@link WhatToTryTest} may. */
class WhatToTryIT {

    private static final String TABLE = "CREATE TABLE t (a);";

    @TempDir
    Path directory;

    private Sandbox sandbox;

    @BeforeEach
    void fresh() {
        sandbox = Sandbox.in(directory);
    }

    @Test
    void thousandScriptsRun() throws Exception {
        sandbox.script("0001-t.sql", TABLE);
        for (int i = 2; i <= 1000; i++) {
            sandbox.script(String.format(Locale.ROOT, "%04d-row.sql", i), "INSERT INTO t VALUES (" + i + ");");
        }
        assertThat(sandbox.managed().migrate().applied()).hasSize(1000);
        assertThat(sandbox.query("SELECT count(*), max(a) FROM t")).containsExactly("999|1000");
        assertThat(sandbox.builder().build().migrate().applied()).isEmpty();
    }

    @Test
    void scriptOfThirtyMegabytesRuns() throws Exception {
        Path script = sandbox.migrations().resolve("0001-big.sql");
        int rows = 400_000;
        try (BufferedWriter out = Files.newBufferedWriter(script)) {
            out.write("CREATE TABLE big (id INTEGER PRIMARY KEY, text TEXT);\n");
            for (int i = 0; i < rows; i++) {
                out.write("INSERT INTO big VALUES (" + i
                        + ", 'some text that makes this line about as long as usual');\n");
            }
        }
        assertThat(Files.size(script)).isGreaterThan(30_000_000L);
        sandbox.managed().migrate();
        assertThat(sandbox.query("SELECT count(*) FROM big")).containsExactly(String.valueOf(rows));
    }
}
