package io.fastmigrate.internal.sqlite.rebuild;

import io.fastmigrate.internal.bridge.Bridge;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Which values go from the old table into the new one.
 *
 * @param from names in the old table
 * @param to names in the new table, in the same order
 */
record RowCopy(List<String> from, List<String> to) {

    /** Pairs the columns of the same name, and the row ids where no such column carries them. */
    static RowCopy between(String table, TableShape before, TableShape after) {
        List<String> from = new ArrayList<>();
        List<String> to = new ArrayList<>();
        Optional<String> source = before.rowIdName();
        Optional<String> target = after.rowIdName();
        boolean carried = after.idColumn().filter(before::has).isPresent();
        if (!carried && source.isPresent() && target.isPresent()) {
            from.add(source.get());
            to.add(target.get());
        }
        for (String column : after.stored()) {
            String old = before.columns().get(Names.key(column));
            if (old != null) {
                from.add(old);
                to.add(column);
            }
        }
        if (to.isEmpty()) {
            throw Bridge.errors()
                    .rebuildFailed(
                            "The new definition of table " + table + " has no column of the current one, so no row"
                                    + " could be kept.",
                            "Keep a column, or drop the table and create it again if its rows are not needed.",
                            null);
        }
        return new RowCopy(from, to);
    }

    /**
     * Returns the statement that copies. {@code OR ABORT} overrules conflict clauses of the definition, which could drop
     * rows without a word; {@code NOT INDEXED} reads the table itself, in its order.
     */
    String statement(String newTable, String oldTable) {
        return "INSERT OR ABORT INTO " + Names.quoted(newTable) + " (" + Names.quoted(to) + ")\nSELECT "
                + Names.quoted(from) + "\nFROM " + Names.quoted(oldTable) + " NOT INDEXED";
    }
}
