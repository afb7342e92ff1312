package io.fastmigrate.backend.sqlite;

import org.jspecify.annotations.Nullable;

/**
 * A row without its parent, or a foreign key that cannot have any, since what it refers to is no key.
 *
 * @param rowId null in a table without row ids, and for a foreign key
 * @param parent the table that is referred to; for a foreign key what SQLite says of it
 * @param key the values that no row of the parent has; empty where they cannot be read
 */
record Orphan(String table, @Nullable Long rowId, String parent, String key) {

    private static final String MISMATCH = "mismatch";

    static Orphan mismatch(String table, String message) {
        return new Orphan(table, null, message, MISMATCH);
    }

    boolean isMismatch() {
        return key.equals(MISMATCH);
    }

    /** Returns what tells rows of one table apart. */
    Orphan withoutKey() {
        return isMismatch() ? new Orphan(table, null, "", MISMATCH) : new Orphan(table, rowId, parent, "");
    }

    @Override
    public String toString() {
        if (isMismatch()) {
            return table + ": " + parent;
        }
        return table + (rowId == null ? "" : ", rowid " + rowId) + " refers to a missing row of " + parent;
    }
}
