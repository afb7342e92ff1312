package io.fastmigrate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.fastmigrate.error.FastMigrateException;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.Statement;
import java.time.Duration;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Golden cases: a folder each, with the scripts, what stands in the database before, and the error word for word. */
class ErrorMessagesTest {

    private static final Path CASES = Path.of("src/test/resources/errors");

    @TempDir
    Path directory;

    static Stream<String> cases() throws IOException {
        try (Stream<Path> paths = Files.list(CASES)) {
            return paths.map(path -> String.valueOf(path.getFileName())).sorted().toList().stream();
        }
    }

    @ParameterizedTest
    @MethodSource("cases")
    void saysWhatHappenedWhereAndWhatToDo(String name) throws Exception {
        Path golden = CASES.resolve(name);
        Path migrations = copy(golden.resolve("migrations"));
        Path database = database(golden);
        FastMigrate fastMigrate = FastMigrate.sqlite(database)
                .migrations(migrations)
                .lockTimeout(Duration.ofMillis(50))
                .build();
        String fault = Files.exists(golden.resolve("fault")) ? Files.readString(golden.resolve("fault")) : "";
        String actual = normalised(failure(fastMigrate, database, fault));
        Path expected = golden.resolve("expected");
        if (Boolean.getBoolean("golden.update")) {
            Files.writeString(expected, actual);
        }
        assertThat(actual).isEqualTo(Files.readString(expected));
    }

    private Path copy(Path from) throws IOException {
        Path to = Files.createDirectory(directory.resolve("migrations"));
        try (Stream<Path> scripts = Files.list(from)) {
            for (Path script : scripts.toList()) {
                Files.copy(script, to.resolve(String.valueOf(script.getFileName())));
            }
        }
        return to;
    }

    private Path database(Path golden) throws Exception {
        Path database = directory.resolve("app.db");
        if (Files.exists(golden.resolve("database"))) {
            return Files.copy(golden.resolve("database"), database);
        }
        FastMigrate.sqlite(database).build().create();
        try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + database);
                Statement statement = connection.createStatement()) {
            statement.executeUpdate(Files.readString(golden.resolve("setup.sql")));
        }
        return database;
    }

    private static FastMigrateException failure(FastMigrate fastMigrate, Path database, String fault) throws Exception {
        switch (fault) {
            case "locked" -> {
                try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + database);
                        Statement statement = connection.createStatement()) {
                    statement.execute("BEGIN IMMEDIATE");
                    return failure(fastMigrate);
                }
            }
            case "interrupted" -> Thread.currentThread().interrupt();
            case "corrupt" -> {
                try (RandomAccessFile file = new RandomAccessFile(database.toFile(), "rw")) {
                    file.seek(2 * 4096L);
                    file.write("nonsense".repeat(512).getBytes(StandardCharsets.UTF_8));
                }
            }
            default -> assertThat(fault).isEmpty();
        }
        try {
            return failure(fastMigrate);
        } finally {
            Thread.interrupted();
        }
    }

    private static FastMigrateException failure(FastMigrate fastMigrate) {
        return catchThrowableOfType(FastMigrateException.class, fastMigrate::migrate);
    }

    private String normalised(FastMigrateException e) {
        assertThat(e).as("it went well").isNotNull();
        String text = e.getClass().getSimpleName() + ": " + e.getMessage() + "\n-> " + e.advice() + "\n";
        return text.replace(directory.toString(), "DIR")
                .replaceAll("[0-9.]+ s\\)", "TIME)")
                .replaceAll("SQLite [0-9.]+[0-9]", "SQLite VERSION");
    }
}
