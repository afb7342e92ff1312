package io.fastmigrate.internal.settings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fastmigrate.FastMigrate;
import io.fastmigrate.error.InvalidSettingException;
import io.fastmigrate.internal.jdbc.connection.JdbcAccess;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DatabaseTest {

    private static String name(String db) {
        return Database.parse(db, new JdbcAccess(null, null, null, Duration.ZERO))
                .name();
    }

    @ParameterizedTest
    @CsvSource({
        "/d/app.db, /d/app.db",
        "/d/../e/./app.db, /d/../e/./app.db",
        "jdbc:sqlite:/d/app.db, /d/app.db",
        "jdbc:sqlite:/d/app.db?journal_mode=WAL&foreign_keys=on, /d/app.db",
        "jdbc:sqlite:file:/d/app.db, /d/app.db",
        "jdbc:sqlite:file:///d/app.db?cache=shared, /d/app.db",
        "jdbc:sqlite:file://localhost/d/app.db, /d/app.db",
        "jdbc:sqlite:file:/d/a%20b+c%3F.db, /d/a b+c?.db",
        "jdbc:sqlite:file:/d/app.db#part?mode=ro, /d/app.db",
        "/d/a%20b?c.db, /d/a%20b?c.db",
        "/d/a#b.db, /d/a#b.db",
        "jdbc:sqlite:/d/a#b.db, /d/a#b.db",
        "/d/~app.db, /d/~app.db",
        "/d/~/'a'/100%.db, /d/~/'a'/100%.db",
        "/d/$a/b$.db, /d/$a/b$.db",
        "/d/jdbc:x.db, /d/jdbc:x.db",
        "/d/mode=memory.db, /d/mode=memory.db"
    })
    void readsPathsAndUrls(String db, String path) {
        assertThat(name(db)).isEqualTo(path);
    }

    @Test
    void relativePathsAreTakenFromTheWorkingDirectory() {
        assertThat(name("data/app.db"))
                .isEqualTo(Path.of("data/app.db").toAbsolutePath().toString());
        assertThat(name("jdbc:sqlite:data/app.db"))
                .isEqualTo(Path.of("data/app.db").toAbsolutePath().toString());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "  ",
                "jdbc:sqlite:",
                "jdbc:sqlite:?cache=shared",
                "jdbc:sqlite:file:",
                ":memory:",
                "jdbc:sqlite::memory:",
                "jdbc:sqlite::resource:app.db",
                "jdbc:sqlite:file:/d/%zz.db",
                "a\0b",
                "jdbc:postgresql://host/db",
                "jdbc:h2:mem:x",
                "jdbc:"
            })
    void refusesWhatNamesNoFile(String db) {
        assertThatThrownBy(() -> name(db))
                .isInstanceOfSatisfying(
                        InvalidSettingException.class,
                        e -> assertThat(e.advice()).isNotBlank());
    }

    @Test
    void neverRepeatsWhatMayBeSecret() {
        assertThatThrownBy(() -> name("jdbc:postgresql://ada:secret@host/db?password=secret"))
                .hasMessageContaining("jdbc:postgresql:")
                .hasMessageNotContaining("secret");
    }

    /** As they are written for other programs, or with a quote too many: a file of that name would tell the password. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "host=localhost user=ada password=hush",
                "Server=localhost;User Id=sa;Pwd=hush;",
                "scott/hush@localhost:1/x",
                "'jdbc:postgresql://ada:hush@localhost/db'",
                "\"postgres://ada:hush@localhost/db\"",
                "jdbc:sqlite://ada:hush@localhost/db",
                "jdbc:sqlite://ada:hu/hush?@localhost/db",
                "app.db?key=hush"
            })
    void isNeverAFileThatIsNamedAfterAConnectionString(String text) {
        assertThatThrownBy(() -> FastMigrate.database(text).build())
                .isInstanceOf(InvalidSettingException.class)
                .hasMessageContaining("connection string")
                .hasMessageNotContaining("hush");
    }

    /** Environment files and options reach the program as they are written: no shell has read them. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "~/app.db",
                "~",
                "~ada/app.db",
                "jdbc:sqlite:~/app.db",
                "file:~/app.db",
                "FILE:~/app.db",
                "JDBC:SQLITE:file:~/app.db?cache=shared",
                "\"app.db\"",
                "'data/app.db'",
                "\"data/app.db\"\r\n",
                "jdbc:sqlite:\"data/app.db\"",
                "${DATA}/app.db",
                "data/${NAME:-app}.db",
                "$HOME/app.db",
                "$(pwd)/app.db",
                "jdbc:sqlite:${DATA}/app.db",
                "%USERPROFILE%\\app.db",
            })
    void isNeverAFileThatIsNamedAfterWhatAShellReplaces(String text) {
        assertThatThrownBy(() -> FastMigrate.database(text).build())
                .isInstanceOf(InvalidSettingException.class)
                .hasMessageStartingWith("The database's path ");
    }

    @ParameterizedTest
    @DisabledOnOs(OS.WINDOWS)
    @ValueSource(
            strings = {
                "C:\\data\\app.db",
                "D:/data/app.db",
                "..\\app.db",
                "data\\app.db",
                "\\\\host\\share\\app.db",
                "file:C:/app.db"
            })
    void isNeverAFileThatIsNamedAfterAPathOfWindows(String text) {
        assertThatThrownBy(() -> FastMigrate.database(text).build())
                .isInstanceOf(InvalidSettingException.class)
                .hasMessageContaining("is a path of Windows");
    }

    @ParameterizedTest
    @ValueSource(strings = {"sqlite:app.db", "sqlite:/d/app.db", "sqlite3:app.db", "SQLite:///d/app.db"})
    void isNeverAFileThatIsNamedAfterASchemeOfOtherTools(String text) {
        assertThatThrownBy(() -> FastMigrate.database(text).build())
                .isInstanceOf(InvalidSettingException.class)
                .hasMessageContaining("No adapter is installed for this database: ");
    }

    @Test
    void whatExistsUnderSuchANameIsMeant(@TempDir Path folder) throws Exception {
        Path odd = Files.createDirectory(folder.resolve("${DATA}")).resolve("app.db");
        assertThatThrownBy(() -> FastMigrate.database(odd.toString()).build())
                .isInstanceOf(InvalidSettingException.class);
        Files.createFile(odd);
        assertThat(FastMigrate.database(odd.toString()).build().databaseName()).isEqualTo(odd.toString());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                ":memory:",
                "jdbc:h2:mem:",
                "JDBC:H2:mem:;MODE=MySQL",
                "jdbc:duckdb:",
                "jdbc:duckdb::memory:",
                "jdbc:duckdb:memory:",
                "jdbc:duckdb:;threads=2"
            })
    void isNeverOneThatEachConnectionHasForItself(String text) {
        assertThatThrownBy(() -> FastMigrate.database(text).build())
                .isInstanceOf(InvalidSettingException.class)
                .hasMessageStartingWith("A database in memory has no path");
    }
}
