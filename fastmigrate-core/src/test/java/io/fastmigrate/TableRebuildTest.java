package io.fastmigrate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.sql.SQLException;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What a rebuild changes, and all that it keeps. */
class TableRebuildTest {

    private static void rebuild(RebuildTestDatabase db, String table, String columns) throws SQLException {
        TableRebuild.of(table).columns(columns).run(db.connection);
    }

    @Test
    void changesColumnsAndKeepsTheValuesOfThoseThatStay() throws Exception {
        try (var db =
                new RebuildTestDatabase("CREATE TABLE books (id INTEGER PRIMARY KEY, Title TEXT, price TEXT, old);"
                        + "INSERT INTO books VALUES (5, 'A', '1.50', 1), (9, NULL, 'x', 2)")) {
            rebuild(db, "books", "title TEXT, id INTEGER PRIMARY KEY, price REAL, stock INT NOT NULL DEFAULT (2 + 1)");

            assertThat(db.rows("SELECT *, typeof(price) FROM books"))
                    .containsExactly("A|5|1.5|3|real", "null|9|x|3|text");
        }
    }

    @Test
    void keepsCommentsInTheDefinition() throws Exception {
        try (var db = new RebuildTestDatabase("CREATE TABLE t (a)")) {
            rebuild(db, "t", "a TEXT, -- first, (\n b /* ) */ INT -- last");

            assertThat(db.rows("SELECT sql FROM sqlite_schema"))
                    .containsExactly("CREATE TABLE \"t\" (\na TEXT, -- first, (\n b /* ) */ INT -- last\n)");
        }
    }

    @Test
    void keepsRowIdsThatNoColumnShows() throws Exception {
        try (var db = new RebuildTestDatabase("CREATE TABLE t (a, rowid TEXT);"
                + "INSERT INTO t (_rowid_, a, rowid) VALUES (7, 'x', 'r'), (-3, 'y', 's')")) {
            rebuild(db, "t", "a TEXT, _rowid_ INT, rowid TEXT");

            assertThat(db.rows("SELECT oid, a, rowid, _rowid_ FROM t")).containsExactly("-3|y|s|null", "7|x|r|null");
        }
    }

    @Test
    void copiesRowsInTheirOrderWhereColumnsHideTheRowId() throws Exception {
        try (var db = new RebuildTestDatabase(
                "CREATE TABLE t (rowid, _rowid_, oid, wide TEXT);"
                        + "CREATE INDEX covering ON t (rowid DESC, _rowid_, oid); INSERT INTO t VALUES (1, 1, 1, ''), (2, 2, 2, '')")) {
            rebuild(db, "t", "rowid, _rowid_, oid INT");

            assertThat(db.rows("SELECT * FROM t NOT INDEXED")).containsExactly("1|1|1", "2|2|2");
        }
    }

    @Test
    void givesANewIntegerPrimaryKeyTheRowIds() throws Exception {
        try (var db =
                new RebuildTestDatabase("CREATE TABLE t (a); INSERT INTO t (rowid, a) VALUES (40, 'x'), (50, 'y')")) {
            rebuild(db, "t", "id INTEGER PRIMARY KEY, a");

            assertThat(db.rows("SELECT id, a FROM t")).containsExactly("40|x", "50|y");
        }
    }

    @Test
    void keepsRowIdsWhenTheIntegerPrimaryKeyBecomesAnOrdinaryColumn() throws Exception {
        try (var db = new RebuildTestDatabase(
                "CREATE TABLE t (id INTEGER PRIMARY KEY, a); INSERT INTO t VALUES (40, 'x'), (50, 'y')")) {
            rebuild(db, "t", "id TEXT PRIMARY KEY, a");

            assertThat(db.rows("SELECT rowid, id, typeof(id), a FROM t"))
                    .containsExactly("40|40|text|x", "50|50|text|y");
        }
    }

    @Test
    void lettingAColumnBecomeTheIntegerPrimaryKeyMakesItsValuesTheRowIds() throws Exception {
        try (var db = new RebuildTestDatabase(
                "CREATE TABLE t (id INT PRIMARY KEY, a); INSERT INTO t VALUES (40, 'x'), (30, 'y')")) {
            rebuild(db, "t", "id INTEGER PRIMARY KEY, a");

            assertThat(db.rows("SELECT rowid, id, a FROM t")).containsExactly("30|30|y", "40|40|x");
        }
    }

