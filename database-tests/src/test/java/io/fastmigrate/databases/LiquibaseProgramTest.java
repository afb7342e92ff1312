package io.fastmigrate.databases;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.fastmigrate.Adoption;
import io.fastmigrate.FastMigrate;
import io.fastmigrate.FastMigrateBuilder;
import io.fastmigrate.Status;
import io.fastmigrate.Version;
import io.fastmigrate.error.EnrollFailedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import liquibase.Contexts;
import liquibase.Liquibase;
import liquibase.database.Database;
import liquibase.database.DatabaseFactory;
import liquibase.database.jvm.JdbcConnection;
import liquibase.resource.DirectoryResourceAccessor;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Change sets in XML and YAML, of which a Liquibase in a separate process writes the SQL. */
class LiquibaseProgramTest {

    private static final String ROOT = """
        <?xml version="1.0" encoding="UTF-8"?>
        <databaseChangeLog xmlns="http://www.liquibase.org/xml/ns/dbchangelog"
            xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"
            xsi:schemaLocation="http://www.liquibase.org/xml/ns/dbchangelog http://www.liquibase.org/xml/ns/dbchangelog/dbchangelog-4.0.xsd">
          <property name="title" value="text" dbms="oracle"/>
          <property name="title" value="varchar(50)" dbms="postgresql,mariadb,h2,sqlite"/>
          <changeSet id="1" author="ada">
            <comment>the first; of
        all</comment>
            <createTable tableName="book" remarks="all that's read">
              <column name="id" type="bigint"><constraints primaryKey="true" nullable="false"/></column>
              <column name="title" type="${title}"/>
            </createTable>
            <rollback><dropTable tableName="book"/></rollback>
          </changeSet>
          <changeSet id="2" author="ada" context="test">
            <createTable tableName="only_in_tests"><column name="id" type="int"/></createTable>
          </changeSet>
          <changeSet id="3" author="ada" dbms="oracle"><sql>what Oracle reads</sql></changeSet>
          <changeSet id="4" author="ada">
            <preConditions onFail="MARK_RAN"><tableExists tableName="gone"/></preConditions>
            <dropTable tableName="gone"/>
          </changeSet>
          <changeSet id="5" author="ada" context="production" labels="tables" runOnChange="true">
            <preConditions onFail="MARK_RAN"><not><viewExists viewName="titles"/></not></preConditions>
            <createView viewName="titles">SELECT title FROM book</createView>
          </changeSet>
          <changeSet id="6" author="ada">
            <sql endDelimiter="//">
              CREATE TABLE one (id int)
              //
              CREATE TABLE two (id int)
              //
            </sql>
            <sqlFile path="db/changelog/more/three.sql"/>
            <loadData file="db/changelog/more/books.csv" tableName="book"/>
          </changeSet>
          <changeSet id="7" author="ada"><tagDatabase tag="first"/></changeSet>
          <changeSet id="8" author="ada" runAlways="true">
            <update tableName="book"><column name="title" value="none"/><where>title IS NULL</where></update>
                <sql>UPDATE DATABASECHANGELOG SET TAG = TAG</sql>
          </changeSet>
          %s
          <include file="more/more.yaml" relativeToChangelogFile="true"/>
          <include file="more/last.sql" relativeToChangelogFile="true"/>
        </databaseChangeLog>
        """;

    private static final String YAML = """
        databaseChangeLog:
          - changeSet:
              id: by title
              author: Grace Hopper
              changes:
                - createIndex:
                    indexName: by_title
                    tableName: book
                    columns:
                      - column: {name: title}
                - addColumn:
                    tableName: book
                    columns:
                      - column: {name: pages, type: int, defaultValueNumeric: 1}
        """;

    private static final String ROUTINE = """
        <changeSet id="routine" author="ada"><createProcedure>%s</createProcedure></changeSet>
        """;

    @TempDir
    Path directory;

    private Path changelogs() {
        return directory.resolve("resources");
    }

    private Path root() {
        return changelogs().resolve("db/changelog/db.changelog-master.xml");
    }

    private void write(String more) throws Exception {
        Path folder = Files.createDirectories(changelogs().resolve("db/changelog/more"));
        Files.writeString(root(), ROOT.formatted(more));
        Files.writeString(folder.resolve("more.yaml"), YAML);
        Files.writeString(folder.resolve("three.sql"), "-- a comment\nCREATE TABLE three (id int);\n");
        Files.writeString(folder.resolve("books.csv"), """
            id,title
            1,"a; 'b"
            2,NULL
            """);
        Files.writeString(folder.resolve("last.sql"), """
            --liquibase formatted sql
            --changeset ada:last
            CREATE TABLE last_one (name ${title}); -- as written
            """);
    }

