package io.fastmigrate.test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fastmigrate.FastMigrate;
import io.fastmigrate.Script;
import io.fastmigrate.Version;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A test's scripts can be in several places, and {@code {vendor}} is SQLite. */
class SeveralLocationsTest {

    @FastMigrateTest(migrations = {"classpath:migrations", "classpath:several/{vendor}"})
    static class InTwoPlacesTest {

        @Test
        void runsThemAsOneSequence(FastMigrate fastMigrate) {
            assertThat(fastMigrate.version()).isEqualTo(new Version(4));
            assertThat(fastMigrate.status().applied())
                    .extracting(entry -> entry.version().number())
                    .containsExactly(1, 2, 3, 4);
        }

        @Test
        @AtVersion(3)
        void standsAtAVersionOfEither(FastMigrate fastMigrate) {
            assertThat(fastMigrate.version()).isEqualTo(new Version(3));
            assertThat(fastMigrate.status().pending())
                    .extracting(Script::fileName)
                    .containsExactly("0004-authors.sql");
            assertThat(fastMigrate.migrate().after()).isEqualTo(new Version(4));
        }
    }

    @Test
    void verifiesThemTogether(@TempDir Path directory) throws IOException {
        MigrationsVerifier.verify(List.of("classpath:migrations", "classpath:several/{vendor}"), List.of());

        new Migrations(directory).with("0002-taken.sql", "SELECT 1;");
        assertThatThrownBy(() ->
                        MigrationsVerifier.verify(List.of("classpath:migrations", directory.toString()), List.of()))
                .isInstanceOf(AssertionError.class)
                .hasMessageContainingAll(
                        "There is 1 problem with the migrations in classpath:migrations, " + directory,
                        "The number 0002 occurs 2 times: ",
                        "0002-first-book.sql",
                        directory.resolve("0002-taken.sql").toString());
    }
}
