package io.fastmigrate.internal.sqlite.run;

import io.fastmigrate.internal.sql.token.SqliteNames;
import io.fastmigrate.internal.sqlite.connection.SqliteErrors;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.sqlite.SQLiteErrorCode;

/**
 * What to do about mistakes that many people make, where SQLite's own message leaves them puzzled. Its codes decide where
 * they can; the texts that SQLite has for the others stand here and nowhere else.
 */
final class KnownMistakes {

    private static final String REBUILD =
            "SQLite cannot do this with ALTER TABLE: rebuild the table (fastmigrate rebuild), and migrate again.";

    /** By the beginning of SQLite's message. */
    private static final Map<String, String> BY_MESSAGE = Map.ofEntries(
            Map.entry(
                    "object name reserved for internal use: sqlite_",
                    "SQLite creates this table by itself: remove this line, and others that create or fill a"
                            + " table whose name begins with sqlite_, and migrate again."),
            Map.entry(
                    "too many terms in compound SELECT",
                    "Write the rows as VALUES (...), (...), which has no limit, or as several statements, and"
                            + " migrate again."),
            Map.entry(
                    "Expression tree is too large",
                    "SQLite allows 1000 chained terms: write a list of values as IN (...), group a long chain"
                            + " with parentheses, or use several statements, and migrate again."),
            Map.entry(
                    "too many attached databases",
                    "SQLite attaches at most 10 databases at a time: DETACH one before the next, or use"
                            + " several scripts, and migrate again."),
            Map.entry(
                    "Cannot add a column with non-constant default",
                    "SQLite accepts such a default only while the table is empty. Add the column with a"
                            + " constant default and set it with UPDATE, or rebuild the table (fastmigrate"
                            + " rebuild), and migrate again."),
            Map.entry(
                    "Cannot add a NOT NULL column with default value NULL",
                    "The rows that exist need a value: write a DEFAULT. For a column without one, add it without"
                            + " NOT NULL, set it with UPDATE, and rebuild the table (fastmigrate rebuild)."),
            Map.entry(
                    "Cannot add a UNIQUE column",
                    "Add the column without UNIQUE and create an index on it (CREATE UNIQUE INDEX), and migrate again."),
            Map.entry("Cannot add a PRIMARY KEY column", REBUILD),
            Map.entry(
                    "cannot add a STORED column",
                    "Make the column VIRTUAL, or rebuild the table (fastmigrate rebuild), and migrate again."),
            Map.entry("cannot drop UNIQUE column", REBUILD),
            Map.entry("cannot drop PRIMARY KEY column", REBUILD));

    private static final Pattern UPSERT = Pattern.compile("(?is).*\\bSELECT\\b.*\\bON\\s+CONFLICT\\b.*");
    private static final Pattern VIEW =
            Pattern.compile("error in (view|trigger) (.+?)(?: after .+?)?: .*", Pattern.DOTALL);
    private static final Pattern INDEX = Pattern.compile("error in index (.+?) after .*", Pattern.DOTALL);
    private static final Pattern MISSING = Pattern.compile("no such (?:table|function|module): (\\w+)");
    private static final List<String> OF_THE_SHELL = List.of(
            "generate_series",
            "readfile",
            "writefile",
            "edit",
            "sha3",
            "sha3_query",
            "sha3_agg",
            "fsdir",
            "zipfile",
            "regexp",
            "regexpi",
            "decimal",
            "decimal_add",
            "decimal_sub",
            "decimal_mul",
            "decimal_sum",
            "base64",
            "base85",
            "completion",
            "usleep",
            "stmtrand",
            "ieee754",
            "percentile",
            "median",
            "uint",
            "sqlar_compress",
            "sqlar_uncompress",
            "lsmode",
            "shell_add_schema",
            "shell_module_schema",
            "shell_putsnl",
            "strtod",
            "dtostr");

    private KnownMistakes() {}

    /** Tells whether a virtual table's own content is wrong, which says nothing of the database. */
    static boolean isVirtualTable(SQLException e) {
        return SqliteErrors.code(e) == SQLiteErrorCode.SQLITE_CORRUPT_VTAB;
    }

    /** Tells whether a message names what only the sqlite3 shell has. */
    static boolean isOfTheShell(String message) {
        Matcher missing = MISSING.matcher(message);
        return missing.matches() && OF_THE_SHELL.contains(SqliteNames.fold(missing.group(1)));
    }

    /**
     * Returns what to do; null where nothing more is known than that the script is to be corrected.
     *
     * @param statement the text of the one that failed
     */
    static @Nullable String advice(String statement, SQLException e) {
        String message = SqliteErrors.message(e);
        Matcher view = VIEW.matcher(message);
        Matcher index = INDEX.matcher(message);
        if (isVirtualTable(e)) {
            return "The content of a virtual table is wrong, as of a full-text index that is out of step with its rows; the"
                    + " database itself is sound. For a full-text index run INSERT INTO t(t) VALUES ('rebuild') with"
                    + " its name for t; drop another one (an R-Tree) and create it again from its rows. Then migrate"
                    + " again.";
        } else if (view.matches()) {
            return "The " + view.group(1) + " " + view.group(2)
                    + " prevents the change: drop it before and create it again after, or write PRAGMA"
                    + " legacy_alter_table=ON as the script's first line, and migrate again.";
        } else if (index.matches()) {
            return "The index " + index.group(1) + " uses the column: drop it before (DROP INDEX), and migrate again.";
        } else if (message.equals("near \"DO\": syntax error")
                && UPSERT.matcher(statement).matches()) {
            return "SQLite reads ON as a join condition here: write WHERE true between the SELECT and ON"
                    + " CONFLICT, and migrate again.";
        } else if (isOfTheShell(message)) {
            return "This is an extension of the sqlite3 shell, which other programs do not have: write it as"
                    + " plain SQL (a recursive WITH makes a series), or make the script a .sh script that"
                    + " calls sqlite3, and migrate again.";
        }
        return BY_MESSAGE.entrySet().stream()
                .filter(known -> message.startsWith(known.getKey()))
                .map(Map.Entry::getValue)
                .findFirst()
                .orElse(null);
    }
}