    /** To write SQL that adds a column, Liquibase wants to see the table on SQLite. */
    private void writeForSqlite(String more) throws Exception {
        write(more);
        Files.writeString(root().resolveSibling("more/more.yaml"), """
            databaseChangeLog:
              - changeSet:
                  id: by title
                  author: Grace Hopper
                  changes:
                    - sql:
                        sql: ALTER TABLE book ADD COLUMN pages int DEFAULT 1
            """);
    }

    private void liquibase(String url) throws Exception {
        try (Connection connection = DriverManager.getConnection(url)) {
            Database database =
                    DatabaseFactory.getInstance().findCorrectDatabaseImplementation(new JdbcConnection(connection));
            new Liquibase("db/changelog/db.changelog-master.xml", new DirectoryResourceAccessor(changelogs()), database)
                    .update(new Contexts("production"));
        }
    }

    private Path program() throws Exception {
        return LiquibaseHome.current(directory.resolve("liquibase home"));
    }

    private static List<String> scripts(boolean hasRepeatable) {
        String view = "db-changelog-master-5.sql";
        List<String> others = List.of(
                "db-changelog-master-6.sql",
                "db-changelog-master-8.sql",
                "db-changelog-master-routine.sql",
                "more-by-title.sql",
                "last-last.sql");
        List<String> scripts = new ArrayList<>(List.of("0001-db-changelog-master-1.sql"));
        if (!hasRepeatable) {
            scripts.add("0002-" + view);
        }
        others.forEach(name -> scripts.add("%04d-%s".formatted(scripts.size() + 1, name)));
        if (hasRepeatable) {
            scripts.add("repeatable/" + view);
        }
        return scripts;
    }

    /**
     * Takes a database over.
     *
     * @param hasRepeatable whether the view is made again by a script that makes it, also where it is there
     */
    private void adopts(String url, Path program, boolean hasRepeatable) throws Exception {
        liquibase(url);
        Workshop db = new Workshop(url, directory);
        String books = "SELECT concat_ws('|', id, author, filename, orderexecuted, exectype, md5sum, tag) FROM "
                + "databasechangelog ORDER BY orderexecuted";
        if (url.contains("maria")) {
            books = books.replace("databasechangelog", "DATABASECHANGELOG");
        }
        List<String> before = db.query(books);
        FastMigrate fastMigrate = db.builder().build();

        Adoption adoption = fastMigrate.adopt(Adoption.Source.of(changelogs()).withLiquibase(program));

        assertThat(adoption.scripts())
                .extracting(Adoption.Adopted::fileName)
                .containsExactlyElementsOf(scripts(hasRepeatable));
        assertThat(adoption.notes())
                .anyMatch(note -> note.contains("::4::ada was only marked as run (MARK_RAN)"))
                .anyMatch(note -> note.contains("::5::ada has preconditions"))
                .anyMatch(note -> note.contains("::8::ada ran with each update (runAlways)"))
                .anyMatch(note -> note.contains("::7::ada has no statement for this database"));
        assertThat(adoption.notes().stream()
                        .anyMatch(note -> note.contains(
                                "::5::ada runs again when it changes no longer, because it fails" + " where")))
                .isNotEqualTo(hasRepeatable);
        for (Adoption.Adopted script : adoption.scripts()) {
            assertThat(db.directory().resolve(script.fileName()))
                    .content()
                    .doesNotContainIgnoringCase("databasechangelog");
        }
        assertThat(db.query(books)).isEqualTo(before);
        int next = adoption.version().number() + 1;
        db.script("%04d-more.sql".formatted(next), "INSERT INTO book (id, title) VALUES (3, 'c');");
        assertThat(fastMigrate.migrate().after()).isEqualTo(new Version(next));
        assertThat(db.query("SELECT pages FROM book WHERE id = 3")).containsExactly("1");
    }

    @Test
    void writesEachChangeSetAsAScriptOnPostgres() throws Exception {
        write(ROUTINE.formatted(
                "CREATE FUNCTION answer() RETURNS int LANGUAGE plpgsql AS $$ BEGIN PERFORM 1; RETURN 42; END $$"));
        adopts(Servers.postgres(), program(), true);
    }

