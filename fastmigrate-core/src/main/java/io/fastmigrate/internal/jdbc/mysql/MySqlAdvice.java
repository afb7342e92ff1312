package io.fastmigrate.internal.jdbc.mysql;

import java.sql.SQLException;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What can be said of a statement that MySQL or MariaDB refused. */
final class MySqlAdvice {

    private static final int SYNTAX = 1064;

    private static final Pattern ROUTINE = Pattern.compile(
            "\\s*CREATE\\b(?:\\s+(?:OR\\s+REPLACE|AGGREGATE|DEFINER\\s*=\\s*\\S+))*\\s+(TRIGGER|PROCEDURE|FUNCTION|EVENT)\\b.*",
            Pattern.CASE_INSENSITIVE | Pattern.DOTALL);

    private static final Pattern NEAR = Pattern.compile("(?s).* near '(.*?)(?:' at line \\d+.*|'?$)");

    private MySqlAdvice() {}

    /** Returns what to do about an error of a statement; empty where the general advice is all there is. */
    static Optional<String> of(SQLException e, String statement) {
        return Optional.ofNullable(
                switch (e.getErrorCode()) {
                    case SYNTAX ->
                        ROUTINE.matcher(statement).matches()
                                ? "The statement was split at its first semicolon. Write DELIMITER // on a line before"
                                        + " it, // after its END, and DELIMITER ; on a line after it, and migrate"
                                        + " again."
                                : null;
                    case 1153 ->
                        "Split the statement, or increase max_allowed_packet on the server (SET GLOBAL"
                                + " max_allowed_packet = ...), and migrate again.";
                    case 1227 ->
                        statement.contains("DEFINER")
                                ? "Remove DEFINER=... from the statement, so that the user who migrates is the definer, or"
                                        + " migrate as a user who has the privilege."
                                : null;
                    default -> null;
                });
    }

    /** Returns where in the statement the mistake is, as far as the error says so; counted from 0. */
    static int offset(SQLException e, String statement) {
        Matcher near = NEAR.matcher(String.valueOf(e.getMessage()));
        if (!near.matches() || near.group(1).isEmpty()) {
            return 0;
        }
        return Math.max(0, statement.indexOf(near.group(1)));
    }
}
