package io.fastmigrate.lint.internal.sqlite;

import io.fastmigrate.internal.sql.token.TokenType;
import io.fastmigrate.lint.internal.model.Cursor;
import io.fastmigrate.lint.internal.model.ForeignKey;
import io.fastmigrate.lint.internal.model.Key;
import io.fastmigrate.lint.internal.model.Schema;
import io.fastmigrate.lint.internal.model.Table;
import io.fastmigrate.lint.internal.model.Token;
import io.fastmigrate.lint.internal.model.Tokens;
import io.fastmigrate.lint.internal.sqlite.ColumnDefinition.Constraint;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * A CREATE TABLE in its parts.
 *
 * @param table what it makes
 * @param columns the definitions of its columns
 * @param constraints what else is between the parentheses, as it is written
 * @param name the token of its name
 */
public record TableDefinition(Table table, List<ColumnDefinition> columns, List<String> constraints, Token name) {

    private static final Set<String> CONSTRAINTS = Set.of("CONSTRAINT", "PRIMARY", "UNIQUE", "CHECK", "FOREIGN");

    /** Reads a statement; empty if it is no CREATE TABLE with definitions of columns. */
    public static Optional<TableDefinition> read(List<Token> tokens) {
        Cursor cursor = new Cursor(tokens);
        if (!cursor.accept("CREATE")) {
            return Optional.empty();
        }
        if (!cursor.accept("TEMP")) {
            cursor.accept("TEMPORARY");
        }
        boolean virtual = cursor.accept("VIRTUAL");
        if (!cursor.accept("TABLE")) {
            return Optional.empty();
        }
        cursor.accept("IF", "NOT", "EXISTS");
        Optional<Cursor.Name> name = cursor.name();
        if (name.isEmpty()) {
            return Optional.empty();
        }
        if (virtual) {
            Table table = new Table(name.get().text(), List.of(), List.of(), List.of(), List.of(), Set.of("VIRTUAL"));
            return Optional.of(
                    new TableDefinition(table, List.of(), List.of(), name.get().token()));
        }
        if (cursor.peek().type() != TokenType.OPEN) {
            return Optional.empty();
        }
        Parts parts = new Parts();
        Cursor.parts(cursor.group()).forEach(parts::add);
        parts.options(cursor.rest());
        return Optional.of(new TableDefinition(
                parts.table(name.get().text()),
                List.copyOf(parts.columns),
                List.copyOf(parts.constraints),
                name.get().token()));
    }

    /** Returns the definition of a table that is there; empty if there is none, or it cannot be read. */
    public static Optional<TableDefinition> of(String table, Schema schema) {
        return schema.sql(table).flatMap(sql -> read(Tokens.of(sql, null)));
    }

    /** What was read so far. */
    private static final class Parts {

        private final List<ColumnDefinition> columns = new ArrayList<>();
        private final List<String> constraints = new ArrayList<>();
        private final List<Key> keys = new ArrayList<>();
        private final List<String> checks = new ArrayList<>();
        private final List<ForeignKey> foreignKeys = new ArrayList<>();
        private final Set<String> options = new LinkedHashSet<>();

        void add(List<Token> part) {
            if (part.isEmpty()) {
                return;
            }
            if (CONSTRAINTS.contains(part.get(0).word())) {
                constraints.add(Tokens.text(part));
                // Between constraints of a table, a comma may be left out.
                Cursor cursor = new Cursor(part);
                while (cursor.hasNext()) {
                    constraint(cursor);
                }
                return;
            }
            ColumnDefinition.read(part).ifPresent(column -> {
                columns.add(column);
                column.constraints().forEach(each -> constraint(column, each));
            });
        }

        private void constraint(ColumnDefinition column, Constraint constraint) {
            List<String> name = List.of(column.columnName());
            switch (constraint.kind()) {
                case PRIMARY_KEY -> {
                    keys.add(new Key(true, name));
                    if (constraint.has("AUTOINCREMENT")) {
                        options.add("AUTOINCREMENT");
                    }
                }
                case UNIQUE -> keys.add(new Key(false, name));
                case CHECK -> checks.add(Tokens.text(constraint.value()));
                case REFERENCES -> foreignKeys.add(reference(name, new Cursor(constraint.value())));
                default -> {}
            }
        }

        private void constraint(Cursor cursor) {
            if (cursor.accept("CONSTRAINT")) {
                cursor.name();
            }
            if (cursor.accept("PRIMARY", "KEY")) {
                List<Token> group = cursor.group();
                keys.add(new Key(true, names(group)));
                if (group.stream().anyMatch(token -> token.is("AUTOINCREMENT"))) {
                    options.add("AUTOINCREMENT");
                }
            } else if (cursor.accept("UNIQUE")) {
                keys.add(new Key(false, names(cursor.group())));
            } else if (cursor.accept("CHECK")) {
                checks.add(Tokens.text(cursor.group()));
            } else if (cursor.accept("FOREIGN", "KEY")) {
                List<String> names = names(cursor.group());
                cursor.accept("REFERENCES");
                foreignKeys.add(reference(names, cursor));
            } else {
                cursor.skip();
            }
        }

        private static ForeignKey reference(List<String> columns, Cursor cursor) {
            String parent = cursor.name().map(Cursor.Name::text).orElse("");
            List<String> parentColumns = names(cursor.group());
            String onDelete = "NO ACTION";
            String onUpdate = "NO ACTION";
            boolean goesOn = true;
            while (goesOn) {
                if (cursor.accept("ON", "DELETE")) {
                    onDelete = action(cursor);
                } else if (cursor.accept("ON", "UPDATE")) {
                    onUpdate = action(cursor);
                } else if (cursor.accept("MATCH")) {
                    cursor.next();
                } else {
                    goesOn = false;
                }
            }
            return new ForeignKey(columns, parent, parentColumns, onDelete, onUpdate);
        }

        private static String action(Cursor cursor) {
            String first = cursor.next().word();
            return first.equals("SET") || first.equals("NO")
                    ? first + " " + cursor.next().word()
                    : first;
        }

        private static List<String> names(List<Token> group) {
            return group.isEmpty()
                    ? List.of()
                    : Cursor.parts(group).stream()
                            .flatMap(part -> new Cursor(part).name().stream())
                            .map(Cursor.Name::text)
                            .toList();
        }

        void options(List<Token> tokens) {
            for (int i = 0; i < tokens.size(); i++) {
                if (tokens.get(i).is("STRICT")) {
                    options.add("STRICT");
                } else if (tokens.get(i).is("WITHOUT")) {
                    options.add("WITHOUT ROWID");
                }
            }
        }

        Table table(String name) {
            return new Table(
                    name,
                    columns.stream().map(ColumnDefinition::column).toList(),
                    List.copyOf(keys),
                    List.copyOf(checks),
                    List.copyOf(foreignKeys),
                    Set.copyOf(options));
        }
    }
}