    @Test
    void writesEachChangeSetAsAScriptOnMariaDb() throws Exception {
        write(ROUTINE.formatted("CREATE PROCEDURE answer() BEGIN SELECT 1; SELECT '//'; END"));
        adopts(Servers.maria(), program(), false);
        Path scripts = directory.resolve("migrations");
        assertThat(scripts.resolve("0003-db-changelog-master-6.sql")).content().doesNotContain("DELIMITER");
        assertThat(scripts.resolve("0005-db-changelog-master-routine.sql"))
                .content()
                .startsWith("DELIMITER ///\n");
    }

    @Test
    void writesEachChangeSetAsAScriptOnH2() throws Exception {
        write("<changeSet id='routine' author='ada'><createSequence sequenceName='answer'/></changeSet>");
        adopts("jdbc:h2:" + directory.resolve("h2"), program(), false);
    }

    @ParameterizedTest
    @ValueSource(strings = {"4.0.0", "4.33.0"})
    void takesTheFirstAndTheLastLiquibase4(String version) throws Exception {
        write("<changeSet id='routine' author='ada'><createSequence sequenceName='answer'/></changeSet>");
        adopts("jdbc:h2:" + directory.resolve("h2"), LiquibaseHome.of(version, directory.resolve(version)), false);
    }

    @Test
    void writesEachChangeSetAsAScriptOnSqlite() throws Exception {
        adoptsOnSqlite(directory.resolve("app.db"), program());
    }

    private void adoptsOnSqlite(Path file, Path program) throws Exception {
        writeForSqlite(
                "<changeSet id='routine' author='ada'><sql splitStatements='false'>CREATE TRIGGER answer AFTER INSERT"
                        + " ON one BEGIN INSERT INTO two VALUES (1); INSERT INTO two VALUES (2); END</sql></changeSet>");
        liquibase("jdbc:sqlite:" + file);
        Path scripts = file.resolveSibling(file.getFileName() + "-scripts");
        FastMigrate fastMigrate = FastMigrate.sqlite(file).migrations(scripts).build();
        Adoption adoption = fastMigrate.adopt(Adoption.Source.of(changelogs()).withLiquibase(program));
        assertThat(adoption.version()).isEqualTo(new Version(6));
        assertThat(scripts.resolve("0001-db-changelog-master-1.sql")).content().startsWith("-- the first; of\n-- ");
        assertThat(fastMigrate.status().applied()).hasSize(6);
        assertThat(fastMigrate.status().appliedRepeatable()).hasSize(1);
    }

    private EnrollFailedException refusal(Path file, Adoption.Source source) throws Exception {
        FastMigrate fastMigrate = FastMigrate.sqlite(file)
                .migrations(directory.resolve("new"))
                .scriptTimeout(Duration.ofSeconds(60))
                .build();
        EnrollFailedException refusal =
                catchThrowableOfType(EnrollFailedException.class, () -> fastMigrate.adopt(source));
        assertThat(refusal).isNotNull();
        assertThat(refusal.advice() + refusal.getMessage()).contains("Nothing was changed");
        assertThat(FastMigrate.sqlite(file)
                        .migrations(Files.createDirectories(directory.resolve("none")))
                        .build()
                        .status()
                        .state())
                .isEqualTo(Status.State.UNMANAGED);
        assertThat(directory.resolve("new")).doesNotExist();
        return refusal;
    }

    @Test
    void namesPendingLostAndBrokenChangeSets() throws Exception {
        writeForSqlite("<changeSet id='view' author='ada' runOnChange='true'><sql>CREATE VIEW v AS SELECT 1 AS"
                + " one</sql></changeSet><changeSet id='old' author='ada'><sql>SELECT 1</sql></changeSet>");
        Path file = directory.resolve("app.db");
        liquibase("jdbc:sqlite:" + file);
        Adoption.Source source = Adoption.Source.of(changelogs()).withLiquibase(program());
        String root = Files.readString(root());

        Files.writeString(root(), root.replace("<changeSet id='old'", "<changeSet id='new'"));
        assertThat(refusal(file, source))
                .hasMessageContaining("Liquibase has not run db/changelog/db.changelog-master.xml::new::ada on this");
        Files.writeString(root(), root.replace("SELECT 1 AS one", "SELECT 2 AS one"));
        assertThat(refusal(file, source))
                .hasMessageContaining("Liquibase has not run db/changelog/db.changelog-master.xml::view::ada");
        Files.writeString(
                root(),
                root.replace("<changeSet id='old' author='ada'>", "<changeSet id='old' author='ada' dbms='oracle'>"));
        assertThat(refusal(file, source))
                .hasMessageContaining("::old::ada was applied, but is no longer in its changelog");
        Files.writeString(root(), root.replace("SELECT 1<", "SELECT ${password}<sql/><unknown/><"));
        assertThat(refusal(file, source))
                .hasMessageContaining("Liquibase cannot write the SQL")
                .hasMessageContaining("db.changelog-master.xml");
        Files.writeString(root(), root.replace("<sql>SELECT 1</sql>", "<sqlFile path='${db.password}.sql'/>"));
        assertThat(refusal(file, source.withPlaceholder("db.password", "gehe1m")))
                .hasMessageContaining("***.sql")
                .hasMessageNotContaining("gehe1m");
        Files.writeString(root(), root.replace("SELECT title FROM book", "SELECT id FROM book"));
        assertThat(refusal(file, source)).hasMessageContaining("::5::ada");
    }

