package io.fastmigrate.lint.internal.rule.postgres.column;

import io.fastmigrate.lint.internal.frame.Check;
import io.fastmigrate.lint.internal.frame.Scope;
import io.fastmigrate.lint.internal.model.Cursor;
import io.fastmigrate.lint.internal.model.Statement;
import io.fastmigrate.lint.internal.model.Token;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** P15. A table whose old name the script gives to a view or another table is not reported. */
public final class Renamed implements Check {

    private static final Set<String> RELATIONS = Set.of("TABLE", "VIEW");

    private static final Set<String> BEFORE_KIND =
            Set.of("OR", "REPLACE", "TEMP", "TEMPORARY", "UNLOGGED", "RECURSIVE");

    private record Rename(Statement statement, Token at, String what, Optional<String> relation) {}

    private final List<Rename> renames = new ArrayList<>();
    private final Set<String> taken = new HashSet<>();
    private final Set<String> made = new HashSet<>();

    @Override
    public String id() {
        return "P15";
    }

    @Override
    public void statement(Statement statement, Scope scope) {
        Cursor cursor = statement.cursor();
        if (cursor.accept("CREATE")) {
            created(cursor);
        } else if (cursor.accept("ALTER")) {
            cursor.accept("MATERIALIZED");
            String kind = cursor.next().word();
            cursor.accept("IF", "EXISTS");
            cursor.accept("ONLY");
            Optional<Cursor.Name> name = cursor.name();
            if (name.isPresent()) {
                altered(kind, name.get(), cursor, statement, scope);
            }
        }
    }

    private void created(Cursor cursor) {
        while (BEFORE_KIND.contains(cursor.peek().word())) {
            cursor.next();
        }
        cursor.accept("MATERIALIZED");
        String kind = cursor.next().word();
        cursor.accept("IF", "NOT", "EXISTS");
        cursor.name().ifPresent(name -> (RELATIONS.contains(kind) ? taken : made).add(name.text()));
    }

    private void altered(String kind, Cursor.Name name, Cursor cursor, Statement statement, Scope scope) {
        boolean relation = RELATIONS.contains(kind);
        newName(cursor.rest()).filter(to -> relation).ifPresent(taken::add);
        if (!(relation ? scope.isLive(name) : isTypeOrSchema(kind, name))) {
            return;
        }
        Token at = cursor.peek();
        if (relation && cursor.accept("SET", "SCHEMA")) {
            renames.add(new Rename(statement, at, kind(kind) + " " + name.shown(), Optional.of(name.text())));
        } else if (cursor.accept("RENAME") && !cursor.peek().is("CONSTRAINT")) {
            renamed(kind, name, cursor, new Rename(statement, at, "", Optional.empty()));
        }
    }

    private static Optional<String> newName(List<Token> action) {
        Cursor cursor = new Cursor(action);
        return cursor.accept("RENAME", "TO") ? cursor.name().map(Cursor.Name::text) : Optional.empty();
    }

    private boolean isTypeOrSchema(String kind, Cursor.Name name) {
        return (kind.equals("SCHEMA") || kind.equals("TYPE")) && !made.contains(name.text());
    }

    private void renamed(String kind, Cursor.Name name, Cursor cursor, Rename rename) {
        if (cursor.accept("TO")) {
            boolean relation = RELATIONS.contains(kind);
            renames.add(new Rename(
                    rename.statement(),
                    rename.at(),
                    kind(kind) + " " + name.shown(),
                    relation ? Optional.of(name.text()) : Optional.empty()));
            return;
        }
        boolean value = cursor.accept("VALUE");
        boolean column = !value && (cursor.accept("COLUMN") || cursor.accept("ATTRIBUTE") || cursor.hasNext());
        if (value || column) {
            String old = cursor.name().map(Cursor.Name::text).orElse("");
            String what = value ? "value '" + old + "' of " + name.shown() : "column " + name.shown() + "." + old;
            renames.add(new Rename(rename.statement(), rename.at(), what, Optional.empty()));
        }
    }

    private static String kind(String keyword) {
        return switch (keyword) {
            case "SCHEMA" -> "schema";
            case "TYPE" -> "type";
            case "VIEW" -> "view";
            default -> "table";
        };
    }

    @Override
    public void end(Scope scope) {
        renames.stream()
                .filter(rename -> rename.relation().filter(taken::contains).isEmpty())
                .forEach(rename -> scope.report(
                        this,
                        rename.statement(),
                        rename.at(),
                        "Every statement of running code that names the " + rename.what()
                                + " fails from the moment on when the script commits."));
    }
}
