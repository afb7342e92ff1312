package io.fastmigrate.internal.sql;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Random;

/**
 * Makes scripts that are hard to cut: keywords as names, semicolons in quotes and comments, triggers with CASE, byte order
 * marks, transactions; some with errors. One seed always makes the same script. Between the statements rows are written to
 * the table {@code trace}, which shows the statements that ran.
 */
public final class NastyScripts {

    /** Tables of two columns, the second of which is {@code extra}, that must be there before a script runs. */
    public static final List<String> TABLES = List.of(
            "t",
            "u",
            "[a;b]",
            "\"c;\"\"d\"",
            "`e``;f`",
            "begin",
            "end",
            "größe",
            "x",
            "\"case\"",
            "[--]",
            "\"/*\"",
            "trigger",
            "replace",
            "a$b",
            "explain",
            "temp",
            "\"'\"",
            "[select 1;]");

    private static final List<String> NEW_NAMES =
            List.of("n%d", "[n;%d]", "\"n;\"\"%d\"", "`n--%d`", "end%d", "\"/*%d\"");
    private static final List<String> LITERALS = List.of(
            "1",
            "-2",
            "3.5e+2",
            "x'00ff'",
            "'a;b'",
            "'it''s'",
            "';'",
            "''",
            "'--'",
            "'/*'",
            "'*/'",
            "'\r\n;\n'",
            "NULL",
            "'END;'",
            "'ß😀'",
            "0x1F",
            ".5",
            "1_000",
            "'\"'",
            "'\n.mode\nGO\n/\n'",
            "'${x}'");
    private static final List<String> VARIABLES = List.of("?1", "?", "$v(;)", ":n", "@m::k", "#p");
    private static final List<String> SPACES = List.of(
            " ",
            " ",
            " ",
            " ",
            "\n",
            "\r\n",
            "\t",
            "\f",
            " /* ; */ ",
            " -- ;'\n",
            "/* ' */",
            " --\n",
            " /** END; */ ",
            " \ufeff ",
            "/* -- */ ",
            "\r");
    private static final List<String> NOISE = List.of(
            "'",
            "\"",
            "`",
            "[",
            "]",
            "/*",
            "*/",
            "--",
            ";",
            "(",
            ")",
            "END",
            "BEGIN",
            "CASE",
            "!",
            "x'",
            "$",
            "\\",
            "CREATE TRIGGER",
            ".",
            ":",
            "#",
            "1a",
            "{",
            "|",
            "->>",
            "EXPLAIN");

    private final Random random;
    private final List<String> transactions = new ArrayList<>();
    private int traces;

    private NastyScripts(long seed) {
        this.random = new Random(seed);
    }

    public static String script(long seed) {
        return new NastyScripts(seed).script();
    }

    private String script() {
        StringBuilder script = new StringBuilder();
        int statements = 1 + random.nextInt(14);
        for (int i = 0; i < statements; i++) {
            String statement = statement();
            script.append(random.nextInt(30) == 0 ? broken(statement) : statement);
            script.append(random.nextInt(50) == 0 ? "" : ";");
            script.append(random.nextInt(12) == 0 ? ";" : "").append(space());
            if (random.nextInt(3) > 0) {
                script.append("INSERT INTO trace VALUES (").append(traces++).append(");");
            }
        }
        if (random.nextInt(3) == 0) {
            script.append(statement()).append(random.nextBoolean() ? pick(SPACES) : "");
        }
        return script.toString();
    }

    private String broken(String statement) {
        int at = random.nextInt(statement.length() + 1);
        return switch (random.nextInt(3)) {
            case 0 -> statement.substring(0, at) + pick(NOISE) + statement.substring(at);
            case 1 -> statement.substring(0, at);
            default -> statement.substring(at);
        };
    }

    private String statement() {
        return switch (random.nextInt(14)) {
            case 0, 1 ->
                join("CREATE", "TABLE", "IF", "NOT", "EXISTS", newName(), "(", name(), ",", "extra", "TEXT", ")");
            case 2, 3 -> join("INSERT", "INTO", name(), "VALUES", "(", literal(), ",", literal(), ")");
            case 4, 5, 6 -> trigger();
            case 7 -> join("CREATE", "VIEW", newName(), "AS", "SELECT", expression(), "AS", name());
            case 8 -> join("SELECT", expression(), ",", pick(VARIABLES), ",", expression());
            case 9 -> transaction();
            case 10 -> join("EXPLAIN", random.nextBoolean() ? "QUERY PLAN" : "", trigger());
            case 11 -> join("UPDATE", name(), "SET", "extra", "=", expression());
            case 12 -> join("WITH", name(), "AS", "(", "SELECT", literal(), ")", "DELETE", "FROM", name());
            default -> join("PRAGMA", "user_version", "=", String.valueOf(random.nextInt(99)));
        };
    }

    private String trigger() {
        List<String> words = new ArrayList<>(List.of("CREATE"));
        words.add(pick(List.of("", "", "TEMP", "TEMPORARY")));
        words.addAll(List.of(
                "TRIGGER", random.nextBoolean() ? "IF NOT EXISTS" : "", newName(), "AFTER", "INSERT", "ON", name()));
        if (random.nextInt(3) == 0) {
            words.addAll(List.of("WHEN", expression()));
        }
        words.add("BEGIN");
        int statements = 1 + random.nextInt(3);
        for (int i = 0; i < statements; i++) {
            words.add(
                    random.nextBoolean()
                            ? join("SELECT", expression(), random.nextBoolean() ? "AS end" : "")
                            : join("UPDATE", name(), "SET", "extra", "=", expression()));
            words.add(";");
        }
        words.add(random.nextInt(60) == 0 ? "" : pick(List.of("END", "end", "End")));
        return join(words.toArray(String[]::new));
    }

    private String transaction() {
        if (!transactions.isEmpty() && random.nextBoolean()) {
            return transactions.remove(transactions.size() - 1);
        }
        if (transactions.isEmpty() && random.nextBoolean()) {
            transactions.add(pick(List.of("COMMIT", "END", "END TRANSACTION", "ROLLBACK")));
            return pick(List.of("BEGIN", "BEGIN IMMEDIATE", "begin transaction x"));
        }
        String name = name();
        transactions.add(pick(List.of("RELEASE ", "RELEASE SAVEPOINT ")) + name);
        return join("SAVEPOINT", name);
    }

    private String expression() {
        return switch (random.nextInt(5)) {
            case 0, 1 -> join("CASE", "WHEN", expression(), "THEN", literal(), "ELSE", literal(), "END");
            case 2 -> join("CASE", literal(), "WHEN", literal(), "THEN", expression(), "END");
            case 3 -> join("(", literal(), pick(List.of("||", "<=", "<>", "%", "-", "==", "<<")), literal(), ")");
            default -> literal();
        };
    }

    private String join(String... words) {
        StringBuilder joined = new StringBuilder();
        for (String word : words) {
            joined.append(joined.isEmpty() || word.isEmpty() ? "" : pick(SPACES))
                    .append(word);
        }
        return joined.toString();
    }

    private String name() {
        return pick(TABLES);
    }

    private String newName() {
        return String.format(Locale.ROOT, pick(NEW_NAMES), random.nextInt(1000));
    }

    private String literal() {
        return pick(LITERALS);
    }

    private String space() {
        return random.nextBoolean() ? pick(SPACES) : "";
    }

    private String pick(List<String> list) {
        return list.get(random.nextInt(list.size()));
    }
}
