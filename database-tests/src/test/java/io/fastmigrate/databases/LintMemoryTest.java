package io.fastmigrate.databases;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Linting takes no more memory for long statements: a process with a heap of 64 MB reads some that need more than that to be kept. */
class LintMemoryTest {

    /** In bytes. A buffer for more than 16 MB has 32 MB, and is copied from one of 16 MB. */
    private static final int LONG = (1 << 24) + 100_000;

    @TempDir
    static Path directory;

    @BeforeAll
    static void writeScripts() throws IOException {
        script("0001-author.sql", "CREATE TABLE author (id bigint NOT NULL PRIMARY KEY, name varchar(99));\n", "", "");
        script("0002-rows.sql", "INSERT INTO author (id, name) VALUES\n", "(1, 'it''s a name'),\n", "(0, 'last');\n");
        script("0003-text.sql", "UPDATE author SET name = '", "a long text, and ''quotes''; ", "' WHERE id = 1;\n");
    }

    private static void script(String name, String begin, String repeated, String end) throws IOException {
        try (Writer writer = Files.newBufferedWriter(directory.resolve(name))) {
            writer.write(begin);
            for (int length = 0; !repeated.isEmpty() && length < LONG; length += repeated.length()) {
                writer.write(repeated);
            }
            writer.write(end);
        }
    }

    private static CommandLine.Result lint(String database) throws Exception {
        return CommandLine.run(
                Map.of("JDK_JAVA_OPTIONS", "-Xmx64m"), "lint", "--db", database, "--migrations", directory.toString());
    }

    private static void assertReads(CommandLine.Result result, String coverage) {
        assertThat(result.output()).contains(coverage).doesNotContain("X4", "X6", "OutOfMemoryError");
        assertThat(result.exitCode()).as(result.output()).isZero();
    }

    @Test
    void readsScriptsForSqlite() throws Exception {
        assertReads(
                lint(directory.resolve("app.db").toString()),
                "2 of 3 statements analysed; not: UPDATE of more than 1 MB (0003-text.sql:1:1)");
    }

    @Test
    void readsScriptsForPostgres() throws Exception {
        assertReads(
                lint(Servers.postgres()),
                "1 of 3 statements analysed; not: INSERT of more than 1 MB (0002-rows.sql:1:1), "
                        + "UPDATE of more than 1 MB (0003-text.sql:1:1)");
    }

    @Test
    void readsScriptsForMariaDb() throws Exception {
        assertReads(
                lint(Servers.maria()),
                "1 of 3 statements analysed; not: INSERT of more than 1 MB (0002-rows.sql:1:1), "
                        + "UPDATE of more than 1 MB (0003-text.sql:1:1)");
    }
}
