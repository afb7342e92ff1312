package io.fastmigrate.lint.internal.postgres;

import io.fastmigrate.lint.internal.frame.Scope;
import io.fastmigrate.lint.internal.model.Cursor;
import io.fastmigrate.lint.internal.model.Statement;
import io.fastmigrate.lint.internal.model.Token;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * An ALTER TABLE.
 *
 * @param text the whole statement
 * @param actions what is between its commas, in tokens
 */
public record AlterTable(String text, Cursor.Name table, List<List<Token>> actions) {

    /** What begins an addition that is no column. */
    private static final Set<String> CONSTRAINTS =
            Set.of("CONSTRAINT", "CHECK", "UNIQUE", "PRIMARY", "FOREIGN", "EXCLUDE", "NOT", "TABLE");

    /** Reads one; empty for any other statement. */
    public static Optional<AlterTable> of(Statement statement) {
        Cursor cursor = statement.cursor();
        if (!cursor.accept("ALTER", "TABLE")) {
            return Optional.empty();
        }
        cursor.accept("IF", "EXISTS");
        cursor.accept("ONLY");
        Optional<Cursor.Name> table = cursor.name();
        if (cursor.peek().isSign("*")) {
            cursor.next();
        }
        return table.filter(name -> cursor.hasNext())
                .map(name -> new AlterTable(statement.text(), name, Cursor.parts(cursor.rest())));
    }

    /** Reads one of a table that was there before the script. */
    public static Optional<AlterTable> ofLive(Statement statement, Scope scope) {
        return of(statement).filter(alter -> scope.isLive(alter.table()));
    }

    /** Returns the statement that does one of its actions alone. */
    public String alone(List<Token> action) {
        Token last = action.get(action.size() - 1);
        return text.substring(0, head())
                + text.substring(
                        action.get(0).offset(), last.offset() + last.text().length());
    }

    /** Returns the statement that does one of its actions, and drops the constraints that it drops: that comes first. */
    public String behindDrops(List<Token> action) {
        return alone(action)
                + actions.stream()
                        .filter(other -> new Cursor(other).accept("DROP", "CONSTRAINT"))
                        .map(other -> ", " + alone(other).substring(head()))
                        .collect(Collectors.joining());
    }

    private int head() {
        return actions.get(0).get(0).offset();
    }

    /** Returns a cursor at the first word of each action. */
    public List<Cursor> cursors() {
        return actions.stream().map(Cursor::new).toList();
    }

    /** Returns the columns that it adds. */
    public List<AddedColumn> addedColumns() {
        return actions.stream().flatMap(action -> addedColumn(action).stream()).toList();
    }

    private static Optional<AddedColumn> addedColumn(List<Token> tokens) {
        Cursor action = new Cursor(tokens);
        if (!action.accept("ADD")) {
            return Optional.empty();
        }
        if (!action.accept("COLUMN") && CONSTRAINTS.contains(action.peek().word())) {
            return Optional.empty();
        }
        boolean onlyIfMissing = action.accept("IF", "NOT", "EXISTS");
        Optional<Cursor.Name> name = action.name();
        return name.map(found -> AddedColumn.of(tokens, found, onlyIfMissing, action.rest()));
    }

    /** Returns the constraints that it adds to the table, without ADD and their names. */
    public List<AddedConstraint> addedConstraints() {
        return actions.stream()
                .flatMap(action -> addedConstraint(action).stream())
                .toList();
    }

    private static Optional<AddedConstraint> addedConstraint(List<Token> action) {
        Cursor cursor = new Cursor(action);
        if (!cursor.accept("ADD") || !CONSTRAINTS.contains(cursor.peek().word())) {
            return Optional.empty();
        }
        Optional<Cursor.Name> name = cursor.accept("CONSTRAINT") ? cursor.name() : Optional.empty();
        List<Token> definition = cursor.rest();
        return definition.isEmpty() ? Optional.empty() : Optional.of(new AddedConstraint(name, definition));
    }

    /**
     * A constraint of the table.
     *
     * @param definition from its first keyword on
     */
    public record AddedConstraint(Optional<Cursor.Name> name, List<Token> definition) {

        public Token start() {
            return definition.get(0);
        }

        public Cursor cursor() {
            return new Cursor(definition);
        }

        /** Tells whether the rows that are there are not compared with it. */
        public boolean isNotValid() {
            return cursor().skipTo("NOT", "VALID");
        }

        /** Returns the name for messages and examples. */
        public String shownName() {
            return name.map(Cursor.Name::text).orElse("NAME");
        }
    }
}
