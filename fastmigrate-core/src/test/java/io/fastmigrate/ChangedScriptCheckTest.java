package io.fastmigrate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.fastmigrate.error.ChangedScriptException;
import io.fastmigrate.error.DatabaseUnusableException;
import io.fastmigrate.error.LateScriptException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The check of scripts that ran, which does not read again what cannot have changed. */
class ChangedScriptCheckTest {

    private static final String BEFORE = "CREATE TABLE one (id INTEGER);";
    private static final String AFTER = "CREATE TABLE two (id INTEGER);";

    @TempDir
    Path folder;

    private Path script;
    private FastMigrate fastMigrate;

    @BeforeEach
    void migrateOnce() throws IOException {
        script = Files.createDirectories(folder.resolve("migrations")).resolve("0001-one.sql");
        Files.writeString(script, BEFORE);
        fastMigrate = open();
        fastMigrate.create();
        fastMigrate.migrate();
    }

    private FastMigrate open() {
        return FastMigrate.sqlite(folder.resolve("app.db"))
                .migrations(folder.resolve("migrations"))
                .build();
    }

    private void writtenAt(Instant time) throws IOException {
        Files.setLastModifiedTime(script, FileTime.from(time));
    }

    private void assertThatChangeIsNoticed() {
        assertThatExceptionOfType(ChangedScriptException.class).isThrownBy(fastMigrate::migrate);
    }

    @Test
    void noticesEditThatKeepsTheLength() throws IOException {
        Instant earlier = Instant.now().minus(Duration.ofHours(2));
        writtenAt(earlier);
        fastMigrate.migrate();

        Files.writeString(script, AFTER);
        writtenAt(earlier.plusNanos(1_000_000));

        assertThatChangeIsNoticed();
    }

    @Test
    void noticesEditWithinOneTickOfTheClock() throws IOException {
        Instant tick = Instant.now();
        writtenAt(tick);
        fastMigrate.migrate();

        Files.writeString(script, AFTER);
        writtenAt(tick);

        assertThatChangeIsNoticed();
    }

    @Test
    void noticesEditOfAFileThatIsDatedInTheFuture() throws IOException {
        Instant future = Instant.now().plus(Duration.ofDays(1));
        writtenAt(future);
        fastMigrate.migrate();

        Files.writeString(script, AFTER);
        writtenAt(future);

        assertThatChangeIsNoticed();
    }

    @Test
    void noticesAnotherFileOfTheSameLengthAndTime() throws IOException {
        Instant earlier = Instant.now().minus(Duration.ofHours(2));
        writtenAt(earlier);
        fastMigrate.migrate();

        Path other = Files.writeString(folder.resolve("other.sql"), AFTER);
        Files.move(other, script, StandardCopyOption.REPLACE_EXISTING);
        writtenAt(earlier);

        assertThatChangeIsNoticed();
    }

    @Test
    void readsAScriptOnceForEachObject() throws IOException {
        Instant earlier = Instant.now().minus(Duration.ofHours(2));
        writtenAt(earlier);
        fastMigrate.migrate();

        Files.writeString(script, AFTER);
        writtenAt(earlier);

        assertThat(fastMigrate.migrate().applied()).isEmpty();
        assertThatExceptionOfType(ChangedScriptException.class).isThrownBy(() -> open().migrate());
    }

    @Test
    void acceptsWhatWasEditedSinceItWasReadLast() throws IOException {
        Instant earlier = Instant.now().minus(Duration.ofHours(2));
        writtenAt(earlier);
        fastMigrate.migrate();
        Files.writeString(script, AFTER);
        writtenAt(earlier.plusSeconds(60));
        assertThatChangeIsNoticed();

        fastMigrate.accept(new Version(1));

        assertThat(fastMigrate.migrate().applied()).isEmpty();
    }

    private void inDatabase(String sql) throws SQLException {
        try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + folder.resolve("app.db"));
                Statement statement = connection.createStatement()) {
            statement.executeUpdate(sql);
        }
    }

    @Test
    void noticesAtALaterLookThatTheHistoryHasAnotherChecksum() throws Exception {
        writtenAt(Instant.now().minus(Duration.ofHours(2)));
        fastMigrate.migrate();
        assertThat(fastMigrate.status().applied()).hasSize(1);

        inDatabase("UPDATE _fastmigrate_history SET checksum = 'another', applied_by = 'somebody'");

        assertThatChangeIsNoticed();
        assertThat(fastMigrate.status().applied().get(0).appliedBy()).isEqualTo("somebody");
    }

    @Test
    void noticesAtALaterLookALateScript() throws Exception {
        Files.writeString(folder.resolve("migrations/0003-three.sql"), "CREATE TABLE three (id INTEGER);");
        fastMigrate.migrate();
        writtenAt(Instant.now().minus(Duration.ofHours(2)));
        Files.setLastModifiedTime(
                folder.resolve("migrations/0003-three.sql"),
                FileTime.from(Instant.now().minus(Duration.ofHours(2))));
        fastMigrate.migrate();
        fastMigrate.migrate();

        Files.writeString(folder.resolve("migrations/0002-two.sql"), "CREATE TABLE two (id INTEGER);");

        assertThatExceptionOfType(LateScriptException.class).isThrownBy(fastMigrate::migrate);
    }

    @Test
    void comparesAgainWhenTheDatabaseWentOnWithoutUs() throws Exception {
        Path two = Files.writeString(folder.resolve("migrations/0002-two.sql"), "CREATE TABLE two (id INTEGER);");
        FileTime earlier = FileTime.from(Instant.now().minus(Duration.ofHours(2)));
        writtenAt(earlier.toInstant());
        Files.setLastModifiedTime(two, earlier);
        assertThat(fastMigrate.status().warnings()).isEmpty();

        open().migrate();
        Files.writeString(two, "CREATE TABLE three (id INTEGER);");

        assertThatChangeIsNoticed();
    }

    @Test
    void readsNoHistoryThatNoOneNeeds() throws Exception {
        inDatabase("UPDATE _fastmigrate_history SET kind = 'never written by us'");
        FastMigrate unchecked = FastMigrate.sqlite(folder.resolve("app.db"))
                .migrations(folder.resolve("migrations"))
                .changedScripts(Policy.IGNORE)
                .lateScripts(Policy.IGNORE)
                .build();

        assertThat(unchecked.migrate().applied()).isEmpty();
        assertThat(unchecked.version()).isEqualTo(new Version(1));
        assertThatExceptionOfType(DatabaseUnusableException.class).isThrownBy(unchecked::status);
        assertThatExceptionOfType(DatabaseUnusableException.class).isThrownBy(fastMigrate::migrate);
    }
}
