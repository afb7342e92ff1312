package io.fastmigrate.internal.sql.dialect;

import io.fastmigrate.error.InvalidScriptException;
import io.fastmigrate.internal.sql.token.DialectStatement;
import io.fastmigrate.internal.sql.token.SqlDialect;
import java.util.regex.Pattern;

/** Refuses settings that change how the database reads quotes: what follows would be cut into other statements than it is. */
final class QuoteRules {

    private static final Pattern STANDARD_STRINGS = Pattern.compile(
            "SET\\s+(?:SESSION\\s+|LOCAL\\s+)?standard_conforming_strings\\s*(?:=|TO\\b)\\s*'?(?:off|false|no|0|f|n)'?\\s*",
            Pattern.CASE_INSENSITIVE);

    private static final Pattern NO_BACKSLASHES = Pattern.compile(
            "(?:/\\*M?!\\d*\\s*)?SET\\b.*\\bsql_mode\\b.*\\bNO_BACKSLASH_ESCAPES\\b.*",
            Pattern.CASE_INSENSITIVE | Pattern.DOTALL);

    private static final String SPLIT_ELSEWHERE =
            ", and the statements after it would be split at other places than in the database";

    private QuoteRules() {}

    /**
     * Looks at one statement.
     *
     * @throws InvalidScriptException if it changes the meaning of a backslash in quotes
     */
    static void requireKept(DialectStatement statement, SqlDialect dialect, String location) {
        if (dialect == SqlDialect.POSTGRESQL
                && STANDARD_STRINGS.matcher(statement.text()).matches()) {
            throw statement.refusal(
                    location,
                    "standard_conforming_strings = off makes a backslash in plain quotes an escape" + SPLIT_ELSEWHERE,
                    "Remove the setting, and write texts with backslash escapes as E'...'.");
        }
        if (dialect == SqlDialect.MYSQL
                && NO_BACKSLASHES.matcher(statement.text()).matches()) {
            throw statement.refusal(
                    location,
                    "NO_BACKSLASH_ESCAPES makes a backslash in quotes a plain character" + SPLIT_ELSEWHERE,
                    "Remove it from sql_mode, and double the backslashes in quotes.");
        }
    }
}
