package io.fastmigrate.internal.sql.session;

import io.fastmigrate.internal.sql.token.DialectStatement;
import io.fastmigrate.internal.sql.token.SqlDialect;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * An INSERT of MySQL or MariaDB whose rows are nothing but values: no expression, function, query or clause beside them.
 *
 * @param table as it is written
 * @param beginning of the statement, up to VALUES
 * @param rows what follows
 */
public record PlainInsert(String table, String beginning, String rows) {

    private static final String NAME = "(?:`[^`]+`|[\\w$]+)";

    private static final Pattern INSERT = Pattern.compile(
            "(INSERT\\s+INTO\\s+((?:" + NAME + "\\.)?" + NAME + ")\\s*(?:\\([^()]*\\)\\s*)?VALUES?)\\s*(\\(.*\\))",
            Pattern.CASE_INSENSITIVE | Pattern.DOTALL);

    private static final Pattern NUMBER = Pattern.compile("\\.?\\d[\\w.]*");

    private static final Set<String> IN_ROWS = Set.of("(", ")", ",", "'", "-", "+", "NULL", "TRUE", "FALSE", "DEFAULT");

    /** Returns what a statement is; empty for another one, also where it cannot be told for certain. */
    public static Optional<PlainInsert> of(DialectStatement statement) {
        String text = statement.text();
        if (!statement.head().startsWith("INSERT INTO ") || text.contains("/*")) {
            return Optional.empty();
        }
        Matcher insert = INSERT.matcher(text);
        return insert.matches() && areValues(DialectWords.of(SqlDialect.MYSQL, insert.group(3)))
                ? Optional.of(new PlainInsert(insert.group(2), insert.group(1), insert.group(3)))
                : Optional.empty();
    }

    private static boolean areValues(DialectWords words) {
        for (int i = 0; i < words.size(); i++) {
            if (!IN_ROWS.contains(words.at(i)) && !NUMBER.matcher(words.at(i)).matches()) {
                return false;
            }
        }
        return true;
    }
}
