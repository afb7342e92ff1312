package io.fastmigrate.internal.sqlite.foreignkey;

import org.jspecify.annotations.Nullable;

/**
 * A row without its parent, or a foreign key that cannot have any, since what it refers to is no key.
 *
 * @param rowId null in a table without row ids, and for a foreign key
 * @param parent the table that is referred to; for a foreign key what SQLite says of it
 * @param key the values that no row of the parent has; empty where they cannot be read
 */
record ForeignKeyViolation(String table, @Nullable Long rowId, String parent, String key) {

    private static final String MISMATCH = "mismatch";

    static ForeignKeyViolation mismatch(String table, String message) {
        return new ForeignKeyViolation(table, null, message, MISMATCH);
    }

    boolean isMismatch() {
        return key.equals(MISMATCH);
    }

    /** Returns what tells rows of one table apart. */
    ForeignKeyViolation withoutKey() {
        return isMismatch()
                ? new ForeignKeyViolation(table, null, "", MISMATCH)
                : new ForeignKeyViolation(table, rowId, parent, "");
    }

    @Override
    public String toString() {
        if (isMismatch()) {
            return table + ": " + parent;
        }
        return table + (rowId == null ? "" : ", rowid " + rowId) + " refers to a missing row of " + parent;
    }
}
