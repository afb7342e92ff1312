package io.fastmigrate.databases;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.fastmigrate.Adoption;
import io.fastmigrate.FastMigrate;
import io.fastmigrate.Version;
import io.fastmigrate.error.DatabaseManagedException;
import io.fastmigrate.error.DatabaseUnmanagedException;
import io.fastmigrate.error.EnrollFailedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.util.List;
import org.flywaydb.core.Flyway;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Existing databases of MariaDB and H2, brought under management by the script that the server tells. */
@SuppressWarnings("StringConcatToTextBlock")
class EnrollTest {

    /** What is hard to write: names in no order, bodies with semicolons, keywords, generated columns, modes. */
    private static final List<String> MARIA = List.of(
            "CREATE SEQUENCE numbers START WITH 7 INCREMENT BY 3",
            "CREATE TABLE parent (id INT PRIMARY KEY, `order` VARCHAR(20) DEFAULT 'a;b''c', e ENUM('x', 'y;'),"
                    + " n BIGINT DEFAULT (nextval(numbers)), loud VARCHAR(20) AS (upper(`order`)) STORED, raw VARBINARY(9),"
                    + " at TIMESTAMP NOT NULL DEFAULT CURRENT_TIMESTAMP ON UPDATE CURRENT_TIMESTAMP) COMMENT 'it''s; \\\\ this'",
            "CREATE TABLE child (id INT AUTO_INCREMENT PRIMARY KEY, p INT, FOREIGN KEY (p) REFERENCES parent (id) ON DELETE"
                    + " CASCADE, t TEXT, FULLTEXT KEY words (t)) CHARACTER SET latin1",
            "CREATE TABLE days (d DATE) PARTITION BY RANGE (year(d)) (PARTITION a VALUES LESS THAN (2020), PARTITION b VALUES"
                    + " LESS THAN MAXVALUE)",
            "CREATE TABLE kept (id INT) WITH SYSTEM VERSIONING",
            "CREATE FUNCTION two(x INT) RETURNS INT DETERMINISTIC BEGIN DECLARE y INT; SET y = x * 2; /* ; // */ RETURN y; END",
            "CREATE VIEW b_second AS SELECT two(id) AS twice FROM parent",
            "CREATE VIEW a_first AS SELECT twice FROM b_second",
            "CREATE PROCEDURE work(OUT n INT) BEGIN SELECT count(*) INTO n FROM child; END",
            "CREATE TRIGGER first_one BEFORE INSERT ON child FOR EACH ROW BEGIN SET NEW.t = concat(NEW.t, ';'); END",
            "CREATE TRIGGER another BEFORE INSERT ON child FOR EACH ROW SET NEW.t = trim(NEW.t)",
            "CREATE EVENT hourly ON SCHEDULE EVERY 1 HOUR STARTS '2020-01-01 03:00:00' DO DELETE FROM child WHERE id < 0",
            "CREATE EVENT nightly ON SCHEDULE EVERY 1 DAY STARTS '2020-01-01 03:00:00' DISABLE DO DELETE FROM child WHERE id < 0",
            "SET sql_mode = 'ANSI_QUOTES'",
            "CREATE PROCEDURE quoted() SELECT \"id\" FROM \"parent\"",
            "INSERT INTO parent (id, `order`, raw) VALUES (1, 'o\\\\; ''', 0x00FF27)");

    private static final List<String> H2 = List.of(
            "CREATE SCHEMA side",
            "CREATE SEQUENCE numbers START WITH 7 INCREMENT BY 3",
            "CREATE DOMAIN points AS INT CHECK (VALUE > 0)",
            "CREATE TABLE parent (id INT PRIMARY KEY, \"order by\" VARCHAR(20) DEFAULT 'a;b''c', p points, n BIGINT DEFAULT NEXT"
                    + " VALUE FOR numbers, loud VARCHAR(20) AS (upper(\"order by\")), e ENUM('x', 'y;'))",
            "CREATE TABLE side.child (id INT GENERATED ALWAYS AS IDENTITY PRIMARY KEY, p INT REFERENCES public.parent (id) ON DELETE"
                    + " CASCADE, x INT UNIQUE CHECK (x > 3))",
            "CREATE INDEX by_x ON side.child (x DESC)",
            "CREATE VIEW second_one AS SELECT id FROM parent",
            "CREATE VIEW a_first AS SELECT id FROM second_one",
            "CREATE ALIAS two AS $$ int two(int x) { return x * 2; /* ; */ } $$",
            "COMMENT ON TABLE parent IS 'it''s; this'",
            "INSERT INTO parent (id, \"order by\", p) VALUES (1, 'o; ''', 5)");

