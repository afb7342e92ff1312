package io.fastmigrate.sample;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import io.fastmigrate.FastMigrate;
import io.fastmigrate.Script;
import io.fastmigrate.Status;
import io.fastmigrate.Version;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.sqlite.SQLiteDataSource;

class SampleMigrationsTest {

    private static final Path SCRIPTS = Path.of("src/main/resources/migrations");

    @TempDir
    Path folder;

    private JdbcClient jdbc;

    @BeforeEach
    void connect() {
        SQLiteDataSource dataSource = new SQLiteDataSource();
        dataSource.setUrl("jdbc:sqlite:" + folder.resolve("bookmarks.db"));
        jdbc = JdbcClient.create(dataSource);
    }

    @Test
    void runFromTheClassPathInOneGo() {
        FastMigrate fastMigrate = FastMigrate.sqlite(folder.resolve("bookmarks.db"))
                .migrations("classpath:migrations")
                .javaMigrations(List.of(new NormaliseUrls()))
                .build();
        fastMigrate.create();
        fastMigrate.migrate();

        assertThat(fastMigrate.status().state()).isEqualTo(Status.State.UP_TO_DATE);
        assertThat(fastMigrate.status().applied())
                .hasSizeGreaterThanOrEqualTo(7)
                .anyMatch(entry -> entry.kind() == Script.Kind.JAVA);
        assertThat(jdbc.sql("PRAGMA foreign_key_check").query().listOfRows()).isEmpty();
        assertThat(text("PRAGMA integrity_check")).isEqualTo("ok");
    }

    @Test
    void keepEveryTaggingWhenTheTableIsRebuilt() throws IOException {
        migrateTo(5);
        String before = text("SELECT count(*) FROM bookmark_tag");
        assertThat(text("SELECT count(*) FROM bookmark WHERE note IS NULL")).isEqualTo("1");

        migrateTo(6);

        assertThat(text("SELECT count(*) FROM bookmark_tag")).isEqualTo(before).isNotEqualTo("0");
        assertThat(text("SELECT count(*) FROM bookmark WHERE note = ''")).isEqualTo("1");
    }

    @Test
    void mergeBookmarksOfOnePageAndLeaveWhatIsNoAddress() throws IOException {
        migrateTo(7);
        jdbc.sql("INSERT INTO bookmark (id, url, title) VALUES (10, 'https://Example.org', 'first'),"
                        + " (11, 'HTTPS://example.org:443/', 'second'), (12, 'not an address', 'third')")
                .update();
        jdbc.sql("INSERT INTO bookmark_tag VALUES (10, 1), (11, 1), (11, 2)").update();

        migrateTo(10);

        assertThat(text("SELECT title || ' ' || url FROM bookmark WHERE url LIKE '%example.org%'"))
                .isEqualTo("first https://example.org/");
        assertThat(text("SELECT group_concat(tag_id) FROM bookmark_tag WHERE bookmark_id = 10"))
                .isEqualTo("1,2");
        assertThat(text("SELECT url FROM bookmark WHERE id = 12")).isEqualTo("not an address");
        assertThat(text("SELECT count(*) FROM bookmark_text WHERE bookmark_text MATCH 'second'"))
                .isEqualTo("0");
    }

    /** Debian 12 has SQLite 3.40: a view that it cannot read would keep it from the whole file. */
    @Test
    void leaveADatabaseThatTheShellOfTheSystemCanRead() throws Exception {
        assumeThat(Path.of("/usr/bin/sqlite3")).as("the sqlite3 shell").exists();
        migrateTo(10);
        jdbc.sql("INSERT INTO bookmark (id, url, title) VALUES (20, 'https://example.net/', 'tagged')")
                .update();
        jdbc.sql("INSERT INTO tag (id, name) VALUES (90, 'zoo'), (91, 'ant')").update();
        jdbc.sql("INSERT INTO bookmark_tag VALUES (20, 90), (20, 91)").update();

        Process shell = new ProcessBuilder(
                        "/usr/bin/sqlite3",
                        folder.resolve("bookmarks.db").toString(),
                        "SELECT tags FROM bookmark_overview WHERE id = 20; PRAGMA integrity_check;")
                .redirectErrorStream(true)
                .start();

        assertThat(new String(shell.getInputStream().readAllBytes(), StandardCharsets.UTF_8))
                .isEqualTo("ant,zoo\nok\n");
    }

    private String text(String sql) {
        return jdbc.sql(sql).query(String.class).single();
    }

    private void migrateTo(int version) throws IOException {
        Path scripts = Files.createDirectories(folder.resolve("scripts"));
        try (Stream<Path> files = Files.list(SCRIPTS)) {
            for (Path file : files.filter(file -> number(file) <= version).toList()) {
                Path copy = scripts.resolve(String.valueOf(file.getFileName()));
                if (!Files.exists(copy)) {
                    Files.copy(file, copy);
                }
            }
        }
        FastMigrate fastMigrate = FastMigrate.sqlite(folder.resolve("bookmarks.db"))
                .migrations(scripts)
                .javaMigrations(version < 8 ? List.of() : List.of(new NormaliseUrls()))
                .build();
        fastMigrate.create();
        fastMigrate.migrate();
        assertThat(fastMigrate.version()).isEqualTo(new Version(version));
    }

    private static int number(Path file) {
        return Integer.parseInt(String.valueOf(file.getFileName()).substring(0, 4));
    }
}
