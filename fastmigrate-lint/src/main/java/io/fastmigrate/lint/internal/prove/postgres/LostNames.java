package io.fastmigrate.lint.internal.prove.postgres;

import io.fastmigrate.lint.internal.prove.Query;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Map;
import java.util.TreeMap;

/** What running code may name or rely on, each with a query that needs it; an empty one for NOT NULL, which queries do not need. */
final class LostNames {

    private static final String NAMES =
            "SELECT c.oid::regclass::text || '.' || a.attname, format('SELECT %I FROM %s', a.attname, c.oid::regclass)"
                    + " FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped"
                    + " WHERE c.relkind IN ('r', 'p', 'v', 'm', 'f')"
                    + LiveTables.OF_USERS
                    + " UNION ALL SELECT 'NOT NULL of ' || c.oid::regclass::text || '.' || a.attname, ''"
                    + " FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum > 0 AND a.attnotnull"
                    + " WHERE c.relkind IN ('r', 'p')"
                    + LiveTables.OF_USERS
                    + " UNION ALL SELECT 'value ' || e.enumlabel || ' of ' || e.enumtypid::regtype::text,"
                    + " format('SELECT %L::%s', e.enumlabel, e.enumtypid::regtype) FROM pg_enum e"
                    + " UNION ALL SELECT 'schema ' || n.nspname, format('SELECT %L::regnamespace', n.nspname)"
                    + " FROM pg_namespace n WHERE n.nspname NOT LIKE 'pg\\_%'";

    private LostNames() {}

    /** Returns all that there are. */
    static Map<String, String> read(Connection connection) throws SQLException {
        Map<String, String> names = new TreeMap<>();
        Query.rows(connection, NAMES).forEach(row -> names.put(row.get(0), row.get(1)));
        return names;
    }

    /** Returns those of one moment that a later one does not have. */
    static Map<String, String> between(Map<String, String> before, Map<String, String> after) {
        Map<String, String> lost = new TreeMap<>(before);
        lost.keySet().removeAll(after.keySet());
        return lost;
    }
}
