package io.fastmigrate.internal.jdbc.mysql;

import io.fastmigrate.internal.jdbc.connection.Rows;
import io.fastmigrate.internal.jdbc.connection.StatementProbe;
import io.fastmigrate.internal.sql.token.DialectStatement;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Compares what the catalogue of MySQL or MariaDB says of everything that a statement names, before it ran and after a
 * kill. A definition is carried out as a whole or not at all: where nothing changed, it did nothing.
 */
final class MySqlProbe implements StatementProbe {

    private static final Pattern AGAIN = Pattern.compile(
            "(ANALYZE|OPTIMIZE|REPAIR|CHECK|CHECKSUM|FLUSH|GRANT|SET|USE|RESET|PURGE|CACHE|KILL) .*|ALTER .*\\bVIEW .*"
                    + "|CREATE OR REPLACE (?!TABLE |USER |ROLE |DATABASE |SCHEMA |SEQUENCE ).*"
                    + "|ALTER (DATABASE|SCHEMA|PROCEDURE|FUNCTION|USER|SERVER) .*|ALTER SEQUENCE (?!.*\\bRESTART\\b).*"
                    + "|ALTER( DEFINER ?= ?.*)? EVENT (?!.*\\bRENAME\\b).*");
    private static final Pattern DEFINITION = Pattern.compile("(CREATE|DROP|ALTER|RENAME|TRUNCATE|REVOKE) .*");

    /** What leaves no trace in any definition. */
    private static final Pattern WITHOUT_TRACE =
            Pattern.compile(".*\\b(IMPORT|DISCARD)( PARTITION .*)? TABLESPACE\\b.*");

    /** What a second run does to rows, or to names, that another run has left the same. */
    private static final Pattern EMPTIES =
            Pattern.compile("TRUNCATE .*|CREATE OR REPLACE TABLE .*|ALTER .* TRUNCATE PARTITION .*");

    private static final Pattern SWAPS = Pattern.compile("RENAME TABLES? .*,.*|ALTER .* EXCHANGE PARTITION .*");
    private static final Pattern UNNAMED = Pattern.compile(
            ".*\\bADD( UNIQUE| FULLTEXT| SPATIAL)?( INDEX| KEY)? ?\\(.*|.*\\bADD (FOREIGN KEY|CHECK) ?\\(.*");
    private static final Pattern RESTART = Pattern.compile(".*\\bRESTART(?: WITH| =)? (-?\\d+).*");

    /**
     * Exists already, or does not exist any more: database, table, column, key, constraint, routine, trigger, event, user, partition,
     * right.
     */
    private static final Set<Integer> THERE_OR_GONE = Set.of(
            1007, 1008, 1050, 1051, 1060, 1061, 1091, 1141, 1147, 1304, 1305, 1359, 1360, 1396, 1517, 1537, 1539, 1826,
            4031, 4091, 4127);

    /** The first half of a snapshot tells what there was before, the second one which table has which name after. */
    private static final int HALF = 32;

    private static final int NO_SUCH_TABLE = 1146;
    private static final int CANNOT_CREATE_TABLE = 1005;

    private final Connection connection;
    private final MySqlCatalog catalog;
    private final Optional<MySqlRenames> renames;
    private final MySqlDefinition definition;
    private final String words;

    MySqlProbe(Connection connection, DialectStatement statement) {
        this.connection = connection;
        this.words = plain(statement.head());
        this.renames = words.startsWith("RENAME ") ? MySqlRenames.of(statement.text()) : Optional.empty();
        this.catalog = new MySqlCatalog(connection, statement.text(), words);
        this.definition = new MySqlDefinition(connection, statement.text());
    }

    /** Returns the statement's first words without the marks of comments that are carried out. */
    private static String plain(String head) {
        return head.replaceAll("/\\*M?!\\d*|\\*/", " ")
                .replaceAll("\\s+", " ")
                .strip()
                .toUpperCase(Locale.ROOT)
                .replaceFirst("^SET STATEMENT .*? FOR ", "");
    }

    private boolean is(Pattern pattern) {
        return pattern.matcher(words).matches();
    }

    @Override
    public String snapshot() throws SQLException {
        if (!is(DEFINITION)) {
            return "";
        }
        String facts = catalog.snapshot(ids()).orElse("");
        return renames.isEmpty() || facts.isEmpty() || !catalog.knowsIds()
                ? facts
                : facts.substring(0, HALF) + numbersAfter(renames.get());
    }

