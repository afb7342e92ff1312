package io.fastmigrate.databases;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.fastmigrate.Adoption;
import io.fastmigrate.FastMigrate;
import io.fastmigrate.FastMigrateBuilder;
import io.fastmigrate.Version;
import io.fastmigrate.error.DatabaseUnmanagedException;
import io.fastmigrate.error.EnrollFailedException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.flywaydb.core.Flyway;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Databases on MariaDB that the real Flyway made, taken over. */
@SuppressWarnings("StringConcatToTextBlock")
class FlywayMariaAdoptTest {

    @TempDir
    Path directory;

    /** What other tests left in the same server. */
    private final Set<String> others = new HashSet<>();

    private Workshop workshop(String url) throws SQLException {
        Workshop db = new Workshop(url, directory);
        others.addAll(temporaryDatabases(db));
        return db;
    }

    private static List<String> temporaryDatabases(Workshop db) throws SQLException {
        return db.query(
                "SELECT SCHEMA_NAME FROM information_schema.SCHEMATA WHERE SCHEMA_NAME LIKE 'fastmigrate\\_proof%'");
    }

    private void hasNoTemporaryDatabase(Workshop db) throws SQLException {
        assertThat(others).containsAll(temporaryDatabases(db));
    }

    private static List<String> books(Workshop db) throws SQLException {
        return db.query(
                "SELECT concat_ws('|', installed_rank, version, description, type, script, checksum, installed_by,"
                        + " installed_on, execution_time, success) FROM flyway_schema_history ORDER BY installed_rank");
    }

    @Test
    void takesOverAnApplicationOfThreeHundredVersionsAndMigratesOn() throws Exception {
        FlywayApplication application = new FlywayApplication(directory.resolve("db"));
        application.writeMaria();
        String url = Servers.maria();
        application.migrate(url);
        Workshop db = workshop(url);
        List<String> books = books(db);
        assertThat(books).hasSize(FlywayApplication.VERSIONS + 3);
        String table = db.query("SHOW CREATE TABLE flyway_schema_history").toString();
        // Version 38 came last of all, so that what came between stands one number earlier.
        FastMigrate fastMigrate = db.builder()
                .javaMigrations(List.of(new FlywayApplication.TrimNames(FlywayApplication.JAVA - 1)))
                .build();
        assertThat(catchThrowableOfType(DatabaseUnmanagedException.class, fastMigrate::migrate)
                        .advice())
                .contains("fastmigrate adopt --db '");
        Adoption.Source source = Adoption.Source.of(List.of(application.common(), application.vendor()))
                .withPlaceholder("product", "Tracker");

        Adoption adoption = fastMigrate.adopt(source);

        assertThat(adoption.version()).isEqualTo(new Version(300));
        assertThat(adoption.scripts().get(FlywayApplication.JAVA - 2).origin()).contains("V148__Trim_names");
        assertThat(fastMigrate.status().applied()).hasSize(300);
        assertThat(fastMigrate.status().appliedRepeatable()).hasSize(3);
        assertThat(fastMigrate.plan().steps()).isEmpty();
        assertThat(books(db)).isEqualTo(books);
        assertThat(db.query("SHOW CREATE TABLE flyway_schema_history").toString())
                .isEqualTo(table);
        assertThat(db.query("SHOW TABLES LIKE '\\_fastmigrate\\_new%'")).isEmpty();
        hasNoTemporaryDatabase(db);

        db.script(
                "0301-more.sql",
                "ALTER TABLE issue ADD COLUMN more TEXT; INSERT INTO issue (name, slug) VALUES ('x', 'y');");
        assertThat(fastMigrate.migrate().after()).isEqualTo(new Version(301));
        assertThat(db.query("SELECT row_total()")).containsExactly("2");
    }

    private Path old(String... namesAndTexts) throws Exception {
        return new FlywayProject(directory).write(namesAndTexts);
    }

