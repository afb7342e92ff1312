package io.fastmigrate.databases;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.fastmigrate.Adoption;
import io.fastmigrate.FastMigrate;
import io.fastmigrate.Version;
import io.fastmigrate.error.EnrollFailedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.util.List;
import liquibase.Contexts;
import liquibase.Liquibase;
import liquibase.database.Database;
import liquibase.database.DatabaseFactory;
import liquibase.database.jvm.JdbcConnection;
import liquibase.resource.DirectoryResourceAccessor;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Databases on servers that the real Liquibase made, taken over. */
@SuppressWarnings("StringConcatToTextBlock")
class LiquibaseAdoptTest {

    private static final String ROOT = """
            <databaseChangeLog xmlns="http://www.liquibase.org/xml/ns/dbchangelog"
                xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"
                xsi:schemaLocation="http://www.liquibase.org/xml/ns/dbchangelog http://www.liquibase.org/xml/ns/dbchangelog/dbchangelog-latest.xsd">
              <includeAll path="changes" relativeToChangelogFile="true"/>
            %s
            </databaseChangeLog>
            """;

    private static final String BOOKS = """
            --liquibase formatted sql
            --property name:shelf value:shelf_number

            --changeset ada:1 labels:first
            --comment: the first table
            CREATE TABLE book (id INT PRIMARY KEY, title VARCHAR(50) DEFAULT 'a;b', ${shelf} INT);
            --rollback DROP TABLE book;
            --changeset "Grace Hopper":"two words" context:!test runOnChange:true
            /* liquibase rollback
            DROP TABLE author;
            */
            CREATE TABLE author (id INT PRIMARY KEY);
            INSERT INTO author VALUES (1);
            --ignoreLines:1
            THIS IS IGNORED;
            --changeset ada:3 context:test
            CREATE TABLE only_in_tests (id INT);
            --changeset ada:4
            --preconditions onFail:MARK_RAN
            --precondition-sql-check expectedResult:0 SELECT count(*) FROM author
            CREATE TABLE never (id INT);
            """;

    @TempDir
    Path directory;

    private Path changelogs() {
        return directory.resolve("db");
    }

    private void write(String routine, String more) throws Exception {
        Files.createDirectories(changelogs().resolve("changes"));
        Files.writeString(changelogs().resolve("root.xml"), ROOT.formatted(more));
        Files.writeString(changelogs().resolve("changes/01-books.sql"), BOOKS);
        Files.writeString(changelogs().resolve("changes/02-plain.sql"), "CREATE TABLE plain (id INT);\n");
        Files.writeString(changelogs().resolve("changes/03-routine.sql"), "--liquibase formatted sql\n" + routine);
        Files.writeString(
                changelogs().resolve("changes/04-moved.sql"),
                "--liquibase formatted sql\n"
                        + "--changeset ada:5 logicalFilePath:was/elsewhere.sql\n"
                        + "CREATE TABLE moved (id INT);\n");
    }

    private void liquibase(String url) throws Exception {
        try (Connection connection = DriverManager.getConnection(url)) {
            Database database =
                    DatabaseFactory.getInstance().findCorrectDatabaseImplementation(new JdbcConnection(connection));
            new Liquibase("root.xml", new DirectoryResourceAccessor(changelogs()), database)
                    .update(new Contexts("production"));
        }
    }

    private void adopts(String url, String table) throws Exception {
        liquibase(url);
        Workshop db = new Workshop(url, directory);
        String books =
                "SELECT concat_ws('|', id, author, filename, dateexecuted, orderexecuted, exectype, md5sum) FROM "
                        + table + " ORDER BY orderexecuted";
        List<String> before = db.query(books);
        FastMigrate fastMigrate = db.builder().build();

        Adoption adoption = fastMigrate.adopt(Adoption.Source.of(changelogs()));

        assertThat(adoption.tool()).isEqualTo("Liquibase");
        assertThat(adoption.scripts())
                .extracting(Adoption.Adopted::fileName)
                .containsExactly(
                        "0001-01-books-1.sql",
                        "0002-01-books-two-words.sql",
                        "0003-02-plain-raw.sql",
                        "0004-03-routine-r1.sql",
                        "0005-03-routine-r2.sql",
                        "0006-elsewhere-5.sql");
        assertThat(adoption.notes())
                .anyMatch(note -> note.contains("::two words::Grace Hopper runs again when it changes"))
                .anyMatch(note -> note.contains("::4::ada was only marked as run (MARK_RAN)"));
        assertThat(db.directory().resolve("0001-01-books-1.sql"))
                .hasContent(
                        "CREATE TABLE book (id INT PRIMARY KEY, title VARCHAR(50) DEFAULT 'a;b', shelf_number INT);\n");
        assertThat(db.query(books)).isEqualTo(before);
        assertThat(fastMigrate.status().applied()).hasSize(6);
        db.script("0007-more.sql", "CREATE TABLE more (id INT);");
        assertThat(fastMigrate.migrate().after()).isEqualTo(new Version(7));
    }

