package io.fastmigrate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.fastmigrate.error.RebuildFailedException;
import java.sql.SQLException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A rebuild that cannot be done says why and changes nothing. */
class TableRebuildRefusalTest {

    private static RebuildFailedException refusal(RebuildTestDatabase db, TableRebuild rebuild) throws SQLException {
        List<String> before = db.facts();
        List<String> temporary = db.rows("SELECT * FROM sqlite_temp_schema");
        RebuildFailedException refused =
                catchThrowableOfType(RebuildFailedException.class, () -> rebuild.run(db.connection));
        assertThat(refused).isNotNull();
        assertThat(db.facts()).isEqualTo(before);
        assertThat(db.rows("SELECT * FROM sqlite_temp_schema")).isEqualTo(temporary);
        assertThat(db.rows("PRAGMA legacy_alter_table")).containsExactly("0");
        assertThat(refused.advice()).isNotBlank();
        return refused;
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '#',
            value = {
                "index i#CREATE INDEX i ON t (a, gone)",
                "index i#CREATE INDEX i ON t (\"gone\" || 'x')",
                "index i#CREATE INDEX i ON t (a) WHERE \"GONE\" > 3",
                "trigger tr#CREATE TRIGGER tr AFTER INSERT ON t BEGIN SELECT NEW.gone; END",
                "trigger tr#CREATE TRIGGER tr AFTER UPDATE OF gone ON t BEGIN SELECT 1; END",
                "trigger tr#CREATE TRIGGER tr AFTER INSERT ON other BEGIN UPDATE t SET gone = 1; END",
                "view v#CREATE VIEW v AS SELECT a FROM t WHERE t.gone = 3",
                "temporary view v#CREATE TEMP VIEW v AS SELECT gone FROM t",
                "table child#CREATE TABLE child (x REFERENCES t (gone))",
                "table f#CREATE VIRTUAL TABLE f USING fts5(gone, content='t')",
            })
    void namesWhatUsesAColumnThatWouldGoAway(String user, String sql) throws Exception {
        try (var db = new RebuildTestDatabase(
                "CREATE TABLE t (a, gone); CREATE TABLE other (x); INSERT INTO t VALUES (1, 2);" + sql)) {
            RebuildFailedException refused = refusal(db, TableRebuild.of("t").columns("a"));

            assertThat(refused)
                    .hasMessage("Column gone cannot be dropped from table t, because it is used by: " + user + ".");
        }
    }

    @Test
    void namesEverythingThatUsesTheColumn() throws Exception {
        try (var db = new RebuildTestDatabase("CREATE TABLE t (a, gone); CREATE INDEX i ON t (gone);"
                + "CREATE VIEW v AS SELECT gone FROM t; CREATE VIEW w AS SELECT * FROM t")) {
            assertThat(refusal(db, TableRebuild.of("t").columns("a")))
                    .hasMessageEndingWith("used by: index i, view v.");
        }
    }

    @Test
    void saysWhatSqliteSaysOfAViewThatSeesTheColumnThroughAnother() throws Exception {
        try (var db = new RebuildTestDatabase("CREATE TABLE t (a, gone); CREATE VIEW v AS SELECT * FROM t;"
                + "CREATE VIEW w AS SELECT gone FROM v")) {
            assertThat(refusal(db, TableRebuild.of("t").columns("a")))
                    .hasMessageContaining("Column gone cannot be dropped from table t: error in view w");
        }
    }

    @Test
    void aStringThatReadsLikeTheColumnIsNoUse() throws Exception {
        try (var db = new RebuildTestDatabase("CREATE TABLE t (a, gone); INSERT INTO t VALUES (1, 2);"
                + "CREATE TABLE other (gone); CREATE VIEW v AS SELECT 'gone', gone FROM other")) {
            TableRebuild.of("t").columns("a").run(db.connection);

            assertThat(db.rows("SELECT * FROM t")).containsExactly("1");
        }
    }

    @Test
    void refusesWhileForeignKeysAreEnforced() throws Exception {
        try (var db = new RebuildTestDatabase(
                "PRAGMA foreign_keys = ON; CREATE TABLE t (id INTEGER PRIMARY KEY);"
                        + "CREATE TABLE c (x REFERENCES t ON DELETE CASCADE); INSERT INTO t VALUES (1); INSERT INTO c VALUES (1)")) {
            assertThat(refusal(db, TableRebuild.of("t")))
                    .hasMessageContaining("foreign keys are enforced on this connection");
        }
    }

