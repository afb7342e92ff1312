package io.fastmigrate.internal.sqlite.run;

import io.fastmigrate.Script;
import io.fastmigrate.internal.port.StepFailedException;
import io.fastmigrate.internal.sql.statement.SqlStatement;
import io.fastmigrate.internal.sql.token.Excerpt;
import io.fastmigrate.internal.sql.token.SqliteNames;
import io.fastmigrate.internal.sql.token.Written;
import io.fastmigrate.internal.sqlite.connection.SqliteErrors;
import io.fastmigrate.internal.sqlite.connection.SqliteSource;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Says of a statement that failed where in it the mistake is, and shows that line with a caret under it. */
public final class SqlFailure {

    private static final Pattern NEAR = Pattern.compile("near \"(.*)\": syntax error", Pattern.DOTALL);
    private static final Pattern UNKNOWN = Pattern.compile(
            "(?:no such (?:table|column|function|index|view|trigger|collation sequence|module)|ambiguous column name|"
                    + "no such table column|unknown function|duplicate column name): (.+?)(?:\\(\\))?",
            Pattern.DOTALL);
    private static final Pattern LAST_NAME = Pattern.compile(
            "table .+ has no column named (.+)|(?:UNIQUE|NOT NULL) constraint failed: ([^,]+)(?:, .*)?|cannot store .+"
                    + " in .+ column (.+)|unknown datatype for .+: \"(.+)\"|cannot drop .+ column: \"(.+)\"",
            Pattern.DOTALL);
    private static final Pattern TOKEN = Pattern.compile("unrecognized token: \"(.+)\"", Pattern.DOTALL);
    private static final Pattern NAMED = Pattern.compile(
            "(?:table|index|view|trigger|there is already (?:a table|an index) named) \"?([^\" ]+)\"?(?: already"
                    + " exists)?",
            Pattern.DOTALL);
    private static final int TRIES = 200;

    private SqlFailure() {}

    static StepFailedException of(Connection connection, SqlStatement statement, SQLException e) {
        String text = statement.text();
        Written written = statement.written();
        int offset = written.offset(locate(connection, text, SqliteErrors.message(e)));
        Script.Position position = Excerpt.position(statement.position(), written.text(), offset);
        return StepFailedException.at(
                position,
                SqliteErrors.message(e) + suggestion(connection, text, SqliteErrors.message(e)) + " ["
                        + SqliteErrors.codeText(e) + "]\n\n" + Excerpt.of(written.text(), offset),
                advice(connection, text, e),
                e);
    }

    /** What looks like a mistake may be a feature that came with a later SQLite than the driver's. */
    private static String advice(Connection connection, String text, SQLException e) {
        String message = SqliteErrors.message(e);
        String known = KnownMistakes.advice(text, e);
        if (known != null) {
            return known;
        }
        if (message.endsWith(": syntax error") || message.startsWith("no such function")) {
            try {
                return advice(e) + " This is SQLite " + connection.getMetaData().getDatabaseProductVersion()
                        + "; a later version may support it.";
            } catch (SQLException unknown) {
                return advice(e);
            }
        }
        return advice(e);
    }

    private static String suggestion(Connection connection, String text, String message) {
        if (KnownMistakes.isOfTheShell(message)) {
            return "";
        }
        return NearestName.suggest(connection, text, message)
                .map(name -> "; did you mean \"" + name + "\"?")
                .orElse("");
    }

    /**
     * Returns the failure of a step outside of its statements.
     *
     * @param connection what may hold the lock that stands in the way; null for none
     * @throws io.fastmigrate.error.LockTimeoutException if someone else holds the database
     */
    public static StepFailedException ofStep(SqliteSource source, @Nullable Connection connection, SQLException e) {
        if (SqliteErrors.isOurInterrupt(e)) {
            return StepFailedException.interrupted();
        }
        StepFailedException own = connection == null ? null : OwnLocks.of(connection, e);
        if (own != null) {
            return own;
        }
        if (SqliteErrors.isBusy(e)) {
            throw SqliteErrors.translate(source, e);
        }
        return StepFailedException.at(
                null, SqliteErrors.message(e) + " [" + SqliteErrors.codeText(e) + "]", advice(e), e);
    }

