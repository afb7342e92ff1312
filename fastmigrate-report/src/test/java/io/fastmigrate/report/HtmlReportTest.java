package io.fastmigrate.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.fastmigrate.FastMigrate;
import io.fastmigrate.Status;
import io.fastmigrate.error.ScriptFailedException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HtmlReportTest {

    @TempDir
    Path temp;

    private Path database = Path.of("");

    @BeforeEach
    void scripts() throws IOException {
        database = temp.resolve("app.db");
        Files.createDirectory(temp.resolve("migrations"));
        script("0001-person.sql", "CREATE TABLE person (id INTEGER PRIMARY KEY, name TEXT DEFAULT 'secret');");
    }

    private void script(String name, String sql) throws IOException {
        Files.writeString(temp.resolve("migrations").resolve(name), sql);
    }

    private FastMigrate fastMigrate() {
        return FastMigrate.sqlite(database)
                .migrations(temp.resolve("migrations"))
                .build();
    }

    private FastMigrate migrated() {
        FastMigrate fastMigrate = fastMigrate();
        fastMigrate.create();
        fastMigrate.migrate();
        return fastMigrate;
    }

    @Test
    void showsStateHistoryPlanAndSchema() throws IOException {
        FastMigrate fastMigrate = migrated();
        script("0002-tidy.sql", "CREATE TABLE a (x); VACUUM; CREATE TABLE b (x);");
        byte[] before = Files.readAllBytes(database);

        String page = HtmlReport.of(fastMigrate).html();

        assertThat(page)
                .contains(database.toString(), "0001-person.sql", "0002-tidy.sql", "person", "name")
                .contains("Pending", "VACUUM")
                .doesNotContain("_fastmigrate_history");
        assertThat(Arrays.equals(Files.readAllBytes(database), before)).isTrue();
    }

    @Test
    void aMissingDatabaseIsNotCreated() {
        assertThat(HtmlReport.of(fastMigrate()).html()).contains("There is no database yet");
        assertThat(database).doesNotExist();
    }

    @Test
    void anUnmanagedDatabaseShowsItsTables() throws SQLException {
        try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + database);
                Statement statement = connection.createStatement()) {
            statement.execute("CREATE TABLE old_things (x)");
        }
        assertThat(HtmlReport.of(fastMigrate()).html()).contains("The database has no version", "old_things");
    }

    @Test
    void aDatabaseThatCannotBeReadSaysWhy() throws IOException {
        Files.writeString(database, "This is no database at all. ".repeat(100));
        assertThat(HtmlReport.of(fastMigrate()).html()).contains("Unreadable", "cannot be read", database.toString());
    }

    @Test
    void oneThatCannotBeReadDoesNotHideTheOthers() throws IOException {
        FastMigrate good = migrated();
        Path broken = temp.resolve("broken.db");
        Files.writeString(broken, "This is no database at all. ".repeat(100));
        FastMigrate bad = FastMigrate.sqlite(broken)
                .migrations(temp.resolve("migrations"))
                .build();
        String page = HtmlReport.of(List.of(ReportedDatabase.of("bad", bad), ReportedDatabase.of("good", good)))
                .html();
        assertThat(page).contains("Unreadable", "Up to date", "person", "2 databases");
    }

    @Test
    void aScriptThatStopsThePlanIsAProblemBesideTheRest() throws IOException {
        FastMigrate fastMigrate = migrated();
        script("0001-person.sql", "CREATE TABLE person (id INTEGER PRIMARY KEY, age INT);");
        script("0002-more.sql", "CREATE TABLE more (x);");
        assertThat(HtmlReport.of(fastMigrate).html())
                .contains("The pending scripts cannot run now", "0002-more.sql", "person");
    }

    @Test
    void leavesOutWhatIsHidden() {
        FastMigrate fastMigrate = migrated();
        String user = fastMigrate.status().applied().get(0).appliedBy();
        ReportedDatabase all = ReportedDatabase.of("main", fastMigrate);
        String page = HtmlReport.of(List.of(all)).html();
        assertThat(page).contains(database.toString(), user, "id=\"d1-tables\"");

        assertThat(HtmlReport.of(List.of(all.hiding(ReportedDatabase.Part.LOCATION)))
                        .html())
                .doesNotContain(database.toString());
        assertThat(HtmlReport.of(List.of(all.hiding(ReportedDatabase.Part.USERS)))
                        .html())
                .doesNotContain(user);
        assertThat(HtmlReport.of(List.of(all.hiding(ReportedDatabase.Part.SCHEMA)))
                        .html())
                .doesNotContain("id=\"d1-tables\"");
    }

    @Test
    void textsAreShownAsTheFunctionReturnsThem() {
        ReportedDatabase masked = ReportedDatabase.of("main", migrated())
                .withTexts(text -> text.replace("secret", "***").replace(temp.toString(), "..."));
        assertThat(HtmlReport.of(List.of(masked)).html()).contains("***").doesNotContain("secret", temp.toString());
    }

    @Test
    void whileItIsMigratedTheDatabaseIsNotRead() throws IOException {
        Status status = migrated().status();
        Files.delete(database);
        ReportedDatabase running = ReportedDatabase.of("main", fastMigrate()).migrating(status, "40 % done");
        assertThat(HtmlReport.of(List.of(running)).html()).contains("Migrating", "40 % done", "0001-person.sql");
    }

    @Test
    void saysWhyTheLastRunFailed() throws IOException {
        FastMigrate fastMigrate = migrated();
        script("0002-broken.sql", "INSERT INTO nowhere VALUES ('secret');");
        ScriptFailedException failure = catchThrowableOfType(ScriptFailedException.class, fastMigrate::migrate);
        ReportedDatabase failed = ReportedDatabase.of("main", fastMigrate)
                .withTexts(text -> text.replace("secret", "***"))
                .withFailedRun(failure);
        assertThat(HtmlReport.of(List.of(failed)).html())
                .contains("The last run failed", "nowhere", "0002-broken.sql")
                .doesNotContain("secret");
    }
}
