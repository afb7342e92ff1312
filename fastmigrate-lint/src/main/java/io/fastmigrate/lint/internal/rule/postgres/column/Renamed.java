package io.fastmigrate.lint.internal.rule.postgres.column;

import io.fastmigrate.lint.internal.frame.Check;
import io.fastmigrate.lint.internal.frame.Scope;
import io.fastmigrate.lint.internal.model.Cursor;
import io.fastmigrate.lint.internal.model.Statement;
import io.fastmigrate.lint.internal.model.Token;
import io.fastmigrate.lint.internal.postgres.AlterTable;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** P15. A table, column or type whose old name the script gives to another one is not reported. */
public final class Renamed implements Check {

    private static final Set<String> RELATIONS = Set.of("TABLE", "VIEW");

    private static final Set<String> BEFORE_KIND =
            Set.of("OR", "REPLACE", "TEMP", "TEMPORARY", "UNLOGGED", "RECURSIVE");

    private static final Set<String> TYPES = Set.of("TYPE", "DOMAIN");

    /**
     * A change of a name.
     *
     * @param old what had the old name, as {@link #key} writes it; empty where nothing else can get it
     */
    private record Rename(Statement statement, Token at, String what, Optional<String> old) {}

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
        cursor.name().ifPresent(name -> {
            made.add(key(kind, name.text()));
            taken.add(key(kind, name.text()));
        });
    }

    /** Tables and views share their names, and so do types and domains. */
    private static String key(String kind, String name) {
        return (RELATIONS.contains(kind) ? "relation" : TYPES.contains(kind) ? "type" : kind) + " " + name;
    }

    private static String column(Cursor.Name table, String name) {
        return "column " + table.text() + "." + name;
    }

    private void altered(String kind, Cursor.Name name, Cursor cursor, Statement statement, Scope scope) {
        boolean relation = RELATIONS.contains(kind);
        newName(kind, name, cursor.rest()).ifPresent(taken::add);
        AlterTable.of(statement).stream()
                .flatMap(alter -> alter.addedColumns().stream())
                .forEach(added -> taken.add(column(name, added.name().text())));
        if (!(relation ? scope.isLive(name) : isTypeOrSchema(kind, name))) {
            return;
        }
        Token at = cursor.peek();
        if (relation && cursor.accept("SET", "SCHEMA")) {
            renames.add(
                    new Rename(statement, at, kind(kind) + " " + name.shown(), Optional.of(key(kind, name.text()))));
        } else if (cursor.accept("RENAME") && !cursor.peek().is("CONSTRAINT")) {
            renamed(kind, name, cursor, new Rename(statement, at, "", Optional.empty()));
        }
    }

    private static Optional<String> newName(String kind, Cursor.Name name, List<Token> action) {
        Cursor cursor = new Cursor(action);
        if (!cursor.accept("RENAME")) {
            return Optional.empty();
        }
        if (cursor.accept("TO")) {
            return cursor.name().map(to -> key(kind, to.text()));
        }
        return cursor.skipTo("TO") ? cursor.name().map(to -> column(name, to.text())) : Optional.empty();
    }

    private boolean isTypeOrSchema(String kind, Cursor.Name name) {
        return (kind.equals("SCHEMA") || TYPES.contains(kind)) && !made.contains(key(kind, name.text()));
    }

    private void renamed(String kind, Cursor.Name name, Cursor cursor, Rename rename) {
        if (cursor.accept("TO")) {
            renames.add(new Rename(
                    rename.statement(),
                    rename.at(),
                    kind(kind) + " " + name.shown(),
                    Optional.of(key(kind, name.text()))));
            return;
        }
        boolean value = cursor.accept("VALUE");
        boolean column = !value && (cursor.accept("COLUMN") || cursor.accept("ATTRIBUTE") || cursor.hasNext());
        if (value || column) {
            String old = cursor.name().map(Cursor.Name::text).orElse("");
            String what = value ? "value '" + old + "' of " + name.shown() : "column " + name.shown() + "." + old;
            renames.add(new Rename(
                    rename.statement(), rename.at(), what, value ? Optional.empty() : Optional.of(column(name, old))));
        }
    }

    private static String kind(String keyword) {
        return switch (keyword) {
            case "SCHEMA" -> "schema";
            case "TYPE", "DOMAIN" -> "type";
            case "VIEW" -> "view";
            default -> "table";
        };
    }

    @Override
    public void end(Scope scope) {
        renames.stream()
                .filter(rename -> rename.old().filter(taken::contains).isEmpty())
                .forEach(rename -> scope.report(
                        this,
                        rename.statement(),
                        rename.at(),
                        "Every statement of running code that names the " + rename.what()
                                + " fails from the moment on when the script commits."));
    }
}
