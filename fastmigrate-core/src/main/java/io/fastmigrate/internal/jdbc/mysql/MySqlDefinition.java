package io.fastmigrate.internal.jdbc.mysql;

import io.fastmigrate.internal.jdbc.connection.Rows;
import io.fastmigrate.internal.jdbc.mysql.TemporaryCopy.Tried;
import io.fastmigrate.internal.sql.dialect.StatementWords;
import io.fastmigrate.internal.sql.dialect.StatementWords.Clause;
import io.fastmigrate.internal.sql.dialect.TableChange;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Tells whether exactly what one statement defines is there on MySQL or MariaDB, or something else under the same name. The
 * server itself compares: the clause is carried out once more on an empty temporary copy, where it must change nothing.
 */
final class MySqlDefinition {

    private static final Set<String> INDEXES = Set.of("INDEX", "KEY", "UNIQUE", "FULLTEXT", "SPATIAL");
    private static final Set<String> NOT_NAMES =
            Set.of("(", "USING", "INDEX", "KEY", "IF", "FOREIGN", "UNIQUE", "PRIMARY", "CHECK");
    private static final Set<String> OF_TABLES = Set.of("COLUMN", "INDEX", "KEY");

    /** What the second time fails, or does more. */
    private static final Set<String> ONCE = Set.of(
            "ADD",
            "DROP",
            "RENAME",
            "CHANGE",
            "PARTITION",
            "REMOVE",
            "REORGANIZE",
            "COALESCE",
            "EXCHANGE",
            "TRUNCATE",
            "IMPORT",
            "DISCARD");

    private static final Set<String> CHANGES_NOTHING =
            Set.of("ALGORITHM", "LOCK", "FORCE", "ORDER", "WAIT", "NOWAIT", "WITH", "WITHOUT");

    private static final int NO_SUCH_TABLE = 1146;

    private static final Pattern CHANGE =
            Pattern.compile("(?is)^CHANGE\\s+(?:COLUMN\\s+)?(?:IF\\s+EXISTS\\s+)?(?:`[^`]+`|\\S+)\\s+");
    private static final Pattern ADD_COLUMN =
            Pattern.compile("(?is)^ADD\\s+(?:COLUMN\\s+)?(?:IF\\s+NOT\\s+EXISTS\\s+)?");

    private final Connection connection;
    private final String text;
    /** Whether a clause could not be carried out on a copy. */
    private boolean unsure;

    MySqlDefinition(Connection connection, String text) {
        this.connection = connection;
        this.text = text;
    }

    /** Returns what was found; empty for kinds of statements of which nothing can be told. */
    Optional<Finding> find() throws SQLException {
        try {
            Optional<TableChange> change = TableChange.of(text);
            if (change.isPresent()) {
                return Optional.of(
                        change.get().kind() == TableChange.Kind.CREATE ? created(change.get()) : altered(change.get()));
            }
            Optional<MySqlRenames> renames = MySqlRenames.of(text);
            return renames.isPresent() ? renamed(renames.get()) : MySqlObject.find(connection, text);
        } catch (SQLException e) {
            requireConnection(e);
            return Optional.empty();
        }
    }

    /** Tells whether there is a row in the one table that the statement makes or changes. */
    boolean hasRows() throws SQLException {
        Optional<TableChange> change = TableChange.of(text);
        return change.isPresent()
                && isThere(change.get().table())
                && Rows.text(connection, "SELECT 1 FROM " + change.get().table() + " LIMIT 1")
                        .isPresent();
    }

    private static void requireConnection(SQLException e) throws SQLException {
        if (String.valueOf(e.getSQLState()).startsWith("08")) {
            throw e;
        }
    }

    private boolean isThere(String table) throws SQLException {
        try {
            return !lines(table).isEmpty();
        } catch (SQLException e) {
            if (e.getErrorCode() == NO_SUCH_TABLE) {
                return false;
            }
            throw e;
        }
    }

    /** Names that change in a circle are the same before and after. */
    private Optional<Finding> renamed(MySqlRenames renames) throws SQLException {
        if (renames.isCircle()) {
            return Optional.empty();
        }
        Set<Finding> findings = EnumSet.noneOf(Finding.class);
        for (Map.Entry<String, String> step : renames.steps()) {
            findings.add(moved(isThere(step.getKey()), isThere(step.getValue())));
        }
        return Optional.of(findings.size() == 1 ? findings.iterator().next() : Finding.OTHER);
    }

