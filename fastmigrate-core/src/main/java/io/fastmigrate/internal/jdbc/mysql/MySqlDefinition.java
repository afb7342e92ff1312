package io.fastmigrate.internal.jdbc.mysql;

import io.fastmigrate.internal.jdbc.connection.Rows;
import io.fastmigrate.internal.sql.dialect.TableChange;
import io.fastmigrate.internal.sql.dialect.TableChange.Clause;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Tells whether exactly what one statement defines is there on MySQL or MariaDB, or something else under the same name. The
 * server itself compares: the clause is carried out once more on an empty temporary copy, where it must change nothing.
 */
final class MySqlDefinition {

    /** What was found of a definition. */
    enum Finding {
        THERE,
        ABSENT,
        /** Another one has its name, or only a part of it is there. */
        OTHER
    }

    private static final Set<String> INDEXES = Set.of("INDEX", "KEY", "UNIQUE", "FULLTEXT", "SPATIAL");
    private static final Set<String> NOT_NAMES =
            Set.of("(", "USING", "INDEX", "KEY", "IF", "FOREIGN", "UNIQUE", "PRIMARY", "CHECK");
    private static final Set<String> OF_OTHER_KINDS = Set.of("PARTITION", "SYSTEM", "PERIOD", "(");

    private static final Pattern WITH_BODY = Pattern.compile(
            "(?is)\\bCREATE\\b.{0,400}?\\b(TRIGGER|PROCEDURE|FUNCTION|EVENT)\\s+(?:IF\\s+NOT\\s+EXISTS\\s+)?(`[^`]+`|\\w+)(?!\\s*\\.).*");
    private static final Pattern RENAMED =
            Pattern.compile("(?is)RENAME\\s+TABLES?\\s+(`[^`]+`|\\w+)\\s+TO\\s+(`[^`]+`|\\w+)\\s*");
    private static final Pattern ADD_COLUMN =
            Pattern.compile("(?is)^ADD\\s+(?:COLUMN\\s+)?(?:IF\\s+NOT\\s+EXISTS\\s+)?");

    private final Connection connection;
    private final String text;

    MySqlDefinition(Connection connection, String text) {
        this.connection = connection;
        this.text = text;
    }

    /** Returns what was found; empty for kinds of statements of which nothing can be told. */
    Optional<Finding> find() throws SQLException {
        try {
            Optional<TableChange> change = TableChange.of(text);
            if (change.isPresent()) {
                return change.get().kind() == TableChange.Kind.CREATE ? created(change.get()) : altered(change.get());
            }
            Optional<Finding> body = body();
            return body.isPresent() ? body : renamed();
        } catch (SQLException e) {
            requireConnection(e);
            return Optional.empty();
        }
    }

    private static void requireConnection(SQLException e) throws SQLException {
        if (String.valueOf(e.getSQLState()).startsWith("08")) {
            throw e;
        }
    }

    private boolean isThere(String table) throws SQLException {
        return Rows.text(
                        connection,
                        "SELECT 1 FROM information_schema.TABLES WHERE TABLE_SCHEMA = DATABASE() AND TABLE_NAME = ?",
                        TableChange.unquoted(table))
                .isPresent();
    }

    private Optional<Finding> renamed() throws SQLException {
        Matcher renamed = RENAMED.matcher(text);
        if (!renamed.matches()) {
            return Optional.empty();
        }
        return moved(isThere(renamed.group(1)), isThere(renamed.group(2)));
    }

    private static Optional<Finding> moved(boolean before, boolean after) {
        return before == after ? Optional.empty() : Optional.of(after ? Finding.THERE : Finding.ABSENT);
    }

    /** Both keep a body as it was written. */
    private Optional<Finding> body() throws SQLException {
        Matcher definition = WITH_BODY.matcher(text);
        if (!definition.matches()) {
            return Optional.empty();
        }
        String question = switch (definition.group(1).toUpperCase(Locale.ROOT)) {
            case "TRIGGER" ->
                "SELECT ACTION_STATEMENT, CONCAT(ACTION_TIMING, ' ', EVENT_MANIPULATION, ' ON ',"
                        + " EVENT_OBJECT_TABLE) FROM information_schema.TRIGGERS WHERE TRIGGER_SCHEMA = DATABASE()"
                        + " AND TRIGGER_NAME = ?";
            case "EVENT" ->
                "SELECT EVENT_DEFINITION, '' FROM information_schema.EVENTS WHERE EVENT_SCHEMA ="
                        + " DATABASE() AND EVENT_NAME = ?";
            default ->
                "SELECT ROUTINE_DEFINITION, '' FROM information_schema.ROUTINES WHERE ROUTINE_SCHEMA ="
                        + " DATABASE() AND ROUTINE_NAME = ? AND ROUTINE_TYPE = '"
                        + definition.group(1).toUpperCase(Locale.ROOT) + "'";
        };
        List<List<String>> rows = Rows.all(connection, 2, question, TableChange.unquoted(definition.group(2)));
        if (rows.isEmpty()) {
            return Optional.of(Finding.ABSENT);
        }
        String body = rows.get(0).get(0);
        if (body == null) {
            return Optional.empty();
        }
        boolean same = endsWith(body.strip()) && says(rows.get(0).get(1));
        return Optional.of(same ? Finding.THERE : Finding.OTHER);
    }

