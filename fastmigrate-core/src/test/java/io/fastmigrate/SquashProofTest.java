package io.fastmigrate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fastmigrate.error.EnrollFailedException;
import java.nio.file.Files;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What the new script makes is compared with what the old ones made, and not only with what could be written of it. */
class SquashProofTest extends SquashFixture {

    private void refusesWithData(String words) throws Exception {
        List<String> before = names();
        assertThatThrownBy(() -> on("none.db").squashWithData(FIRST, new Version(2)))
                .isInstanceOf(EnrollFailedException.class)
                .hasMessageContaining("The new script does not make what the old ones make: " + words)
                .hasMessageContaining("differ");
        assertThat(names()).isEqualTo(before);
        assertThat(migrations.toFile().list()).noneMatch(name -> name.startsWith("."));
    }

    @Test
    void aHiddenColumnThatIsNotWrittenIsMissed() throws Exception {
        script("0001-a.sql", "CREATE VIRTUAL TABLE notes USING fts4(body, languageid=language)");
        script("0002-b.sql", "INSERT INTO notes (body, language) VALUES ('a', 3)");
        refusesWithData("rows of notes");
        script("0002-b.sql", "INSERT INTO notes (body) VALUES ('a')");
        on("none.db").squashWithData(FIRST, new Version(2));
        migrated("new.db");
        assertThat(rows("new.db", "SELECT body FROM notes")).containsExactly("a");
    }

    @Test
    void aSettingOfAVirtualTableIsMissed() throws Exception {
        script("0001-a.sql", "CREATE VIRTUAL TABLE notes USING fts5(body)");
        script("0002-b.sql", "INSERT INTO notes (notes, rank) VALUES ('automerge', 8)");
        refusesWithData("rows of notes_config");
        refuses(on("none.db"), 1, 2, "rows of notes_config");
    }

    @Test
    void aChangedTableOfAVirtualTableIsMissed() throws Exception {
        script("0001-a.sql", "CREATE VIRTUAL TABLE notes USING fts5(body)");
        script("0002-b.sql", "ALTER TABLE notes_config ADD COLUMN more");
        refuses(on("none.db"), 1, 2, "notes_config");
    }

    @Test
    void aRowThatOnlyTheKeyTellsApartIsKept() throws Exception {
        script("0001-a.sql", "CREATE TABLE t (w TEXT COLLATE NOCASE, PRIMARY KEY (w COLLATE BINARY)) WITHOUT ROWID");
        script("0002-b.sql", "INSERT INTO t VALUES ('a'), ('A')");
        migrated("old.db");
        assertThat(Files.readString(on("old.db").squashWithData(FIRST, new Version(2))))
                .contains("SELECT 'A' WHERE", "SELECT 'a' WHERE");
    }

    @Test
    void whatNoDumpHasIsRefused() throws Exception {
        script("0001-a.sql", "CREATE TABLE log (version)");
        script(
                "0002-b.sql",
                "CREATE TRIGGER logged AFTER UPDATE ON _meta BEGIN INSERT INTO log VALUES (new.version); END",
                "CREATE TABLE flyway_schema_history (mine)");
        refuses(on("none.db"), 1, 2, "The scripts change tables of migration tools", "logged, flyway_schema_history.");
    }

    /** An identifier that each installation made for itself would be the same everywhere: the script says so. */
    @Test
    void whatIsTakenFromTheClockOrAtRandomIsThatOfOneRun() throws Exception {
        script("0001-a.sql", "CREATE TABLE install (id TEXT PRIMARY KEY, at TEXT DEFAULT (strftime('%f', 'now')), n)");
        script("0002-b.sql", "INSERT INTO install (id, n) VALUES (hex(randomblob(16)), random())");
        migrated("old.db");
        String script = Files.readString(on("old.db").squashWithData(FIRST, new Version(2)));
        assertThat(script)
                .contains(
                        "-- Its rows are those of one run: what the scripts took from the clock or at random is the same"
                                + " in each new database.");
        String all = "SELECT id || ' ' || at || ' ' || n FROM install";
        migrated("one.db");
        migrated("two.db");
        assertThat(rows("two.db", all)).isEqualTo(rows("one.db", all)).hasSize(1);
        assertThat(script)
                .contains(
                        rows("one.db", "SELECT id FROM install").get(0),
                        rows("one.db", "SELECT n FROM install").get(0));
        assertThat(rows("old.db", all)).hasSize(1).isNotEqualTo(rows("one.db", all));
        assertThat(on("old.db").verify().warnings()).isEmpty();
    }
}
