package io.fastmigrate.databases;

import static org.assertj.core.api.Assertions.assertThat;

import io.fastmigrate.Adoption;
import io.fastmigrate.FastMigrate;
import io.fastmigrate.Version;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Map;
import org.flywaydb.core.Flyway;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Views, functions and placeholders of a Flyway project: they run again after the adoption when they are changed, and only then. */
class FlywayRepeatableAdoptTest {

    private static final String VIEW = """
            DROP VIEW IF EXISTS big_books;
            CREATE VIEW big_books AS SELECT title, '${shop}' AS shop FROM book WHERE pages > 100;
            """;

    @TempDir
    Path directory;

    private void adopts(String url, String function, String answer) throws Exception {
        Path old = new FlywayProject(directory)
                .write(
                        "V1__book.sql",
                        "CREATE TABLE book (title VARCHAR(50), pages INT);\n",
                        "V2__first.sql",
                        "INSERT INTO book VALUES ('Walden of ${shop}', 300);\n",
                        "R__big_books.sql",
                        VIEW,
                        "R__answer.sql",
                        function);
        Flyway.configure()
                .dataSource(url, null, null)
                .locations("filesystem:" + old)
                .placeholders(Map.of("shop", "Corner"))
                .load()
                .migrate();
        Workshop db = new Workshop(url, directory);
        FastMigrate fastMigrate = db.builder().build();

        Adoption adoption = fastMigrate.adopt(Adoption.Source.of(old).withPlaceholder("shop", "Corner"));

        assertThat(adoption.scripts())
                .extracting(Adoption.Adopted::fileName)
                .containsExactly(
                        "0001-book.sql", "0002-first.sql", "repeatable/answer.sql", "repeatable/big-books.sql");
        assertThat(adoption.version()).isEqualTo(new Version(2));
        assertThat(fastMigrate.plan().steps()).isEmpty();
        assertThat(db.query("SELECT count(*) FROM _fastmigrate_repeatable")).containsExactly("2");
        assertThat(fastMigrate.status().appliedRepeatable())
                .allSatisfy(entry -> assertThat(entry.appliedAt()).isAfter(Instant.EPOCH));

        Path view = db.directory().resolve("repeatable/big-books.sql");
        Files.writeString(view, Files.readString(view).replace("title,", "upper(title) AS title,"));
        assertThat(fastMigrate.plan().steps()).hasSize(1);
        fastMigrate.migrate();
        assertThat(db.query("SELECT concat(title, '-', shop) FROM big_books"))
                .containsExactly("WALDEN OF CORNER-Corner");
        assertThat(db.query(answer)).containsExactly("42");
        assertThat(fastMigrate.plan().steps()).isEmpty();
    }

    @Test
    void goOverOnPostgres() throws Exception {
        adopts(
                Servers.postgres(),
                "CREATE OR REPLACE FUNCTION answer() RETURNS int LANGUAGE sql AS $$ SELECT 42; $$;\n",
                "SELECT answer()");
    }

    @Test
    void goOverOnMariaDb() throws Exception {
        adopts(
                Servers.maria(),
                "CREATE OR REPLACE FUNCTION answer() RETURNS INT DETERMINISTIC RETURN 42;\n",
                "SELECT answer()");
    }

    @Test
    void goOverOnH2() throws Exception {
        adopts(
                "jdbc:h2:" + directory.resolve("h2"),
                "DROP ALIAS IF EXISTS answer;\nCREATE ALIAS answer AS 'int answer() { return 42; }';\n",
                "CALL answer()");
    }
}