    private void isUntouched(Workshop db) throws Exception {
        assertThat(db.query("SHOW TABLES LIKE '\\_%'")).isEmpty();
        hasNoTemporaryDatabase(db);
        FlywayProject.hasNoScripts(db);
    }

    @Test
    void namesEachDifferenceAndChangesNothing() throws Exception {
        Path old = old(
                "V1__books.sql",
                "CREATE TABLE book (id INT PRIMARY KEY, title VARCHAR(20), shelf INT);\n"
                        + "CREATE VIEW shelves AS SELECT shelf FROM book;\n"
                        + "CREATE PROCEDURE p() SELECT 1;\n"
                        + "CREATE TRIGGER g BEFORE INSERT ON book FOR EACH ROW SET NEW.shelf = 1;\n");
        String url = Servers.maria();
        FlywayProject.migrate(url, old);
        Workshop db = workshop(url);
        db.execute("ALTER TABLE book MODIFY title VARCHAR(30) NOT NULL, ADD COLUMN extra INT FIRST");
        db.execute("CREATE INDEX by_hand ON book (title)");
        db.execute("CREATE OR REPLACE VIEW shelves AS SELECT title FROM book");
        db.execute("DROP PROCEDURE p");
        db.execute("DROP TRIGGER g");
        db.execute("CREATE TRIGGER g BEFORE INSERT ON book FOR EACH ROW SET NEW.shelf = 2");
        db.execute("ALTER TABLE book COMMENT 'by hand'");

        EnrollFailedException e = FlywayProject.refusal(db.builder(), old);

        assertThat(e)
                .hasMessageContaining("column book.title: should be [3 `title` varchar(30) NOT NULL] but is [2 `title`"
                        + " varchar(20) DEFAULT NULL]")
                .hasMessageContaining("column book.extra: the scripts do not make it")
                .hasMessageContaining("index book.by_hand: the scripts do not make it")
                .hasMessageContaining("view shelves: should be")
                .hasMessageContaining("procedure p: only the scripts make it")
                .hasMessageContaining("trigger g: should be")
                .hasMessageContaining("COMMENT='by hand'");
        assertThat(e.advice()).contains("--squash", "Nothing was changed");
        isUntouched(db);
    }