    @Test
    void keepsTheAutoincrementCounterBeyondTheHighestRow() throws Exception {
        try (var db = new RebuildTestDatabase(
                "CREATE TABLE T (id INTEGER PRIMARY KEY AUTOINCREMENT, a);"
                        + "INSERT INTO t VALUES (90, 'gone'); DELETE FROM t; INSERT INTO t (a) VALUES ('x'); DELETE FROM t WHERE id > 91;")) {
            rebuild(db, "t", "id INTEGER PRIMARY KEY AUTOINCREMENT, a TEXT");
            db.run("DELETE FROM t; INSERT INTO t (a) VALUES ('next')");

            assertThat(db.rows("SELECT * FROM t")).containsExactly("92|next");
            assertThat(db.rows("SELECT * FROM sqlite_sequence")).containsExactly("T|92");
        }
    }

    @Test
    void beginsAndEndsCountingAsTheDefinitionSays() throws Exception {
        try (var db = new RebuildTestDatabase("CREATE TABLE a (id INTEGER PRIMARY KEY); INSERT INTO a VALUES (6);"
                + "CREATE TABLE b (id INTEGER PRIMARY KEY AUTOINCREMENT); INSERT INTO b VALUES (8)")) {
            rebuild(db, "a", "id INTEGER PRIMARY KEY AUTOINCREMENT");
            rebuild(db, "b", "id INTEGER PRIMARY KEY");

            assertThat(db.rows("SELECT * FROM sqlite_sequence")).containsExactly("a|6");
        }
    }

    @Test
    void keepsStrictAndWithoutRowId() throws Exception {
        try (var db = new RebuildTestDatabase(
                "CREATE TABLE t (k TEXT PRIMARY KEY, n INT) STRICT, WITHOUT ROWID; INSERT INTO t VALUES ('b', 1), ('a', 2)")) {
            rebuild(db, "t", "k TEXT PRIMARY KEY, n INT NOT NULL");

            assertThat(db.rows("SELECT wr, strict FROM pragma_table_list('t')")).containsExactly("1|1");
            assertThat(db.rows("SELECT * FROM t")).containsExactly("a|2", "b|1");
            assertThatThrownBy(() -> db.run("INSERT INTO t VALUES ('c', 'no number')"))
                    .hasMessageContaining("cannot store TEXT value in INT column");
        }
    }

    @Test
    void computesGeneratedColumnsAndCopiesThoseThatAreNoLongerGenerated() throws Exception {
        try (var db = new RebuildTestDatabase(
                "CREATE TABLE t (a, was AS (a * 2), will); INSERT INTO t (a, will) VALUES (4, 'lost')")) {
            rebuild(db, "t", "a, was, will AS (a * 10) STORED");

            assertThat(db.rows("SELECT * FROM t")).containsExactly("4|8|40");
        }
    }

    @Test
    void childrenKeepTheirRowsAndStillReferToTheTable() throws Exception {
        try (var db = new RebuildTestDatabase("CREATE TABLE p (id INTEGER PRIMARY KEY, a);"
                + "CREATE TABLE c (x REFERENCES P(id) ON DELETE CASCADE, y INT DEFAULT 1 REFERENCES p ON DELETE SET NULL);"
                + "INSERT INTO p VALUES (1, 'a'), (2, 'b'); INSERT INTO c VALUES (1, 2), (2, 1)")) {
            List<String> child = db.rows("SELECT sql FROM sqlite_schema WHERE name = 'c'");
            rebuild(db, "p", "id INTEGER PRIMARY KEY, a TEXT NOT NULL");

            assertThat(db.rows("SELECT * FROM c")).containsExactly("1|2", "2|1");
            assertThat(db.rows("SELECT sql FROM sqlite_schema WHERE name = 'c'"))
                    .isEqualTo(child);
            db.run("PRAGMA foreign_keys = ON; DELETE FROM p WHERE id = 1");
            assertThat(db.rows("SELECT * FROM c")).containsExactly("2|null");
        }
    }

    @Test
    void aTableThatRefersToItselfStillDoes() throws Exception {
        try (var db = new RebuildTestDatabase("CREATE TABLE node (id INTEGER PRIMARY KEY,"
                + " up REFERENCES node(id) ON DELETE CASCADE); INSERT INTO node VALUES (1, NULL), (2, 1), (3, 2)")) {
            rebuild(db, "node", "id INTEGER PRIMARY KEY, up INT REFERENCES node(id) ON DELETE CASCADE");

            assertThat(db.rows("SELECT \"table\" FROM pragma_foreign_key_list('node')"))
                    .containsExactly("node");
            db.run("PRAGMA foreign_keys = ON; DELETE FROM node WHERE id = 1");
            assertThat(db.rows("SELECT * FROM node")).isEmpty();
        }
    }