    private static Finding moved(boolean before, boolean after) {
        return before == after ? Finding.OTHER : after ? Finding.THERE : Finding.ABSENT;
    }

    private Finding created(TableChange change) throws SQLException {
        if (!isThere(change.table())) {
            return Finding.ABSENT;
        }
        boolean same = MySqlCreatedTable.of(change.clauses().get(0)).isThere(connection, change.table());
        return same ? Finding.THERE : Finding.OTHER;
    }

    private List<String> lines(String table) throws SQLException {
        return TemporaryCopy.lines(connection, table);
    }

    private Finding altered(TableChange change) throws SQLException {
        boolean once = change.clauses().stream().anyMatch(MySqlDefinition::isOnce);
        if (!once) {
            return Finding.ABSENT; // done twice, it does the same
        }
        String table = change.table();
        Optional<String> renamed = change.clauses().stream()
                .filter(clause -> clause.at(0).equals("RENAME") && !OF_TABLES.contains(clause.at(1)))
                .map(clause -> clause.text().replaceFirst("(?is)^RENAME\\s+(TO\\s+|AS\\s+|=\\s*)?", ""))
                .findFirst();
        Set<Finding> findings = EnumSet.noneOf(Finding.class);
        if (renamed.isPresent()) {
            Finding moved = moved(isThere(table), isThere(renamed.get()));
            findings.add(moved);
            table = moved == Finding.THERE ? renamed.get() : table;
        }
        List<String> real = lines(table);
        for (Clause clause : change.clauses()) {
            if (!clause.at(0).equals("DROP") || !isAddedAgain(clause, change.clauses())) {
                of(clause, table, real).ifPresent(findings::add);
            }
        }
        if (findings.isEmpty()) {
            return unsure ? Finding.OTHER : Finding.ABSENT;
        }
        Finding one = findings.iterator().next();
        return findings.size() > 1 || (unsure && one != Finding.ABSENT) ? Finding.OTHER : one;
    }

    /** Tells whether a clause can be carried out only once. */
    private static boolean isOnce(Clause clause) {
        return ONCE.contains(clause.at(0))
                || (clause.at(0).equals("CONVERT") && !clause.at(1).equals("TO"));
    }

    private static boolean isAddedAgain(Clause dropped, List<Clause> clauses) {
        String name = dropped.words().get(dropped.words().size() - 1);
        return clauses.stream()
                .anyMatch(clause -> clause.at(0).matches("ADD|CHANGE")
                        && clause.words().stream().anyMatch(name::equalsIgnoreCase));
    }

    /** Returns what was found of a clause; empty for those that change nothing. */
    private Optional<Finding> of(Clause clause, String table, List<String> real) throws SQLException {
        try {
            Optional<Finding> divided = MySqlPartitions.find(clause, real);
            return divided.isPresent() ? divided : find(clause, table, real);
        } catch (SQLException e) {
            requireConnection(e);
            unsure = true; // such as the key of a column that is not there
            return Optional.empty();
        }
    }

    private Optional<Finding> find(Clause clause, String table, List<String> real) throws SQLException {
        if (CHANGES_NOTHING.contains(clause.at(0))
                || (clause.at(0).equals("RENAME") && !OF_TABLES.contains(clause.at(1)))) {
            return Optional.empty();
        }
        return Optional.of(
                switch (clause.at(0)) {
                    case "ADD" -> added(clause, table, real);
                    case "DROP" -> dropped(clause, real);
                    case "RENAME" -> renamedInside(clause, real);
                    case "CHANGE" -> changed(clause, table, real);
                    case "AUTO_INCREMENT" -> Finding.OTHER; // grows with each row
                    default -> changesNothing(table, clause.text()) ? Finding.THERE : Finding.ABSENT;
                });
    }

    private Finding changed(Clause clause, String table, List<String> real) throws SQLException {
        int at = clause.at(1).equals("COLUMN") ? 2 : 1;
        at += clause.at(at).equals("IF") ? 2 : 0;
        String from = clause.at(at);
        String to = clause.at(at + 1);
        boolean same = changesNothing(table, CHANGE.matcher(clause.text()).replaceFirst("MODIFY "));
        if (from.equalsIgnoreCase(to)) {
            return same ? Finding.THERE : Finding.ABSENT;
        }
        Finding moved = moved(has(real, from), has(real, to));
        return moved == Finding.THERE && !same ? Finding.OTHER : moved;
    }

    private boolean changesNothing(String table, String change) throws SQLException {
        return TemporaryCopy.tried(connection, table, change).isSame();
    }

