package io.fastmigrate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fastmigrate.error.DatabaseManagedException;
import io.fastmigrate.error.InvalidScriptException;
import io.fastmigrate.error.InvalidSettingException;
import io.fastmigrate.error.LateScriptException;
import io.fastmigrate.error.MigrationsNotFoundException;
import java.io.IOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Scripts in several places are one sequence of numbers. */
class SeveralLocationsTest {

    @TempDir
    Path folder;

    private Path common;
    private Path own;

    @BeforeEach
    void makeTwoPlaces() throws IOException {
        common = Files.createDirectory(folder.resolve("common"));
        own = Files.createDirectory(folder.resolve("own"));
    }

    private static void write(Path directory, String name, String text) throws IOException {
        Files.writeString(directory.resolve(name), text);
    }

    private FastMigrateBuilder builder() {
        return FastMigrate.sqlite(folder.resolve("app.db"));
    }

    @Test
    void runsTheScriptsOfAllInTheOrderOfTheirNumbers() throws Exception {
        write(common, "0001-a.sql", "CREATE TABLE a (x);");
        write(own, "0002-b.sql", "CREATE TABLE b AS SELECT * FROM a;");
        write(common, "0003-c.sql", "CREATE TABLE c AS SELECT * FROM b;");

        FastMigrate fastMigrate = builder().migrations(own, common).build();
        fastMigrate.create();
        Report report = fastMigrate.migrate();

        assertThat(report.applied())
                .extracting(HistoryEntry::fileName)
                .containsExactly("0001-a.sql", "0002-b.sql", "0003-c.sql");
        assertThat(fastMigrate.scripts())
                .extracting(Script::location)
                .containsExactly(
                        common.resolve("0001-a.sql").toString(),
                        own.resolve("0002-b.sql").toString(),
                        common.resolve("0003-c.sql").toString());
    }

    @Test
    void joinsADirectoryAndAPlaceOnTheClassPath() throws Exception {
        write(common, "0001-a.sql", "CREATE TABLE a (x);");
        write(own, "0002-b.sql", "CREATE TABLE b (x);");
        try (URLClassLoader loader =
                new URLClassLoader(new URL[] {folder.toUri().toURL()}, null)) {
            FastMigrate fastMigrate = builder()
                    .classLoader(loader)
                    .migrations("classpath:common", "file:" + own)
                    .build();
            fastMigrate.create();
            assertThat(fastMigrate.migrate().after()).isEqualTo(new Version(2));
        }
    }

    @Test
    void refusesANumberThatTwoPlacesHaveAndNamesBothFiles() throws Exception {
        write(common, "0001-a.sql", "CREATE TABLE a (x);");
        write(own, "0001-b.sql", "CREATE TABLE b (x);");
        FastMigrate fastMigrate = builder().migrations(common, own).build();
        fastMigrate.create();

        assertThatThrownBy(fastMigrate::migrate)
                .isInstanceOf(InvalidScriptException.class)
                .hasMessageContainingAll(
                        "Two scripts have the number 0001",
                        common.resolve("0001-a.sql").toString(),
                        own.resolve("0001-b.sql").toString());
        assertThat(fastMigrate.version()).isEqualTo(Version.ZERO);
    }

    @Test
    void seesWhatComesToEitherPlaceLater() throws Exception {
        write(common, "0001-a.sql", "CREATE TABLE a (x);");
        FastMigrate fastMigrate = builder().migrations(common, own).build();
        fastMigrate.create();
        fastMigrate.migrate();
        write(own, "0005-b.sql", "CREATE TABLE b (x);");
        assertThat(fastMigrate.migrate().after()).isEqualTo(new Version(5));
        write(common, "0003-late.sql", "CREATE TABLE late (x);");
        assertThatThrownBy(fastMigrate::migrate)
                .isInstanceOf(LateScriptException.class)
                .hasMessageContaining("0003-late.sql");
    }

    @Test
    void namesThePlaceThatIsNotThere() throws Exception {
        write(common, "0001-a.sql", "CREATE TABLE a (x);");
        Path gone = folder.resolve("gone");
        FastMigrate fastMigrate = builder().migrations(common, gone).build();
        fastMigrate.create();
        assertThatThrownBy(fastMigrate::migrate)
                .isInstanceOf(MigrationsNotFoundException.class)
                .hasMessageContaining(gone.toString());
        assertThat(fastMigrate.version()).isEqualTo(Version.ZERO);
    }

    @Test
    void warnsOfMisnamedFilesInEachPlace() throws Exception {
        write(common, "1-a.sql", "");
        write(own, "2-b.sql", "");
        FastMigrate fastMigrate = builder().migrations(common, own).build();
        fastMigrate.create();
        assertThat(fastMigrate.status().warnings())
                .extracting(Warning::message)
                .anyMatch(message -> message.contains("1-a.sql"))
                .anyMatch(message -> message.contains("2-b.sql"));
    }

    @Test
    void refusesNoPlaceAndOnePlaceTwice() {
        assertThatThrownBy(() -> builder().migrations(new String[0]))
                .isInstanceOf(InvalidSettingException.class)
                .hasMessage("migrations is empty.");
        assertThatThrownBy(() -> builder().migrations("own", "common", "./own/"))
                .isInstanceOf(InvalidSettingException.class)
                .hasMessageContaining("named twice");
        assertThatThrownBy(() -> builder().migrations("classpath:a", "classpath:/a/"))
                .isInstanceOf(InvalidSettingException.class)
                .hasMessageContaining("named twice");
        assertThatThrownBy(() -> builder().migrations("own", " "))
                .isInstanceOf(InvalidSettingException.class)
                .hasMessage("One of the locations in migrations is empty.");
        assertThatThrownBy(() -> builder().migrations("", " "))
                .isInstanceOf(InvalidSettingException.class)
                .hasMessage("migrations is empty.");
    }

    @Test
    void takesACommaForAPartOfAName() throws Exception {
        Path comma = Files.createDirectory(folder.resolve("one, two"));
        write(comma, "0001-a.sql", "CREATE TABLE a (x);");
        assertThat(builder().migrations(comma.toString()).build().scripts()).hasSize(1);
        assertThat(builder().migrations(comma, own).build().scripts()).hasSize(1);
    }

    @Test
    void writesAScriptOnlyWhereThereIsOnePlace() throws Exception {
        FastMigrate fastMigrate = builder().migrations(common, own).build();
        fastMigrate.create();
        assertThatThrownBy(fastMigrate::enroll).isInstanceOf(DatabaseManagedException.class);
        Files.delete(folder.resolve("app.db"));
        Files.createFile(folder.resolve("app.db"));
        assertThatThrownBy(fastMigrate::enroll)
                .isInstanceOf(InvalidSettingException.class)
                .hasMessageContainingAll(
                        "Enrolling writes a script", "several locations", common.toString(), own.toString());
        assertThat(List.of(common, own)).allSatisfy(place -> assertThat(place).isEmptyDirectory());
    }

    @Test
    void refusesTwoAdaptersOfOneDatabase() throws Exception {
        write(common, "config.py", "");
        write(own, "config.py", "");
        assertThatThrownBy(() ->
                        FastMigrate.database("app.db").migrations(common, own).build())
                .isInstanceOf(InvalidSettingException.class)
                .hasMessageContainingAll(
                        common.resolve("config.py").toString(),
                        own.resolve("config.py").toString());
    }
}