    @Test
    void takesFormattedSqlAsItIsOnPostgres() throws Exception {
        write("""
                --changeset ada:r1 splitStatements:false
                CREATE FUNCTION one() RETURNS int LANGUAGE plpgsql AS $$ BEGIN PERFORM 1; RETURN 1; END $$
                --changeset ada:r2 endDelimiter://
                CREATE FUNCTION two() RETURNS int LANGUAGE sql AS 'SELECT 2;'
                //
                CREATE VIEW both_of AS SELECT one() + two() AS sum; -- http://example.com/
                //
                """, "");
        adopts(Servers.postgres(), "databasechangelog");
    }

    @Test
    void takesFormattedSqlAsItIsOnMariaDb() throws Exception {
        write("""
                --changeset ada:r1 splitStatements:false
                CREATE PROCEDURE one() BEGIN SELECT 1; SELECT '//'; END
                --changeset ada:r2 endDelimiter://
                CREATE TRIGGER g BEFORE INSERT ON book FOR EACH ROW BEGIN SET NEW.title = trim(NEW.title); END
                //
                CREATE VIEW both_of AS SELECT 2 AS sum
                //
                """, "");
        adopts(Servers.maria(), "DATABASECHANGELOG");
    }

    @Test
    void takesFormattedSqlAsItIsOnH2() throws Exception {
        write("""
                --changeset ada:r1 splitStatements:false
                CREATE ALIAS one AS $$ int one() { int x = 1; return x; } $$
                --changeset ada:r2 endDelimiter:/
                CREATE VIEW both_of AS SELECT 2 AS total
                /
                CREATE SEQUENCE numbers
                /
                """, "");
        adopts("jdbc:h2:" + directory.resolve("h2"), "DATABASECHANGELOG");
    }

    /** Change sets that are not SQL are not written as scripts; the schema that they made is. */
    @Test
    void writesTheWholeSchemaWhereAChangeSetIsNoSql() throws Exception {
        writesTheWholeSchema(List.of(Servers.maria(), "jdbc:h2:" + directory.resolve("h2")));
    }

    @Test
    void writesTheWholeSchemaOfPostgresToo() throws Exception {
        DebianPostgres.require();
        writesTheWholeSchema(List.of(DebianPostgres.url(DebianPostgres.newDatabase())));
    }

    private void writesTheWholeSchema(List<String> urls) throws Exception {
        String xml = """
                  <changeSet id="x" author="ada">
                    <createTable tableName="from_xml"><column name="id" type="int"/></createTable>
                    <createIndex tableName="from_xml" indexName="by_id"><column name="id"/></createIndex>
                  </changeSet>
                """;
        for (String url : urls) {
            write("--changeset ada:r1\nCREATE TABLE last_one (id INT);\n", xml);
            liquibase(url);
            Workshop db = new Workshop(url, directory.resolve(url.substring(5, 7)));
            Adoption adoption = db.builder().build().adopt(Adoption.Source.of(changelogs()));
            assertThat(adoption.version()).isEqualTo(new Version(1));
            assertThat(adoption.notes()).anyMatch(note -> note.contains("root.xml::x::ada is not SQL"));
            assertThat(db.directory().resolve("0001-initial.sql"))
                    .content()
                    .containsIgnoringCase("from_xml")
                    .doesNotContainIgnoringCase("databasechangelog");
        }
    }

    @Test
    void namesObjectsChangedByHandAndPendingChangeSets() throws Exception {
        write("--changeset ada:r1\nCREATE TABLE last_one (id INT);\n", "");
        String url = Servers.maria();
        liquibase(url);
        Workshop db = new Workshop(url, directory);
        db.execute("ALTER TABLE last_one ADD COLUMN by_hand INT");
        assertThat(catchThrowableOfType(
                        EnrollFailedException.class,
                        () -> db.builder().build().adopt(Adoption.Source.of(changelogs()))))
                .hasMessageContaining("column last_one.by_hand: the scripts do not make it");
        Files.writeString(
                changelogs().resolve("changes/03-routine.sql"),
                "--liquibase formatted sql\n"
                        + "--changeset ada:r1\n"
                        + "CREATE TABLE last_one (id INT);\n"
                        + "--changeset ada:new\n"
                        + "SELECT 1;\n");
        assertThat(catchThrowableOfType(
                        EnrollFailedException.class,
                        () -> db.builder().build().adopt(Adoption.Source.of(changelogs()))))
                .hasMessageContaining("Liquibase has not run changes/03-routine.sql::new::ada");
        assertThat(db.query("SHOW TABLES LIKE '\\_%'")).isEmpty();
    }
}
