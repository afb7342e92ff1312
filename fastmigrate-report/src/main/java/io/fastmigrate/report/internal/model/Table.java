package io.fastmigrate.report.internal.model;

import java.util.List;
import java.util.function.UnaryOperator;

/**
 * A table or a view.
 *
 * @param kind {@code table}, {@code view}, or what the database calls it, in lower case
 * @param columns in their order
 * @param primaryKey the names of its columns; empty without one
 */
public record Table(
        String name,
        String kind,
        List<Column> columns,
        List<String> primaryKey,
        List<ForeignKey> foreignKeys,
        Objects objects) {

    /** What belongs to a table beside its columns and keys. */
    public record Objects(List<Index> indexes, List<Trigger> triggers) {}

    /**
     * A column.
     *
     * @param type as the database writes it; empty where SQLite has none
     * @param defaultValue the expression; empty without one
     */
    public record Column(String name, String type, boolean nullable, String defaultValue) {}

    /**
     * A foreign key.
     *
     * @param targetColumns empty where they are the primary key of the other table
     * @param onDelete the action in SQL; empty if it is refused
     */
    public record ForeignKey(List<String> columns, String target, List<String> targetColumns, String onDelete) {}

    /** An index; an expression in it is written as {@code (expression)}. */
    public record Index(String name, List<String> columns, boolean unique) {}

    /** A trigger, and the SQL that made it. */
    public record Trigger(String name, String definition) {}

    public boolean isView() {
        return kind.contains("view");
    }

    public List<Index> indexes() {
        return objects.indexes();
    }

    public List<Trigger> triggers() {
        return objects.triggers();
    }

    /** Returns whether a column is one of a foreign key. */
    public boolean isReference(String column) {
        return foreignKeys.stream().anyMatch(key -> key.columns().contains(column));
    }

    Table withTexts(UnaryOperator<String> texts) {
        List<Column> shownColumns = columns.stream()
                .map(column ->
                        new Column(column.name(), column.type(), column.nullable(), texts.apply(column.defaultValue())))
                .toList();
        List<Trigger> shownTriggers = triggers().stream()
                .map(trigger -> new Trigger(trigger.name(), texts.apply(trigger.definition())))
                .toList();
        return new Table(name, kind, shownColumns, primaryKey, foreignKeys, new Objects(indexes(), shownTriggers));
    }
}
