package io.fastmigrate.internal.sqlite.schema;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.fastmigrate.error.EnrollFailedException;
import io.fastmigrate.internal.sqlite.connection.Sql;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SqliteSchemaTest {

    private Connection original;
    private Connection made;

    @BeforeEach
    void open() throws SQLException {
        original = DriverManager.getConnection("jdbc:sqlite::memory:");
        made = DriverManager.getConnection("jdbc:sqlite::memory:");
    }

    @AfterEach
    void close() throws SQLException {
        original.close();
        made.close();
    }

    @Test
    void writesEachKindOfObjectInAWorkingOrderWithItsOwnText() throws SQLException {
        Sql.run(original, """
                CREATE VIEW total AS SELECT count(*) AS n FROM item;
                CREATE TABLE item (id INTEGER PRIMARY KEY, -- the key
                  name TEXT);
                CREATE TRIGGER added AFTER INSERT ON item BEGIN SELECT CASE WHEN 1 THEN 2 END; END;
                CREATE UNIQUE INDEX item_name ON item (name);
                CREATE VIRTUAL TABLE search USING fts5(name, content='item', content_rowid='id');
                CREATE TABLE _meta (id INTEGER PRIMARY KEY, version INTEGER);
                CREATE TABLE _fastmigrate_history (version INTEGER);
                CREATE INDEX history_index ON _fastmigrate_history (version);
                ANALYZE;
                """);
        assertThat(SqliteSchema.dump(original, List.of())).isEqualTo("""
                CREATE TABLE IF NOT EXISTS item (id INTEGER PRIMARY KEY, -- the key
                  name TEXT);
                CREATE UNIQUE INDEX IF NOT EXISTS item_name ON item (name);
                CREATE VIEW IF NOT EXISTS total AS SELECT count(*) AS n FROM item;
                CREATE VIRTUAL TABLE IF NOT EXISTS search USING fts5(name, content='item', content_rowid='id');
                CREATE TRIGGER IF NOT EXISTS added AFTER INSERT ON item BEGIN SELECT CASE WHEN 1 THEN 2 END; END;
                """);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {
                "CREATE TABLE t(a) | CREATE TABLE IF NOT EXISTS t(a);",
                "create unique  index i on t(a) | create unique  index IF NOT EXISTS i on t(a);",
                "CREATE/* TABLE */VIRTUAL TABLE\"CREATE TABLE\" USING x | CREATE/* TABLE */VIRTUAL TABLE IF NOT EXISTS\"CREATE TABLE\" USING x;",
                "CREATE TABLE if not exists t(a) | CREATE TABLE if not exists t(a);",
                "CREATE TABLE \"if\"(a) | CREATE TABLE IF NOT EXISTS \"if\"(a);",
                "CREATE TABLE [if not exists](a) | CREATE TABLE IF NOT EXISTS [if not exists](a);",
                "CREATE TABLE t(a) /* end | CREATE TABLE IF NOT EXISTS t(a) /* end*/;",
                "CREATE TABLE t(a DEFAULT '-- no comment') | CREATE TABLE IF NOT EXISTS t(a DEFAULT '-- no comment');",
                "CREATE TABLE t(\"it''s /* \") | CREATE TABLE IF NOT EXISTS t(\"it''s /* \");",
                "CREATE TABLE t([a -- b]) | CREATE TABLE IF NOT EXISTS t([a -- b]);",
                "CREATE TABLE t(`a``-- b`) | CREATE TABLE IF NOT EXISTS t(`a``-- b`);",
                "CREATE VIEW v AS SELECT 1 - -1 | CREATE VIEW IF NOT EXISTS v AS SELECT 1 - -1;"
            })
    void saysIfNotExistsWhereSqliteWantsItAndLeavesTheRest(String stored, String written) {
        assertThat(new SchemaText(stored).ifNotExists()).isEqualTo(written);
    }

    @Test
    void endsALineCommentBeforeItEndsTheStatement() {
        assertThat(new SchemaText("CREATE VIEW v AS SELECT 1 -- one").ifNotExists())
                .isEqualTo("CREATE VIEW IF NOT EXISTS v AS SELECT 1 -- one\n;");
        assertThat(new SchemaText("CREATE VIEW v AS SELECT 1 -- one\n").ifNotExists())
                .isEqualTo("CREATE VIEW IF NOT EXISTS v AS SELECT 1 -- one\n;");
    }

    @Test
    void writesRowsThatAreAddedOnceAndFireNoTrigger() throws SQLException {
        Sql.run(original, """
                CREATE TABLE child (parent REFERENCES parent(name), note TEXT);
                CREATE TABLE parent (name TEXT PRIMARY KEY, n INTEGER, twice AS (n * 2)) WITHOUT ROWID;
                INSERT INTO parent VALUES ('it''s', 1), ('b', NULL);
                INSERT INTO child (rowid, parent, note) VALUES (7, 'b', NULL), (9, 'it''s', x'00ff');
                CREATE TRIGGER no BEFORE INSERT ON child BEGIN SELECT RAISE(ABORT, 'fired'); END;
                """);
        String script = SqliteSchema.dump(original, List.of("CHILD", "parent", "child"));
        assertThat(script.lines().filter(line -> line.startsWith("INSERT")))
                .containsExactly(
                        "INSERT INTO \"parent\" (\"name\", \"n\") SELECT 'b', NULL WHERE NOT EXISTS (SELECT 1 FROM \"parent\" WHERE \"name\" = 'b');",
                        "INSERT INTO \"parent\" (\"name\", \"n\") SELECT 'it''s', 1 WHERE NOT EXISTS (SELECT 1 FROM \"parent\" WHERE \"name\" = 'it''s');",
                        "INSERT INTO \"child\" (rowid, \"parent\", \"note\") SELECT 7, 'b', NULL WHERE NOT EXISTS (SELECT 1 FROM \"child\" WHERE rowid = 7);",
                        "INSERT INTO \"child\" (rowid, \"parent\", \"note\") SELECT 9, 'it''s', x'00ff' WHERE NOT EXISTS (SELECT 1 FROM \"child\" WHERE rowid = 9);");
        Sql.run(made, "PRAGMA foreign_keys = ON");
        Sql.run(made, script);
        Sql.run(original, script);
        assertThat(Sql.string(made, "SELECT group_concat(rowid || parent) FROM child"))
                .isEqualTo("7b,9it's");
        assertThat(Sql.string(original, "SELECT count(*) FROM child")).isEqualTo("2");
    }

    @Test
    void keepsRowsThatOnlyTheKeyTellsApart() throws SQLException {
        Sql.run(original, """
                CREATE TABLE word (w TEXT COLLATE NOCASE, PRIMARY KEY (w COLLATE BINARY)) WITHOUT ROWID;
                INSERT INTO word VALUES ('a'), ('A');
                CREATE TABLE twice (a, b COLLATE RTRIM, PRIMARY KEY (b COLLATE NOCASE, a, b COLLATE BINARY)) WITHOUT ROWID;
                INSERT INTO twice VALUES (1, 'x'), (1, 'X'), (1, 'x '), ('1', 'x');
                CREATE TABLE plain (w TEXT PRIMARY KEY COLLATE NOCASE) WITHOUT ROWID;
                INSERT INTO plain VALUES ('b');
                """);
        String script = SqliteSchema.dump(original, List.of("word", "twice", "plain"));
        Sql.run(made, script);
        Sql.run(made, script);
        Sql.run(original, script);
        for (Connection each : List.of(original, made)) {
            assertThat(Sql.string(each, "SELECT group_concat(w, '') FROM word")).isEqualTo("Aa");
            assertThat(Sql.string(each, "SELECT count(*) FROM twice")).isEqualTo("4");
            assertThat(Sql.string(each, "SELECT count(*) FROM plain")).isEqualTo("1");
        }
    }

    @Test
    void keepsTheCounterOfAnAutoincrementTable() throws SQLException {
        Sql.run(original, """
                CREATE TABLE emptied (id INTEGER PRIMARY KEY AUTOINCREMENT);
                CREATE TABLE lower (id INTEGER PRIMARY KEY AUTOINCREMENT);
                INSERT INTO emptied VALUES (41); DELETE FROM emptied;
                INSERT INTO lower VALUES (5), (41); DELETE FROM lower WHERE id = 41;
                """);
        Sql.run(made, SqliteSchema.dump(original, List.of("emptied", "lower")));
        Sql.run(made, "INSERT INTO emptied DEFAULT VALUES; INSERT INTO lower DEFAULT VALUES");
        assertThat(Sql.string(made, "SELECT (SELECT max(id) FROM emptied) || ' ' || (SELECT max(id) FROM lower)"))
                .isEqualTo("42 42");
    }

    @Test
    void namesTheTablesThereAreWhenOneIsUnknown() throws SQLException {
        Sql.run(original, "CREATE TABLE a (x); CREATE TABLE b (x); CREATE VIEW v AS SELECT 1; CREATE TABLE _meta (id)");
        Sql.run(original, "CREATE VIRTUAL TABLE f USING fts5(x)");
        for (String name : List.of("nosuch", "v", "_meta", "f_data", "sqlite_schema", "")) {
            EnrollFailedException failure = catchThrowableOfType(
                    EnrollFailedException.class, () -> SqliteSchema.dump(original, List.of("a", name)));
            assertThat(failure).hasMessageContaining("no table " + name);
            assertThat(failure.advice()).isEqualTo("The database has these tables: a, b, f.");
        }
    }

    @Test
    void refusesRowsThatNoOneCanReadBack() throws SQLException {
        Sql.run(original, "CREATE VIRTUAL TABLE f USING fts5(x, content = '')");
        Sql.run(original, "CREATE TABLE t (rowid, OID, _rowid_)");
        for (String name : List.of("f", "t")) {
            assertThatThrownBy(() -> SqliteSchema.dump(original, List.of(name)))
                    .isInstanceOf(EnrollFailedException.class)
                    .hasMessageContaining(name);
        }
    }

    @Test
    void leavesNoTransactionOpen() throws SQLException {
        Sql.run(original, "CREATE TABLE a (x)");
        SqliteSchema.dump(original, List.of("a"));
        assertThatThrownBy(() -> SqliteSchema.dump(original, List.of("b"))).isInstanceOf(EnrollFailedException.class);
        assertThatThrownBy(() -> Sql.run(original, "COMMIT")).hasMessageContaining("no transaction");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "CREATE TABLE extra (a)",
                "DROP TABLE item",
                "DROP INDEX i",
                "DROP VIEW v",
                "DROP TRIGGER g",
                "DROP TABLE item; CREATE TABLE item (id INTEGER PRIMARY KEY, name TEXT COLLATE NOCASE)",
                "DROP TABLE item; CREATE TABLE item (id INTEGER PRIMARY KEY, name TEXT) STRICT",
                "DROP TABLE item; CREATE TABLE item (id INTEGER PRIMARY KEY, name TEXT) WITHOUT ROWID",
                "DROP INDEX i; CREATE INDEX i ON item (name DESC)",
                "DROP INDEX i; CREATE INDEX i ON item (name) WHERE name > ''",
                "DROP VIEW v; CREATE VIEW v AS SELECT 2",
                "DROP TRIGGER g; CREATE TRIGGER g AFTER INSERT ON item BEGIN SELECT 2; END",
                "DROP TABLE f; CREATE VIRTUAL TABLE f USING fts5(x, y)",
                "DROP TABLE f"
            })
    void tellsTwoSchemasApart(String change) throws SQLException {
        String schema = """
                CREATE TABLE item (id INTEGER PRIMARY KEY, name TEXT);
                CREATE INDEX i ON item (name);
                CREATE VIEW v AS SELECT 1;
                CREATE TRIGGER g AFTER INSERT ON item BEGIN SELECT 1; END;
                CREATE VIRTUAL TABLE f USING fts5(x);
                """;
        Sql.run(original, schema);
        Sql.run(made, schema);
        SqliteSchema.compare(original, made);
        Sql.run(made, change);
        assertThatThrownBy(() -> SqliteSchema.compare(original, made))
                .isInstanceOf(EnrollFailedException.class)
                .hasMessageContainingAll("The schema that the script makes differs");
        assertThatThrownBy(() -> SqliteSchema.compare(made, original)).isInstanceOf(EnrollFailedException.class);
    }

    @Test
    void takesNoNoticeOfWhatMakesNoDifference() throws SQLException {
        Sql.run(
                original,
                "CREATE TABLE a (x); CREATE TABLE b (x) STRICT -- comment".replace("(x) STRICT", "(x INT) STRICT"));
        Sql.run(
                made,
                "CREATE TABLE  IF NOT EXISTS b (x INT) STRICT\n; CREATE /* c */ TABLE a (x); CREATE TABLE _meta (id)");
        SqliteSchema.compare(original, made);
    }

    @Test
    void readsADefaultInDoubleQuotesAsTheStringThatItIs() throws SQLException {
        Sql.run(original, "CREATE TABLE t (a TEXT DEFAULT \"it's\"); INSERT INTO t DEFAULT VALUES");
        Sql.run(made, "CREATE TABLE t (a TEXT DEFAULT 'it''s'); INSERT INTO t DEFAULT VALUES");

        assertThat(Sql.string(original, "SELECT a FROM t")).isEqualTo(Sql.string(made, "SELECT a FROM t"));
        assertThat(SqliteSchema.definitions(original)).isEqualTo(SqliteSchema.definitions(made));
    }

    @Test
    void namesNoMoreThanTwentyDifferences() throws SQLException {
        for (int i = 0; i < 30; i++) {
            Sql.run(original, "CREATE TABLE t" + i + " (a)");
        }
        EnrollFailedException failure =
                catchThrowableOfType(EnrollFailedException.class, () -> SqliteSchema.compare(original, made));
        assertThat(String.valueOf(failure.getMessage()).lines().skip(1))
                .hasSize(21)
                .contains("  table t0 is missing", "  and 10 more");
    }

    @Test
    void writesRealNumbersThatReadBackTheSame() throws SQLException {
        Random random = new Random(7);
        for (int round = 0; round < 100; round++) {
            List<Double> numbers = new ArrayList<>(List.of(0.1 + 0.2, Double.MIN_VALUE, Double.MAX_VALUE, -0.0));
            while (numbers.size() < 200) {
                double number = Double.longBitsToDouble(random.nextLong());
                if (Double.isFinite(number)) {
                    numbers.add(number);
                }
            }
            Sql.run(original, "DROP TABLE IF EXISTS real_numbers; CREATE TABLE real_numbers (n)");
            try (var insert = original.prepareStatement("INSERT INTO real_numbers VALUES (?)")) {
                for (double number : numbers) {
                    insert.setDouble(1, number);
                    insert.executeUpdate();
                }
            }
            Sql.run(made, "DROP TABLE IF EXISTS real_numbers");
            Sql.run(made, SqliteSchema.dump(original, List.of("real_numbers")));
            try (var statement = made.createStatement();
                    var rows = statement.executeQuery("SELECT n FROM real_numbers ORDER BY rowid")) {
                for (double number : numbers) {
                    assertThat(rows.next()).isTrue();
                    assertThat(Double.doubleToLongBits(rows.getDouble(1))).isEqualTo(Double.doubleToLongBits(number));
                }
            }
        }
    }

    @Test
    void keepsTextThatIsNotUtf8() throws SQLException {
        Sql.run(original, "CREATE TABLE t (a TEXT); INSERT INTO t VALUES (CAST(x'41ff00c3' AS TEXT))");
        Sql.run(made, SqliteSchema.dump(original, List.of("t")));
        assertThat(Sql.string(made, "SELECT typeof(a) || hex(a) FROM t")).isEqualTo("text41FF00C3");
    }
}
