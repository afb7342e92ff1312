package io.fastmigrate.maven;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fastmigrate.error.InvalidSettingException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ProjectFilesTest {

    @TempDir
    Path base;

    private ProjectFiles files;

    @BeforeEach
    void setUp() {
        files = new ProjectFiles(base, List.of(base.resolve("src/main/resources"), base.resolve("more")));
    }

    @Test
    void pathsAreRelativeToTheModule() {
        assertThat(files.database("data/app.db", List.of())).isEqualTo(base + "/data/app.db");
        assertThat(files.database(" ./app.db\n", List.of())).isEqualTo(base + "/app.db");
        assertThat(files.database("../app.db", List.of())).isEqualTo(base + "/../app.db");
        assertThat(files.database("/srv/app.db", List.of())).isEqualTo("/srv/app.db");
        assertThat(files.migrations(List.of("db", "file:db", "/srv/db")))
                .containsExactly(base + "/db", base + "/db", "/srv/db");
    }

    @Test
    void theClassPathIsTheResourcesOfTheModule() throws Exception {
        assertThat(files.migrations(List.of("classpath:migrations")))
                .containsExactly(base + "/src/main/resources/migrations");
        Files.createDirectories(base.resolve("more/migrations"));
        assertThat(files.migrations(List.of("classpath:/migrations"))).containsExactly(base + "/more/migrations");
        Files.createDirectories(base.resolve("src/main/resources/migrations"));
        assertThat(files.migrations(List.of("classpath:migrations"))).hasSize(2);
    }

    @Test
    void theKindOfDatabaseIsPartOfALocation() {
        List<String> locations = List.of("sql/{vendor}", "common");

        assertThat(ProjectFiles.forVendor(locations, "app.db")).containsExactly("sql/sqlite", "common");
        assertThat(ProjectFiles.forVendor(locations, "JDBC:PostgreSQL://h/d"))
                .containsExactly("sql/postgresql", "common");
        assertThat(ProjectFiles.forVendor(locations, "jdbc:h2:mem:a")).containsExactly("sql/h2", "common");
        assertThat(ProjectFiles.forVendor(List.of("common"), "redis://h")).containsExactly("common");
        assertThatThrownBy(() -> ProjectFiles.forVendor(locations, "redis://h"))
                .hasMessageContaining("does not tell the kind of the database");
        assertThatThrownBy(() -> ProjectFiles.forVendor(locations, "")).isInstanceOf(InvalidSettingException.class);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                ":memory:",
                "~/app.db",
                "$HOME/app.db",
                "\"app.db\"",
                "C:\\app.db",
                "jdbc:postgresql://h/d",
                "redis://h",
                "jdbc:sqlite:/srv/app.db",
                "jdbc:sqlite::memory:",
                "jdbc:h2:mem:a",
                "jdbc:h2:~/a",
                "jdbc:duckdb:",
                ""
            })
    void whatIsNoRelativePathStaysAsItIs(String db) {
        assertThat(files.database(db, List.of())).isEqualTo(db);
    }

    @Test
    void anAdapterGetsWhatWasWritten() throws Exception {
        Files.writeString(base.resolve("config.py"), "");

        assertThat(files.database("app", List.of(base.toString()))).isEqualTo("app");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "jdbc:sqlite:target/app.db?foreign_keys=on",
                "jdbc:sqlite:file:app.db",
                "jdbc:duckdb:app.duckdb",
                "JDBC:H2:./target/app",
                "jdbc:h2:file:./app;MODE=MySQL"
            })
    void refusesARelativeUrlThatADriverWouldOpenElsewhere(String url) {
        assertThatThrownBy(() -> files.database(url, List.of()))
                .isInstanceOf(InvalidSettingException.class)
                .hasMessageContaining(base.toString());
        ProjectFiles here = new ProjectFiles(Path.of("").toAbsolutePath(), List.of());
        assertThat(here.database(url, List.of())).isEqualTo(url);
    }
}