    private Finding added(Clause clause, String table, List<String> real) throws SQLException {
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
        if (word.equals("SYSTEM")) {
            return isVersioned(real) ? Finding.THERE : Finding.ABSENT;
        } else if (word.equals("PERIOD")) {
            return Finding.OTHER;
        } else if (word.equals("(")) {
            return columns(clause, table, real);
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

    private static boolean isVersioned(List<String> real) {
        return real.get(real.size() - 1).contains(" WITH SYSTEM VERSIONING");
    }

    private Finding columns(Clause clause, String table, List<String> real) throws SQLException {
        StatementWords list = new StatementWords(clause.text());
        list.passTo(Set.of("("));
        Set<Finding> findings = EnumSet.noneOf(Finding.class);
        for (Clause column : list.inside()) {
            List<String> words = new ArrayList<>(List.of("ADD"));
            words.addAll(column.words());
            findings.add(added(new Clause("ADD " + column.text(), words), table, real));
        }
        return findings.size() == 1 ? findings.iterator().next() : Finding.OTHER;
    }

    private Finding index(Clause clause, int first, String constraint, String table, List<String> real)
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
    private Finding again(String table, List<String> real, String mark, String drop, Clause clause)
            throws SQLException {
        boolean there = real.stream()
                .anyMatch(line -> line.toUpperCase(Locale.ROOT)
                        .replaceFirst("^(UNIQUE|FULLTEXT|SPATIAL) ", "")
                        .startsWith(mark.toUpperCase(Locale.ROOT)));
        if (!there) {
            return Finding.ABSENT;
        }
        return changesNothing(table, drop + ", " + clause.text()) ? Finding.THERE : Finding.OTHER;
    }

    /** The server gives a name; what is there already, but for its name, was made. */
    private Finding withoutName(String table, Clause clause) throws SQLException {
        Tried tried = TemporaryCopy.tried(connection, table, clause.text());
        List<String> made = new ArrayList<>(tried.after());
        tried.before().forEach(made::remove);
        if (made.size() != 1) {
            return Finding.OTHER;
        }
        String wanted = nameless(made.get(0));
        return tried.before().stream().anyMatch(line -> nameless(line).equals(wanted)) ? Finding.THERE : Finding.ABSENT;
    }

    private static String nameless(String line) {
        return line.replaceFirst("(KEY|CONSTRAINT) `[^`]*`", "$1");
    }

    private Finding column(Clause clause, String name, String table, List<String> real) throws SQLException {
        if (!has(real, name)) {
            return Finding.ABSENT;
        }
        boolean makesMore =
                clause.words().stream().anyMatch(Set.of("UNIQUE", "PRIMARY", "KEY", "REFERENCES")::contains);
        if (makesMore) {
            return changesNothing(table, "DROP COLUMN `" + name + "`, " + clause.text())
                    ? Finding.THERE
                    : Finding.OTHER;
        }
        String definition = ADD_COLUMN.matcher(clause.text()).replaceFirst("MODIFY ");
        return changesNothing(table, definition) ? Finding.THERE : Finding.OTHER;
    }

    /** Tells whether a column has the name. */
    private static boolean has(List<String> lines, String name) {
        return lines.stream().anyMatch(line -> begins(line, "`" + name + "` "));
    }

    private static boolean begins(String line, String text) {
        return line.regionMatches(true, 0, text, 0, text.length());
    }

    private static Finding dropped(Clause clause, List<String> real) {
        int at = 1;
        String kind = clause.at(at);
        if (kind.equals("SYSTEM")) {
            return isVersioned(real) ? Finding.ABSENT : Finding.THERE;
        } else if (kind.equals("PERIOD")) {
            return Finding.OTHER;
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
        return there ? Finding.ABSENT : Finding.THERE;
    }

    private static Finding renamedInside(Clause clause, List<String> real) {
        String from = clause.at(2);
        String to = clause.at(4);
        return switch (clause.at(1)) {
            case "COLUMN" -> moved(has(real, from), has(real, to));
            case "INDEX", "KEY" -> moved(hasKey(real, from), hasKey(real, to));
            default -> Finding.OTHER;
        };
    }

    private static boolean hasKey(List<String> lines, String name) {
        return lines.stream()
                .anyMatch(line -> begins(line.replaceFirst("^(UNIQUE|FULLTEXT|SPATIAL) ", ""), "KEY `" + name + "`"));
    }
}