    /** What may stand behind a body is the end of a comment that is carried out. */
    private boolean endsWith(String body) {
        int at = text.lastIndexOf(body);
        return at >= 0 && text.substring(at + body.length()).matches("[\\s;]*(\\*/[\\s;]*)?");
    }

    /** Tells whether the statement has words in this order, whatever stands around and between them. */
    private boolean says(String words) {
        return Pattern.compile(
                        words.isEmpty()
                                ? ""
                                : "\\b"
                                        + words.replaceAll("([^\\w ])", "\\\\$1")
                                                .replace(" ", "\\b\\W+(?:\\w+`?\\.`?)?"),
                        Pattern.CASE_INSENSITIVE)
                .matcher(text)
                .find();
    }

    private Optional<Finding> created(TableChange change) throws SQLException {
        if (!change.table().contains(".") && !isThere(change.table())) {
            return Optional.of(Finding.ABSENT);
        }
        List<String> real = lines(change.table());
        try (TemporaryCopy copy =
                TemporaryCopy.of(connection, change.clauses().get(0).text())) {
            List<String> expected = copy.lines();
            boolean same = real.subList(1, real.size()).equals(expected.subList(1, expected.size()));
            return Optional.of(same ? Finding.THERE : Finding.OTHER);
        }
    }

    private List<String> lines(String table) throws SQLException {
        return TemporaryCopy.lines(connection, table);
    }

    private Optional<Finding> altered(TableChange change) throws SQLException {
        List<String> real = lines(change.table());
        Set<Finding> findings = EnumSet.noneOf(Finding.class);
        for (Clause clause : change.clauses()) {
            if (clause.at(0).equals("DROP") && isAddedAgain(clause, change.clauses())) {
                continue;
            }
            of(clause, change.table(), real).ifPresent(findings::add);
        }
        if (findings.isEmpty()) {
            return Optional.empty();
        }
        return Optional.of(findings.size() == 1 ? findings.iterator().next() : Finding.OTHER);
    }

    private static boolean isAddedAgain(Clause dropped, List<Clause> clauses) {
        String name = dropped.words().get(dropped.words().size() - 1);
        return clauses.stream()
                .anyMatch(clause -> clause.at(0).matches("ADD|CHANGE")
                        && clause.words().stream().anyMatch(name::equalsIgnoreCase));
    }

    /** A clause that cannot be carried out on a copy, such as the key of a column that is not there, tells nothing. */
    private Optional<Finding> of(Clause clause, String table, List<String> real) throws SQLException {
        try {
            return find(clause, table, real);
        } catch (SQLException e) {
            requireConnection(e);
            return Optional.empty();
        }
    }

    private Optional<Finding> find(Clause clause, String table, List<String> real) throws SQLException {
        return switch (clause.at(0)) {
            case "ADD" -> added(clause, table, real);
            case "DROP" -> dropped(clause, real);
            case "RENAME" -> renamedInside(clause, real);
            case "MODIFY" -> Optional.of(changesNothing(table, clause.text()) ? Finding.THERE : Finding.ABSENT);
            default -> Optional.empty();
        };
    }

    /** Carries a change out on a copy; the order of keys and constraints does not matter. */
    private boolean changesNothing(String table, String change) throws SQLException {
        try (TemporaryCopy copy = TemporaryCopy.like(connection, table)) {
            List<String> before = copy.lines();
            copy.alter(change);
            List<String> after = copy.lines();
            return columns(before).equals(columns(after))
                    && before.stream()
                            .sorted()
                            .toList()
                            .equals(after.stream().sorted().toList());
        }
    }

    private static List<String> columns(List<String> lines) {
        return lines.stream().filter(line -> line.startsWith("`")).toList();
    }

    private Optional<Finding> added(Clause clause, String table, List<String> real) throws SQLException {
        int at = 1;
        at += clause.at(at).equals("COLUMN") ? 1 : 0;
        at += clause.at(at).equals("IF") ? 3 : 0;
        String constraint = "";
        if (clause.at(at).equals("CONSTRAINT")) {
            at++;
            at += clause.at(at).equals("IF") ? 3 : 0;
            if (!NOT_NAMES.contains(clause.at(at))) {
                constraint = clause.at(at++);
            }
        }
        String word = clause.at(at);
        if (OF_OTHER_KINDS.contains(word)) {
            return Optional.empty();
        } else if (word.equals("PRIMARY")) {
            return again(table, real, "PRIMARY KEY", "DROP PRIMARY KEY", clause);
        } else if (word.equals("FOREIGN")) {
            return MySqlForeignKey.find(clause, constraint, real);
        } else if (word.equals("CHECK")) {
            return constraint.isEmpty()
                    ? withoutName(table, clause)
                    : again(
                            table,
                            real,
                            "CONSTRAINT `" + constraint + "` ",
                            "DROP CONSTRAINT `" + constraint + "`",
                            clause);
        } else if (INDEXES.contains(word)) {
            return index(clause, at, constraint, table, real);
        }
        return column(clause, word, table, real);
    }