    private boolean ids() {
        return is(EMPTIES) || is(SWAPS) || renames.isPresent();
    }

    /** A table keeps its number when it is renamed: which one has which name afterwards is known before. */
    private String numbersAfter(MySqlRenames carriedOut) throws SQLException {
        String database = Rows.text(connection, "SELECT DATABASE() LIMIT 1").orElse("");
        return half(carriedOut.after(catalog.numbers(), database));
    }

    private static String half(Map<String, String> numbers) {
        return StatementProbe.digest(numbers.toString()).substring(0, HALF);
    }

    @Override
    public Outcome outcome(String before) throws SQLException {
        if (is(AGAIN)) {
            return Outcome.NOT_DONE;
        }
        if (!is(DEFINITION) || is(WITHOUT_TRACE)) {
            return Outcome.UNKNOWN;
        }
        if (before.isEmpty()) {
            return is(SWAPS) || is(EMPTIES) || is(UNNAMED) || is(RESTART) ? unmarked() : found(Outcome.TRY);
        }
        String now = snapshot();
        if (now.isEmpty()) {
            return Outcome.UNKNOWN;
        }
        return now.equals(before) ? same() : changed(before);
    }

    /** Where no snapshot was taken before: emptying what is empty does no harm. */
    private Outcome unmarked() throws SQLException {
        return words.startsWith("TRUNCATE ") && !catalog.hasRows() ? Outcome.NOT_DONE : Outcome.UNKNOWN;
    }

    private Outcome same() throws SQLException {
        if (!(is(EMPTIES) || is(SWAPS)) || catalog.knowsIds()) {
            return Outcome.NOT_DONE;
        }
        return is(EMPTIES) && !catalog.hasRows() ? Outcome.NOT_DONE : Outcome.UNKNOWN;
    }

    /** Something of what the statement names has changed; that it was the statement is not said with that. */
    private Outcome changed(String before) throws SQLException {
        Matcher restart = RESTART.matcher(words);
        if (restart.matches()) {
            return catalog.nextOfSequences().equals(List.of(restart.group(1))) ? Outcome.DONE : Outcome.UNKNOWN;
        } else if (words.startsWith("REVOKE ")) {
            return Outcome.TRY;
        } else if (words.startsWith("TRUNCATE ")) {
            return unmarked();
        } else if (renames.isPresent() && catalog.knowsIds()) {
            return before.endsWith(half(catalog.numbers())) ? Outcome.DONE : Outcome.UNKNOWN;
        }
        Outcome found = found(Outcome.UNKNOWN);
        boolean emptied = is(EMPTIES) && !words.contains(" SELECT ") && definition.hasRows();
        boolean dropsAgain = words.startsWith("DROP ") && found == Outcome.TRY;
        return emptied || dropsAgain ? Outcome.UNKNOWN : found;
    }

    /** Something else under the same name, which a person made, is not what the statement would have made. */
    private Outcome found(Outcome otherwise) throws SQLException {
        return definition
                .find()
                .map(finding -> switch (finding) {
                    case THERE -> Outcome.DONE;
                    case ABSENT -> Outcome.TRY;
                    case OTHER -> Outcome.UNKNOWN;
                })
                .orElse(otherwise);
    }

    @Override
    public boolean mayHaveBeenDone(SQLException e) {
        boolean renames = words.startsWith("RENAME ") || words.contains(" RENAME ");
        return THERE_OR_GONE.contains(e.getErrorCode())
                || (renames && e.getErrorCode() == NO_SUCH_TABLE)
                || (e.getErrorCode() == CANNOT_CREATE_TABLE
                        && String.valueOf(e.getMessage()).contains("errno: 121"));
    }

    @Override
    public String howToTell() {
        if (words.startsWith("RENAME ") || words.contains("EXCHANGE PARTITION")) {
            return "Check which rows the tables contain now (SELECT ... LIMIT 5).";
        } else if (is(EMPTIES)) {
            return "Check whether old rows are still in the table.";
        } else if (is(DEFINITION)) {
            return "Check whether its definition exists (SHOW CREATE TABLE, SHOW TRIGGERS, SHOW CREATE PROCEDURE).";
        }
        return "Check whether its result is there.";
    }
}
