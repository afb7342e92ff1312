package io.fastmigrate.lint.internal.model;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;

/**
 * A table.
 *
 * @param checks the expressions, as they are written
 * @param options what else it is, in capitals: STRICT, WITHOUT ROWID, AUTOINCREMENT, VIRTUAL, ...
 */
public record Table(
        String name,
        List<Column> columns,
        List<Key> keys,
        List<String> checks,
        List<ForeignKey> foreignKeys,
        Set<String> options) {

    /** The option of a table that ends with its session. */
    public static final String TEMPORARY = "TEMPORARY";

    /** The option of a table that the script at hand made, where the shadow database tells that. */
    public static final String NEW = "NEW";

    /** The option of a table that has its rows in others. */
    public static final String PARTITIONED = "PARTITIONED";

    /** Begins the option of a table with a NOT NULL that has a name, which follows. */
    public static final String NOT_NULL = "NOT NULL ";

    /** Returns a column by its name, as the database compares names. */
    public Optional<Column> column(String column, UnaryOperator<String> fold) {
        return columns.stream()
                .filter(each -> fold.apply(each.name()).equals(fold.apply(column)))
                .findFirst();
    }

    public Optional<Key> primaryKey() {
        return keys.stream().filter(Key::primary).findFirst();
    }
}
