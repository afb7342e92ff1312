package io.fastmigrate.test.verify;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fastmigrate.FastMigrate;
import io.fastmigrate.lint.Linter;
import io.fastmigrate.lint.Severity;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LintVerifierTest {

    @TempDir
    Path directory;

    @BeforeEach
    void scripts() throws IOException {
        Files.writeString(
                directory.resolve("0001-book.sql"), "CREATE TABLE book (id INTEGER PRIMARY KEY, title TEXT);\n");
    }

    @Test
    void passesOverSoundScripts() {
        assertThatCode(() -> LintVerifier.verify(directory.toString())).doesNotThrowAnyException();
    }

    @Test
    void failsWithPlaceAndSafeWay() throws IOException {
        Files.writeString(directory.resolve("0002-pages.sql"), "ALTER TABLE book ADD COLUMN pages INTEGER NOT NULL;\n");

        assertThatThrownBy(() -> LintVerifier.verify(directory.toString()))
                .isInstanceOf(AssertionError.class)
                .hasMessageContainingAll("0002-pages.sql:1:", "error S6", "The safe way", "1 error");
    }

    @Test
    void takesALinterWithItsSettings() throws IOException {
        Files.writeString(directory.resolve("0002-all.sql"), "UPDATE book SET title = 'x';\n");
        FastMigrate scripts = FastMigrate.sqlite(directory.resolve("app.db"))
                .migrations(directory)
                .build();

        assertThatThrownBy(() -> LintVerifier.verify(Linter.of(scripts), Severity.WARNING))
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining("warning S16");
        assertThatCode(() -> LintVerifier.verify(Linter.of(scripts).rule("S16", "off"), Severity.INFO))
                .doesNotThrowAnyException();
    }
}
