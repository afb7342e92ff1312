package io.fastmigrate.databases;

import static org.assertj.core.api.Assertions.assertThat;

import io.fastmigrate.Adoption;
import io.fastmigrate.FastMigrate;
import io.fastmigrate.FastMigrateBuilder;
import io.fastmigrate.JavaMigration;
import io.fastmigrate.Status;
import io.fastmigrate.Version;
import io.fastmigrate.error.EnrollFailedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import org.flywaydb.core.Flyway;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Databases of H2 that the real Flyway made, taken over. */
@SuppressWarnings("StringConcatToTextBlock")
class FlywayH2AdoptTest {

    @TempDir
    Path directory;

    private String url(String settings) {
        return "jdbc:h2:" + directory.resolve("h2") + settings;
    }

    private Path old(String... namesAndTexts) throws Exception {
        return new FlywayProject(directory).write(namesAndTexts);
    }

    private static List<String> books(Workshop db) throws SQLException {
        return db.query("SCRIPT TABLE \"flyway_schema_history\"").stream()
                .filter(line -> line.contains("flyway_schema_history"))
                .toList();
    }

    @Test
    void takesOverAnApplicationOfThreeHundredVersionsAndMigratesOn() throws Exception {
        FlywayApplication application = new FlywayApplication(directory.resolve("db"));
        application.writeH2();
        String url = url(";DATABASE_TO_LOWER=TRUE;CASE_INSENSITIVE_IDENTIFIERS=TRUE;MODE=PostgreSQL");
        application.migrate(url);
        Workshop db = new Workshop(url, directory);
        List<String> books = books(db);
        assertThat(books).anyMatch(line -> line.contains("V300__invoice_cleanup.sql"));
        FastMigrate fastMigrate = db.builder()
                .javaMigrations(List.of(new FlywayApplication.TrimNames(FlywayApplication.JAVA - 1)))
                .build();

        Adoption adoption = fastMigrate.adopt(Adoption.Source.of(List.of(application.common(), application.vendor()))
                .withPlaceholder("product", "Tracker"));

        assertThat(adoption.version()).isEqualTo(new Version(300));
        assertThat(fastMigrate.status().applied()).hasSize(300);
        assertThat(fastMigrate.status().appliedRepeatable()).hasSize(3);
        assertThat(fastMigrate.plan().steps()).isEmpty();
        assertThat(books(db)).isEqualTo(books);

        db.script(
                "0301-more.sql",
                "ALTER TABLE issue ADD COLUMN more VARCHAR(9); INSERT INTO issue (name, slug) VALUES ('x', 'y');");
        assertThat(fastMigrate.migrate().after()).isEqualTo(new Version(301));
    }

    private void isUntouched(Workshop db) throws Exception {
        assertThat(db.query("SELECT TABLE_NAME FROM INFORMATION_SCHEMA.TABLES WHERE TABLE_NAME LIKE '^_%' ESCAPE '^'"))
                .isEmpty();
        FlywayProject.hasNoScripts(db);
    }

