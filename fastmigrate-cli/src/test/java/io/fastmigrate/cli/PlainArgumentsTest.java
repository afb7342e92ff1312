package io.fastmigrate.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.fastmigrate.FastMigrate;
import io.fastmigrate.cli.output.Terminal;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PlainArgumentsTest {

    @TempDir
    Path directory;

    private final ByteArrayOutputStream printed = new ByteArrayOutputStream();

    @BeforeEach
    void makeADatabase() throws IOException {
        for (String name : List.of("m", "migrations")) {
            Files.writeString(
                    Files.createDirectory(directory.resolve(name)).resolve("0001-a.sql"),
                    "CREATE TABLE " + name + "(x);");
        }
        Files.createDirectory(directory.resolve("data"));
        for (String name : List.of("a b.db", "data/database.db", "$HOME.db")) {
            FastMigrate.sqlite(directory.resolve(name)).build().create();
        }
        Files.writeString(directory.resolve("ini"), "[paths]\ndb = a b.db\nmigrations = m\n");
    }

    private Terminal terminal() {
        PrintStream stream = new PrintStream(printed, true, StandardCharsets.UTF_8);
        return Terminal.plain(stream, stream, directory);
    }

    private String printedBy(List<String> words) {
        printed.reset();
        int exitCode = new Cli(terminal())
                .run(words.get(0), words.subList(1, words.size()).toArray(String[]::new));
        return exitCode + "\n"
                + printed.toString(StandardCharsets.UTF_8).replaceAll("\t(at .*|\\.{3} [0-9]+ more)\\R", "");
    }

    private boolean isPlain(List<String> words) {
        return PlainArguments.command(
                        terminal(), words.get(0), words.subList(1, words.size()).toArray(String[]::new))
                != null;
    }

    /** Words are parted by bars; the name a b.db holds a space. */
    private static List<String> words(String line) {
        return List.of(line.replace("a_b", "a b").split("\\|"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "fastmigrate|status",
                "fastmigrate|status|--json|--db=a_b.db|--migrations|m",
                "fastmigrate|check|--db|$HOME.db",
                "fastmigrate|check|--db|missing.db|--json",
                "fastmigrate|check|-v|--config|ini",
                "fastmigrate|status|--verbose|--db|nowhere/x.db|--migrations=nowhere",
                "fastmigrate|migrate|--config|ini|--json",
                "fastmigrate|migrate|--db|missing.db|-v",
                "fastmigrate_run_migrations|--db|a_b.db|--migrations|m|-v",
                "fastmigrate_run_migrations|--db|missing.db"
            })
    void doesWhatPicocliDoes(String line) throws Exception {
        List<String> words = words(line);
        List<String> forPicocli = new ArrayList<>(words);
        forPicocli.addAll(List.of("--python", "python3"));
        byte[] database = Files.readAllBytes(directory.resolve("a b.db"));

        String plain = printedBy(words);
        Files.write(directory.resolve("a b.db"), database);

        assertThat(isPlain(words)).isTrue();
        assertThat(isPlain(forPicocli)).isFalse();
        assertThat(timeless(plain)).isEqualTo(timeless(printedBy(forPicocli)));
    }

    private static String timeless(String text) {
        return text.replaceAll("[0-9.]+ m?s|\"tookMs\": [0-9]+|[0-9T:.-]+Z", "#");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "fastmigrate",
                "fastmigrate|--version",
                "fastmigrate|status|--help",
                "fastmigrate|status|-h",
                "fastmigrate|status|-vv",
                "fastmigrate|status|--db",
                "fastmigrate|status|--db=",
                "fastmigrate|status|--db|-x.db",
                "fastmigrate|status|--db=-x.db",
                "fastmigrate|status|--db|a|--db|b",
                "fastmigrate|status|-v|-v",
                "fastmigrate|status|--config|a|--config_path|b",
                "fastmigrate|status|--json=true",
                "fastmigrate|status|--verbose=false",
                "fastmigrate|status|--mig|m",
                "fastmigrate|status|stray",
                "fastmigrate|status|--",
                "fastmigrate|status|@file",
                "fastmigrate|plan",
                "fastmigrate|migrate|--backup",
                "fastmigrate_run_migrations|--mig|m",
                "other|status"
            })
    void leavesTheRestToPicocli(String line) {
        assertThat(isPlain(List.of(line.split("\\|")))).isFalse();
    }
}
