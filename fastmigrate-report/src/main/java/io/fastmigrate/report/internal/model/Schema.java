package io.fastmigrate.report.internal.model;

import java.util.List;
import java.util.function.UnaryOperator;

/**
 * The tables and views of a database, in the order of their names, without those of fastmigrate and of the database itself.
 */
public record Schema(List<Table> tables) {

    /** Returns the tables, without the views. */
    public List<Table> withoutViews() {
        return tables.stream().filter(table -> !table.isView()).toList();
    }

    /** Returns the same schema with all expressions and SQL as the function returns them. */
    public Schema withTexts(UnaryOperator<String> texts) {
        return new Schema(tables.stream().map(table -> table.withTexts(texts)).toList());
    }
}