    @Test
    void columnsMayBeWrittenWithTheTableBeforeThem() throws Exception {
        try (var db = new RebuildTestDatabase(
                "CREATE TABLE t (a CHECK (main.t.a + \"T\" . b < 9), b, CHECK ([t].'a' <> t.b));"
                        + "INSERT INTO t (a, b) VALUES (1, 2)")) {
            TableRebuild.of("t").run(db.connection);

            assertThat(db.rows("SELECT * FROM t")).containsExactly("1|2");
            for (String row : List.of("(4, 4)", "(8, 1)")) {
                assertThatThrownBy(() -> db.run("INSERT INTO t (a, b) VALUES " + row))
                        .hasMessageContaining("CHECK constraint failed");
            }
            assertThat(db.rows("SELECT sql FROM sqlite_schema"))
                    .containsExactly("CREATE TABLE \"t\" (a CHECK (a + b < 9), b, CHECK (\"a\" <> b))");
        }
    }

    @Test
    void viewsAndTriggersThatNameTheTableStayAndWork() throws Exception {
        try (var db = new RebuildTestDatabase("CREATE TABLE t (a); CREATE TABLE other (x); INSERT INTO t VALUES (1);"
                + "CREATE VIEW v AS SELECT a FROM t; CREATE VIEW w AS SELECT * FROM v; CREATE VIEW broken AS SELECT 1 FROM no;"
                + "CREATE TRIGGER own AFTER INSERT ON T BEGIN INSERT INTO other VALUES (NEW.a); END;"
                + "CREATE TRIGGER others AFTER DELETE ON other BEGIN DELETE FROM t WHERE a = OLD.x; END;"
                + "CREATE TRIGGER onview INSTEAD OF INSERT ON w BEGIN INSERT INTO t VALUES (NEW.a); END;")) {
            List<String> before = db.rows("SELECT sql FROM sqlite_schema WHERE type <> 'table' ORDER BY sql");
            rebuild(db, "t", "a INT");

            assertThat(db.rows("SELECT sql FROM sqlite_schema WHERE type <> 'table' ORDER BY sql"))
                    .isEqualTo(before);
            db.run("INSERT INTO w VALUES (2)");
            assertThat(db.rows("SELECT * FROM w")).containsExactly("1", "2");
            db.run("DELETE FROM other");
            assertThat(db.rows("SELECT * FROM w")).containsExactly("1");
        }
    }

    @Test
    void triggersFireInTheOrderOfBefore() throws Exception {
        try (var db = new RebuildTestDatabase(
                "CREATE TABLE t (a); CREATE TABLE log (n INTEGER PRIMARY KEY, x);"
                        + "CREATE TRIGGER m AFTER INSERT ON t BEGIN INSERT INTO log (x) VALUES ('m'); END;"
                        + "CREATE TRIGGER a AFTER INSERT ON t BEGIN INSERT INTO log (x) VALUES ('a'); END;"
                        + "CREATE TRIGGER z AFTER INSERT ON t BEGIN INSERT INTO log (x) VALUES ('z'); END; INSERT INTO t VALUES (1)")) {
            List<String> before = db.rows("SELECT x FROM log ORDER BY n");
            TableRebuild.of("t").run(db.connection);
            db.run("DELETE FROM log; INSERT INTO t VALUES (2)");

            assertThat(db.rows("SELECT x FROM log ORDER BY n")).isEqualTo(before);
        }
    }

    @Test
    void keepsPartialAndExpressionIndexesThatStillFit() throws Exception {
        try (var db = new RebuildTestDatabase("CREATE TABLE t (a, b);"
                + "CREATE UNIQUE INDEX i ON t (a) WHERE b > 3; CREATE INDEX j ON t (lower(a) COLLATE NOCASE DESC)")) {
            List<String> before = db.rows("SELECT name, sql FROM sqlite_schema WHERE type = 'index'");
            rebuild(db, "t", "a TEXT, b, c");

            assertThat(db.rows("SELECT name, sql FROM sqlite_schema WHERE type = 'index'"))
                    .isEqualTo(before);
        }
    }

    @Test
    void keepsTableConstraintsUnlessThereAreNewOnes() throws Exception {
        try (var db = new RebuildTestDatabase(
                "CREATE TABLE t (a INT, b INT, -- why\n CONSTRAINT c CHECK (a > 0) UNIQUE (b))")) {
            rebuild(db, "t", "a INTEGER, b INTEGER -- end");
            assertThat(db.rows("SELECT sql FROM sqlite_schema WHERE type = 'table'"))
                    .containsExactly("CREATE TABLE \"t\" (\na INTEGER, b INTEGER, -- why\n"
                            + " CONSTRAINT c CHECK (a > 0) UNIQUE (b) -- end\n)");

            rebuild(db, "t", "a INTEGER, b INTEGER, check (b > 0)");
            assertThat(db.rows("SELECT sql FROM sqlite_schema WHERE type = 'table'"))
                    .containsExactly("CREATE TABLE \"t\" (\na INTEGER, b INTEGER, check (b > 0)\n)");
        }
    }

