package io.fastmigrate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fastmigrate.error.ChangedScriptException;
import io.fastmigrate.error.EnrollFailedException;
import io.fastmigrate.error.InvalidScriptException;
import io.fastmigrate.error.InvalidSettingException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.sql.Connection;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** One script in the place of many. */
class SquashTest extends SquashFixture {

    @Test
    void oneScriptTakesThePlaceOfManyAndTheOldOnesMoveAside() throws Exception {
        plainScripts();
        script("0004-d.sql", "CREATE TABLE d (x)");
        Path script = on("none.db").squash(FIRST, new Version(3));
        assertThat(script).isEqualTo(migrations.resolve("0003-squashed.sql"));
        assertThat(names())
                .containsExactly(
                        "0003-squashed.sql",
                        "0004-d.sql",
                        "squashed/0001-0003/0001-a.sql",
                        "squashed/0001-0003/0002-b.sql",
                        "squashed/0001-0003/0003-c.sql");
        assertThat(script).content().startsWith("-- 0003-squashed.sql\n-- fastmigrate: squashes 0001..0003\n");
        assertThat(migrations.toFile().list()).noneMatch(name -> name.startsWith("."));
        FastMigrate fresh = on("new.db");
        fresh.create();
        Report report = fresh.migrate();
        assertThat(report.after()).isEqualTo(new Version(4));
        assertThat(report.warnings()).isEmpty();
        assertThat(rows("new.db", "SELECT name FROM pragma_table_info('a')")).containsExactly("id", "name", "more");
        assertThat(builder("new.db").strictNaming().build().verify().missing()).isEmpty();
    }

    @Test
    void aDatabaseThatRanTheOldOnesGoesOnWithoutAWord() throws Exception {
        plainScripts();
        migrated("old.db");
        on("old.db").squash(FIRST, new Version(3));
        Status status = on("old.db").verify();
        assertThat(status.state()).isEqualTo(Status.State.UP_TO_DATE);
        assertThat(status.warnings()).isEmpty();
        assertThat(status.missing()).isEmpty();
        assertThat(status.applied()).hasSize(3);
        script("0004-d.sql", "CREATE TABLE d (x)");
        Report report = on("old.db").migrate();
        assertThat(report.after()).isEqualTo(new Version(4));
        assertThat(report.warnings()).isEmpty();
    }

    @Test
    void theNewScriptIsComparedInDatabasesThatRanIt() throws Exception {
        plainScripts();
        Path script = on("none.db").squash(FIRST, new Version(3));
        migrated("new.db");
        Files.writeString(script, Files.readString(script) + "CREATE TABLE forgotten (x);\n");
        assertThatThrownBy(() -> on("new.db").verify()).isInstanceOf(ChangedScriptException.class);
    }

    @Test
    void aDatabaseInTheMiddleIsToldWhereItsScriptsAre() throws Exception {
        plainScripts();
        migrated("other.db");
        for (int version = 1; version <= 2; version++) {
            String db = "middle" + version + ".db";
            FastMigrate middle = builder(db).target(version).build();
            middle.create();
            middle.migrate();
        }
        on("other.db").squash(FIRST, new Version(3));
        for (int version = 1; version <= 2; version++) {
            FastMigrate middle = on("middle" + version + ".db");
            String where = "is at version " + version + ", in the middle of them: " + middle.databaseName();
            assertThatThrownBy(middle::migrate)
                    .isInstanceOf(InvalidScriptException.class)
                    .hasMessageContaining(where);
            assertThatThrownBy(middle::plan).hasMessageContaining(where);
            assertThat(middle.status().warnings()).anySatisfy(warning -> {
                assertThat(warning.kind()).isEqualTo(Warning.Kind.SQUASHED);
                assertThat(warning.message()).contains(where, "squashed/0001-0003");
            });
            FastMigrate byOldOnes = FastMigrate.sqlite(directory.resolve("middle" + version + ".db"))
                    .migrations(migrations.resolve("squashed/0001-0003"))
                    .build();
            assertThat(byOldOnes.migrate().after()).isEqualTo(new Version(3));
            assertThat(middle.verify().warnings()).isEmpty();
        }
    }

