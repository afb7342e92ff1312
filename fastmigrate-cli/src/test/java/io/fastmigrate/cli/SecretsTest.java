package io.fastmigrate.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.fastmigrate.cli.database.Target;
import io.fastmigrate.cli.output.Terminal;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Whatever stands in the place of an argument: no command prints the password in it, and none makes a file of it. */
class SecretsTest {

    private static final String SECRET = "hush";

    private static final List<List<String>> COMMANDS = List.of(
            List.of("create", "--db=URL"),
            List.of("check", "--db", "URL", "--json"),
            List.of("status", "--db", "URL", "-v"),
            List.of("status", "--db", "URL", "--json"),
            List.of("migrate", "--db", "URL", "--json"),
            List.of("plan", "--db", "URL", "--json"),
            List.of("migrate", "--db", "URL", "-v"),
            List.of("backup", "--db", "URL", "-v"),
            List.of("rehearse", "--db", "URL", "-v"),
            List.of("accept", "1", "--db=URL", "-v"),
            List.of("restore", "--db", "URL", "no.backup"),
            List.of("restore", "URL"),
            List.of("migrate", "--migrations", "URL"),
            List.of("report", "--db", "URL", "--out", "report.html"),
            List.of("report", "--out", "URL"),
            List.of("mcp", "--db", "URL"),
            List.of("mcp", "--db", "URL", "--migrations", "URL", "-v"),
            List.of("status", "URL"),
            List.of("status", "--url", "URL"),
            List.of("status", "--database=URL"),
            List.of("migrate", "--lock-timeout=URL"),
            List.of("URL"));

    @TempDir
    Path directory;

    @SuppressWarnings("NullAway") // set before each test
    SecretsTest() {}

    @ParameterizedTest
    @ValueSource(
            strings = {
                "jdbc:nothing://ada:hush@localhost/db",
                "  jdbc:nothing://ada:hush@localhost/db?password=hush ",
                "'jdbc:nothing://ada:hush@localhost/db'",
                "\"postgres://ada:hush@localhost/db\"",
                "jdbc:sqlite://ada:hu?sh@hush/db",
                "jdbc:mysql:(host=localhost,password=hush)",
                "postgresql+asyncpg://ada:hush@localhost/db",
                "host=localhost user=ada password='hush hush'",
                "Server=localhost;User Id=sa;Pwd={hush;hush};",
                "scott/hush@localhost:1/x",
                "'ada:hush@localhost/db'",
                "data/app.db?key=hush",
                "data/*.db?password=hush"
            })
    void areToldByNoCommand(String url) throws Exception {
        for (List<String> command : COMMANDS) {
            String told =
                    run(command.stream().map(word -> word.replace("URL", url)).toList());
            assertThat(told).as("%s", command).doesNotContain(SECRET).doesNotContain("Unexpected:");
        }
        assertThat(Target.resolve(directory, url, List.of(url), ".none").toString())
                .doesNotContain(SECRET);
        Files.writeString(
                directory.resolve(".fastmigrate"), "[paths]\ndb = " + url.strip() + "\n", StandardCharsets.UTF_8);
        assertThat(run(List.of("status", "-v"))).doesNotContain(SECRET);
        assertThat(run(List.of("create"))).doesNotContain(SECRET);
        Path report = directory.resolve("report.html");
        if (Files.exists(report)) {
            assertThat(Files.readString(report)).doesNotContain(SECRET);
        }
        try (Stream<Path> files = Files.walk(directory)) {
            assertThat(files.map(Path::toString)).noneMatch(name -> name.contains(SECRET));
        }
    }

    @Test
    void areToldOfNoBrokenSettingsFile() throws Exception {
        for (String text : List.of(
                "db = jdbc:postgresql://ada:hush@localhost/db",
                "[paths]\ndb jdbc-postgresql//ada-hush@localhost/db",
                "[paths]\ndb = jdbc:postgresql://ada:hush%@localhost/db",
                "[paths]\nhush@localhost\n")) {
            Files.writeString(directory.resolve(".fastmigrate"), text, StandardCharsets.UTF_8);
            assertThat(run(List.of("status"))).contains(".fastmigrate, line ").doesNotContain(SECRET);
        }
    }

    @Test
    void areToldOfNoOptionThatThereIsNot() {
        assertThat(run(List.of("migrate", "--password=hush")))
                .contains("--password")
                .doesNotContain(SECRET);
        assertThat(run(List.of("migrate", "--password", "hush")))
                .contains("--password")
                .doesNotContain(SECRET);
        assertThat(run(List.of("migrate", "--json", "--password=hush"))).doesNotContain(SECRET);
    }

    @Test
    void blanksRoundAPathAreNotPartOfIt() {
        assertThat(run(List.of("create", "--db", "  data/app.db "))).contains("version=0 at: data/app.db");
        assertThat(directory.resolve("data/app.db")).exists();
    }

    private String run(List<String> arguments) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        PrintStream stream = new PrintStream(bytes, true, StandardCharsets.UTF_8);
        new Cli(Terminal.plain(stream, stream, directory)).run(Cli.NAME, arguments.toArray(String[]::new));
        return bytes.toString(StandardCharsets.UTF_8);
    }
}
