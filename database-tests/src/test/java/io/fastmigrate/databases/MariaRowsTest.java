package io.fastmigrate.databases;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.fastmigrate.Script;
import io.fastmigrate.error.ScriptFailedException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** INSERTs that MariaDB gets as one: the rows, the numbers given, and each error with its place are as one by one. */
@SuppressWarnings("StringConcatToTextBlock") // short scripts, close to what is expected of them
class MariaRowsTest {

    private static final int CASES = Integer.getInteger("join.cases", 40);

    private static final List<String> TABLES = List.of(
            "(a INT PRIMARY KEY, b VARCHAR(5) NOT NULL)",
            "(a INT AUTO_INCREMENT PRIMARY KEY, b VARCHAR(5) NOT NULL)",
            "(a INT PRIMARY KEY, b VARCHAR(5) NOT NULL, c INT NOT NULL DEFAULT (NEXT VALUE FOR s))",
            "(a INT PRIMARY KEY, b VARCHAR(5) NOT NULL, CHECK (b <> 'bad'))",
            "(a INT PRIMARY KEY, b VARCHAR(5) NOT NULL, FOREIGN KEY (a) REFERENCES p (id))",
            "(a INT PRIMARY KEY, b VARCHAR(5) NOT NULL) ENGINE=MyISAM",
            "(a INT PRIMARY KEY, b VARCHAR(5) NOT NULL) ENGINE=Aria",
            "(a INT PRIMARY KEY, b VARCHAR(5) NOT NULL);\n"
                    + "CREATE TRIGGER g BEFORE INSERT ON t FOR EACH ROW INSERT INTO seen (b) VALUES (NEW.b)");

    private static final List<String> WRONG = List.of(
            "(1, 'twice')",
            "(5000, NULL)",
            "(6000, NULL)",
            "(7000, NULL)",
            "(5000, 'too long')",
            "(5000, 'bad')",
            "(5000, 'x', 3)",
            "(5000, 'a'), (5001, NULL)",
            "(5000 'x')");

    private static final List<String> WRONG_NAMES = List.of("(NULL)", "('too long')", "('a'), (NULL)", "('a', 3)");

    @TempDir
    Path directory;

    @Test
    void leavesWhatSingleInsertsLeave() throws Exception {
        for (int i = 0; i < CASES; i++) {
            String script = script(new Random(i * 0x9E3779B97F4A7C15L)); // numbers close to each other begin alike
            assertThat(outcome("joined" + i, script.replace(" VALUES (", " VALUES     (")))
                    .as("case %d", i)
                    .isEqualTo(outcome("single" + i, script.replace(" VALUES (", " VALUES /**/(")));
        }
    }

    /** Without a strict mode, the server takes NULL for an empty text in every row of an INSERT but the first. */
    @Test
    void refusesNullInTheStatementThatHoldsItAlsoWithoutAStrictMode() throws Exception {
        Workshop db = new Workshop(Servers.maria(), directory)
                .script("0001-t.sql", "CREATE TABLE t (a INT PRIMARY KEY, b VARCHAR(5) NOT NULL);\n")
                .script(
                        "0002-rows.sql",
                        "SET sql_mode = '';\n" + rows(1, 9) + "INSERT INTO t VALUES (10, NULL);\n" + rows(11, 20));
        ScriptFailedException failure = db.fails();
        assertThat(failure.position()).contains(new Script.Position(11, 1));
        assertThat(failure).hasMessageContaining("cannot be null");
        assertThat(db.version()).isEqualTo(1);
    }

    /** A transaction that fills an empty table without checks is rolled back as a whole by an error, with the rows before it. */
    @Test
    void findsTheSecondOfTwoEqualKeysAlsoWithoutChecks() throws Exception {
        for (String definition : List.of("", "CREATE TABLE u (a INT);\n")) {
            Workshop db = new Workshop(Servers.maria(), directory.resolve("d" + definition.length()))
                    .script("0001-t.sql", "CREATE TABLE t (a INT PRIMARY KEY, b VARCHAR(5) NOT NULL);\n")
                    .script(
                            "0002-rows.sql",
                            "SET unique_checks = 0, foreign_key_checks = 0;\n" + definition + rows(1, 9) + rows(2, 2)
                                    + rows(11, 20));
            ScriptFailedException failure = db.fails();
            assertThat(failure).hasMessageContaining("Duplicate entry '2'");
            db.script(
                    "0002-rows.sql",
                    "SET unique_checks = 0, foreign_key_checks = 0;\n" + definition + rows(1, 9) + rows(10, 20));
            db.migrate();
            assertThat(db.query("SELECT count(*) FROM t")).containsExactly("20");
        }
    }

