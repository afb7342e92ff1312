package io.fastmigrate.lint.internal.mysql;

import io.fastmigrate.lint.internal.frame.Alteration;
import io.fastmigrate.lint.internal.frame.Scope;
import io.fastmigrate.lint.internal.model.Cursor;
import io.fastmigrate.lint.internal.model.Statement;
import java.util.List;
import java.util.Optional;

/**
 * An action on a live table that the server cannot do at once or beside those who use the table.
 *
 * @param alteration how the server does it; empty where there is none to ask
 */
public record SlowAction(AlterTable alter, AlterAction action, Kind kind, Optional<Alteration> alteration) {

    /** Which of the rules is about it. */
    public enum Kind {
        /** Another list of the values that a column can have. */
        LIST,
        /** Something that the server has to compute or look up for each row. */
        OF_EACH_ROW,
        OTHER
    }

    /** Returns those of a statement; without a server to ask, all that may be slow. */
    public static List<SlowAction> of(Statement statement, Scope scope) {
        Optional<AlterTable> alter = AlterTable.ofLive(statement, scope);
        if (alter.isEmpty() || alter.get().actions().isEmpty()) {
            return List.of();
        }
        if (scope.knownSchema().isEmpty()) {
            return alter.get().actions().stream()
                    .map(action ->
                            new SlowAction(alter.get(), action, kind(action, alter.get(), scope), Optional.empty()))
                    .filter(SlowAction::mayBeSlow)
                    .toList();
        }
        return alter.get()
                .alteration(scope)
                .filter(SlowAction::isSlow)
                .map(whole -> slow(alter.get(), whole, scope))
                .orElse(List.of());
    }

    private static boolean isSlow(Alteration alteration) {
        return alteration.copied() || !alteration.writable();
    }

    /** Where no action is slow alone, it is all of them together. */
    private static List<SlowAction> slow(AlterTable alter, Alteration whole, Scope scope) {
        List<SlowAction> slow = alter.actions().stream()
                .map(action ->
                        new SlowAction(alter, action, kind(action, alter, scope), alter.alteration(action, scope)))
                .filter(each -> each.alteration().filter(SlowAction::isSlow).isPresent())
                .filter(each -> each.alteration().get().copied() == whole.copied())
                .toList();
        AlterAction first = alter.actions().get(0);
        return slow.isEmpty()
                ? List.of(new SlowAction(alter, first, kind(first, alter, scope), Optional.of(whole)))
                : slow;
    }

    private static Kind kind(AlterAction action, AlterTable alter, Scope scope) {
        Optional<ColumnDefinition> changed = action.changedColumn();
        if (changed.isPresent()) {
            boolean was = action.changedName()
                    .filter(name -> isList(name, alter, scope))
                    .isPresent();
            boolean is = changed.get().isList();
            return was || is ? Kind.LIST : changed.get().isNumbered() ? Kind.OF_EACH_ROW : Kind.OTHER;
        }
        boolean each = action.isForeignKey()
                || action.isSpecialIndex()
                || action.addedColumns().stream()
                        .anyMatch(column -> column.isNumbered()
                                || column.isStored()
                                || column.isReferencing()
                                || column.hasComputedDefault());
        return each ? Kind.OF_EACH_ROW : Kind.OTHER;
    }

    private static boolean isList(Cursor.Name column, AlterTable alter, Scope scope) {
        return scope.knownSchema()
                .flatMap(schema ->
                        schema.table(alter.table()).flatMap(table -> table.column(column.text(), schema::fold)))
                .filter(known ->
                        known.type().startsWith("enum(") || known.type().startsWith("set("))
                .isPresent();
    }

    /** Adding plain columns and indexes, and changes of names, are never slow. */
    private boolean mayBeSlow() {
        Cursor cursor = action.cursor();
        return kind != Kind.OTHER
                || action.changedColumn().isPresent()
                || cursor.accept("CONVERT")
                || cursor.accept("DROP", "PRIMARY")
                || cursor.accept("ENGINE")
                || cursor.accept("FORCE")
                || cursor.accept("PARTITION")
                || cursor.accept("ADD", "PARTITION")
                || cursor.accept("REMOVE")
                || cursor.accept("REORGANIZE")
                || cursor.accept("COALESCE")
                || cursor.accept("REBUILD")
                || cursor.accept("OPTIMIZE")
                || cursor.skipTo("CHECK")
                || action.cursor().skipTo("PRIMARY", "KEY");
    }

    /** Returns what it does to the table, as the beginning of a sentence. */
    public String work() {
        boolean copied = alteration.isEmpty() || alteration.get().copied();
        if (alter.isOfPartitions()) {
            return "Rows of " + alter.table().shown() + " are written into new partitions, and every INSERT, UPDATE and"
                    + " DELETE on it waits until that is done";
        }
        return (copied
                        ? "Every row of " + alter.table().shown() + " is written into a new table"
                        : "All of " + alter.table().shown() + " is read")
                + (alteration.filter(Alteration::writable).isPresent()
                        ? ", beside the old one, while this server goes on to write to that"
                        : ", and every INSERT, UPDATE and DELETE on it waits until that is done");
    }
}