    @Test
    void saysWhatIsNoLiquibase() throws Exception {
        writeForSqlite("");
        Path file = directory.resolve("app.db");
        liquibase("jdbc:sqlite:" + file);
        Adoption.Source source = Adoption.Source.of(changelogs());
        Path empty = Files.createDirectories(directory.resolve("empty"));
        Path snakeOnly = LiquibaseHome.only("org.yaml.snakeyaml.Yaml", directory.resolve("snake"));
        Path coreOnly = LiquibaseHome.only("liquibase.Liquibase", directory.resolve("core"));

        assertThat(refusal(file, source.withLiquibase(directory.resolve("missing"))))
                .hasMessageContaining("There is no Liquibase at ");
        assertThat(refusal(file, source.withLiquibase(empty))).hasMessageContaining("There is no jar in ");
        assertThat(refusal(file, source.withLiquibase(snakeOnly))).hasMessageContaining("There is no Liquibase in ");
        assertThat(refusal(file, source.withLiquibase(coreOnly)))
                .satisfies(refusal -> assertThat(refusal.advice()).contains("all that it needs"));
        assertThat(refusal(file, source.withLiquibase(program()).withChangelog("db/changelog/other.xml")))
                .hasMessageContaining("The changelog db/changelog/other.xml is not in ");
        Files.move(root(), root().resolveSibling("main.xml"));
        assertThat(refusal(file, source.withLiquibase(program())))
                .hasMessageContaining("root changelog is not known")
                .satisfies(refusal -> assertThat(refusal.advice()).contains("--changelog"));
    }

    /** What stands still, or comes from another world, in the place of Liquibase. */
    @Test
    void endsALiquibaseThatHangsAndAllThatItStarted() throws Exception {
        writeForSqlite("");
        Path file = directory.resolve("app.db");
        liquibase("jdbc:sqlite:" + file);
        Path pid = directory.resolve("pid");
        Path hanging = LiquibaseHome.hanging(directory.resolve("hanging"), pid);
        Adoption.Source source = Adoption.Source.of(changelogs()).withLiquibase(hanging);
        FastMigrateBuilder builder = FastMigrate.sqlite(file).migrations(directory.resolve("new"));

        assertThat(catchThrowableOfType(
                        EnrollFailedException.class,
                        () -> builder.scriptTimeout(Duration.ofSeconds(2))
                                .build()
                                .adopt(source)))
                .hasMessageContaining("Liquibase did not end within 2 seconds");
        hasEnded(pid);

        Files.deleteIfExists(pid);
        AtomicReference<@Nullable Throwable> failure = new AtomicReference<>();
        Thread adopting = new Thread(() -> failure.set(catchThrowable(
                () -> builder.scriptTimeout(Duration.ZERO).build().adopt(source))));
        adopting.start();
        while (!Files.exists(pid) && adopting.isAlive()) {
            Thread.onSpinWait();
        }
        adopting.interrupt();
        adopting.join();
        assertThat(failure.get()).isInstanceOf(EnrollFailedException.class).hasMessageContaining("interrupted");
        hasEnded(pid);

        LiquibaseHome.ofLaterJava(hanging);
        assertThat(refusal(file, source)).hasMessageContaining("is for a newer Java than this one");
    }

    /** What it started, if it came so far. */
    private static void hasEnded(Path pid) throws Exception {
        if (Files.exists(pid)) {
            assertThat(ProcessHandle.of(Long.parseLong(Files.readString(pid))).filter(ProcessHandle::isAlive))
                    .isEmpty();
        }
    }
}