    /** Its rows stay in a table that knows no transactions. */
    @Test
    void runsEachTriggerOnceAlsoWhereTheUserMayNotSeeIt() throws Exception {
        String url = Servers.maria();
        new Workshop(url, directory)
                .script(
                        "0001-t.sql",
                        "CREATE TABLE t (a INT PRIMARY KEY, b VARCHAR(5) NOT NULL);\n"
                                + "CREATE TABLE fired (a INT) ENGINE=MyISAM;\n"
                                + "CREATE TRIGGER g BEFORE INSERT ON t FOR EACH ROW INSERT INTO fired VALUES (NEW.a);\n")
                .migrate();
        String user = Servers.mariaUser(url);
        String name = url.replaceFirst(".*/(\\w+)\\?.*", "$1");
        Servers.execute(url, "REVOKE TRIGGER ON " + name + ".* FROM 'only" + name + "'@'localhost'");
        Workshop db = new Workshop(user, url, directory).script("0002-rows.sql", rows(1, 12) + rows(2, 2));
        assertThat(db.fails()).hasMessageContaining("Duplicate entry '2'");
        assertThat(db.query("SELECT count(*) FROM fired")).containsExactly("13");
    }

    private static String rows(int from, int to) {
        return IntStream.rangeClosed(from, to)
                .mapToObj(id -> "INSERT INTO t VALUES (" + id + ", 'n');\n")
                .collect(Collectors.joining());
    }

    /** Most cases have a mistake in the middle of rows that are joined; where the server gives the numbers, it must not be noticed. */
    private static String script(Random random) {
        boolean numbered = random.nextInt(4) == 0;
        StringBuilder sql = new StringBuilder(random.nextInt(3) == 0 ? "SET sql_mode = '';\n" : "");
        sql.append("CREATE TABLE t ")
                .append(numbered ? TABLES.get(1) : pick(TABLES, random))
                .append(";\n");
        int rows = 8 + random.nextInt(150);
        int wrong = random.nextInt(5) == 0 ? -1 : 1 + random.nextInt(rows);
        for (int row = 1; row <= rows; row++) {
            if (row != wrong && random.nextInt(40) == 0) {
                sql.append("UPDATE t SET b = 'u' WHERE a < 5;\n");
                continue;
            }
            sql.append(numbered ? "INSERT INTO t (b) VALUES " : "INSERT INTO t (a, b) VALUES ");
            if (row == wrong) {
                sql.append(pick(numbered ? WRONG_NAMES : WRONG, random));
            } else {
                sql.append(numbered ? "('n')" : "(" + row + ", ';\'\'-')");
            }
            sql.append(";\n");
        }
        return sql.toString();
    }

    private static String pick(List<String> from, Random random) {
        return from.get(random.nextInt(from.size()));
    }

    /** Returns what the script left, also in the checkpoints, and what a run of the rest left after its mistake. */
    private String outcome(String name, String script) throws Exception {
        Workshop db = new Workshop(Servers.maria(), directory.resolve(name))
                .script(
                        "0001-before.sql",
                        "CREATE TABLE p (id INT PRIMARY KEY);\nINSERT INTO p VALUES " + ids(200) + ";\n"
                                + "CREATE TABLE seen (id INT AUTO_INCREMENT PRIMARY KEY, b VARCHAR(5));\nCREATE SEQUENCE s;\n")
                .script("0002-rows.sql", script);
        ScriptFailedException failure = catchThrowableOfType(ScriptFailedException.class, db::migrate);
        List<String> all = new ArrayList<>();
        if (failure != null) {
            all.add(String.valueOf(failure.getMessage())
                    .lines()
                    .findFirst()
                    .orElseThrow()
                    .replaceFirst(".*\\.sql", "")
                    .replaceFirst("`t\\d+`", ""));
        }
        for (String question : List.of(
                "SELECT version FROM _meta",
                "SELECT concat_ws(' ', statement_number, line, state) FROM _fastmigrate_progress",
                "SELECT group_concat(concat_ws(' ', a, b)) FROM t",
                "SELECT group_concat(concat_ws(' ', id, b)) FROM seen",
                "SELECT next_not_cached_value FROM s",
                script.contains(" c INT") ? "SELECT group_concat(c ORDER BY a) FROM t" : "SELECT 0",
                "SELECT auto_increment FROM information_schema.tables WHERE table_schema = DATABASE() AND table_name"
                        + " IN ('t', 'seen') ORDER BY table_name")) {
            all.addAll(db.query(question));
        }
        return String.join("\n", all);
    }

    private static String ids(int count) {
        return IntStream.rangeClosed(1, count).mapToObj(id -> "(" + id + ")").collect(Collectors.joining(", "));
    }
}