    /** A name with its database would lead from the empty database back to the live one, and change that again. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "CREATE TABLE %s.side (i INT)",
                "INSERT INTO `%s` . book VALUES (2)",
                "UPDATE book, %s.book AS other SET other.id = 7",
                "/*!50000 DELETE FROM %s.book */",
                "SET @sql = 'DELETE FROM %s.book'; PREPARE s FROM @sql; EXECUTE s",
                "USE %s",
                "ALTER DATABASE %s CHARACTER SET utf8mb4",
                "CREATE DATABASE IF NOT EXISTS %s",
                "CREATE USER IF NOT EXISTS adopted_here",
                "GRANT SELECT ON book TO CURRENT_USER",
                "SET GLOBAL event_scheduler = OFF",
                "CREATE PROCEDURE q() BEGIN DELETE FROM %s.book; END",
            })
    void refusesWhatWouldReachBeyondTheEmptyDatabase(String statement) throws Exception {
        String url = Servers.maria();
        String name = url.replaceFirst(".*/(\\w+)\\?.*", "$1");
        Path old = old("V1__books.sql", "CREATE TABLE book (id INT);\nINSERT INTO book VALUES (1);\n");
        FlywayProject.migrate(url, old);
        old("V2__outside.sql", statement.formatted(name) + ";\n");
        Workshop db = workshop(url);
        db.execute("INSERT INTO flyway_schema_history VALUES (2, '2', 'outside', 'SQL', 'V2__outside.sql', NULL, 'me',"
                + " now(), 1, 1)");

        assertThat(FlywayProject.refusal(db.builder(), old))
                .hasMessageContaining("The scripts cannot be tried on an empty database: 0002-outside.sql:1:");
        assertThat(db.query("SELECT id FROM book")).containsExactly("1");
        isUntouched(db);
    }

    /** Tables are often called as their database is. */
    @Test
    void takesAColumnWithItsTableForWhatItIs() throws Exception {
        String url = Servers.maria();
        String name = url.replaceFirst(".*/(\\w+)\\?.*", "$1");
        Path old = old("V1__same.sql", """
                -- the rows of %1$s.book
                ALTER DATABASE CHARACTER SET utf8mb4;
                CREATE TABLE %1$s (id INT PRIMARY KEY, parent INT);
                CREATE VIEW v AS SELECT %1$s.id, '# %1$s' AS x FROM %1$s WHERE %1$s.parent > 1;
                """.formatted(name));
        FlywayProject.migrate(url, old);
        Workshop db = workshop(url);
        assertThat(db.builder().build().adopt(Adoption.Source.of(old)).version().number())
                .isEqualTo(1);
        hasNoTemporaryDatabase(db);
    }

    @Test
    void saysWhoMayMakeTheEmptyDatabaseAndNeedsNoMore() throws Exception {
        Path old = old("V1__a.sql", "CREATE TABLE a (i INT);");
        String url = Servers.maria();
        FlywayProject.migrate(url, old);
        Workshop db = workshop(url);
        String poor = Servers.mariaUser(url);
        FastMigrateBuilder builder = FastMigrate.database(poor).migrations(db.directory());
        EnrollFailedException e = FlywayProject.refusal(builder, old);
        assertThat(e).hasMessageContaining("no empty database could be created");
        assertThat(e.advice()).contains("GRANT ALL ON `fastmigrate\\_proof\\_%`.*");
        isUntouched(db);

        String user = poor.replaceFirst(".*user=(\\w+).*", "$1");
        db.execute("GRANT ALL ON `fastmigrate\\_proof\\_%`.* TO '" + user + "'@'localhost'");
        assertThat(builder.build().adopt(Adoption.Source.of(old)).version().number())
                .isEqualTo(1);
        hasNoTemporaryDatabase(db);
    }

    @Test
    void takesOverADatabaseThatFlywayMadeItself() throws Exception {
        String server = Servers.maria();
        String name = server.replaceFirst(".*/(\\w+)\\?.*", "$1") + "made";
        Path old = old("V1__a.sql", "CREATE TABLE a (i INT);");
        Flyway.configure()
                .dataSource(server, null, null)
                .schemas(name)
                .locations("filesystem:" + old)
                .load()
                .migrate();
        Workshop db = workshop(Servers.maria(name));
        Adoption adoption = db.builder().build().adopt(Adoption.Source.of(old));
        assertThat(adoption.scripts()).extracting(Adoption.Adopted::fileName).containsExactly("0001-a.sql");
    }

    /** What a process that was killed before it renamed its tables has left counts for nothing. */
    @Test
    void takesNoNoticeOfTablesThatWereNotPublished() throws Exception {
        Path old = old("V1__a.sql", "CREATE TABLE a (i INT);");
        String url = Servers.maria();
        FlywayProject.migrate(url, old);
        Workshop db = workshop(url);
        db.execute("CREATE TABLE _fastmigrate_new_meta (x INT)");
        db.execute("CREATE TABLE _fastmigrate_new_history (x INT)");
        db.execute("CREATE TABLE _fastmigrate_history (x INT)");
        db.execute("INSERT INTO _fastmigrate_history VALUES (5)");
        FastMigrate fastMigrate = db.builder().build();
        assertThat(catchThrowableOfType(DatabaseUnmanagedException.class, fastMigrate::migrate))
                .isNotNull();
        assertThat(fastMigrate.adopt(Adoption.Source.of(old)).notes())
                .anyMatch(note -> note.endsWith("they are kept as _fastmigrate_history_before."));
        assertThat(fastMigrate.status().applied()).hasSize(1);
        assertThat(db.query("SELECT x FROM _fastmigrate_history_before")).containsExactly("5");
        assertThat(db.query("SHOW TABLES LIKE '\\_fastmigrate\\_new%'")).isEmpty();
    }
}
