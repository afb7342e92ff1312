package io.fastmigrate.lint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fastmigrate.FastMigrate;
import io.fastmigrate.Version;
import io.fastmigrate.error.InvalidScriptException;
import io.fastmigrate.error.InvalidSettingException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LinterTest {

    private static final String AUTHOR = "CREATE TABLE author (id INTEGER PRIMARY KEY, name TEXT);";
    private static final String UNSAFE = "ALTER TABLE author ADD COLUMN country TEXT NOT NULL;";

    @TempDir
    private Path directory;

    private Scripts scripts;

    @BeforeEach
    void newScripts() {
        scripts = new Scripts(directory);
    }

    private static List<String> shown(LintReport report) {
        return report.findings().stream()
                .map(each -> each.script().fileName() + ":" + each.position() + " "
                        + each.rule().id())
                .toList();
    }

    @Test
    void saysWhereInTheScriptTheFindingIs() {
        scripts.with(AUTHOR).with("-- a country for each\n\nALTER TABLE author\n  ADD COLUMN country TEXT NOT NULL;\n");

        LintReport report = scripts.lint();

        assertThat(shown(report)).containsExactly("0002-script.sql:4:27 S6");
        assertThat(report.findings().get(0).excerpt())
                .isEqualTo("      ADD COLUMN country TEXT NOT NULL;\n" + " ".repeat(30) + "^");
        assertThat(report.findings().get(0).severity()).isEqualTo(Severity.ERROR);
    }

    @Test
    void writesNothing() {
        scripts.with(AUTHOR).with(UNSAFE);

        scripts.lint();

        assertThat(directory)
                .isDirectoryNotContaining(path -> path.getFileName().toString().startsWith("app.db"));
    }

    @Test
    void knowsTheSchemaThatEarlierScriptsMake() {
        scripts.with(AUTHOR)
                .with("ALTER TABLE author ADD COLUMN country TEXT; CREATE INDEX country ON author (country);")
                .with("DROP INDEX country;")
                .with("ALTER TABLE author DROP COLUMN country;");

        assertThat(scripts.lint().findings()).isEmpty();
    }

    /** By its columns alone, whatever their direction, and not where it leaves rows out. */
    @Test
    void knowsWhichIndexAForeignKeyCanUse() {
        scripts.with(AUTHOR + """
                CREATE TABLE book ("by whom" INTEGER REFERENCES author (id), edited INTEGER REFERENCES author (id),
                    printed INTEGER REFERENCES author (id), sold INTEGER REFERENCES author (id));
                CREATE INDEX by_whom ON book ("by whom" DESC);
                CREATE INDEX edited ON book (edited) WHERE edited IS NOT NULL;
                CREATE INDEX printed ON book (printed) WHERE sold IS NOT NULL;
                CREATE INDEX sold ON book (sold) WHERE sold > 5;
                CREATE TABLE code (text TEXT NOT NULL);
                CREATE UNIQUE INDEX code_text ON code (text DESC);
                CREATE TABLE used (code TEXT REFERENCES code (text), PRIMARY KEY (code)) WITHOUT ROWID;
                """);

        assertThat(scripts.lint().findings())
                .extracting(finding ->
                        finding.rule().id() + " " + finding.message().replaceAll("[^(]*\\(([^)]*)\\).*", "$1"))
                .containsExactly("S22 printed", "S22 sold");
    }

    /** Foreign keys are compared when the script is over. */
    @Test
    void aReferenceThatTheScriptRemovesAgainIsHarmless() {
        String added = "ALTER TABLE author ADD COLUMN mentor INTEGER DEFAULT 7 REFERENCES author (id);";
        scripts.with(AUTHOR)
                .with(added + "ALTER TABLE author DROP COLUMN mentor;")
                .with("CREATE TABLE book (title TEXT, author INTEGER REFERENCES nowhere (id)); DROP TABLE book;")
                .with(added
                        + "CREATE INDEX mentors ON author (mentor); ALTER TABLE author RENAME COLUMN mentor TO guide;");

        assertThat(scripts.lint().findings())
                .extracting(
                        finding -> finding.rule().id() + " " + finding.script().version())
                .containsExactly("S9 4");
    }

    @Test
    void lintsScriptsAboveAVersionAlone() {
        scripts.with(AUTHOR).with(UNSAFE).with("UPDATE author SET name = 'Ada';");

        LintReport report =
                Linter.of(scripts.fastMigrate()).above(new Version(2)).lint();

        assertThat(shown(report)).containsExactly("0003-script.sql:1:1 S16");
        assertThat(report.scripts()).hasSize(1);
    }

    @Test
    void aCommentAllowsWhatItNamesInTheNextStatementAlone() {
        scripts.with(AUTHOR)
                .with("-- fastmigrate: allow S6 because it is empty everywhere\n" + UNSAFE
                        + "\nALTER TABLE author ADD COLUMN city TEXT NOT NULL;");

        assertThat(shown(scripts.lint())).containsExactly("0002-script.sql:3:41 S6");
    }

    @Test
    void aScriptWithACommentForLintRuns() {
        scripts.with("-- fastmigrate: allow-file S6 because it is empty everywhere\n" + AUTHOR + "\n" + UNSAFE)
                .with("""
                    SELECT 1;
                    -- fastmigrate: allow S16 because there are few authors
                    UPDATE author SET name = 'Ada';\
                    """);

        scripts.fastMigrate().create();

        assertThat(scripts.fastMigrate().migrate().after()).isEqualTo(new Version(2));
    }

    @Test
    void refusesADatabaseWithoutRules() {
        scripts.with(AUTHOR);
        FastMigrate server = FastMigrate.database("jdbc:h2:mem:lint")
                .migrations(scripts.migrations())
                .build();

        assertThatThrownBy(() -> Linter.of(server).lint())
                .isInstanceOf(InvalidSettingException.class)
                .hasMessageContaining("rules for SQLite, PostgreSQL, MariaDB and MySQL");
    }

    @Test
    void withoutASchemaItSaysWhatItCannotDecide() {
        scripts.with(AUTHOR).with(UNSAFE).with("ALTER TABLE author DROP COLUMN name;");

        LintReport report = Linter.of(scripts.fastMigrate()).withoutSchema().lint();

        assertThat(shown(report)).containsExactly("0002-script.sql:1:44 S6");
        assertThat(report.coverage().undecided()).contains("S11 (0003-script.sql)");
    }

    @Test
    void behindAProcessTheSchemaIsNotKnown() {
        scripts.with(AUTHOR)
                .withFile("fill.sh", "sqlite3 \"$1\" 'CREATE TABLE x (y)'")
                .with("ALTER TABLE x DROP COLUMN y;");

        LintReport report = scripts.lint();

        assertThat(report.findings()).isEmpty();
        assertThat(report.coverage().undecided()).containsExactly("S11 (0003-script.sql)");
        assertThat(report.coverage())
                .hasToString(
                        "2 of 3 statements analysed; not: 0002-fill.sh (no SQL); not decided: S11 (0003-script.sql)");
    }

    @Test
    void aRefusedStatementIsReportedOnceAndNothingIsGuessedBehindIt() {
        scripts.with(AUTHOR).with("CREATE INDEX country ON author (country);\nCREATE INDEX city ON author (city);");

        assertThat(shown(scripts.lint())).containsExactly("0002-script.sql:1:1 X7");
    }

    @Test
    void triesStatementsThatOnlyChangeRows() {
        scripts.with(AUTHOR).with("""
            UPDATE author SET nmae = 'Ada' WHERE id = 1;
            DELETE FROM sqlite_sequence WHERE name = 'author';
            INSERT INTO author (id, name) SELECT version, 'Ada' FROM _meta;\
            """);

        assertThat(shown(scripts.lint())).containsExactly("0002-script.sql:1:1 X7");
    }

    @Test
    void findsAnInsertOfValuesThatTheDatabaseRefuses() {
        scripts.with(AUTHOR).with("""
            INSERT INTO author (id, name) VALUES (1, 'Ada');
            INSERT INTO author (id, nmae) VALUES (2, 'Grace'), (3, 'Edsger');\
            """);

        assertThat(shown(scripts.lint())).containsExactly("0002-script.sql:2:1 X7");
    }

    @Test
    void saysThatATableOrColumnIsMissingBeforeAnythingElse() {
        scripts.with(AUTHOR).with("""
            INSERT INTO nowhere VALUES (1);
            DELETE FROM nowhere;
            INSERT INTO author VALUES (1);
            ALTER TABLE author DROP COLUMN nickname;\
            """);

        assertThat(shown(scripts.lint()))
                .containsExactly(
                        "0002-script.sql:1:1 X7",
                        "0002-script.sql:2:1 X7",
                        "0002-script.sql:3:1 X7",
                        "0002-script.sql:3:13 X4",
                        "0002-script.sql:4:1 X7");
    }

    @Test
    void readsAnInsertBehindWith() {
        scripts.with(AUTHOR).with("""
            CREATE TABLE reader (name TEXT NOT NULL);
            WITH named AS (SELECT name FROM author WHERE name IS NOT NULL) INSERT INTO reader SELECT name FROM named;
            UPDATE reader SET name = 'Ada';
            WITH named AS (SELECT 1, 'Ada') INSERT INTO author SELECT * FROM named;
            ALTER TABLE reader ADD COLUMN country TEXT NOT NULL;\
            """);

        assertThat(shown(scripts.lint())).containsExactly("0002-script.sql:4:45 X4", "0002-script.sql:5:44 S6");
    }

    @Test
    void findsASecretWhateverTheLengthOfTheInsert() {
        String more = ", ('hopper', 'Grace')".repeat(1_000);
        scripts.with("CREATE TABLE login (name TEXT NOT NULL, password TEXT);")
                .with("INSERT INTO login (password, name) VALUES ('lovelace', 'Ada')" + more + ";")
                .with("INSERT INTO login (name, password) VALUES ('Ada', '');")
                .with("INSERT INTO login (name, password) VALUES ('Ada', 'lovelace');");

        assertThat(shown(scripts.lint())).containsExactly("0002-script.sql:1:20 X5", "0004-script.sql:1:26 X5");
    }

    @Test
    void findsAnInsertWithoutColumnsIntoALiveTable() {
        scripts.with(AUTHOR).with("INSERT INTO author VALUES (1, 'Ada');\nINSERT INTO author VALUES (2, 'Grace');");

        assertThat(shown(scripts.lint())).containsExactly("0002-script.sql:1:13 X4");
        assertThat(scripts.lint().coverage().analysed()).isEqualTo(3);
    }

    @Test
    void switchesRulesOffAndChangesHowSeriousTheyAre() {
        scripts.with(AUTHOR).with(UNSAFE + "\nUPDATE author SET name = 'Ada';");

        LintReport report = Linter.of(scripts.fastMigrate())
                .off(Rule.of("s6").orElseThrow())
                .severity(Rule.of("S16").orElseThrow(), Severity.ERROR)
                .lint();

        assertThat(shown(report)).containsExactly("0002-script.sql:2:1 S16");
        assertThat(report.hasAtLeast(Severity.ERROR)).isTrue();
    }

    @Test
    void readsLevelsAsAConfigurationHasThem() {
        scripts.with(AUTHOR).with(UNSAFE + "\nUPDATE author SET name = 'Ada';");

        LintReport report = Linter.of(scripts.fastMigrate())
                .rule(" s6 ", "Off")
                .rule("S16", "error")
                .lint();

        assertThat(shown(report)).containsExactly("0002-script.sql:2:1 S16");
        assertThat(report.hasAtLeast(Severity.ERROR)).isTrue();
        assertThatThrownBy(() -> Linter.of(scripts.fastMigrate()).rule("S99", "off"))
                .isInstanceOf(InvalidSettingException.class)
                .hasMessage("There is no rule S99.");
        assertThatThrownBy(() -> Linter.of(scripts.fastMigrate()).rule("S6", "never"))
                .isInstanceOf(InvalidSettingException.class)
                .hasMessageContaining("'never'");
    }

    @ParameterizedTest
    @ValueSource(strings = {"3.4", "3", "4.0", "3.40.", "latest", ""})
    void refusesWhatIsNoVersionOfSqlite(String text) {
        assertThatThrownBy(() -> Linter.of(scripts.fastMigrate()).sqliteReaders(text))
                .isInstanceOf(InvalidSettingException.class);
    }

    @Test
    void refusesFindingsThatAreAsSeriousWithThePlaceOfEach() {
        scripts.with(AUTHOR).with(UNSAFE + "\nUPDATE author SET name = 'Ada';");
        LintReport report = scripts.lint();

        assertThatThrownBy(() -> report.requireNone(Severity.ERROR))
                .isInstanceOfSatisfying(InvalidScriptException.class, error -> {
                    assertThat(error.scripts()).hasSize(1);
                    assertThat(error.position())
                            .hasValueSatisfying(at -> assertThat(at).hasToString("1:44"));
                    assertThat(error.advice()).contains("allow S6 because");
                })
                .hasMessageContainingAll("a problem", "0002-script.sql:1:44: error S6", "The safe way");
        assertThatThrownBy(() -> report.requireNone(Severity.WARNING)).hasMessageContaining("2 problems");
        scripts = new Scripts(directory.resolve("other")).with(AUTHOR);
        assertThat(scripts.lint().requireNone(Severity.INFO).findings()).isEmpty();
    }

    @Test
    void whatTheScriptMadeItselfHasNoRows() {
        scripts.with(AUTHOR + UNSAFE + "UPDATE author SET name = 'Ada'; INSERT INTO author VALUES (1, 'Ada', 'UK');");

        assertThat(scripts.lint().findings()).isEmpty();
    }

    @Test
    void followsATableThroughARebuild() {
        scripts.with(AUTHOR).with("""
            CREATE TABLE author_new (id INTEGER PRIMARY KEY, name TEXT NOT NULL);
            INSERT INTO author_new SELECT * FROM author;
            DROP TABLE author;
            ALTER TABLE author_new RENAME TO author;
            ALTER TABLE author ADD COLUMN country TEXT NOT NULL;
            """);

        assertThat(shown(scripts.lint())).containsExactly("0002-script.sql:5:44 S6");
    }

    @Test
    void anAttachedDatabaseIsNotOpened() {
        scripts.with("ATTACH 'other.db' AS other;\nCREATE TABLE other.t (x);\nDETACH other;")
                .with("CREATE TABLE t (x);");

        assertThat(scripts.lint().findings()).isEmpty();
        assertThat(Path.of("other.db")).doesNotExist();
    }

    @Test
    void scriptsThatShareANumberAreAFindingAndLintedInTurn() {
        scripts.with(AUTHOR)
                .withFile("country.sql", "ALTER TABLE author ADD COLUMN country TEXT;")
                .with("CREATE INDEX city ON author (city);");
        write("0002-zip.sql", "ALTER TABLE author ADD COLUMN city TEXT NOT NULL;");

        assertThat(shown(scripts.lint()))
                .containsExactly("0003-script.sql:1:1 X7", "0002-zip.sql:1:1 X1", "0002-zip.sql:1:41 S6");
        assertThat(scripts.lint().findings().get(1).message())
                .isEqualTo("The number 0002 is that of 0002-country.sql, too: nothing runs while two scripts have one"
                        + " number.");
    }

    private void write(String name, String text) {
        try {
            Files.writeString(scripts.migrations().resolve(name), text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
