package io.fastmigrate.databases;

import static org.assertj.core.api.Assertions.assertThat;

import io.fastmigrate.Adoption;
import io.fastmigrate.FastMigrate;
import io.fastmigrate.FastMigrateBuilder;
import io.fastmigrate.Version;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.util.Map;
import java.util.stream.Stream;
import liquibase.Liquibase;
import liquibase.database.Database;
import liquibase.database.DatabaseFactory;
import liquibase.database.jvm.JdbcConnection;
import liquibase.resource.DirectoryResourceAccessor;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Change sets whose SQL depends on more than their text: on tables, on parameters, and on what may run again. */
class LiquibaseChangesTest {

    private static final String ROOT = """
        <?xml version="1.0" encoding="UTF-8"?>
        <databaseChangeLog xmlns="http://www.liquibase.org/xml/ns/dbchangelog"
            xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"
            xsi:schemaLocation="http://www.liquibase.org/xml/ns/dbchangelog http://www.liquibase.org/xml/ns/dbchangelog/dbchangelog-4.0.xsd">
          <changeSet id="1" author="ada">
            <createTable tableName="book">
              <column name="id" type="bigint"><constraints primaryKey="true" nullable="false"/></column>
              <column name="title" type="varchar(50)"/>
            </createTable>
          </changeSet>
          %s
          <include file="more.sql" relativeToChangelogFile="true"/>
        </databaseChangeLog>
        """;

    @TempDir
    Path directory;

    private Path changelogs() {
        return directory.resolve("resources");
    }

    private void write(String changeSets, String more) throws Exception {
        Path folder = Files.createDirectories(changelogs().resolve("db/changelog"));
        Files.writeString(folder.resolve("db.changelog-master.xml"), ROOT.formatted(changeSets));
        Files.writeString(folder.resolve("more.sql"), "--liquibase formatted sql\n" + more);
    }

    private void liquibase(String url, Map<String, String> parameters) throws Exception {
        try (Connection connection = DriverManager.getConnection(url)) {
            Database database =
                    DatabaseFactory.getInstance().findCorrectDatabaseImplementation(new JdbcConnection(connection));
            Liquibase liquibase = new Liquibase(
                    "db/changelog/db.changelog-master.xml", new DirectoryResourceAccessor(changelogs()), database);
            parameters.forEach(liquibase::setChangeLogParameter);
            liquibase.update("");
        }
    }

    private Path program(String version) throws Exception {
        Path home = directory.resolve("home");
        return version.equals("current") ? LiquibaseHome.current(home) : LiquibaseHome.of(version, home);
    }

    private Adoption.Source source() throws Exception {
        return Adoption.Source.of(changelogs()).withLiquibase(program("current"));
    }

    /** Without a connection, Liquibase cannot write what changes columns there. */
    @ParameterizedTest
    @ValueSource(strings = {"current", "4.0.0", "4.33.0"})
    void seeTheTablesOnSqlite(String version) throws Exception {
        write("""
            <changeSet id="columns" author="ada">
              <addColumn tableName="book"><column name="author" type="text" defaultValue="a;'b"/></addColumn>
              <addColumn tableName="book"><column name="shelf" type="int"/></addColumn>
            </changeSet>
            """, "--changeset ada:last\nCREATE TABLE last_one (id int);\n");
        Path file = directory.resolve("app.db");
        liquibase("jdbc:sqlite:" + file, Map.of());
        FastMigrate fastMigrate =
                FastMigrate.sqlite(file).migrations(directory.resolve("new")).build();

        Adoption adoption = fastMigrate.adopt(Adoption.Source.of(changelogs()).withLiquibase(program(version)));

        assertThat(adoption.scripts())
                .extracting(Adoption.Adopted::fileName)
                .containsExactly(
                        "0001-db-changelog-master-1.sql", "0002-db-changelog-master-columns.sql", "0003-more-last.sql");
        Files.writeString(directory.resolve("new/0004-more.sql"), "INSERT INTO book (id, author) VALUES (3, 'Ada');\n");
        assertThat(fastMigrate.migrate().after()).isEqualTo(new Version(4));
        try (Stream<Path> left = Files.list(directory)) {
            assertThat(left)
                    .noneMatch(path -> String.valueOf(path.getFileName()).startsWith(".fastmigrate"));
        }
    }

