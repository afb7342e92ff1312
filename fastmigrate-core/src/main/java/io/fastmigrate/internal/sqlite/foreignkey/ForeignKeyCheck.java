package io.fastmigrate.internal.sqlite.foreignkey;

import io.fastmigrate.internal.port.StepFailedException;
import io.fastmigrate.internal.sql.token.SqliteNames;
import io.fastmigrate.internal.sqlite.connection.ForeignKeys;
import io.fastmigrate.internal.sqlite.connection.SqliteConnection;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * Finds the rows that a script left without their parents. Violations that were there before do not count. Only tables that
 * the script can have broken are looked at: those it touches, and those that refer to them.
 */
public final class ForeignKeyCheck {

    private static final int SHOWN = 20;

    private final Connection connection;
    private final ForeignKeys keys;
    private final Optional<Set<String>> touched;
    private final ForeignKeys.Change change;
    private boolean triggered;
    private final ForeignKeyViolations before;

    private ForeignKeyCheck(
            Connection connection, ForeignKeys keys, Optional<Set<String>> touched, ForeignKeys.Change change)
            throws SQLException {
        this.connection = connection;
        this.keys = keys;
        this.touched = touched.isPresent() ? Optional.of(lowered(touched.get())) : Optional.empty();
        this.change = change;
        this.before = ForeignKeyViolations.among(connection, tablesToCheck(connection, keys.parents()));
    }

    /**
     * Takes down what is wrong already.
     *
     * @param touched the tables that the script changes; empty when that is not known, then every table is looked at
     */
    public static ForeignKeyCheck before(Connection connection, Optional<Set<String>> touched) throws SQLException {
        return new ForeignKeyCheck(connection, new ForeignKeys(connection), touched, ForeignKeys.Change.UNKNOWN);
    }

    /**
     * Takes down what is wrong before one of many scripts.
     *
     * @param change what other foreign keys there can be after the script
     */
    public static ForeignKeyCheck before(SqliteConnection db, Optional<Set<String>> touched, ForeignKeys.Change change)
            throws SQLException {
        return new ForeignKeyCheck(db.jdbc(), db.foreignKeys(), touched, change);
    }

    /** Fails if there are violations that were not there before. */
    public void after() throws SQLException {
        Optional<String> findings = findings(connection);
        if (findings.isPresent()) {
            throw StepFailedException.at(
                    null,
                    "the script leaves " + findings.get(),
                    "Change the script to keep the parent rows or to delete these rows, and migrate again.",
                    null);
        }
    }

    /** Returns the violations that were not there before, in words; empty if there are none. */
    public Optional<String> findings(Connection now) throws SQLException {
        Map<String, Set<String>> parents =
                now.equals(connection) ? keys.parents(change) : new ForeignKeys(now).parents();
        List<ForeignKeyViolation> fresh =
                ForeignKeyViolations.among(now, tablesToCheck(now, parents)).notIn(before);
        if (fresh.isEmpty()) {
            return Optional.empty();
        }
        List<ForeignKeyViolation> keys =
                fresh.stream().filter(ForeignKeyViolation::isMismatch).toList();
        List<ForeignKeyViolation> rows =
                fresh.stream().filter(violation -> !violation.isMismatch()).toList();
        List<String> texts = new ArrayList<>();
        if (!rows.isEmpty()) {
            texts.add(
                    text(rows, rows.size() == 1 ? " row" : " rows", " without the row that a foreign key refers to:"));
        }
        if (!keys.isEmpty()) {
            texts.add(text(
                    keys,
                    keys.size() == 1 ? " foreign key" : " foreign keys",
                    " to columns that are not a primary key and have no unique index:"));
        }
        return Optional.of(String.join("\n", texts));
    }

    private static String text(List<ForeignKeyViolation> violations, String noun, String what) {
        StringBuilder text = new StringBuilder(violations.size() + noun + what);
        violations.stream()
                .limit(SHOWN)
                .forEach(violation -> text.append("\n    ").append(violation));
        if (violations.size() > SHOWN) {
            text.append("\n    and ").append(violations.size() - SHOWN).append(" more");
        }
        return text.toString();
    }

    private Set<String> tablesToCheck(Connection at, Map<String, Set<String>> parents) throws SQLException {
        triggered |= !parents.isEmpty() && hasTriggers(at);
        Optional<Set<String>> scope = triggered ? Optional.empty() : touched;
        Set<String> tables = new TreeSet<>();
        for (Map.Entry<String, Set<String>> each : parents.entrySet()) {
            if (scope.isEmpty()
                    || scope.get().contains(SqliteNames.fold(each.getKey()))
                    || !Collections.disjoint(scope.get(), each.getValue())) {
                tables.add(each.getKey());
            }
        }
        return tables;
    }

    /** Triggers on the touched tables may change any other table, also one that the script drops afterwards. */
    private boolean hasTriggers(Connection at) throws SQLException {
        try (Statement statement = at.createStatement();
                ResultSet rows = statement.executeQuery(
                        "SELECT lower(tbl_name) FROM main.sqlite_schema WHERE type = 'trigger'")) {
            while (rows.next()) {
                if (touched.isEmpty() || touched.get().contains(rows.getString(1))) {
                    return true;
                }
            }
            return false;
        }
    }

    private static Set<String> lowered(Set<String> names) {
        Set<String> lowered = new TreeSet<>();
        for (String name : names) {
            lowered.add(SqliteNames.fold(name));
        }
        return lowered;
    }
}
