package io.fastmigrate.databases;

import static org.assertj.core.api.Assertions.assertThat;

import io.fastmigrate.internal.sql.dialect.DialectStatements;
import io.fastmigrate.internal.sql.scan.SqlScanner;
import io.fastmigrate.internal.sql.token.DialectStatement;
import io.fastmigrate.internal.sql.token.SqlDialect;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Scripts full of what could be mistaken for the end of a statement, run on the database itself. */
class SplittingTest {

    @TempDir
    Path directory;

    @SuppressWarnings("NullAway") // set before each test
    SplittingTest() {}

    @Test
    void cutsAsPostgresDoes() throws Exception {
        List<String> rows = run(Servers.postgres(), "postgresql", SqlDialect.POSTGRESQL, 17);
        assertThat(rows)
                .containsExactly(
                        "a;b'c\\",
                        "it's ; \\",
                        "dollar; 'quote",
                        " $$;$$ ",
                        ";",
                        "data;",
                        "seven;",
                        "eight; 8",
                        "rule;",
                        "two",
                        "do;",
                        "line;\nbreak;joined;");
    }

    @Test
    void cutsAsMariaDbDoes() throws Exception {
        List<String> rows = run(Servers.maria(), "mariadb", SqlDialect.MYSQL, 13);
        assertThat(rows)
                .containsExactly(
                        "a;b'c",
                        "it's ; \\",
                        "dou;ble \" \"quote",
                        "8;",
                        "exe;cuted",
                        "plain",
                        "pro;cedure",
                        "trigger",
                        "//",
                        "x;$$y",
                        "last");
    }

    @Test
    void cutsAsH2Does() throws Exception {
        List<String> rows = run("jdbc:h2:file:" + directory.resolve("h2"), "h2", SqlDialect.H2, 9);
        assertThat(rows)
                .containsExactly("a;b'c\\", "dollar; 'quote", "data;", "four;", "x;x", "no semicolon at the end");
    }

    @Test
    void cutsAsDuckDbDoes() throws Exception {
        List<String> rows = run("jdbc:duckdb:" + directory.resolve("duck.db"), "duckdb", SqlDialect.DUCKDB, 8);
        assertThat(rows).containsExactly("a;b'c\\", "it's ; \\", "dollar; 'quote", " $$;$$ ", "five;", "y;y", "1;b;");
    }

    private List<String> run(String url, String name, SqlDialect dialect, int statements) throws Exception {
        byte[] script = script(name);
        int count = 0;
        try (SqlScanner<DialectStatement> scanner =
                DialectStatements.scan(new ByteArrayInputStream(script), name, dialect)) {
            while (scanner.next() != null) {
                count++;
            }
        }
        assertThat(count).isEqualTo(statements);
        Workshop db = new Workshop(url, directory);
        db.script("0001-nasty.sql", new String(script, StandardCharsets.UTF_8));
        db.migrate();
        return db.query("SELECT s FROM t ORDER BY n");
    }

    private static byte[] script(String name) throws IOException {
        try (InputStream in = SplittingTest.class.getResourceAsStream("/splitting/" + name + ".sql")) {
            return Objects.requireNonNull(in).readAllBytes();
        }
    }
}
