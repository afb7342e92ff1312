package io.fastmigrate.databases;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.fastmigrate.Adoption;
import io.fastmigrate.FastMigrateBuilder;
import io.fastmigrate.error.EnrollFailedException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.flywaydb.core.Flyway;

/**
 * A small project that the real Flyway migrates.
 *
 * @param directory below which its scripts are
 */
record FlywayProject(Path directory) {

    /** Writes scripts, each a name and its text, beside those that are there; returns their directory. */
    Path write(String... namesAndTexts) throws Exception {
        Path old = Files.createDirectories(directory.resolve("old"));
        for (int i = 0; i < namesAndTexts.length; i += 2) {
            Files.writeString(old.resolve(namesAndTexts[i]), namesAndTexts[i + 1]);
        }
        return old;
    }

    static void migrate(String url, Path scripts) {
        Flyway.configure()
                .dataSource(url, null, null)
                .locations("filesystem:" + scripts)
                .load()
                .migrate();
    }

    /** Returns why the database is not taken over. */
    static EnrollFailedException refusal(FastMigrateBuilder builder, Path old) {
        return refusal(builder, Adoption.Source.of(old));
    }

    /** Returns why the database is not taken over. */
    static EnrollFailedException refusal(FastMigrateBuilder builder, Adoption.Source source) {
        EnrollFailedException refusal = catchThrowableOfType(
                EnrollFailedException.class, () -> builder.build().adopt(source));
        assertThat(refusal).as("it was taken over").isNotNull();
        return refusal;
    }

    /** No script was written. */
    static void hasNoScripts(Workshop db) {
        assertThat(db.directory())
                .satisfiesAnyOf(
                        path -> assertThat(path).doesNotExist(),
                        path -> assertThat(path).isEmptyDirectory());
    }
}