    @Test
    void aScriptOfTheRangeThatIsStillThereIsNoGoodBesideTheNewOne() throws Exception {
        plainScripts();
        on("none.db").squash(FIRST, new Version(3));
        script("0002-of-another-branch.sql", "CREATE TABLE other (x)");
        on("new.db").create();
        assertThatThrownBy(() -> on("new.db").migrate())
                .isInstanceOf(InvalidScriptException.class)
                .hasMessageContaining("but a script 0002 is still there");
        assertThat(on("new.db").version()).isEqualTo(Version.ZERO);
    }

    @Test
    void whatAPendingScriptReplacesIsReadAgainWhenItIsEdited() throws Exception {
        plainScripts();
        writtenLongAgo("0001-a.sql", "0002-b.sql", "0003-c.sql");
        FastMigrate fastMigrate = on("new.db");
        fastMigrate.create();
        assertThat(fastMigrate.status().warnings()).isEmpty();
        assertThat(fastMigrate.status().warnings()).isEmpty();
        script("0003-c.sql", "-- fastmigrate: squashes 0001..0003\nCREATE TABLE a (id)");
        writtenLongAgo("0003-c.sql");
        for (int i = 0; i < 2; i++) {
            assertThat(fastMigrate.status().warnings())
                    .singleElement()
                    .extracting(Warning::kind)
                    .isEqualTo(Warning.Kind.SQUASHED);
        }
    }

    private void writtenLongAgo(String... names) throws Exception {
        for (String name : names) {
            Files.setLastModifiedTime(
                    migrations.resolve(name), FileTime.from(Instant.now().minusSeconds(600)));
        }
    }

