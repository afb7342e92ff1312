package io.fastmigrate.internal.jdbc.control;

import io.fastmigrate.internal.jdbc.connection.Db;
import io.fastmigrate.internal.jdbc.connection.Rows;
import java.sql.SQLException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The tables of a database that is brought under management: what lies there under their names without a version, and new ones
 * that do not have their names yet.
 */
public record TakenOverTables(Db db) {

    private static final String OURS = "_fastmigrate";

    private static final List<String> RECORDS = List.of(ControlTables.HISTORY, RepeatableTable.NAME);

    /** Returns under which name a table is filled until it counts. */
    static String unpublished(String name) {
        return OURS + "_new" + (name.startsWith(OURS) ? name.substring(OURS.length()) : name);
    }

    /** Drops what is there of unpublished tables. */
    public void dropUnpublished() throws SQLException {
        dropIfThere(unpublished(ControlTables.META));
        for (String name : RECORDS) {
            dropIfThere(unpublished(name));
        }
    }

    private void dropIfThere(String name) throws SQLException {
        if (db.exists(name)) {
            Rows.run(db.jdbc(), "DROP TABLE " + db.table(name));
        }
    }

    /** Gives unpublished tables their names; {@code _meta}, which alone decides, is the last one that gets its name. */
    public void publish() throws SQLException {
        if (db.exists(ControlTables.META)) {
            throw new SQLException("The table " + ControlTables.META + " is there already.", "42S01");
        }
        Map<String, String> names = asideNames();
        for (String name : RECORDS) {
            if (db.exists(unpublished(name))) {
                if (!names.containsKey(name)) {
                    dropIfThere(name);
                }
                names.put(unpublished(name), name);
            }
        }
        names.put(unpublished(ControlTables.META), ControlTables.META);
        rename(names);
    }

    /**
     * Gives records that are there without a version other names: they are not of the version that is set now, but may be all
     * that is known of applied scripts.
     */
    public void setAside() throws SQLException {
        Map<String, String> names = asideNames();
        if (!names.isEmpty()) {
            rename(names);
        }
    }

    private void rename(Map<String, String> names) throws SQLException {
        for (String sql : db.dialect().rename(db.schema(), names)) {
            Rows.run(db.jdbc(), sql);
        }
    }

    /** Returns no name for a table without rows. */
    private Map<String, String> asideNames() throws SQLException {
        Map<String, String> names = new LinkedHashMap<>();
        for (String name : RECORDS) {
            if (db.exists(name)
                    && !Rows.text(db.jdbc(), "SELECT count(*) FROM " + db.table(name))
                            .equals(Optional.of("0"))) {
                String aside = name + "_before";
                for (int i = 2; db.exists(aside); i++) {
                    aside = name + "_before_" + i;
                }
                names.put(name, aside);
            }
        }
        return names;
    }
}