    public static StepFailedException noFileForProcess() {
        return StepFailedException.at(
                null,
                "a script that is a process cannot reach a database in memory.",
                "Write it as .sql or as a JavaMigration, or migrate a database file.",
                null);
    }

    /** Returns what to do about an error that a statement of a script met. */
    public static String advice(SQLException e) {
        String code = SqliteErrors.code(e).name();
        if (code.startsWith("SQLITE_FULL")) {
            return "Free space on the disk and migrate again.";
        } else if (OwnLocks.isOfAStatement(e)) {
            return OwnLocks.CLOSE_STATEMENT;
        } else if (SqliteErrors.isBusy(e)) {
            return "Another program or connection has locked the database, or one that the script attaches;"
                    + " end it or wait until it has finished, and migrate again.";
        } else if (SqliteErrors.isInputOutput(e)) {
            return SqliteErrors.READ_OR_WRITE_ADVICE;
        } else if (code.startsWith("SQLITE_CONSTRAINT")) {
            return "Correct the script, or the rows in the database, and migrate again.";
        } else if (code.startsWith("SQLITE_READONLY")) {
            return "Give this user write permission on the database and its directory, and migrate again.";
        } else if (KnownMistakes.isVirtualTable(e)) {
            return String.valueOf(KnownMistakes.advice("", e));
        } else if (code.startsWith("SQLITE_CORRUPT") || code.startsWith("SQLITE_NOTADB")) {
            return "The database is damaged: restore a backup before anything else.";
        }
        return "Correct the script and migrate again.";
    }

    /** Returns the index in the statement's text where the mistake is; 0 where nothing more is known. */
    private static int locate(Connection connection, String text, String message) {
        Matcher near = NEAR.matcher(message);
        if (near.matches()) {
            return locateSyntaxError(connection, text, near.group(1), message);
        }
        if (message.startsWith("incomplete input")) {
            return Math.max(0, text.stripTrailing().length() - 1);
        }
        Matcher token = TOKEN.matcher(message);
        if (token.matches()) {
            return Math.max(0, text.indexOf(token.group(1)));
        }
        Matcher last = LAST_NAME.matcher(message);
        for (int i = 1; last.matches() && i <= last.groupCount(); i++) {
            if (last.group(i) != null) {
                return locateName(text, last.group(i));
            }
        }
        Matcher unknown = UNKNOWN.matcher(message);
        if (unknown.matches()) {
            return locateName(text, unknown.group(1));
        }
        Matcher named = NAMED.matcher(message);
        return named.lookingAt() ? locateName(text, named.group(1)) : 0;
    }

    /** The parser stops at the first token that cannot follow: up to there the text is an incomplete statement. */
    private static int locateSyntaxError(Connection connection, String text, String token, String message) {
        int first = -1;
        int tried = 0;
        for (int i = text.indexOf(token); i >= 0 && tried < TRIES && !token.isEmpty(); i = text.indexOf(token, i + 1)) {
            int end = i + token.length();
            if (isWhole(text, i, end)) {
                tried++;
                first = first < 0 ? i : first;
                if (failsAlike(connection, text.substring(0, end), message)) {
                    return i;
                }
            }
        }
        return Math.max(0, first);
    }

    private static boolean failsAlike(Connection connection, String prefix, String message) {
        try {
            connection.prepareStatement(prefix).close();
            return false;
        } catch (SQLException e) {
            return message.equals(SqliteErrors.message(e));
        }
    }

    private static int locateName(String text, String name) {
        String wanted = SqliteNames.fold(name.substring(name.lastIndexOf('.') + 1));
        String lower = SqliteNames.fold(text);
        if (wanted.isEmpty() || lower.length() != text.length()) {
            return 0;
        }
        for (int i = lower.indexOf(wanted); i >= 0; i = lower.indexOf(wanted, i + 1)) {
            if (isWhole(lower, i, i + wanted.length())) {
                return i;
            }
        }
        return 0;
    }

    /** Tells whether no word goes over either end. */
    private static boolean isWhole(String text, int from, int to) {
        boolean begins = from == 0 || !isWordPart(text.charAt(from - 1)) || !isWordPart(text.charAt(from));
        return begins && (to == text.length() || !isWordPart(text.charAt(to)) || !isWordPart(text.charAt(to - 1)));
    }

    private static boolean isWordPart(char c) {
        return Character.isLetterOrDigit(c) || c == '_' || c == '$';
    }
}
