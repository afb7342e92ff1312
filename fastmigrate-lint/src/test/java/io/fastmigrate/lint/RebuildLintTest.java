package io.fastmigrate.lint;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is found in tables that are made again, and in what was there before the script. */
class RebuildLintTest {

    private static final String AUTHOR = "CREATE TABLE author (id INTEGER PRIMARY KEY, name TEXT);";

    @TempDir
    private Path directory;

    private Scripts scripts;

    @BeforeEach
    void newScripts() {
        scripts = new Scripts(directory);
    }

    /** Makes a table again, with the columns that both have. */
    private static String rebuild(String table, String definition, String columns) {
        return "CREATE TABLE made_again (" + definition + ");\n"
                + "INSERT INTO made_again (" + columns + ") SELECT " + columns + " FROM " + table + ";\n"
                + "DROP TABLE " + table + ";\nALTER TABLE made_again RENAME TO " + table + ";\n";
    }

    private List<String> messages(String rule) {
        return scripts.lintLast().findings().stream()
                .filter(each -> each.rule().id().equals(rule))
                .map(Finding::message)
                .toList();
    }

    @Test
    void namesACollationThatIsLost() {
        scripts.with("CREATE TABLE tag (id INTEGER PRIMARY KEY, name TEXT COLLATE NOCASE UNIQUE);")
                .with(rebuild("tag", "id INTEGER PRIMARY KEY, name TEXT UNIQUE, color TEXT", "id, name"));

        assertThat(messages("S3"))
                .containsExactly("The table tag is made again without COLLATE NOCASE of the column name.");
        assertThat(messages("S18")).isEmpty();
    }

    @Test
    void anAutoincrementCounterIsLostUnlessItIsCopied() {
        String tag = "id INTEGER PRIMARY KEY AUTOINCREMENT, name TEXT";
        String again = rebuild("tag", tag + " NOT NULL", "id, name");
        scripts.with("CREATE TABLE tag (" + tag + ");").with(again);
        assertThat(messages("S3"))
                .containsExactly("The table tag is made again without its AUTOINCREMENT counter, so that ids of deleted"
                        + " rows are given again.");

        scripts.with(again.replace(
                "DROP TABLE",
                "UPDATE sqlite_sequence SET seq = (SELECT seq FROM sqlite_sequence WHERE name = 'tag')"
                        + " WHERE name = 'made_again';\nDROP TABLE"));
        assertThat(messages("S3")).isEmpty();
        scripts.with(again.replace("AUTOINCREMENT", ""));
        assertThat(messages("S3")).isEmpty();
    }

    @Test
    void aCheckMayBeReplaced() {
        scripts.with("CREATE TABLE tag (id INTEGER PRIMARY KEY, kind TEXT CHECK (kind IN ('a', 'b')), n INTEGER"
                        + " CHECK (n > 0));")
                .with(rebuild(
                        "tag",
                        "id INTEGER PRIMARY KEY, kind TEXT CHECK (kind IN ('a', 'b', 'c')), n INTEGER, color TEXT",
                        "id, kind, n"));

        assertThat(messages("S3")).containsExactly("The table tag is made again without CHECK (n > 0).");
    }

    @Test
    void aPrimaryKeyDoesTheWorkOfAUniqueIndex() {
        scripts.with("CREATE TABLE pair (a INTEGER NOT NULL, b INTEGER NOT NULL);\n"
                        + "CREATE UNIQUE INDEX pair_a_b ON pair (a, b);\nCREATE INDEX pair_b ON pair (b);")
                .with(rebuild("pair", "a INTEGER NOT NULL, b INTEGER NOT NULL, PRIMARY KEY (a, b)", "a, b"));

        assertThat(messages("S3")).containsExactly("The table pair is made again without its index pair_b.");
    }

    @Test
    void anotherConflictClauseTakesARebuild() {
        scripts.with("CREATE TABLE tag (name TEXT UNIQUE ON CONFLICT REPLACE);")
                .with(rebuild("tag", "name TEXT UNIQUE ON CONFLICT IGNORE, color TEXT", "name"));

        assertThat(messages("S18")).isEmpty();
    }

    @Test
    void aForeignKeyWithoutAnIndexIsFoundWhereItIsMade() {
        String book = "id INTEGER PRIMARY KEY, author_id INTEGER REFERENCES author (id), title TEXT";
        scripts.with(AUTHOR).with("CREATE TABLE book (" + book + ");");
        assertThat(messages("S22")).hasSize(1);

        scripts.with(rebuild("book", book + " NOT NULL DEFAULT ''", "id, author_id"));
        assertThat(messages("S22")).isEmpty();

        scripts.with("ALTER TABLE book ADD COLUMN editor_id INTEGER REFERENCES author (id);");
        assertThat(messages("S22")).hasSize(1).first().asString().contains("book (editor_id)");
    }

    @Test
    void anIndexThatTheScriptDropsIsMissing() {
        String book = "id INTEGER PRIMARY KEY, author_id INTEGER REFERENCES author (id)";
        scripts.with(AUTHOR + "CREATE TABLE book (" + book + "); CREATE INDEX book_author ON book (author_id);")
                .with("DROP INDEX book_author;\n" + rebuild("book", book + ", title TEXT", "id, author_id"));

        assertThat(messages("S22")).hasSize(1);
    }

    @Test
    void aForeignKeyThatWasWrongBeforeIsNotOfTheScript() {
        scripts.with("CREATE TABLE code (text TEXT);")
                .with("CREATE TABLE used (code TEXT REFERENCES code (text));")
                .with(AUTHOR + "ALTER TABLE used ADD COLUMN author_id INTEGER REFERENCES author (id);");

        assertThat(messages("S15")).isEmpty();
    }
}
