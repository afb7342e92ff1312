package io.fastmigrate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import io.fastmigrate.error.ScriptFailedException;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Scripts that ask for foreign keys to be enforced: DROP TABLE takes no rows of others, DELETE does. */
class CascadeTest {

    private static final String REBUILD =
            "CREATE TABLE new_parent (id INTEGER PRIMARY KEY, mail TEXT UNIQUE, age INTEGER);"
                    + "INSERT INTO new_parent (id, mail) SELECT id, mail FROM parent;"
                    + "%s;"
                    + "ALTER TABLE new_parent RENAME TO parent;";

    @TempDir
    Path directory;

    private Sandbox sandbox;

    @BeforeEach
    void makeDatabase() throws SQLException, IOException {
        sandbox = Sandbox.in(directory);
        sandbox.managed();
        sandbox.execute("""
            CREATE TABLE parent (id INTEGER PRIMARY KEY AUTOINCREMENT, mail TEXT UNIQUE, CHECK (parent.id > 0));
            CREATE INDEX by_mail ON parent (mail);
            CREATE TABLE gone (n INTEGER);
            CREATE TRIGGER note AFTER DELETE ON parent BEGIN INSERT INTO gone VALUES (old.id); END;
            CREATE TABLE child (id INTEGER PRIMARY KEY, p REFERENCES Parent ON DELETE CASCADE);
            CREATE TABLE grandchild (id INTEGER PRIMARY KEY, c REFERENCES child ON DELETE CASCADE);
            CREATE TABLE loose (id INTEGER PRIMARY KEY, p REFERENCES "PARENT" ON DELETE SET NULL);
            CREATE TABLE given (id INTEGER PRIMARY KEY, p DEFAULT 1 REFERENCES parent ON DELETE SET DEFAULT);
            CREATE TABLE strict_child (id INTEGER PRIMARY KEY, p REFERENCES parent ON DELETE RESTRICT);
            INSERT INTO parent (id, mail) VALUES (1, 'a'), (2, 'b'), (3, 'c');
            INSERT INTO child VALUES (10, 1), (11, 2), (12, 2);
            INSERT INTO grandchild VALUES (100, 10), (101, 11);
            INSERT INTO loose VALUES (20, 2);
            INSERT INTO given VALUES (30, 2);
            INSERT INTO strict_child VALUES (40, 1);
            ANALYZE;
            """);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "DROP TABLE parent",
                "DROP TABLE IF EXISTS \"Parent\"",
                "drop table main.[PARENT]",
                "DROP TABLE \"main\".`parent`",
                "/* */ DROP /* */ TABLE -- x\n 'parent'"
            })
    void aRebuildLosesNoRowOfAnotherTable(String drop) throws Exception {
        String rebuild = REBUILD.formatted(drop);
        for (String script : List.of(
                "PRAGMA foreign_keys=ON;" + rebuild,
                "PRAGMA foreign_keys=ON; BEGIN;" + rebuild + "COMMIT;",
                "PRAGMA foreign_keys=ON; BEGIN;" + rebuild + "COMMIT; BEGIN; UPDATE gone SET n = 0; COMMIT;",
                "PRAGMA foreign_keys=ON; UPDATE gone SET n = 0; VACUUM;" + rebuild,
                "UPDATE gone SET n = 0; PRAGMA foreign_keys=ON;" + rebuild)) {
            List<String> before = others();
            sandbox.script("0001-rebuild.sql", script);
            Report report = sandbox.builder().build().migrate();
            assertThat(others()).as(script).isEqualTo(before);
            assertThat(report.warnings()).noneMatch(warning -> warning.kind() == Warning.Kind.CASCADE);
            assertThat(sandbox.query("SELECT id, mail, age FROM parent"))
                    .containsExactly("1|a|null", "2|b|null", "3|c|null");
            assertThat(sandbox.query("PRAGMA integrity_check")).containsExactly("ok");
            assertThat(sandbox.query(
                            "SELECT count(*) FROM sqlite_schema WHERE name LIKE '%fastmigrate~_dropped%' ESCAPE '~'"
                                    + " UNION ALL SELECT count(*) FROM sqlite_sequence WHERE name = 'parent'"
                                    + " UNION ALL SELECT count(*) FROM sqlite_stat1 WHERE tbl = 'parent'"))
                    .containsExactly("0", "0", "0");
            tearDownAndMakeAgain();
        }
    }

    private void tearDownAndMakeAgain() throws Exception {
        java.nio.file.Files.delete(sandbox.database());
        java.nio.file.Files.delete(sandbox.migrations().resolve("0001-rebuild.sql"));
        makeDatabase();
    }

    @Test
    void explicitDeletesCascadeAndAreCountedAlsoBesideARebuild() throws Exception {
        sandbox.script(
                "0001-delete.sql",
                "PRAGMA foreign_keys=ON;\nDELETE FROM parent WHERE id = 2;\n" + REBUILD.formatted("DROP TABLE parent"));
        assertThat(sandbox.builder().build().plan().warnings().toString())
                .contains("0001-delete.sql:2:1: DELETE FROM parent also deletes rows of child, grandchild and changes"
                        + " rows of loose, given");
        Report report = sandbox.builder().build().migrate();
        assertThat(others())
                .containsExactly("child 10", "gone 1", "grandchild 100", "loose 0", "given 1", "strict_child 1");
        assertThat(report.warnings().toString()).contains("foreign keys deleted 2 rows of child, 1 row of grandchild.");
        assertThat(sandbox.query("SELECT p FROM loose UNION ALL SELECT p FROM given"))
                .containsExactly("null", "1");
    }

    @Test
    void countsWhatReplaceTakesAndNotWhatItsOwnDeleteTakes() throws Exception {
        sandbox.execute("CREATE TABLE tree (id INTEGER PRIMARY KEY, up REFERENCES tree ON DELETE CASCADE);"
                + "INSERT INTO tree VALUES (1, NULL), (2, 1), (3, 2), (4, NULL)");
        sandbox.script(
                "0001-replace.sql",
                "PRAGMA foreign_keys=ON; REPLACE INTO parent (id, mail) VALUES (2, 'z'); DELETE FROM tree WHERE id IN"
                        + " (1, 4);DELETE FROM child WHERE id = 10;");
        Report report = sandbox.builder().build().migrate();
        assertThat(report.warnings().toString())
                .contains("foreign keys deleted 2 rows of child, 2 rows of grandchild, 2 rows of tree.");
    }

    /** Which cascades a script can ask for without a DELETE of the parent that can be seen. */
    static Stream<Arguments> waysToLoseChildren() {
        String log = "CREATE TABLE log (n); CREATE VIEW all_parents AS SELECT id FROM parent;"
                + "CREATE TRIGGER clean AFTER INSERT ON log BEGIN DELETE FROM parent WHERE id = new.n; END;"
                + "CREATE TRIGGER away INSTEAD OF DELETE ON all_parents BEGIN DELETE FROM \"Parent\" WHERE id = old.id; END;"
                + "CREATE TABLE pair (a, b, UNIQUE (a, b) ON CONFLICT REPLACE); CREATE TABLE part (a, b,"
                + " FOREIGN KEY (b, a) REFERENCES pair (a, b) ON DELETE CASCADE);"
                + "INSERT INTO pair VALUES (1, 2), (3, 4); INSERT INTO part VALUES (2, 1), (2, 1), (4, 3)";
        String both = "2 rows of child, 1 row of grandchild";
        return Stream.of(
                arguments(log, "UPDATE OR REPLACE parent SET id = 2 WHERE id = 3", "UPDATE OR REPLACE parent", both),
                arguments(log, "INSERT INTO log VALUES (2)", "INSERT INTO log", both),
                arguments(log, "DELETE FROM all_parents WHERE id = 2", "DELETE FROM all_parents", both),
                arguments(log, "INSERT INTO pair VALUES (1, 2)", "INSERT INTO pair", "2 rows of part"),
                arguments(
                        log,
                        "WITH x (n) AS (SELECT 2) DELETE FROM [PARENT] WHERE id IN (SELECT n FROM x)",
                        "DELETE FROM PARENT",
                        both),
                arguments(
                        log,
                        "INSERT INTO child VALUES (13, 3); SAVEPOINT s; DELETE FROM parent WHERE id = 3; ROLLBACK TO s;"
                                + " RELEASE s; DELETE FROM parent WHERE id = 2; INSERT INTO child VALUES (14, 3); INSERT INTO child VALUES (15, 3)",
                        "DELETE FROM parent",
                        both),
                arguments(
                        log,
                        "ALTER TABLE strict_child RENAME TO elsewhere; ALTER TABLE parent RENAME TO old; DELETE FROM old"
                                + " WHERE id = 2",
                        "DELETE FROM old",
                        both));
    }

    @ParameterizedTest
    @MethodSource("waysToLoseChildren")
    void everyWayToLoseChildrenIsNamedAndCounted(String more, String statement, String named, String counted)
            throws Exception {
        sandbox.execute(more);
        sandbox.script("0001-lose.sql", "PRAGMA foreign_keys=ON;\n" + statement + ";\n");
        assertThat(sandbox.builder().build().plan().warnings().toString()).contains(named + " also deletes rows of ");
        Report report = sandbox.builder().build().migrate();
        assertThat(report.warnings().toString()).contains("foreign keys deleted " + counted + ".");
    }

    @Test
    void countsInAttachedDatabasesToo() throws Exception {
        String other = directory.resolve("other.db").toString();
        sandbox.script(
                "0001-attach.sql",
                "ATTACH '" + other + "' AS o; PRAGMA foreign_keys=ON; CREATE TABLE o.parent (id INTEGER PRIMARY KEY);"
                        + "CREATE TABLE o.child (p REFERENCES parent ON DELETE CASCADE); INSERT INTO o.parent VALUES (1);"
                        + "INSERT INTO o.child VALUES (1); DELETE FROM o.parent;");
        assertThat(sandbox.builder().build().plan().warnings().toString()).doesNotContain("also deletes");
        assertThat(sandbox.builder().build().migrate().warnings().toString())
                .contains("foreign keys deleted 1 row of o.child.");
    }

    @Test
    void dropsOfViewsAndVirtualTablesThatForeignKeysNameAreSqlitesOwn() throws Exception {
        sandbox.execute("CREATE VIRTUAL TABLE words USING fts5 (w); CREATE TABLE word_use (w REFERENCES words (w));"
                + "CREATE VIEW seen AS SELECT 1 AS id; CREATE TABLE visit (s REFERENCES seen (id))");
        sandbox.script(
                "0001-words.sql", "PRAGMA foreign_keys=ON; DELETE FROM gone; DROP TABLE words; DROP TABLE word_use;");
        sandbox.builder().build().migrate();
        assertThat(sandbox.query("SELECT name FROM sqlite_schema WHERE name LIKE 'word%'"))
                .isEmpty();
        sandbox.script("0002-view.sql", "PRAGMA foreign_keys=ON; DELETE FROM gone; DROP TABLE seen;");
        assertThatThrownBy(sandbox.builder().build()::migrate).hasMessageContaining("use DROP VIEW");
    }

    @Test
    void temporaryTriggersGoWithTheirTable() throws Exception {
        List<String> before = others();
        sandbox.script(
                "0001-temp.sql",
                "PRAGMA foreign_keys=ON; CREATE TEMP TRIGGER t AFTER INSERT ON parent BEGIN DELETE FROM parent; END;"
                        + REBUILD.formatted("DROP TABLE parent") + "INSERT INTO parent (id) VALUES (9);");
        sandbox.builder().build().migrate();
        assertThat(others()).isEqualTo(before);
    }

    @Test
    void whereNothingIsTakenBackADropForGoodFailsAsItDoesForSqlite() throws Exception {
        List<String> before = Sandbox.content(sandbox.database());
        sandbox.script(
                "0001-drop.sql",
                "-- fastmigrate: no-transaction\nPRAGMA foreign_keys=ON; DELETE FROM gone; DROP TABLE parent;");
        assertThatThrownBy(sandbox.builder().build()::migrate).hasMessageContaining("FOREIGN KEY constraint failed");
        assertThat(Sandbox.content(sandbox.database())).isEqualTo(before);
    }

    @Test
    void aParentDroppedForGoodIsNoCascade() throws Exception {
        List<String> before = Sandbox.content(sandbox.database());
        sandbox.script("0001-drop.sql", "PRAGMA foreign_keys=ON; DELETE FROM gone; DROP TABLE parent;");
        assertThatThrownBy(sandbox.builder().build()::migrate)
                .isInstanceOf(ScriptFailedException.class)
                .hasMessageContaining("without the row that a foreign key refers to");
        assertThat(Sandbox.content(sandbox.database())).isEqualTo(before);
        sandbox.script(
                "0001-drop.sql",
                "PRAGMA foreign_keys=ON; DELETE FROM gone; DROP TABLE grandchild; DROP TABLE child; DROP TABLE loose;"
                        + "DROP TABLE given; DROP TABLE strict_child; DROP TABLE parent;");
        assertThat(sandbox.builder().build().migrate().applied()).hasSize(1);
    }

    @Test
    void aFailureAfterTheDropBringsTheTableBackAsItWas() throws Exception {
        List<String> before = Sandbox.content(sandbox.database());
        sandbox.script(
                "0001-drop.sql",
                "PRAGMA foreign_keys=ON; DELETE FROM gone; DROP TABLE parent; SELECT nonsense FROM nowhere;");
        assertThatThrownBy(sandbox.builder().build()::migrate).hasMessageContaining("nowhere");
        assertThat(Sandbox.content(sandbox.database())).isEqualTo(before);
        assertThat(sandbox.query("PRAGMA integrity_check")).containsExactly("ok");
    }

    @Test
    void dropsParentsWithoutRowIdsAndTablesThatReferToThemselves() throws Exception {
        sandbox.execute(
                "CREATE TABLE code (k TEXT PRIMARY KEY, n UNIQUE, up REFERENCES code ON DELETE CASCADE) WITHOUT ROWID;"
                        + "CREATE TABLE use (id INTEGER PRIMARY KEY, k REFERENCES code ON DELETE CASCADE);"
                        + "INSERT INTO code VALUES ('x', 1, NULL), ('y', 2, 'x'); INSERT INTO use VALUES (1, 'y')");
        sandbox.script(
                "0001-code.sql",
                "PRAGMA foreign_keys=ON; CREATE TABLE code2 (k TEXT PRIMARY KEY, n, up REFERENCES code ON DELETE"
                        + " CASCADE);INSERT INTO code2 SELECT * FROM code; DROP TABLE code; ALTER TABLE code2 RENAME TO"
                        + " code;");
        sandbox.builder().build().migrate();
        assertThat(sandbox.query("SELECT k FROM code UNION ALL SELECT k FROM use"))
                .containsExactly("x", "y", "y");
        assertThat(sandbox.query("PRAGMA integrity_check")).containsExactly("ok");
    }

    @Test
    void foreignKeyChecksFollowTriggersOnTablesWithNamesBeyondAscii() throws Exception {
        sandbox.execute(
                "CREATE TABLE \"Ärzte\" (id INTEGER PRIMARY KEY); CREATE TABLE \"ärzte\" (id INTEGER PRIMARY KEY);"
                        + "CREATE TRIGGER t AFTER INSERT ON \"Ärzte\" BEGIN DELETE FROM parent WHERE id = 2; END");
        sandbox.script("0001-insert.sql", "INSERT INTO \"ärzte\" VALUES (1);");
        sandbox.builder().build().migrate();
        sandbox.script("0002-insert.sql", "INSERT INTO \"Ärzte\" VALUES (1);");
        assertThatThrownBy(sandbox.builder().build()::migrate)
                .isInstanceOf(ScriptFailedException.class)
                .hasMessageContaining("without the row that a foreign key refers to");
    }

    private List<String> others() throws SQLException {
        return sandbox.query(
                "SELECT 'child ' || group_concat(id) FROM child UNION ALL SELECT 'gone ' || count(*) FROM gone UNION"
                        + " ALL SELECT 'grandchild ' || group_concat(id) FROM grandchild UNION ALL SELECT 'loose ' ||"
                        + " count(p) FROM loose WHERE p = 2 OR p IS NULL UNION ALL SELECT 'given ' || count(p) FROM given"
                        + " UNION ALL SELECT 'strict_child ' || count(p) FROM strict_child");
    }
}