    private Optional<Finding> index(Clause clause, int first, String constraint, String table, List<String> real)
            throws SQLException {
        int at = first;
        while (INDEXES.contains(clause.at(at))) {
            at++;
        }
        at += clause.at(at).equals("IF") ? 3 : 0;
        String name = NOT_NAMES.contains(clause.at(at)) ? constraint : clause.at(at);
        return name.isEmpty()
                ? withoutName(table, clause)
                : again(table, real, "KEY `" + name + "` ", "DROP INDEX `" + name + "`", clause);
    }

    /** Drops on a copy what is there under the name, and adds it again as the clause says. */
    private Optional<Finding> again(String table, List<String> real, String mark, String drop, Clause clause)
            throws SQLException {
        boolean there = real.stream()
                .anyMatch(line -> line.toUpperCase(Locale.ROOT)
                        .replaceFirst("^(UNIQUE|FULLTEXT|SPATIAL) ", "")
                        .startsWith(mark.toUpperCase(Locale.ROOT)));
        if (!there) {
            return Optional.of(Finding.ABSENT);
        }
        return Optional.of(changesNothing(table, drop + ", " + clause.text()) ? Finding.THERE : Finding.OTHER);
    }

    /** The server gives a name; what is there already, but for its name, was made. */
    private Optional<Finding> withoutName(String table, Clause clause) throws SQLException {
        try (TemporaryCopy copy = TemporaryCopy.like(connection, table)) {
            List<String> before = copy.lines();
            copy.alter(clause.text());
            List<String> made = new ArrayList<>(copy.lines());
            before.forEach(made::remove);
            if (made.size() != 1) {
                return Optional.empty();
            }
            String wanted = nameless(made.get(0));
            boolean there = before.stream().anyMatch(line -> nameless(line).equals(wanted));
            return Optional.of(there ? Finding.THERE : Finding.ABSENT);
        }
    }

    private static String nameless(String line) {
        return line.replaceFirst("(KEY|CONSTRAINT) `[^`]*`", "$1");
    }

    private Optional<Finding> column(Clause clause, String name, String table, List<String> real) throws SQLException {
        if (!has(real, name)) {
            return Optional.of(Finding.ABSENT);
        }
        boolean makesMore =
                clause.words().stream().anyMatch(Set.of("UNIQUE", "PRIMARY", "KEY", "REFERENCES")::contains);
        if (makesMore) {
            return Optional.empty();
        }
        String definition = ADD_COLUMN.matcher(clause.text()).replaceFirst("MODIFY ");
        return Optional.of(changesNothing(table, definition) ? Finding.THERE : Finding.OTHER);
    }

    /** Tells whether a column has the name. */
    private static boolean has(List<String> lines, String name) {
        return lines.stream().anyMatch(line -> begins(line, "`" + name + "` "));
    }

    private static boolean begins(String line, String text) {
        return line.regionMatches(true, 0, text, 0, text.length());
    }

    private static Optional<Finding> dropped(Clause clause, List<String> real) {
        int at = 1;
        String kind = clause.at(at);
        if (OF_OTHER_KINDS.contains(kind)) {
            return Optional.empty();
        }
        boolean words = Set.of("COLUMN", "INDEX", "KEY", "CONSTRAINT", "CHECK", "FOREIGN", "PRIMARY")
                .contains(kind);
        at += words ? 1 : 0;
        at += Set.of("FOREIGN", "PRIMARY").contains(kind) ? 1 : 0;
        at += clause.at(at).equals("IF") ? 2 : 0;
        String name = clause.at(at);
        boolean there = switch (kind) {
            case "INDEX", "KEY" ->
                real.stream()
                        .anyMatch(line ->
                                begins(line.replaceFirst("^(UNIQUE|FULLTEXT|SPATIAL) ", ""), "KEY `" + name + "`"));
            case "PRIMARY" -> real.stream().anyMatch(line -> begins(line, "PRIMARY KEY"));
            case "CONSTRAINT", "CHECK", "FOREIGN" ->
                real.stream()
                        .anyMatch(line ->
                                begins(line, "CONSTRAINT `" + name + "`") || begins(line, "UNIQUE KEY `" + name + "`"));
            default -> has(real, name);
        };
        return Optional.of(there ? Finding.ABSENT : Finding.THERE);
    }

    private static Optional<Finding> renamedInside(Clause clause, List<String> real) {
        String from = clause.at(2);
        String to = clause.at(4);
        return switch (clause.at(1)) {
            case "COLUMN" -> moved(has(real, from), has(real, to));
            case "INDEX", "KEY" -> moved(hasKey(real, from), hasKey(real, to));
            default -> Optional.empty();
        };
    }

    private static boolean hasKey(List<String> lines, String name) {
        return lines.stream()
                .anyMatch(line -> begins(line.replaceFirst("^(UNIQUE|FULLTEXT|SPATIAL) ", ""), "KEY `" + name + "`"));
    }
}
