package io.fastmigrate.mcp;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;

/** A folder with a database at version 1 and scripts, and the programs that work there, each in a process. */
final class Project {

    private final Path directory;

    private Project(Path directory) {
        this.directory = directory;
    }

    /** Makes one in an empty folder. */
    static Project in(Path directory) throws Exception {
        Project project = new Project(directory);
        project.script("0001-create-books.sql", "CREATE TABLE books (id INTEGER PRIMARY KEY, title TEXT NOT NULL);\n");
        project.command("create", "--db", "data/app.db");
        project.command("migrate", "--db", "data/app.db");
        project.sql("INSERT INTO books (title) VALUES ('Emma')");
        return project;
    }

    Path path(String name) {
        return directory.resolve(name);
    }

    Path directory() {
        return directory;
    }

    Path script(String name, String text) {
        try {
            Path script = path("migrations").resolve(name);
            Files.createDirectories(path("migrations"));
            return Files.writeString(script, text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Returns the words that start fastmigrate with some arguments. */
    static List<String> words(List<String> arguments) {
        List<String> words = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-cp",
                System.getProperty("java.class.path", "").replace("::", ":"),
                "io.fastmigrate.cli.Main"));
        words.addAll(arguments);
        assertThat(words.get(3)).contains(File.separator);
        return words;
    }

    /** Runs a command and returns what it prints on standard output. */
    String command(String... arguments) throws Exception {
        Process process = new ProcessBuilder(words(Arrays.asList(arguments)))
                .directory(directory.toFile())
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        String printed = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        process.waitFor();
        return printed;
    }

    void sql(String statement) throws SQLException {
        try (Connection connection = connect();
                Statement run = connection.createStatement()) {
            run.executeUpdate(statement);
        }
    }

    int number(String query) {
        try (Connection connection = connect();
                Statement run = connection.createStatement();
                ResultSet result = run.executeQuery(query)) {
            return result.getInt(1);
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    int version() {
        return number("SELECT version FROM _meta");
    }

    boolean hasTable(String name) {
        return number("SELECT count(*) FROM sqlite_schema WHERE name = '" + name + "'") > 0;
    }

    private Connection connect() throws SQLException {
        return DriverManager.getConnection("jdbc:sqlite:" + path("data/app.db"));
    }

    /** Returns the names of the files beside the database. */
    List<String> filesOfDatabase() {
        try (Stream<Path> files = Files.list(path("data"))) {
            return files.map(file -> file.getFileName().toString()).sorted().toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
