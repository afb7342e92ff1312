package io.fastmigrate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fastmigrate.error.ScriptFailedException;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Names in double quotes that SQLite takes for texts, without a word, where there is no such column. */
class NamesAsTextsTest {

    @TempDir
    Path directory;

    private Sandbox sandbox;

    @BeforeEach
    void makeDatabase() throws SQLException, IOException {
        sandbox = Sandbox.in(directory);
        sandbox.managed();
        sandbox.execute("""
            CREATE TABLE member (id TEXT PRIMARY KEY, mail TEXT, deleted INTEGER, "a]b" TEXT, "a`b" TEXT, "a""b" TEXT);
            INSERT INTO member (id, mail) VALUES ('m1', 'ada@example.org'), ('m2', 'bob@example.org');
            CREATE VIRTUAL TABLE note USING fts5(body)\
            """);
    }

    @Test
    void warnsOfAColumnThatTheOldTableOfARebuildHasNot() throws Exception {
        sandbox.script("0001-invite.sql", """
            PRAGMA foreign_keys=OFF;
            CREATE TABLE `new_member` (`id` text PRIMARY KEY, `mail` text, `invite_code` text);
            -- ü, and a tab
            \tINSERT INTO `new_member`("id", "mail", "invite_code")
              SELECT "id", "mail", "invite_code" FROM `member`;
            DROP TABLE `member`;
            ALTER TABLE `new_member` RENAME TO `member`;
            """);
        List<Warning> told = new ArrayList<>();
        Report report = sandbox.builder()
                .listener(new MigrationListener() {
                    @Override
                    public void onWarning(Warning warning) {
                        told.add(warning);
                    }
                })
                .build()
                .migrate();
        assertThat(report.applied()).hasSize(1);
        assertThat(report.warnings()).isEqualTo(told).singleElement().satisfies(warning -> {
            assertThat(warning.kind()).isEqualTo(Warning.Kind.NAME_AS_TEXT);
            assertThat(warning.message())
                    .contains("0001-invite.sql:5:24: SQLite reads \"invite_code\" as a string", "single quotes");
        });
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "DELETE FROM member WHERE @deletd@ = 1",
                "UPDATE member SET mail = @mial@ WHERE \"id\" = 'm1'",
                "UPDATE \"member\" SET mail = 'x' WHERE \"id\" = @m1@",
                "INSERT INTO member (\"id\") VALUES (@m3@)",
                "INSERT INTO main.member (\"id\", \"mail\") VALUES ('m3', lower(@A@))",
                "WITH w AS (SELECT \"id\" FROM member) INSERT INTO member (\"id\") SELECT \"id\" || @x@ FROM w",
                "WITH w (\"k\") AS (SELECT @ii@) SELECT \"k\" FROM w",
                "SELECT @a]c@, \"a]b\" FROM member",
                "SELECT @a`c@, \"a`b\" FROM member",
                "SELECT @a\"\"c@, \"a\"\"b\" FROM member",
                "SELECT @true@",
                "CREATE INDEX i ON member (@deletd@)",
                "CREATE INDEX i ON member (\"mail\") WHERE @deletd@ IS NULL",
                "CREATE VIEW v (\"x\", y) AS SELECT \"id\", @mial@ FROM member",
                "CREATE TABLE u (\"s\" TEXT CHECK (\"s\" <> @new@))",
                "CREATE TABLE u AS SELECT \"id\", @mial@ AS \"m\" FROM member",
                "SELECT * FROM note WHERE note MATCH @ada@",
                "REPLACE INTO member (\"id\") SELECT @m1@",
                "INSERT INTO member (\"id\") VALUES ('m1') ON CONFLICT (\"id\") DO UPDATE SET mail = @mial@",
                "SELECT 1; CREATE TABLE u (\"x\"); INSERT INTO u (\"x\") SELECT @y@; DROP TABLE u",
                "SELECT 1; VACUUM; DELETE FROM member WHERE @deletd@ = 1",
                "PRAGMA foreign_keys = ON; DELETE FROM member WHERE @deletd@ = 1",
            })
    void warnsWithItsPlace(String statement) throws Exception {
        String sql = "-- 😀\n/* \"c\" */ " + statement.replace('@', '"') + ";";
        sandbox.script("0001-names.sql", sql);
        int column = ("/* \"c\" */ " + statement).indexOf('@') + 1;
        String name = statement.substring(statement.indexOf('@') + 1, statement.lastIndexOf('@'));
        assertThat(sandbox.builder().build().migrate().warnings().stream()
                        .filter(warning -> warning.kind() == Warning.Kind.NAME_AS_TEXT))
                .singleElement()
                .asString()
                .contains("0001-names.sql:2:" + column + ": SQLite reads \"" + name + "\" as a string");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "INSERT INTO \"member\" (\"id\", \"mail\") VALUES ('\"x\"', '\"y\"')",
                "SELECT \"id\" AS \"n\", count(*) \"c\" FROM \"member\" \"m\" GROUP BY \"n\" HAVING \"c\" > 0 ORDER BY"
                        + " \"c\"",
                "SELECT \"m\".\"id\", \"main\".\"member\".\"mail\" FROM \"member\" AS \"m\", \"main\".\"member\" WHERE"
                        + " 0",
                "SELECT \"ID\", \"rowid\" FROM \"MEMBER\"",
                "WITH \"w\" (\"k\") AS (SELECT \"id\" FROM \"member\") SELECT \"k\" FROM \"w\"",
                "INSERT INTO \"member\" (\"id\") VALUES ('m1') ON CONFLICT (\"id\") DO UPDATE SET \"mail\" ="
                        + " \"excluded\".\"mail\"",
                "INSERT INTO \"member\" (\"id\") VALUES ('m5') RETURNING \"id\", \"mail\"",
                "CREATE TABLE \"u\" (\"x\" INTEGER, \"y\" DEFAULT \"x\", CONSTRAINT \"k\" CHECK (\"x\" > 0), UNIQUE"
                        + " (\"x\"))",
                "CREATE TABLE \"u\" (\"x\" INTEGER); CREATE INDEX \"i\" ON \"u\" (\"x\"); ALTER TABLE \"u\" RENAME TO"
                        + " \"w\";UPDATE \"w\" SET \"x\" = \"x\" + 1; DROP TABLE \"w\"",
                "ALTER TABLE \"member\" ADD COLUMN \"z\" TEXT; UPDATE \"member\" SET \"z\" = \"id\"",
                "CREATE VIEW \"v\" (\"p\") AS SELECT \"id\" FROM \"member\"; SELECT \"p\" FROM \"v\"",
                "SELECT * FROM \"note\" WHERE \"note\" MATCH 'ada' ORDER BY \"rank\"",
                "SELECT \"key\", \"value\" FROM \"json_each\"('[\"a\"]')",
                "SELECT \"id\", row_number() OVER \"w\" FROM \"member\" WINDOW \"w\" AS (ORDER BY \"id\")",
                "SELECT \"mail\" COLLATE \"NOCASE\" FROM \"member\" INDEXED BY \"sqlite_autoindex_member_1\" WHERE"
                        + " \"id\" = ''",
                "UPDATE \"member\" SET \"mail\" = 'it is \"deletd\"' /* \"x\" */ WHERE [id] = 'm1' -- \"y\"",
                "CREATE TRIGGER \"r\" AFTER UPDATE OF \"mail\" ON \"member\" BEGIN DELETE FROM \"note\"; END",
                "CREATE VIEW \"later\" AS SELECT \"x\" FROM \"not_yet\"",
            })
    void findsNothingInNamesThatThereAre(String sql) throws Exception {
        sandbox.script("0001-names.sql", sql + ";");
        Report report = sandbox.builder().build().migrate();
        assertThat(report.applied()).hasSize(1);
        assertThat(report.warnings()).isEmpty();
    }

    @Test
    void findsEachOfSeveral() throws Exception {
        sandbox.script("0001-names.sql", "SELECT \"x\", \"id\", \"y\", \"mail\",\n \"z\" FROM member;\nSELECT \"x\";");
        assertThat(sandbox.builder().build().migrate().warnings())
                .extracting(warning -> warning.message().replaceAll(".*(:\\d+:\\d+): SQLite reads (\\S+).*", "$1 $2"))
                .containsExactly(":1:8 \"x\"", ":1:19 \"y\"", ":2:2 \"z\"", ":3:8 \"x\"");
    }

    @Test
    void warnsOfAllScriptsOfOneTransaction() throws Exception {
        sandbox.script("0001-names.sql", "UPDATE member SET mail = \"mial\";");
        sandbox.script("0002-names.sql", "SELECT \"mail\", \"id\", \"mial\" FROM member;");
        assertThat(sandbox.builder()
                        .transaction(TransactionScope.RUN)
                        .build()
                        .migrate()
                        .warnings())
                .extracting(Warning::message)
                .satisfiesExactly(
                        first -> assertThat(first).contains("0001-names.sql:1:26:"),
                        second -> assertThat(second).contains("0002-names.sql:1:22:"));
    }

    @Test
    void warnsAlsoWhereAScriptFailsOfWhichAPartStays() throws Exception {
        sandbox.script("0001-names.sql", "UPDATE member SET mail = \"mial\"; VACUUM; SELECT nonsense;");
        assertThatThrownBy(sandbox.builder().build()::migrate)
                .isInstanceOfSatisfying(
                        ScriptFailedException.class,
                        failure -> assertThat(failure.report().warnings().toString())
                                .contains("0001-names.sql:1:26:"));
    }

    @Test
    void stopsAfterAFewAndSaysSo() throws Exception {
        sandbox.script(
                "0001-names.sql",
                "INSERT INTO note VALUES (\"" + "long\n".repeat(99) + "\");\n"
                        + "INSERT INTO note VALUES (\"some words\"), (\"others\");\n".repeat(2000));
        List<Warning> warnings = sandbox.builder().build().migrate().warnings();
        assertThat(warnings).hasSize(10);
        assertThat(warnings.get(0).message()).contains("0001-names.sql:1:26:").hasLineCount(1);
        assertThat(warnings.get(9).message()).endsWith("The rest of this script was not checked.");
        assertThat(warnings.subList(0, 9))
                .noneMatch(warning -> warning.message().contains("not checked"));
    }
}
