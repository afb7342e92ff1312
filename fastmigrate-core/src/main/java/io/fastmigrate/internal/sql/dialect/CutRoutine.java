package io.fastmigrate.internal.sql.dialect;

import io.fastmigrate.internal.sql.token.DialectStatement;
import io.fastmigrate.internal.sql.token.SqlDialect;
import java.util.regex.Pattern;

/** Refuses a routine of MySQL's whose block was cut at its first semicolon, since no DELIMITER stands before it. */
final class CutRoutine {

    private static final Pattern QUOTES_AND_COMMENTS = Pattern.compile(
            "'(?:[^'\\\\]|\\\\.|'')*+'|\"(?:[^\"\\\\]|\\\\.|\"\")*+\"|`[^`]*`|/\\*.*?\\*/|(?:#|-- )[^\\n]*",
            Pattern.DOTALL);

    private static final Pattern OPEN_BLOCK = Pattern.compile(
            "CREATE\\b.*\\b(?:TRIGGER|PROCEDURE|FUNCTION|EVENT)\\b.*\\bBEGIN\\b(?!.*\\bEND\\s*\\w*\\s*$).*",
            Pattern.CASE_INSENSITIVE | Pattern.DOTALL);

    private CutRoutine() {}

    static void refuse(DialectStatement statement, SqlDialect dialect, String location) {
        if (dialect != SqlDialect.MYSQL || !statement.head().startsWith("CREATE")) {
            return;
        }
        String plain = QUOTES_AND_COMMENTS.matcher(statement.text()).replaceAll(" ");
        boolean whole = plain.contains(";"); // it ends with another delimiter
        if (!whole && OPEN_BLOCK.matcher(plain.strip()).matches()) {
            throw statement.refusal(
                    location,
                    "the block of this routine is split at its first semicolon",
                    "Write DELIMITER // on a line before it, // after its END, and DELIMITER ; on a line after it.");
        }
    }
}
