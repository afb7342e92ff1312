package io.fastmigrate.test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MigrationsVerifierTest {

    @TempDir
    private Path directory;

    private Migrations scripts;

    @BeforeEach
    void start() throws IOException {
        scripts = new Migrations(directory).with("0001-a.sql", "CREATE TABLE a (id INTEGER PRIMARY KEY);");
    }

    @Test
    void acceptsScriptsThatAreSound() {
        MigrationsVerifier.verify("classpath:migrations");
        MigrationsVerifier.verify(directory.toString());
        MigrationsVerifier.verify("classpath:migrations", List.of(new FastMigrateTestTest.AddEmma()));
    }

    @Test
    void namesEverythingThatIsWrongAtOnce() throws IOException {
        scripts.with("2-b.sql", "SELECT 1;")
                .with("0000-zero.sql", "SELECT 1;")
                .with("0003-c.sql", "SELECT 1;")
                .with("0003-d.sql", "SELECT 1;");
        Files.write(directory.resolve("0004-latin.sql"), "SELECT '\u00e9';".getBytes(StandardCharsets.ISO_8859_1));

        assertThatThrownBy(() -> MigrationsVerifier.verify(directory.toString()))
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining("There are 4 problems with the migrations in " + directory)
                .hasMessageContaining("2-b.sql does not run: a script's name is four digits")
                .hasMessageContaining("0000-zero.sql never runs")
                .hasMessageContaining("The number 0003 occurs 2 times: ")
                .hasMessageContaining("0003-d.sql")
                .hasMessageContaining("0004-latin.sql");
    }

    @Test
    void runsEveryScriptOnAnEmptyDatabase() throws IOException {
        scripts.with("0002-b.sql", "INSERT INTO b VALUES (1);")
                .with("0003-c.sql", "SELECT 1;")
                .with("0004-d.sql", "SELECT 1;");

        assertThatThrownBy(() -> MigrationsVerifier.verify(directory.toString()))
                .hasMessageContaining("There are 2 problems")
                .hasMessageContaining("no such table: b")
                .hasMessageContaining("2 scripts after that one could not be tried.");
    }

    @Test
    void demandsASchemaThatCanBeEnrolled() throws IOException {
        scripts.with(
                "0002-b.sql",
                "PRAGMA writable_schema = ON;\n"
                        + "UPDATE sqlite_schema SET sql = 'CREATE TABLE a (id INTEGER PRIMARY KEY, x REFERENCES)'"
                        + " WHERE name = 'a';\n"
                        + "PRAGMA writable_schema = OFF;\n");

        assertThatThrownBy(() -> MigrationsVerifier.verify(directory.toString()))
                .isInstanceOf(AssertionError.class);
    }

    @Test
    void tellsThatThereIsNothingToVerify(@TempDir Path empty) {
        assertThatThrownBy(() -> MigrationsVerifier.verify(empty.toString()))
                .hasMessageContaining("There are no scripts.");
        assertThatThrownBy(() -> MigrationsVerifier.verify(empty.resolve("none").toString()))
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining("The migrations directory does not exist");
    }

    @Test
    void findsANumberThatAJavaMigrationHasToo() {
        FastMigrateTestTest.AddEmma java = new FastMigrateTestTest.AddEmma();
        assertThatThrownBy(() -> MigrationsVerifier.verify("classpath:migrations", List.of(java, java)))
                .hasMessageContaining("The number 0003 occurs 2 times");
        assertThat(directory).isNotEmptyDirectory();
    }
}