    @Test
    void aConflictClauseDropsNoRows() throws Exception {
        for (String clause : List.of("IGNORE", "REPLACE", "ROLLBACK", "FAIL")) {
            try (var db =
                    new RebuildTestDatabase("CREATE TABLE t (a, b); INSERT INTO t VALUES (1, 1), (1, 2), (NULL, 3)")) {
                db.run("BEGIN; INSERT INTO t VALUES (4, 4)");
                assertThat(refusal(db, TableRebuild.of("t").columns("a UNIQUE ON CONFLICT " + clause + ", b")))
                        .hasMessage("The rows of table t do not fit its new definition:"
                                + " UNIQUE constraint failed: t_new.a.");
                refusal(db, TableRebuild.of("t").columns("a NOT NULL ON CONFLICT " + clause + " DEFAULT 0, b"));
                db.run("COMMIT");
                assertThat(db.rows("SELECT count(*) FROM t")).containsExactly("4");
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"a NOT NULL", "a CHECK (a < 2)", "a, b NOT NULL", "a INTEGER PRIMARY KEY"})
    void refusesADefinitionThatTheRowsDoNotFit(String columns) throws Exception {
        try (var db = new RebuildTestDatabase("CREATE TABLE t (a); INSERT INTO t VALUES (1), (NULL), ('x')")) {
            assertThat(refusal(db, TableRebuild.of("t").columns(columns)))
                    .hasMessageStartingWith("The rows of table t do not fit its new definition: ");
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '#',
            quoteCharacter = '\0',
            value = {
                "  # there are none",
                "-- nothing# there are none",
                "a) -- # they have a ) too many",
                "a); DROP TABLE t; --# they have a ) too many",
                "a; b# they have a ; too many",
                "a CHECK (a > 1# they have a ( too many",
                "a DEFAULT 'x# a quote or comment in them is not closed",
                "a, \"b# a quote or comment in them is not closed",
                "a /* b# a quote or comment in them is not closed"
            })
    void refusesDefinitionsThatReachBeyondTheirParentheses(String columns, String why) throws Exception {
        try (var db = new RebuildTestDatabase("CREATE TABLE t (a); INSERT INTO t VALUES (1)")) {
            assertThat(refusal(db, TableRebuild.of("t").columns(columns == null ? "" : columns)))
                    .hasMessage("The column definitions cannot be read: " + why.strip() + ".");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"(a)", "a,", "a, a", "a INT PRIMARY KEY, b PRIMARY KEY", "a, UNIQUE (b)", "CHECK (1)"})
    void saysWhatSqliteSaysOfADefinition(String columns) throws Exception {
        try (var db = new RebuildTestDatabase("CREATE TABLE t (a); INSERT INTO t VALUES (1)")) {
            assertThat(refusal(db, TableRebuild.of("t").columns(columns)))
                    .hasMessageStartingWith("SQLite refuses the new definition of table t: ");
        }
    }

    @Test
    void aKeptConstraintOnAColumnThatGoesAwayIsRefused() throws Exception {
        try (var db = new RebuildTestDatabase("CREATE TABLE t (a, b, UNIQUE (b)); INSERT INTO t VALUES (1, 2)")) {
            RebuildFailedException refused = refusal(db, TableRebuild.of("t").columns("a"));
            assertThat(refused).hasMessageStartingWith("SQLite refuses the new definition of table t: ");
            assertThat(refused.advice()).contains("Table constraints of the current definition are kept");
        }
    }

    @Test
    void refusesToLoseAllRows() throws Exception {
        try (var db =
                new RebuildTestDatabase("CREATE TABLE t (a PRIMARY KEY) WITHOUT ROWID; INSERT INTO t VALUES (1)")) {
            assertThat(refusal(db, TableRebuild.of("t").columns("b PRIMARY KEY")))
                    .hasMessageContaining("no column of the current one");
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '#',
            value = {
                "_meta#it belongs to fastmigrate",
                "_FASTMIGRATE_HISTORY#it belongs to fastmigrate",
                "sqlite_sequence#it belongs to SQLite",
                "SQLITE_schema#it belongs to SQLite",
                "v#it is a view",
                "F#it is a virtual table",
                "f_data#it belongs to a virtual table",
                "hidden#a temporary table of that name hides it",
            })
    void refusesWhatIsNoOrdinaryTable(String table, String why) throws Exception {
        try (var db = new RebuildTestDatabase(
                "CREATE TABLE _meta (id); CREATE TABLE t (id INTEGER PRIMARY KEY AUTOINCREMENT);"
                        + "CREATE VIEW v AS SELECT 1; CREATE VIRTUAL TABLE f USING fts5(x); CREATE TABLE hidden (a);"
                        + "CREATE TEMP TABLE Hidden (a)")) {
            assertThat(refusal(db, TableRebuild.of(table)))
                    .hasMessageStartingWith("Table ")
                    .hasMessageEndingWith("cannot be rebuilt: " + why + ".");
        }
    }

    @Test
    void namesTheTablesThereAre() throws Exception {
        try (var db = new RebuildTestDatabase(
                "CREATE TABLE books (a); CREATE TABLE _meta (id); CREATE TABLE \"a b\" (id INTEGER PRIMARY KEY AUTOINCREMENT)")) {
            for (String name : List.of("bookz", "", "main.books", "\"books\"", "ÄÖ")) {
                RebuildFailedException refused = refusal(db, TableRebuild.of(name));
                assertThat(refused).hasMessage("There is no table " + name + ".");
                assertThat(refused.advice()).isEqualTo("The database has these tables: a b, books.");
            }
        }
    }

    @Test
    void keepsWhatTheTransactionDidBefore() throws Exception {
        try (var db = new RebuildTestDatabase("CREATE TABLE t (a); BEGIN; INSERT INTO t VALUES (NULL)")) {
            refusal(db, TableRebuild.of("t").columns("a NOT NULL"));
            db.run("COMMIT");

            assertThat(db.rows("SELECT count(*) FROM t")).containsExactly("1");
        }
    }

    @Test
    void aScriptOfADroppedColumnIsRefusedAlikeAndWritesNothing() throws Exception {
        try (var db = new RebuildTestDatabase("CREATE TABLE t (a, gone); CREATE INDEX i ON t (gone)")) {
            List<String> before = db.facts();
            RebuildFailedException refused = catchThrowableOfType(
                    RebuildFailedException.class,
                    () -> TableRebuild.of("t").columns("a").script(db.connection));

            assertThat(refused).hasMessageContaining("index i");
            assertThat(db.facts()).isEqualTo(before);
        }
    }
}
