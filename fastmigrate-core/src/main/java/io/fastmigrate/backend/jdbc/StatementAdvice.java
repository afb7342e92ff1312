package io.fastmigrate.backend.jdbc;

import java.sql.SQLException;
import java.util.Optional;
import java.util.regex.Pattern;

/** What to do about errors of single statements whose cause the database's own words do not name. */
final class StatementAdvice {

    private static final Pattern ROUTINE = Pattern.compile(
            "\\s*CREATE\\b(?:\\s+(?:OR\\s+REPLACE|AGGREGATE|DEFINER\\s*=\\s*\\S+))*\\s+(TRIGGER|PROCEDURE|FUNCTION|EVENT)\\b.*",
            Pattern.CASE_INSENSITIVE | Pattern.DOTALL);

    private static final int MYSQL_SYNTAX = 1064;

    private StatementAdvice() {}

    static Optional<String> of(Dialect dialect, SQLException e, String statement) {
        String text = String.valueOf(e.getMessage());
        if (dialect instanceof MySqlDialect
                && e.getErrorCode() == MYSQL_SYNTAX
                && ROUTINE.matcher(statement).matches()) {
            return Optional.of(
                    "The statement was cut at its first semicolon. Write DELIMITER // on a line before it, // behind"
                            + " its END, and DELIMITER ; on a line after it, and migrate again.");
        }
        if (dialect instanceof DuckDbDialect && text.contains("outstanding updates")) {
            return Optional.of(
                    "DuckDB makes no index on rows that were changed in the same transaction. Split the script: put"
                            + " the CREATE INDEX into the next one, and migrate again.");
        }
        if (dialect instanceof DuckDbDialect && text.contains("Data contains duplicates")) {
            return Optional.of(
                    "Remove the duplicates. If this script did so, split it: DuckDB still sees rows that were"
                            + " deleted in the same transaction, so put the CREATE INDEX into the next script, and migrate again.");
        }
        return switch (String.valueOf(e.getSQLState())) {
            case "55P04" ->
                Optional.of(
                        "Put what uses the new value into a script of its own behind this one, and let each script be a"
                                + " transaction (transaction: script, the default).");
            case "55006" ->
                Optional.of(
                        "Checks or triggers that wait for the commit hold the table. Let each script be a transaction"
                                + " (transaction: script, the default), or split the script before this statement.");
            default -> Optional.empty();
        };
    }
}
