package io.fastmigrate.internal.sqlite.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.fastmigrate.FastMigrate;
import io.fastmigrate.FastMigrateBuilder;
import io.fastmigrate.Script;
import io.fastmigrate.error.ScriptFailedException;
import io.fastmigrate.internal.sqlite.OneConnection;
import io.fastmigrate.internal.sqlite.connection.Sql;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Locale;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.sqlite.Function;
import org.sqlite.SQLiteDataSource;

/** Counts the statements that reach SQLite by a function that SQLite calls once for each. */
class InsertJoinTest {

    private static final int ROWS = 1000;

    @TempDir
    Path directory;

    private Connection connection;
    private int statements;

    @BeforeEach
    void open() throws Exception {
        connection = new SQLiteDataSource().getConnection();
        Function.create(
                connection,
                "statement",
                new Function() {
                    @Override
                    protected void xFunc() throws SQLException {
                        result(++statements);
                    }
                },
                1,
                Function.FLAG_DETERMINISTIC);
    }

    @AfterEach
    void close() throws SQLException {
        connection.close();
    }

    private FastMigrateBuilder builder() {
        return FastMigrate.dataSource(new OneConnection(connection)).migrations(directory);
    }

    private static String inserts(String insert) {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < ROWS; i++) {
            text.append(insert.replace("#", Integer.toString(i))).append('\n');
        }
        return text.toString();
    }

    private int run(FastMigrateBuilder builder, String script) throws Exception {
        Files.writeString(
                directory.resolve("0001-t.sql"),
                "CREATE TABLE other (x);\nCREATE TABLE t (a, b, n DEFAULT (statement(1)));\n");
        Files.writeString(directory.resolve("0002-rows.sql"), script);
        FastMigrate fastMigrate = builder.build();
        fastMigrate.create();
        fastMigrate.migrate();
        assertThat(Sql.string(connection, "SELECT count(*) FROM t")).isEqualTo(Integer.toString(ROWS));
        return Integer.parseInt(Sql.string(connection, "SELECT count(DISTINCT n) FROM t"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "INSERT INTO t (a, b) VALUES (#, 'it''s; a text');",
                "insert or ignore into main.\"t\" (a, b) values\t( -# , x'00' ) ;",
                "REPLACE INTO [t] (a) VALUES (/* a */ NULL); -- and so on",
                "INSERT INTO t(a,b)VALUES(1.5e+3,'\u00fc')/* after */;",
                "INSERT OR REPLACE INTO t (a, b) VALUES\r\n  (TRUE, +0x1F);"
            })
    void joinsInsertsOfLiterals(String insert) throws Exception {
        assertThat(run(builder(), inserts(insert))).isLessThan(ROWS / 5);
    }

    @Test
    void joinsWithinATransactionThatTheScriptBrings() throws Exception {
        assertThat(run(builder(), "BEGIN;\n" + inserts("INSERT INTO t (a) VALUES (#);") + "COMMIT;"))
                .isLessThan(ROWS / 5);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "INSERT OR FAIL INTO t (a) VALUES (#);",
                "INSERT OR ROLLBACK INTO t (a) VALUES (#);",
                "INSERT INTO t (a) VALUES (1 + #);",
                "INSERT INTO t (a) VALUES (abs(#));",
                "INSERT INTO t (a) VALUES ((SELECT #));",
                "INSERT INTO t (a) VALUES (CURRENT_TIMESTAMP);",
                "INSERT INTO t (a) VALUES (\"#\");",
                "INSERT INTO t (a) VALUES (#) RETURNING a;",
                "INSERT INTO t (a) VALUES (#) ON CONFLICT DO NOTHING;",
                "INSERT INTO t (a) SELECT #;",
                "WITH x AS (SELECT 1) INSERT INTO t (a) VALUES (#);",
                "INSERT INTO t AS s (a) VALUES (#);",
                "INSERT INTO t (a, b) VALUES (- -#, 1);"
            })
    void leavesOtherInsertsAlone(String insert) throws Exception {
        assertThat(run(builder(), inserts(insert))).isEqualTo(ROWS);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "CREATE TRIGGER g AFTER INSERT ON t BEGIN SELECT 1; END;",
                "CREATE TRIGGER g BEFORE INSERT ON T BEGIN SELECT 1; END;",
                "CREATE TEMP TRIGGER g AFTER INSERT ON t BEGIN SELECT 1; END;",
                "CREATE TRIGGER g AFTER DELETE ON t BEGIN SELECT 1; END;",
                "CREATE TRIGGER g AFTER INSERT ON other BEGIN SELECT changes(); END;",
                "CREATE VIEW v AS SELECT last_insert_rowid();",
                "CREATE TABLE d (a DEFAULT (total_changes()));",
                "ALTER TABLE t ADD COLUMN d CHECK (changes() >= 0);",
                "SELECT \"Changes\" ();",
                "CREATE TEMP TABLE other2 (a); CREATE TRIGGER temp.g AFTER INSERT ON main.t BEGIN SELECT 1; END;",
                "PRAGMA foreign_keys = ON;",
                "PRAGMA writable_schema = ON; UPDATE sqlite_schema SET name = name WHERE 0; PRAGMA writable_schema = OFF;"
            })
    void joinsNothingWhereSomethingCouldTell(String before) throws Exception {
        assertThat(run(builder(), before + "\n" + inserts("INSERT INTO t (a) VALUES (#);")))
                .isEqualTo(ROWS);
    }

    @Test
    void asksAgainAfterATriggerWasMade() throws Exception {
        String half =
                inserts("INSERT INTO t (a) VALUES (#);").lines().limit(ROWS / 2).reduce("", (a, b) -> a + b + "\n");
        String trigger = "CREATE TRIGGER g AFTER INSERT ON t BEGIN SELECT 1; END;\n";

        assertThat(run(builder(), half + trigger + half)).isBetween(ROWS / 2, ROWS / 2 + ROWS / 10 + 100);
        assertThat(Sql.string(connection, "SELECT count(DISTINCT n) FROM t WHERE rowid > " + ROWS / 2))
                .isEqualTo(Integer.toString(ROWS / 2));
    }

    /** Within one statement it could: SQLite checks foreign keys at a statement's end. */
    @Test
    void letsNoRowReferToALaterOne() throws Exception {
        StringBuilder script = new StringBuilder("""
                PRAGMA foreign_keys = ON;
                CREATE TABLE tree (id INTEGER PRIMARY KEY, parent INTEGER REFERENCES tree (id));
                """);
        for (int i = 1; i <= ROWS; i++) {
            String parent = i == ROWS / 2 ? Integer.toString(i + 1) : "NULL";
            script.append(String.format(Locale.ROOT, "INSERT INTO tree (id, parent) VALUES (%d, %s);\n", i, parent));
        }
        Files.writeString(directory.resolve("0001-tree.sql"), script);
        FastMigrate fastMigrate = builder().build();
        fastMigrate.create();

        ScriptFailedException failure = catchThrowableOfType(ScriptFailedException.class, fastMigrate::migrate);

        assertThat(failure.position()).contains(new Script.Position(ROWS / 2 + 2, 1));
        assertThat(failure).hasMessageContaining("FOREIGN KEY");
    }

    @Test
    void canBeSwitchedOff() throws Exception {
        assertThat(run(builder().withoutJoinedInserts(), inserts("INSERT INTO t (a) VALUES (#);")))
                .isEqualTo(ROWS);
    }

    @Test
    void joinsNothingWithAnotherDatabaseAttached() throws Exception {
        String attach = "ATTACH ':memory:' AS aside;\n";

        assertThat(run(builder(), attach + inserts("INSERT INTO t (a) VALUES (#);")))
                .isEqualTo(ROWS);
    }
}
