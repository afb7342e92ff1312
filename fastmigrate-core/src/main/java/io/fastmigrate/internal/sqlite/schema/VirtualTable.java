package io.fastmigrate.internal.sqlite.schema;

import io.fastmigrate.internal.sql.token.SqliteNames;
import java.util.List;
import java.util.Set;

/**
 * A virtual table, as far as its rows can be written out.
 *
 * @param module in lower case
 */
record VirtualTable(String module, Storage storage) {

    /** Where the rows are. */
    enum Storage {
        /** With the table itself, each with a rowid beside its columns. */
        OWN_CONTENT,
        /** With the table itself, whose first column is the rowid. */
        FIRST_COLUMN_IS_ROWID,
        /** In another table: what is stored here is made from it. */
        EXTERNAL_CONTENT,
        /** Nowhere, or where only the module knows. */
        UNREADABLE
    }

    private static final Set<String> FULL_TEXT = Set.of("fts3", "fts4", "fts5");
    private static final Set<String> R_TREES = Set.of("rtree", "rtree_i32");

    /**
     * Reads {@code name USING module(arguments)}.
     *
     * @param tokens from the name on
     */
    static VirtualTable parse(List<String> tokens) {
        String module = SqliteNames.fold(unquoted(tokens.get(2)));
        if (R_TREES.contains(module)) {
            return new VirtualTable(module, Storage.FIRST_COLUMN_IS_ROWID);
        } else if (FULL_TEXT.contains(module)) {
            return new VirtualTable(module, fullTextStorage(tokens));
        }
        return new VirtualTable(module, Storage.UNREADABLE);
    }

    private static Storage fullTextStorage(List<String> tokens) {
        for (int i = 3; i + 2 < tokens.size(); i++) {
            boolean begins = tokens.get(i).equals("(") || tokens.get(i).equals(",");
            if (begins
                    && SqliteNames.same(tokens.get(i + 1), "content")
                    && tokens.get(i + 2).equals("=")) {
                String value = i + 3 < tokens.size() ? unquoted(tokens.get(i + 3)) : "";
                return value.isEmpty() || ",)".contains(value) ? Storage.UNREADABLE : Storage.EXTERNAL_CONTENT;
            }
        }
        return Storage.OWN_CONTENT;
    }

    private static String unquoted(String token) {
        return "'\"`[".indexOf(token.charAt(0)) < 0 ? token : token.substring(1, token.length() - 1);
    }
}