    @Test
    void aSquashedScriptCanBeSquashedWithThoseAfterIt() throws Exception {
        plainScripts();
        migrated("old.db");
        on("none.db").squash(FIRST, new Version(3));
        script("0004-d.sql", "CREATE TABLE d (x)");
        script("0005-e.sh", "exit 0");
        on("old.db").migrate();
        refuses(on("none.db"), 3, 5, "0003-squashed.sql has replaced 0001..0003");
        Path script = on("old.db").squash(FIRST, new Version(5));
        assertThat(script).hasFileName("0005-squashed.sql");
        assertThat(migrations.resolve("squashed/0001-0005/0003-squashed.sql")).exists();
        Path added = migrations.resolve("0002-added.sql");
        Files.move(migrations.resolve("squashed/0001-0005/0005-e.sh"), migrations.resolve("0005-e.sh"));
        script("0002-added.sql", "CREATE TABLE added (x)");
        refuses(on("old.db"), 1, 5, "The number of " + added + " is that of an old script, too", "0003-squashed.sql");
        Files.delete(added);
        on("old.db").squash(FIRST, new Version(5));
        assertThat(on("old.db").verify().missing()).isEmpty();
        migrated("new.db");
        assertThat(rows("new.db", "SELECT name FROM sqlite_schema WHERE name IN ('a', 'd') ORDER BY 1"))
                .containsExactly("a", "d");
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2, 3})
    void aRunThatWasKilledWhileItMovedScriptsIsFinishedByTheSameCommand(int moved) throws Exception {
        plainScripts();
        script("0004-d.sql", "CREATE TABLE d (x)");
        migrated("old.db");
        on("old.db").squash(FIRST, new Version(3));
        Path aside = migrations.resolve("squashed/0001-0003");
        List<String> old = List.of("0001-a.sql", "0002-b.sql", "0003-c.sql");
        for (String name : old.subList(Math.min(moved, 3), 3)) {
            Files.move(aside.resolve(name), migrations.resolve(name));
        }
        if (moved < 3) {
            FastMigrate fresh = on("new.db");
            fresh.create();
            assertThatThrownBy(fresh::migrate).hasMessageContaining("Two scripts have the number 0003");
            assertThatThrownBy(() -> on("old.db").migrate()).hasMessageContaining("Two scripts have the number 0003");
            on("old.db").squash(FIRST, new Version(3));
        }
        assertThat(names())
                .containsExactly(
                        "0003-squashed.sql",
                        "0004-d.sql",
                        "squashed/0001-0003/0001-a.sql",
                        "squashed/0001-0003/0002-b.sql",
                        "squashed/0001-0003/0003-c.sql");
        assertThat(migrated("fresh.db").version()).isEqualTo(new Version(4));
    }

    @Test
    void refusesRangesThatAreNone() throws Exception {
        plainScripts();
        script("0005-e.sql", "CREATE TABLE e (x)");
        refuses(on("none.db"), 0, 3, "is not a range of scripts");
        refuses(on("none.db"), 3, 1, "0003..0001 is not a range of scripts");
        refuses(on("none.db"), 2, 2, "is not a range of scripts");
        refuses(on("none.db"), 2, 3, "The range must begin with the first script: 0001-a.sql is before 0002..0003");
        refuses(on("none.db"), 1, 5, "Scripts of the range 0001..0005 are missing: 0004.");
        refuses(on("none.db"), 1, 4, "are missing: 0004.");
        refuses(on("none.db"), 6, 9, "are missing: 0006, 0007, 0008, 0009.");
        Path other = Files.createDirectory(directory.resolve("other"));
        assertThatThrownBy(() -> FastMigrate.sqlite(directory.resolve("none.db"))
                        .migrations(migrations, other)
                        .build()
                        .squash(FIRST, new Version(3)))
                .isInstanceOf(InvalidSettingException.class)
                .hasMessageContaining("Squashing moves scripts, but there are several locations");
    }

    @Test
    void refusesScriptsThatOneCannotReplace() throws Exception {
        plainScripts();
        Files.writeString(
                migrations.resolve("0004-d.sql"),
                "-- 0004-d.sql\n-- fastmigrate: no-transaction\nCREATE TABLE d (x);\n");
        refuses(on("none.db"), 1, 4, "0004-d.sql runs outside a transaction, as its author asks for");
        refuses(builder("none.db").value("a", "b").build(), 1, 3, "Scripts with values cannot be squashed");
        script("0004-d.sql", "CREATE TABLE d (x");
        refuses(on("none.db"), 1, 4, "The scripts do not run on an empty database", "0004-d.sql");
        Files.delete(migrations.resolve("0004-d.sql"));
        refuses(
                builder("none.db").javaMigrations(List.of(new InJava())).build(),
                1,
                4,
                "0004-in-java.java is a migration in Java");
        script("0004-d.sql", "PRAGMA auto_vacuum = 1", "VACUUM");
        refuses(on("none.db"), 1, 4, "does not make what the old ones make: PRAGMA auto_vacuum differs");
    }

    private static final class InJava implements JavaMigration {
        @Override
        public Version version() {
            return new Version(4);
        }

        @Override
        public String description() {
            return "in-java";
        }

        @Override
        public void migrate(Connection connection) {}
    }

    @Test
    void refusesWhatTheDatabaseHasNotAppliedOrAppliedOtherwise() throws Exception {
        plainScripts();
        FastMigrate behind = builder("behind.db").target(2).build();
        behind.create();
        behind.migrate();
        refuses(on("behind.db"), 1, 3, "has not applied all of 0001..0003: it is at version 2");
        migrated("changed.db");
        script("0002-b.sql", "ALTER TABLE a ADD COLUMN more TEXT");
        refuses(on("changed.db"), 1, 3, "are not those that the database has applied", "0002-b.sql");
    }

    @Test
    void repeatableScriptsStayWhereTheyAre() throws Exception {
        plainScripts();
        Path repeatable = Files.createDirectory(migrations.resolve("repeatable"));
        Files.writeString(repeatable.resolve("v.sql"), "CREATE VIEW v AS SELECT id FROM a;");
        Files.writeString(repeatable.resolve("w.sql"), "CREATE VIEW w AS SELECT later FROM d;");
        script("0004-d.sql", "CREATE TABLE d (later)");
        migrated("old.db");
        assertThat(on("old.db").squash(FIRST, new Version(3)))
                .content()
                .contains("EXISTS a (")
                .doesNotContain("VIEW");
        assertThat(repeatable.toFile().list()).containsExactlyInAnyOrder("v.sql", "w.sql");
        Status status = on("old.db").verify();
        assertThat(status.state()).isEqualTo(Status.State.UP_TO_DATE);
        assertThat(status.warnings()).isEmpty();
        FastMigrate fresh = on("new.db");
        fresh.create();
        assertThat(fresh.migrate().after()).isEqualTo(new Version(4));
        assertThat(rows("new.db", "SELECT name FROM sqlite_schema WHERE type = 'view' ORDER BY 1"))
                .containsExactly("v", "w");
        assertThat(on("old.db").squash(FIRST, new Version(4))).content().doesNotContain("VIEW");
        assertThat(on("old.db").migrate().applied()).isEmpty();
    }

    @Test
    void aTargetInTheMiddleCannotBeReachedAnyMore() throws Exception {
        plainScripts();
        FastMigrate middle = builder("middle.db").target(1).build();
        middle.create();
        middle.migrate();
        on("none.db").squash(FIRST, new Version(3));
        on("new.db").create();
        for (String db : List.of("middle.db", "new.db")) {
            FastMigrate toTwo = builder(db).target(2).build();
            Version before = toTwo.version();
            assertThatThrownBy(toTwo::migrate)
                    .isInstanceOf(InvalidScriptException.class)
                    .hasMessageContaining(
                            "0003-squashed.sql replaces the scripts 0001..0003, and the target 2 is in the"
                                    + " middle of them: " + toTwo.databaseName());
            assertThatThrownBy(toTwo::plan).hasMessageContaining("the target 2 is in the middle of them");
            assertThat(toTwo.status().warnings()).extracting(Warning::kind).containsExactly(Warning.Kind.SQUASHED);
            assertThat(toTwo.version()).isEqualTo(before);
        }
        assertThat(middle.migrate().applied()).isEmpty();
        assertThat(builder("new.db").target(3).build().migrate().after()).isEqualTo(new Version(3));
        assertThat(builder("new.db").target(9).build().migrate().applied()).isEmpty();
    }

    @Test
    void refusesADirectoryForTheOldOnesThatIsNotEmptyAndNeverTakesAName() throws Exception {
        plainScripts();
        Path aside = Files.createDirectories(migrations.resolve("squashed/0001-0003"));
        Files.writeString(aside.resolve("0001-a.sql"), "mine");
        refuses(on("none.db"), 1, 3, "The directory that the scripts would be moved to is not empty: " + aside);
        Files.delete(aside.resolve("0001-a.sql"));
        Files.move(migrations.resolve("0003-c.sql"), migrations.resolve("0003-squashed.sql"));
        assertThat(on("none.db").squash(FIRST, new Version(3))).hasFileName("0003-squashed-2.sql");
        assertThat(aside.resolve("0003-squashed.sql")).content().contains("a_name");
    }

    @Test
    void theNumberInTheCommentMustBeTheScripts() throws Exception {
        script("0002-a.sql", "-- fastmigrate: squashes 0001..0003\nCREATE TABLE a (x)");
        on("new.db").create();
        assertThatThrownBy(() -> on("new.db").migrate())
                .isInstanceOf(InvalidScriptException.class)
                .hasMessageContaining("says that it squashes 0001..0003, but its number is 0002");
    }

    @Test
    void journalModeIsKept() throws Exception {
        plainScripts();
        script("0004-wal.sql", "PRAGMA journal_mode = WAL");
        on("none.db").squash(FIRST, new Version(4));
        migrated("new.db");
        assertThat(rows("new.db", "PRAGMA journal_mode")).containsExactly("wal");
    }

    @Test
    void anErrorOfTheProofChangesNothing() throws Exception {
        script("0001-a.sql", "CREATE TABLE a (x)", "CREATE VIRTUAL TABLE gone USING fts5(x, content='')");
        script("0002-b.sql", "INSERT INTO gone (rowid, x) VALUES (1, 'a')");
        assertThatThrownBy(() -> on("none.db").squashWithData(FIRST, new Version(2)))
                .isInstanceOf(EnrollFailedException.class)
                .hasMessageContaining("The rows of the virtual table gone (fts5) cannot be written");
        assertThat(names()).containsExactly("0001-a.sql", "0002-b.sql");
    }
}
