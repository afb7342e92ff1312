package io.fastmigrate.databases;

import static org.assertj.core.api.Assertions.assertThat;

import io.fastmigrate.FastMigrate;
import io.fastmigrate.Report;
import io.fastmigrate.test.BackendContract;
import io.fastmigrate.test.Capability;
import io.fastmigrate.test.JdbcDatabase;
import io.fastmigrate.test.TestDatabase;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DuckDbContractTest extends BackendContract {

    @Override
    protected TestDatabase newDatabase(Path place) {
        String url = "jdbc:duckdb:" + place;
        return new JdbcDatabase(
                        () -> FastMigrate.database(url).backupDirectory(place.resolveSibling("backups")),
                        () -> DriverManager.getConnection(url))
                .without(Capability.RESTORE, Capability.ENROLL);
    }

    /** DuckDB refuses a file that another thread of the process is about to open or close. */
    @Test
    void waitsUntilOtherThreadsHaveOpenedTheFile(@TempDir Path directory) throws Exception {
        FastMigrate migrator = FastMigrate.database("jdbc:duckdb:" + directory.resolve("database"))
                .migrations(Files.createDirectory(directory.resolve("migrations")))
                .build();
        migrator.create();
        ExecutorService threads = Executors.newFixedThreadPool(5);
        try {
            List<Future<Report>> calls = Stream.generate(() -> threads.submit(migrator::migrate))
                    .limit(200)
                    .toList();
            for (Future<Report> call : calls) {
                assertThat(call.get().applied()).isEmpty();
            }
        } finally {
            threads.shutdown();
        }
    }
}