    @Test
    void dropsTableConstraintsWhenAsked() throws Exception {
        try (var db = new RebuildTestDatabase(
                "CREATE TABLE t (a CHECK (a > 0), \"check\" INT, UNIQUE (a), CHECK (a < 9)); INSERT INTO t VALUES (1, 2)")) {
            TableRebuild.of("t").dropTableConstraints().run(db.connection);

            assertThat(db.rows("SELECT sql FROM sqlite_schema"))
                    .containsExactly("CREATE TABLE \"t\" (a CHECK (a > 0), \"check\" INT)");
            assertThat(db.rows("SELECT * FROM t")).containsExactly("1|2");
        }
    }

    @Test
    void keepsTemporaryTriggersAndViews() throws Exception {
        try (var db = new RebuildTestDatabase(
                "CREATE TABLE t (a); CREATE TABLE log (x); CREATE TEMP VIEW v AS SELECT a FROM t;"
                        + "CREATE TEMP TRIGGER tr AFTER INSERT ON main.t BEGIN INSERT INTO log VALUES (NEW.a); END")) {
            rebuild(db, "t", "a INT");
            db.run("INSERT INTO t VALUES (3)");

            assertThat(db.rows("SELECT * FROM log")).containsExactly("3");
            assertThat(db.rows("SELECT * FROM v")).containsExactly("3");
            assertThat(db.rows("SELECT name FROM sqlite_temp_schema")).containsExactlyInAnyOrder("v", "tr");
            assertThat(db.rows("SELECT name FROM sqlite_schema WHERE type = 'trigger'"))
                    .isEmpty();
        }
    }

    @Test
    void keepsTheStatisticsOfAnalyze() throws Exception {
        try (var db = new RebuildTestDatabase(
                "CREATE TABLE t (a); CREATE INDEX i ON t (a); INSERT INTO t VALUES (1), (1); ANALYZE")) {
            List<String> before = db.rows("SELECT * FROM sqlite_stat1");
            rebuild(db, "t", "a INT");

            assertThat(before).isNotEmpty();
            assertThat(db.rows("SELECT * FROM sqlite_stat1")).isEqualTo(before);
        }
    }

    @Test
    void aFullTextIndexOverTheTableStaysRight() throws Exception {
        try (var db = new RebuildTestDatabase(
                "CREATE TABLE t (a); INSERT INTO t (rowid, a) VALUES (5, 'one two'), (8, 'three');"
                        + "CREATE VIRTUAL TABLE f USING fts5(a, content=t); INSERT INTO f (f) VALUES ('rebuild')")) {
            rebuild(db, "t", "b, a TEXT");

            assertThat(db.rows("SELECT rowid, a FROM f WHERE f MATCH 'three'")).containsExactly("8|three");
        }
    }

    @Test
    void anyNameWillDoInAnyCase() throws Exception {
        for (String name : List.of("Order", "a\"b''c", "sqlite", "x;--", "ÄÖ", "\n/*", "a.b", " ")) {
            String quoted = '"' + name.replace("\"", "\"\"") + '"';
            try (var db = new RebuildTestDatabase("CREATE TABLE " + quoted + " (\"\"\"\", `select`, [;]);"
                    + "INSERT INTO " + quoted + " VALUES (1, 2, 3)")) {
                List<String> before = db.facts();
                TableRebuild.of(asciiSwapped(name)).run(db.connection);

                assertThat(db.facts()).isEqualTo(before);
            }
        }
    }

    private static String asciiSwapped(String name) {
        return name.equals("Order") ? "oRDER" : name.equals("sqlite") ? "SQLite" : name;
    }

    @Test
    void theNewTableFindsAFreeName() throws Exception {
        try (var db =
                new RebuildTestDatabase("CREATE TABLE t (a); CREATE TABLE T_new (b); CREATE INDEX t_new_2 ON t (a);"
                        + "CREATE TEMP TABLE t_new_3 (c)")) {
            List<String> before = db.facts();
            TableRebuild.of("t").run(db.connection);

            assertThat(db.facts()).isEqualTo(before);
        }
    }

    @Test
    void leavesTheConnectionsSettingsAsTheyWere() throws Exception {
        try (var db = new RebuildTestDatabase("CREATE TABLE t (a)")) {
            TableRebuild.of("t").run(db.connection);
            assertThat(db.rows("PRAGMA legacy_alter_table")).containsExactly("0");
            db.run("PRAGMA legacy_alter_table = ON");
            rebuild(db, "t", "b");
            assertThat(db.rows("PRAGMA legacy_alter_table")).containsExactly("1");
        }
    }
}
