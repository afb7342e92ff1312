package io.fastmigrate.internal.sqlite.foreignkey;

import io.fastmigrate.internal.sql.token.SqliteNames;
import io.fastmigrate.internal.sqlite.connection.Sql;
import io.fastmigrate.internal.sqlite.connection.SqliteErrors;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The foreign key violations among some tables at one moment.
 *
 * @param tables the names of all tables there are, in lower case
 * @see <a href="https://www.sqlite.org/pragma.html#pragma_foreign_key_check">PRAGMA foreign_key_check</a>
 */
record ForeignKeyViolations(List<ForeignKeyViolation> found, Set<String> tables) {

    /** With more the values are not read: it would take longer than the check itself. */
    private static final int MOST_KEYS = 10_000;

    static ForeignKeyViolations among(Connection connection, Iterable<String> checked) throws SQLException {
        List<ForeignKeyViolation> found = new ArrayList<>();
        for (String table : checked) {
            try {
                found.addAll(of(connection, table, MOST_KEYS - found.size()));
            } catch (SQLException e) {
                if (!SqliteErrors.message(e).startsWith("foreign key mismatch")) {
                    throw e;
                }
                found.add(ForeignKeyViolation.mismatch(table, SqliteErrors.message(e)));
            }
        }
        // Names are compared only where there is a violation of before and one of now.
        return new ForeignKeyViolations(found, found.isEmpty() ? Set.of() : tableNames(connection));
    }

    private static List<ForeignKeyViolation> of(Connection connection, String table, int mostKeys) throws SQLException {
        List<ForeignKeyViolation> violations = new ArrayList<>();
        Map<Integer, String> keyQueries = new HashMap<>();
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery("PRAGMA main.foreign_key_check(" + Sql.quoted(table) + ")")) {
            while (rows.next()) {
                long rowId = rows.getLong(2);
                boolean hasRowId = !rows.wasNull();
                int foreignKey = rows.getInt(4);
                String key = "";
                if (hasRowId && violations.size() < mostKeys) {
                    String query = keyQueries.get(foreignKey);
                    if (query == null) {
                        query = keyQuery(connection, table, foreignKey);
                        keyQueries.put(foreignKey, query);
                    }
                    key = key(connection, query, rowId);
                }
                violations.add(
                        new ForeignKeyViolation(rows.getString(1), hasRowId ? rowId : null, rows.getString(3), key));
            }
        }
        return violations;
    }

    /** Returns a query for the values of a foreign key in one row; empty where columns hide the row id. */
    private static String keyQuery(Connection connection, String table, int foreignKey) throws SQLException {
        Set<String> columns = new HashSet<>();
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery("PRAGMA main.table_xinfo(" + Sql.quoted(table) + ")")) {
            while (rows.next()) {
                columns.add(SqliteNames.fold(rows.getString("name")));
            }
        }
        List<String> parts = new ArrayList<>();
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery("PRAGMA main.foreign_key_list(" + Sql.quoted(table) + ")")) {
            while (rows.next()) {
                if (rows.getInt("id") == foreignKey) {
                    parts.add("quote(" + Sql.quoted(rows.getString("from")) + ")");
                }
            }
        }
        return List.of("rowid", "_rowid_", "oid").stream()
                .filter(name -> !columns.contains(name))
                .findFirst()
                .map(name -> "SELECT " + String.join(" || ',' || ", parts) + " FROM main." + Sql.quoted(table)
                        + " WHERE " + name + " = ?")
                .orElse("");
    }

    private static String key(Connection connection, String query, long rowId) throws SQLException {
        if (query.isEmpty()) {
            return "";
        }
        try (PreparedStatement statement = connection.prepareStatement(query)) {
            statement.setLong(1, rowId);
            try (ResultSet rows = statement.executeQuery()) {
                return rows.next() ? rows.getString(1) : "";
            }
        }
    }

    private static Set<String> tableNames(Connection connection) throws SQLException {
        Set<String> names = new HashSet<>();
        try (Statement statement = connection.createStatement();
                ResultSet rows =
                        statement.executeQuery("SELECT lower(name) FROM main.sqlite_schema WHERE type = 'table'")) {
            while (rows.next()) {
                names.add(rows.getString(1));
            }
        }
        return names;
    }

    /**
     * Returns those that were not there at an earlier moment. A row may since have got another row id, and its table or its
     * parent another name: then it is known by the values that have no parent.
     */
    List<ForeignKeyViolation> notIn(ForeignKeyViolations before) {
        if (found.isEmpty()) {
            return List.of();
        }
        Map<ForeignKeyViolation, Integer> known = new HashMap<>();
        before.found.forEach(violation -> known.merge(violation.withoutKey(), 1, Integer::sum));
        List<ForeignKeyViolation> fresh = new ArrayList<>();
        for (ForeignKeyViolation violation : found) {
            if (!take(known, violation.withoutKey())) {
                fresh.add(violation);
            }
        }
        Map<String, List<ForeignKeyViolation>> vanished = new HashMap<>();
        for (ForeignKeyViolation violation : before.found) {
            if (take(known, violation.withoutKey())) {
                vanished.computeIfAbsent(violation.key(), key -> new ArrayList<>())
                        .add(violation);
            }
        }
        fresh.removeIf(violation -> wasThere(violation, vanished.getOrDefault(violation.key(), List.of()), before));
        return fresh;
    }

    private static boolean take(Map<ForeignKeyViolation, Integer> counts, ForeignKeyViolation violation) {
        int left = counts.getOrDefault(violation, 0);
        counts.put(violation, left - 1);
        return left > 0;
    }

    private boolean wasThere(
            ForeignKeyViolation violation, List<ForeignKeyViolation> vanished, ForeignKeyViolations before) {
        for (Iterator<ForeignKeyViolation> each = vanished.iterator(); each.hasNext(); ) {
            ForeignKeyViolation old = each.next();
            boolean sameParent = violation.isMismatch() || isSame(old.parent(), violation.parent(), before);
            if (sameParent && isSame(old.table(), violation.table(), before)) {
                each.remove();
                return true;
            }
        }
        return false;
    }

    /** Tells whether two names mean one table, which may have been renamed in between. */
    private boolean isSame(String old, String now, ForeignKeyViolations before) {
        return SqliteNames.same(old, now)
                || (!tables.contains(SqliteNames.fold(old)) && !before.tables.contains(SqliteNames.fold(now)));
    }
}
