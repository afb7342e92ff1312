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

/** Compares what H2's own script of the schema says of everything that a statement names, before it ran and after a kill. */
record H2Probe(Connection connection, DialectStatement statement) implements StatementProbe {

    private static final Pattern AGAIN =
            Pattern.compile("(TRUNCATE|ANALYZE|COMMENT|GRANT|REVOKE|SET|USE|CHECKPOINT) .*", Pattern.DOTALL);
    private static final Pattern DEFINITION = Pattern.compile("(CREATE|DROP|ALTER) .*", Pattern.DOTALL);
    private static final Pattern WORD = Pattern.compile("[\\w\\x{80}-\\x{10FFFF}]+");
    private static final int MOST_NAMES = 2_000;

    /** Changes with each row that an application adds. */
    private static final Pattern COUNTER = Pattern.compile("(?i)(RESTART|START) WITH -?\\d+");

    /** Exists already, or does not exist any more: table, index, column, constraint, schema, sequence, view. */
    private static final Set<Integer> THERE_OR_GONE =
            Set.of(42101, 42102, 42111, 42112, 42121, 42122, 90035, 90036, 90037, 90038, 90045, 90057, 90078, 90079);

    private boolean is(Pattern pattern) {
        return pattern.matcher(statement.head()).matches();
    }

    @Override
    public String snapshot() throws SQLException {
        if (!is(DEFINITION)) {
            return "";
        }
        Set<String> names = new TreeSet<>();
        Matcher word = WORD.matcher(statement.text());
        while (word.find() && names.size() < MOST_NAMES) {
            names.add(word.group().toUpperCase(Locale.ROOT));
        }
        StringBuilder facts = new StringBuilder();
        try {
            for (List<String> row : Rows.all(connection, 1, "SCRIPT NODATA NOPASSWORDS NOSETTINGS")) {
                String line = String.valueOf(row.get(0));
                if (!line.startsWith("--") && namesAny(line, names)) {
                    facts.append(COUNTER.matcher(line).replaceAll("")).append('\n');
                }
            }
        } catch (SQLException e) {
            if (String.valueOf(e.getSQLState()).startsWith("08")) {
                throw e;
            }
            // What this user may not see tells nothing.
            return "";
        }
        return StatementProbe.digest(facts.toString());
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
        if (!is(DEFINITION)) {
            return Outcome.UNKNOWN;
        }
        String now = snapshot();
        if (before.isEmpty() || now.isEmpty()) {
            return Outcome.TRY;
        }
        return now.equals(before) ? Outcome.NOT_DONE : Outcome.DONE;
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
