package io.fastmigrate.schema;

import static org.assertj.core.api.Assertions.assertThat;

import io.fastmigrate.FastMigrate;
import io.fastmigrate.error.FastMigrateException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** No false report: every directory of scripts of this project that runs on SQLite, and the database that nothing else changed. */
class CorpusDriftTest {

    private static final int FEWEST = 60;

    @TempDir
    Path directory;

    private static List<Path> directories() throws IOException {
        try (Stream<Path> all = Files.walk(Path.of(".."))) {
            return all.filter(Files::isDirectory)
                    .filter(path -> path.endsWith("migrations"))
                    .filter(path -> path.toString().contains("resources")
                            && !path.toString().contains("target"))
                    .sorted()
                    .toList();
        }
    }

    /** Some scripts write beside themselves. */
    private Path copy(Path scripts, int number) throws IOException {
        Path copy = directory.resolve("copy" + number);
        try (Stream<Path> files = Files.walk(scripts)) {
            for (Path file : (Iterable<Path>) files::iterator) {
                Files.copy(file, copy.resolve(scripts.relativize(file).toString()));
            }
        }
        return copy;
    }

    /** Returns what drift says after a migration; empty for scripts that do not run. */
    private Optional<DriftReport> drift(Path scripts, int number) {
        FastMigrate fastMigrate = FastMigrate.sqlite(directory.resolve(number + ".db"))
                .migrations(scripts)
                .build();
        try {
            fastMigrate.create();
            fastMigrate.migrate();
        } catch (FastMigrateException e) {
            return Optional.empty();
        }
        return Optional.of(Schema.of(fastMigrate).drift());
    }

    @Test
    void saysNothingOfADatabaseThatOnlyScriptsChanged() throws IOException {
        int compared = 0;
        int number = 0;
        for (Path scripts : directories()) {
            number++;
            Optional<DriftReport> report = drift(copy(scripts, number), number);
            if (report.isPresent()) {
                assertThat(report.get().differences()).as(scripts.toString()).isEmpty();
                compared++;
            }
        }
        assertThat(compared).isGreaterThanOrEqualTo(FEWEST);
    }
}
