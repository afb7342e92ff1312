package io.fastmigrate.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.fastmigrate.cli.output.BuildVersion;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.PathMatcher;
import java.nio.file.StandardCopyOption;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * A folder with commands and what they must print. {@code command} holds one command a line, words apart by spaces,
 * {@code '...'} round a word that has some, {@code *} in a word for a file that is there by then; they run one after the other in a working directory that has a copy of what
 * else is in the folder. {@code fixture} names a database to start from, {@code database.sql} makes one. {@code stdout}
 * and {@code stderr} hold what all commands print together, {@code exit} the exit codes.
 */
final class GoldenCase {

    /** Runs one command in a working directory. */
    interface Runner {
        Outcome run(Path directory, List<String> words) throws Exception;
    }

    record Outcome(int exitCode, String out, String err) {}

    private static final Path RESOURCES = Path.of("src/test/resources");
    private static final Path CASES = RESOURCES.resolve("cli");
    private static final List<String> EXPECTATIONS =
            List.of("command", "stdout", "stderr", "exit", "fixture", "database.sql");
    private static final Pattern WORD = Pattern.compile("'([^']*)'|(\\S+)");
    private static final String DEFAULT_DATABASE = "data/database.db";

    private static final AtomicInteger UPDATED = new AtomicInteger();

    private final Path folder;

    private GoldenCase(Path folder) {
        this.folder = folder;
    }

    static List<GoldenCase> all() {
        try (Stream<Path> folders = Files.list(CASES)) {
            return folders.sorted().map(GoldenCase::new).toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A run that writes its own expectations proves nothing: it fails in the end. */
    static void requireNoneUpdated() {
        int updated = UPDATED.getAndSet(0);
        assertThat(updated).as("updated %d files, run again", updated).isZero();
    }

    String name() {
        return folder.getFileName().toString();
    }

    void check(Path directory, Runner runner) throws Exception {
        prepare(directory);
        StringBuilder out = new StringBuilder();
        StringBuilder err = new StringBuilder();
        List<String> exits = new ArrayList<>();
        for (String line : Files.readAllLines(folder.resolve("command"))) {
            Outcome outcome = runner.run(directory, words(line, directory));
            out.append(outcome.out());
            err.append(outcome.err());
            exits.add(Integer.toString(outcome.exitCode()));
        }
        compare("stdout", stable(out.toString(), directory));
        compare("stderr", stable(err.toString(), directory));
        compare("exit", String.join(" ", exits) + "\n");
    }

    private void compare(String file, String actual) throws IOException {
        Path golden = folder.resolve(file);
        boolean differs = !Files.exists(golden) || !actual.equals(Files.readString(golden));
        if (differs && Boolean.getBoolean("golden.update")) {
            Files.writeString(golden, actual);
            UPDATED.incrementAndGet();
        }
        assertThat(actual).as(name() + "/" + file).isEqualTo(Files.readString(golden));
    }

    /** Replaces what is different at each run; the progress of a slow machine is no part of it. */
    private static String stable(String text, Path directory) throws IOException {
        return text.replace(directory.toRealPath().toString(), "@DIR@")
                .replace(directory.toString(), "@DIR@")
                .replace(BuildVersion.text(), "@VERSION@")
                .replaceAll("\\d{8}_\\d{6}(_\\d+)?", "@TIME@")
                .replaceAll("\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d(\\.\\d+)?Z", "@INSTANT@")
                .replaceAll("\\b\\d+(\\.\\d)? m?s\\b( +\\S+@\\S+)?", "@TOOK@")
                .replaceAll("(?m)^  \\S+  ( *\\d+ %  )?([\\d,]+ statements?  )?@TOOK@\n", "")
                .replaceAll("\"tookMs\": \\d+", "\"tookMs\": 0")
                .replaceAll("\"appliedBy\": \"[^\"]+\"", "\"appliedBy\": \"@WHO@\"");
    }

    private static List<String> words(String line, Path directory) throws IOException {
        List<String> words = new ArrayList<>();
        Matcher matcher = WORD.matcher(line);
        while (matcher.find()) {
            if (matcher.group(1) != null) {
                words.add(matcher.group(1));
            } else if (matcher.group(2).contains("*")) {
                words.addAll(matching(matcher.group(2), directory));
            } else {
                words.add(matcher.group(2));
            }
        }
        return words;
    }

    private static List<String> matching(String pattern, Path directory) throws IOException {
        PathMatcher matcher = directory.getFileSystem().getPathMatcher("glob:" + pattern);
        try (Stream<Path> files = Files.walk(directory)) {
            return files.map(directory::relativize)
                    .filter(matcher::matches)
                    .map(Path::toString)
                    .sorted()
                    .toList();
        }
    }

    private void prepare(Path directory) throws IOException, SQLException {
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : (Iterable<Path>) files.filter(Files::isRegularFile)::iterator) {
                String relative = folder.relativize(file).toString();
                if (!EXPECTATIONS.contains(relative)) {
                    Path copy = directory.resolve(relative);
                    Files.createDirectories(copy.getParent());
                    Files.copy(file, copy, StandardCopyOption.REPLACE_EXISTING);
                }
            }
        }
        Path database = directory.resolve(DEFAULT_DATABASE);
        Path fixture = folder.resolve("fixture");
        Path sql = folder.resolve("database.sql");
        if (Files.exists(fixture)) {
            Files.createDirectories(database.getParent());
            String name = Files.readString(fixture, StandardCharsets.UTF_8).strip();
            Files.copy(RESOURCES.resolve("python-tool").resolve(name), database);
        } else if (Files.exists(sql)) {
            Files.createDirectories(database.getParent());
            try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + database);
                    Statement statement = connection.createStatement()) {
                statement.executeUpdate(Files.readString(sql));
            }
        }
    }
}
