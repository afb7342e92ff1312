package io.fastmigrate.lint.internal.prove.postgres;

import java.util.Collections;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * What a statement, or a transaction, does to a table that was there before the script.
 *
 * @param locks the modes that it took
 * @param changed how many rows it inserted, updated and deleted
 */
public record TableUse(String table, Set<LockMode> locks, boolean rewritten, boolean read, long changed) {

    /** Returns the strongest lock; empty for none. */
    public Optional<LockMode> lock() {
        return locks.stream().max(Comparator.naturalOrder());
    }

    /** Tells whether no one can write the table beside it. */
    public boolean stopsWriters() {
        return lock().filter(LockMode::stopsWriters).isPresent();
    }

    /** Returns its locks without what was done under them. */
    TableUse lockAlone() {
        return new TableUse(table, locks, false, false, 0);
    }

    boolean isAny() {
        return !locks.isEmpty() || rewritten || read || changed > 0;
    }

    /** Returns what this and a later use of the same table did. */
    TableUse and(TableUse later) {
        Set<LockMode> both = EnumSet.noneOf(LockMode.class);
        both.addAll(locks);
        both.addAll(later.locks);
        return new TableUse(
                table,
                Collections.unmodifiableSet(both),
                rewritten || later.rewritten,
                read || later.read,
                changed + later.changed);
    }

    /** Returns uses as the rest of a sentence; empty for none. */
    public static String list(List<TableUse> uses) {
        return uses.stream().map(TableUse::toString).collect(Collectors.joining(", and "));
    }

    @Override
    public String toString() {
        return lock().map(mode -> mode + " on ").orElse("no other lock on ")
                + table
                + (rewritten ? ", which is written again" : read ? ", all rows of which are read" : "")
                + (changed == 0
                        ? ""
                        : ", " + changed + (changed == 1 ? " row of which is changed" : " rows of which are changed"));
    }
}