    @Test
    void namesEachDifferenceAndChangesNothing() throws Exception {
        Path old = old(
                "V1__books.sql",
                "CREATE TABLE book (id INT PRIMARY KEY, title VARCHAR(20), shelf INT UNIQUE);"
                        + "CREATE VIEW shelves AS SELECT shelf FROM book; CREATE SEQUENCE s;");
        String url = url("");
        FlywayProject.migrate(url, old);
        Workshop db = new Workshop(url, directory);
        db.execute("ALTER TABLE book ALTER COLUMN title SET NOT NULL");
        db.execute("CREATE INDEX by_hand ON book (title)");
        db.execute("CREATE OR REPLACE VIEW shelves AS SELECT title FROM book");
        db.execute("ALTER TABLE book ADD CHECK (shelf > 0)");
        db.execute("DROP SEQUENCE s");

        EnrollFailedException e = FlywayProject.refusal(db.builder(), old);

        assertThat(e)
                .hasMessageContaining(
                        "column \"PUBLIC\".\"BOOK\".\"TITLE\": should be [2 \"TITLE\" CHARACTER VARYING(20)"
                                + " NOT NULL] but is [2 \"TITLE\" CHARACTER VARYING(20)]")
                .hasMessageContaining("BY_HAND\" on \"PUBLIC\".\"BOOK\": the scripts do not make it")
                .hasMessageContaining("VIEW \"PUBLIC\".\"SHELVES\"")
                .hasMessageContaining("CHECK(\"SHELF\" > 0)")
                .hasMessageContaining("SEQUENCE \"PUBLIC\".\"S\": only the scripts make it");
        assertThat(e.advice()).contains("--squash", "Nothing was changed");
        isUntouched(db);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "RUNSCRIPT FROM 'more.sql'",
                "CALL CSVWRITE('%s/out.csv', 'SELECT 1')",
                "CREATE LINKED TABLE away ('', 'jdbc:h2:mem:other', 'sa', '', 'T')",
                "SHUTDOWN COMPACT",
            })
    void refusesWhatWouldReachBeyondTheEmptyDatabase(String statement) throws Exception {
        Path old = old("V1__books.sql", "CREATE TABLE book (id INT);");
        String url = url("");
        FlywayProject.migrate(url, old);
        old("V2__outside.sql", statement.formatted(directory) + ";\n");
        Workshop db = new Workshop(url, directory);
        db.execute(
                "INSERT INTO \"flyway_schema_history\" VALUES (2, '2', 'outside', 'SQL', 'V2__outside.sql', NULL, 'me',"
                        + " now(), 1, TRUE)");
        assertThat(FlywayProject.refusal(db.builder(), old))
                .hasMessageContaining("The scripts cannot be tried on an empty database: 0002-outside.sql:1:");
        assertThat(directory.resolve("out.csv")).doesNotExist();
        isUntouched(db);
    }

    /** The names that H2 makes up depend on what else is there, our own tables among it. */
    @Test
    void comparesConstraintsThatHaveNoNameByWhatTheyAre() throws Exception {
        StringBuilder tables = new StringBuilder();
        for (int i = 0; i < 40; i++) {
            tables.append("CREATE TABLE t")
                    .append(i)
                    .append(" (id INT PRIMARY KEY, x INT UNIQUE CHECK (x > ")
                    .append(i)
                    .append("), y INT REFERENCES t")
                    .append(i)
                    .append(");\n");
        }
        Path old = old("V1__tables.sql", tables.toString());
        String url = url("");
        FlywayProject.migrate(url, old);
        Workshop db = new Workshop(url, directory);
        assertThat(db.builder()
                        .build()
                        .planAdoption(Adoption.Source.of(old))
                        .version()
                        .number())
                .isEqualTo(1);
        db.execute("ALTER TABLE t7 ADD CHECK (x > 3)");
        assertThat(FlywayProject.refusal(db.builder(), old)).hasMessageContaining("CHECK(\"X\" > 3)");
    }

    @Test
    void takesOverADatabaseInMemoryAndOneSchemaOfSeveral() throws Exception {
        String url = "jdbc:h2:mem:" + directory.getFileName() + ";DB_CLOSE_DELAY=-1";
        Path old = old("V1__a.sql", "CREATE TABLE a (i INT); CREATE TABLE archive.a (i INT);");
        Flyway.configure()
                .dataSource(url, null, null)
                .schemas("APP", "ARCHIVE")
                .locations("filesystem:" + old)
                .load()
                .migrate();
        Workshop db = new Workshop(url, directory);
        Adoption adoption = db.builder().schema("APP").build().adopt(Adoption.Source.of(old));
        assertThat(adoption.scripts())
                .extracting(Adoption.Adopted::fileName)
                .containsExactly("0001-schemas.sql", "0002-a.sql");
        assertThat(db.query("SELECT version FROM APP._meta")).containsExactly("2");
    }

    /** Another process goes on while the scripts are tried. */
    @Test
    void seesWhatIsDoneInTheMeantime() throws Exception {
        Path old = old("V1__account.sql", "CREATE TABLE account (name VARCHAR(10));");
        String url = url("");
        FlywayProject.migrate(url, old);
        Workshop db = new Workshop(url, directory);
        String row =
                "INSERT INTO \"flyway_schema_history\" VALUES (%1$d, '%1$d', 'x', 'JDBC', 'V%1$d__X', NULL, 'me', now(), 1, TRUE)";
        db.execute(row.formatted(2));
        assertThat(FlywayProject.refusal(builder(db, "CREATE TABLE by_other (i INT)"), old))
                .hasMessageContaining("was changed while it was compared");
        isUntouched(db);
        db.execute("DROP TABLE by_other");
        assertThat(FlywayProject.refusal(builder(db, row.formatted(3)), old))
                .hasMessageContaining("The database was migrated in the meantime.");
        isUntouched(db);
        assertThat(db.builder()
                        .migrations(Files.createDirectory(directory.resolve("none")))
                        .build()
                        .status()
                        .state())
                .isEqualTo(Status.State.UNMANAGED);
        FlywayProject.hasNoScripts(db);
    }

    /** Returns a builder whose Java migration changes the database itself too. */
    private static FastMigrateBuilder builder(Workshop db, String statement) {
        return db.builder().javaMigrations(List.of(new JavaMigration() {
            @Override
            public Version version() {
                return new Version(2);
            }

            @Override
            public String description() {
                return "x";
            }

            @Override
            public void migrate(Connection connection) throws Exception {
                db.execute(statement);
            }
        }));
    }
}
