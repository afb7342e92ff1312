package io.fastmigrate.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fastmigrate.cli.database.Target;
import io.fastmigrate.cli.output.Terminal;
import io.fastmigrate.error.InvalidSettingException;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code --db=~/app.db} and a settings file reach the program as they were written: no shell has replaced anything. */
class UnexpandedPathTest {

    private static Target target(String db, String migrations) {
        return Target.resolve(Path.of(""), db, List.of(migrations), "no-such-file");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "~/app.db",
                "\"app.db\"",
                "'data/app.db'",
                "${HOME}/app.db",
                "$HOME/app.db",
                "JDBC:SQLITE:~/app.db"
            })
    void aDatabaseIsNeverMadeInAFolderOfThatName(String db) {
        assertThatThrownBy(() -> target(db, "migrations").openForReading())
                .isInstanceOf(InvalidSettingException.class)
                .hasMessageStartingWith("The database's path ");
    }

    @Test
    void noScriptIsWrittenToAFolderOfThatName() {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        PrintStream stream = new PrintStream(out, true, StandardCharsets.UTF_8);
        new Cli(Terminal.plain(stream, stream, Path.of("")))
                .run(Cli.NAME, "new", "--migrations=~/no-such-folder", "add-posts");

        assertThat(out.toString(StandardCharsets.UTF_8)).contains("The migrations directory's path begins with ~");
        assertThat(Files.exists(Path.of("~"))).isFalse();
    }
}