    @TempDir
    Path directory;

    private Workshop filled(String url, List<String> schema) throws Exception {
        Workshop db = new Workshop(url, directory);
        try (var connection = DriverManager.getConnection(url);
                var statement = connection.createStatement()) {
            for (String sql : schema) {
                statement.execute(sql);
            }
        }
        return db;
    }

    private void enrolls(Workshop db, String other, String question) throws Exception {
        FastMigrate fastMigrate = db.builder().build();
        assertThat(catchThrowableOfType(DatabaseUnmanagedException.class, fastMigrate::migrate)
                        .advice())
                .contains("enroll it (fastmigrate enroll).");
        List<String> before = db.query(question);

        assertThat(fastMigrate.enroll(List.of("parent")).version()).isEqualTo(new Version(1));

        assertThat(fastMigrate.status().applied()).hasSize(1);
        assertThat(db.query(question)).isEqualTo(before);
        assertThat(catchThrowableOfType(DatabaseManagedException.class, fastMigrate::enroll))
                .isNotNull();
        db.script("0002-more.sql", "CREATE TABLE more (i INT);");
        assertThat(fastMigrate.migrate().after()).isEqualTo(new Version(2));

        Workshop elsewhere = new Workshop(other, directory);
        assertThat(elsewhere.migrate().after()).isEqualTo(new Version(2));
        assertThat(elsewhere.query(question)).isEqualTo(before);
    }

    @Test
    void enrollsMariaDb() throws Exception {
        Workshop db = filled(Servers.maria(), MARIA);
        enrolls(db, Servers.maria(), "SELECT concat_ws('|', id, `order`, loud, hex(raw)) FROM parent");
        assertThat(db.query("SHOW DATABASES LIKE 'fastmigrate\\_proof%'")).isEmpty();
    }

    @Test
    void enrollsH2() throws Exception {
        String url = "jdbc:h2:" + directory.resolve("one");
        enrolls(
                filled(url, H2),
                "jdbc:h2:" + directory.resolve("two"),
                "SELECT concat_ws('|', id, \"order by\", loud, p) FROM parent");
    }

    /** What the user may not see cannot be written. */
    @Test
    void refusesWhatItCannotProve() throws Exception {
        String url = Servers.maria();
        Workshop db = filled(url, List.of("CREATE TABLE t (i INT)"));
        EnrollFailedException e = catchThrowableOfType(
                EnrollFailedException.class,
                () -> FastMigrate.database(Servers.mariaUser(url))
                        .migrations(db.directory())
                        .build()
                        .enroll());
        assertThat(e).hasMessageContaining("no empty database could be created");
        assertThat(db.query("SHOW TABLES")).containsExactly("t");
        assertThat(db.directory().resolve("0001-initial.sql")).doesNotExist();
    }

    private void squashes(Workshop db, String url) throws Exception {
        Path old = Files.createDirectories(directory.resolve("old"));
        Flyway.configure()
                .dataSource(url, null, null)
                .baselineOnMigrate(true)
                .locations("filesystem:" + old)
                .load()
                .baseline();
        Adoption adoption = db.builder().build().adopt(Adoption.Source.of(old).withData(List.of("parent")));
        assertThat(adoption.version()).isEqualTo(new Version(1));
        assertThat(adoption.notes()).anyMatch(note -> note.startsWith("The whole schema is written as one script."));
        assertThat(db.directory().resolve("0001-initial.sql")).content().contains("INSERT INTO");
    }

    @Test
    void writesTheWholeSchemaWhereFlywayBeganWithABaseline() throws Exception {
        String maria = Servers.maria();
        squashes(filled(maria, MARIA), maria);
    }

    @Test
    void writesTheWholeSchemaOfH2WhereFlywayBeganWithABaseline() throws Exception {
        String h2 = "jdbc:h2:" + directory.resolve("one");
        squashes(filled(h2, H2), h2);
    }
}