    @Test
    void keepParametersAsValues() throws Exception {
        write("""
            <changeSet id="shop" author="ada">
              <createTable tableName="shop" remarks="of ${shop}">
                <column name="name" type="varchar(30)" defaultValue="${shop}"/>
              </createTable>
              <insert tableName="shop"><column name="name" value="${shop} 2"/></insert>
            </changeSet>
            """, "--changeset ada:last\nINSERT INTO shop VALUES ('${Shop} 3');\n");
        String url = Servers.postgres();
        liquibase(url, Map.of("shop", "Corner"));
        Workshop db = new Workshop(url, directory);
        FastMigrateBuilder builder = db.builder().value("shop", "Corner");

        Adoption adoption = builder.build().adopt(source());

        assertThat(adoption.values()).containsExactly("shop");
        assertThat(db.directory().resolve("0002-db-changelog-master-shop.sql"))
                .content()
                .contains("'${shop}'", "'${shop} 2'")
                .doesNotContain("Corner", "fmvalue");
        assertThat(db.directory().resolve("0003-more-last.sql")).hasContent("INSERT INTO shop VALUES ('${shop} 3');\n");
        assertThat(builder.build().plan().steps()).isEmpty();
        String other = Servers.postgres();
        FastMigrate fresh = FastMigrate.database(other)
                .migrations(db.directory())
                .value("shop", "Bridge")
                .build();
        fresh.create();
        fresh.migrate();
        assertThat(new Workshop(other, directory.resolve("other")).query("SELECT name FROM shop ORDER BY 1"))
                .containsExactly("Bridge 2", "Bridge 3");
    }

    @Test
    void runAgainWhereTheyMakeViewsAndRoutinesThatNoOtherOneNeeds() throws Exception {
        write("""
            <changeSet id="titles" author="ada" runOnChange="true">
              <createView viewName="titles" replaceIfExists="true">SELECT title FROM book</createView>
            </changeSet>
            <changeSet id="needed" author="ada" runOnChange="true">
              <createView viewName="needed" replaceIfExists="true">SELECT id FROM book</createView>
            </changeSet>
            <changeSet id="user" author="ada"><sql>CREATE TABLE copied AS SELECT id FROM needed</sql></changeSet>
            """, """
            --changeset ada:answer runOnChange:true splitStatements:false
            CREATE OR REPLACE FUNCTION answer() RETURNS int LANGUAGE sql AS $$ SELECT 42; $$;
            --changeset ada:rows runOnChange:true
            DELETE FROM book;
            """);
        String url = Servers.postgres();
        liquibase(url, Map.of());
        Workshop db = new Workshop(url, directory);
        FastMigrate fastMigrate = db.builder().build();

        Adoption adoption = fastMigrate.adopt(source());

        assertThat(adoption.scripts())
                .extracting(Adoption.Adopted::fileName)
                .containsExactly(
                        "0001-db-changelog-master-1.sql",
                        "0002-db-changelog-master-needed.sql",
                        "0003-db-changelog-master-user.sql",
                        "0004-more-rows.sql",
                        "repeatable/db-changelog-master-titles.sql",
                        "repeatable/more-answer.sql");
        assertThat(adoption.notes())
                .anyMatch(note -> note.contains("::needed::ada runs again when it changes no longer, because")
                        && note.contains("::user::ada, which ran later, uses what it makes"))
                .anyMatch(note ->
                        note.contains("::rows::ada runs again when it changes no longer, because it does more"));
        Path view = db.directory().resolve("repeatable/db-changelog-master-titles.sql");
        Files.writeString(view, Files.readString(view).replace("SELECT title", "SELECT title, id"));
        fastMigrate.migrate();
        assertThat(db.query("SELECT count(id) FROM titles")).containsExactly("0");
        assertThat(fastMigrate.version()).isEqualTo(new Version(4));
    }
}
