package io.fastmigrate.internal.jdbc.h2;

import io.fastmigrate.internal.jdbc.connection.Rows;
import io.fastmigrate.internal.jdbc.connection.StatementProbe;
import io.fastmigrate.internal.sql.token.DialectStatement;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Compares what H2's own script of the schema says of everything that a statement names, after a kill, with what it said
 * before and with what it has to say once the statement is done.
 */
record H2Probe(Connection connection, DialectStatement statement) implements StatementProbe {

    private static final Pattern AGAIN =
            Pattern.compile("(CREATE OR REPLACE|ANALYZE|COMMENT|GRANT|REVOKE|SET|USE|CHECKPOINT) .*", Pattern.DOTALL);
    private static final Pattern TRUNCATE =
            Pattern.compile("(?is)TRUNCATE\\s+TABLE\\s+((?:\"[^\"]*\"|\\w+)(?:\\.(?:\"[^\"]*\"|\\w+))?).*");
    private static final Pattern DEFINITION = Pattern.compile("(CREATE|DROP|ALTER) .*", Pattern.DOTALL);
    private static final Pattern WORD = Pattern.compile("[\\w\\x{80}-\\x{10FFFF}]+");
    private static final int MOST_NAMES = 2_000;

    /** Exists already, or does not exist any more: table, index, column, constraint, schema, sequence, view. */
    private static final Set<Integer> THERE_OR_GONE =
            Set.of(42101, 42102, 42111, 42112, 42121, 42122, 90035, 90036, 90037, 90038, 90045, 90057, 90078, 90079);

    /** The first half of a snapshot tells what there was before, the second one what there is after. */
    private static final int HALF = 32;

    private boolean is(Pattern pattern) {
        return pattern.matcher(statement.head()).matches();
    }

    /** A database in memory ends with the process: there is no run after a kill. */
    private boolean isKept() throws SQLException {
        return Rows.text(connection, "SELECT DATABASE_PATH()").isPresent();
    }

    @Override
    public String snapshot() throws SQLException {
        if (!is(DEFINITION)) {
            return "";
        }
        try {
            if (!isKept()) {
                return "";
            }
            List<String> before = H2Trial.script(connection);
            return half(H2Trial.comparable(before))
                    + H2Trial.after(connection, before, names(), statement.text())
                            .map(this::half)
                            .orElse("");
        } catch (SQLException e) {
            return nothing(e);
        }
    }

    /** What this user may not see tells nothing. */
    private static String nothing(SQLException e) throws SQLException {
        if (String.valueOf(e.getSQLState()).startsWith("08")) {
            throw e;
        }
        return "";
    }

    private Set<String> names() {
        Set<String> names = new TreeSet<>();
        Matcher word = WORD.matcher(statement.text());
        while (word.find() && names.size() < MOST_NAMES) {
            names.add(word.group().toUpperCase(Locale.ROOT));
        }
        return names;
    }

    /** Returns a digest of what the statement names. */
    private String half(List<String> schema) {
        Set<String> names = names();
        String facts = schema.stream().filter(line -> namesAny(line, names)).collect(Collectors.joining("\n"));
        return StatementProbe.digest(facts).substring(0, HALF);
    }

    private static boolean namesAny(String line, Set<String> names) {
        Matcher quoted = Pattern.compile("\"([^\"]+)\"").matcher(line);
        while (quoted.find()) {
            if (names.contains(quoted.group(1).toUpperCase(Locale.ROOT))) {
                return true;
            }
        }
        return false;
    }

    @Override
    public Outcome outcome(String before) throws SQLException {
        if (is(AGAIN)) {
            return Outcome.NOT_DONE;
        }
        Matcher truncate = TRUNCATE.matcher(statement.text());
        if (truncate.matches()) { // emptying what is empty does no harm
            boolean empty = Rows.text(connection, "SELECT 1 FROM " + truncate.group(1) + " LIMIT 1")
                    .isEmpty();
            return empty ? Outcome.NOT_DONE : Outcome.UNKNOWN;
        }
        if (!is(DEFINITION)) {
            return Outcome.UNKNOWN;
        }
        if (before.length() < HALF) {
            return Outcome.TRY;
        }
        String now;
        try {
            now = half(H2Trial.comparable(H2Trial.script(connection)));
        } catch (SQLException e) {
            now = nothing(e);
        }
        if (now.isEmpty()) {
            return Outcome.UNKNOWN;
        } else if (before.startsWith(now)) {
            return Outcome.NOT_DONE;
        }
        return before.substring(HALF).equals(now) ? Outcome.DONE : Outcome.UNKNOWN;
    }

    @Override
    public boolean mayHaveBeenDone(SQLException e) {
        return THERE_OR_GONE.contains(e.getErrorCode());
    }

    @Override
    public String howToTell() {
        return "Check whether its definition exists (SCRIPT NODATA).";
    }
}
