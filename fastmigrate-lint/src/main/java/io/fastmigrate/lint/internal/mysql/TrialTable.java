package io.fastmigrate.lint.internal.mysql;

import io.fastmigrate.lint.internal.frame.Alteration;
import io.fastmigrate.lint.internal.frame.RowTrial;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/** A copy of a table, on which the server is asked how it would change the table. It is there for one question. */
public final class TrialTable {

    private static final String NAME = "`fastmigrate_lint_trial`";

    /** From the cheapest on, as the server chooses where a statement says nothing of it. */
    private static final List<String> WAYS = List.of(
            "ALGORITHM=INSTANT, LOCK=NONE",
            "ALGORITHM=NOCOPY, LOCK=NONE",
            "ALGORITHM=NOCOPY, LOCK=SHARED",
            "ALGORITHM=INPLACE, LOCK=NONE",
            "ALGORITHM=INPLACE, LOCK=SHARED",
            "ALGORITHM=COPY, LOCK=NONE",
            "ALGORITHM=COPY, LOCK=SHARED");

    /** Not supported; the same with a reason; an algorithm that MySQL does not know, or not with a LOCK. */
    private static final Set<Integer> REFUSALS = Set.of(1845, 1846, 1800, 1221);

    private static final String FOREIGN_KEYS =
            "SELECT GROUP_CONCAT(CONCAT('`', REPLACE(k.COLUMN_NAME, '`', '``'), '`') ORDER BY k.ORDINAL_POSITION),"
                    + " CONCAT('`', REPLACE(MIN(k.REFERENCED_TABLE_NAME), '`', '``'), '`'),"
                    + " GROUP_CONCAT(CONCAT('`', REPLACE(k.REFERENCED_COLUMN_NAME, '`', '``'), '`') ORDER BY k.ORDINAL_POSITION),"
                    + " MIN(r.UPDATE_RULE), MIN(r.DELETE_RULE)"
                    + " FROM information_schema.KEY_COLUMN_USAGE k JOIN information_schema.REFERENTIAL_CONSTRAINTS r"
                    + " ON r.CONSTRAINT_SCHEMA = k.TABLE_SCHEMA AND r.TABLE_NAME = k.TABLE_NAME AND r.CONSTRAINT_NAME = k.CONSTRAINT_NAME"
                    + " WHERE k.TABLE_SCHEMA = DATABASE() AND k.TABLE_NAME = ? AND k.REFERENCED_TABLE_SCHEMA = DATABASE()"
                    + " GROUP BY k.CONSTRAINT_NAME";

    private static final String WRITABLE =
            "SELECT GROUP_CONCAT(CONCAT('`', REPLACE(COLUMN_NAME, '`', '``'), '`')) FROM information_schema.COLUMNS"
                    + " WHERE TABLE_SCHEMA = DATABASE() AND TABLE_NAME = %s AND EXTRA NOT LIKE '%%GENERATED'";

    private static final Pattern OF_PARTITIONS = Pattern.compile(
            "(?is)(?:ADD|DROP|COALESCE|REORGANIZE|TRUNCATE|REBUILD|OPTIMIZE|ANALYZE|CHECK|REPAIR)\\s+PARTITION\\b.*");

    private static final String ROWS_READ = "SHOW SESSION STATUS LIKE 'Handler_read_rnd_next'";

    private final Connection connection;

    public TrialTable(Connection connection) {
        this.connection = connection;
    }

    @FunctionalInterface
    private interface Trial<T> {
        Optional<T> on() throws SQLException;
    }

    private <T> Optional<T> with(String table, Trial<T> trial) {
        try {
            Sql.run(connection, "CREATE TABLE " + NAME + " LIKE " + Sql.quoted(table));
            try {
                return trial.on();
            } finally {
                Sql.run(connection, "DROP TABLE " + NAME);
            }
        } catch (SQLException e) {
            return Optional.empty();
        }
    }

    /** Returns how the server would change a table; empty where it would not. */
    Optional<Alteration> alteration(String table, String actions) {
        return with(table, () -> {
            if (OF_PARTITIONS.matcher(actions).matches()) {
                return Optional.of(ofPartitions(actions));
            }
            Optional<String> way = way(table, actions);
            return way.isEmpty()
                    ? Optional.empty()
                    : Optional.of(new Alteration(
                            way.get().contains("=COPY") || isMoved(table),
                            way.get().endsWith("NONE")));
        });
    }

    /** Returns the least ALGORITHM and LOCK that the server accepts for a change of the table with its rows; empty where it refuses it. */
    public Optional<String> leastWay(String table, String actions) {
        return with(table, () -> {
            copyRows(table);
            if (OF_PARTITIONS.matcher(actions).matches()) {
                return Optional.of(
                        ofPartitions(actions).copied()
                                ? "to write rows of the old partitions into new ones"
                                : "to leave the rows where they are, as with LOCK=NONE");
            }
            Optional<String> way = way(table, actions);
            return way.isPresent() && isMoved(table)
                    ? Optional.of(way.get() + ", and writes every row into another storage engine")
                    : way;
        });
    }

    private Optional<String> way(String table, String actions) throws SQLException {
        addForeignKeys(table);
        String separator = actions.matches("(?is)(?:PARTITION|REMOVE)\\b.*") ? " " : ", ";
        for (String way : WAYS) {
            try {
                Sql.run(connection, "ALTER TABLE " + NAME + " " + way + separator + actions);
                return Optional.of(way);
            } catch (SQLException e) {
                if (!REFUSALS.contains(e.getErrorCode())) {
                    return Optional.empty();
                }
            }
        }
        return Optional.empty();
    }

    private void copyRows(String table) throws SQLException {
        String columns = Sql.text(connection, WRITABLE.formatted(Sql.literal(table)));
        Sql.run(
                connection,
                "INSERT INTO " + NAME + " (" + columns + ") SELECT " + columns + " FROM " + Sql.quoted(table));
    }

    /** MariaDB reads no ALGORITHM there. Where rows are written into new partitions, the old ones are read to their ends, without rows too. */
    private Alteration ofPartitions(String actions) throws SQLException {
        long own = rowsRead();
        long before = rowsRead();
        Sql.run(connection, "ALTER TABLE " + NAME + " " + actions);
        boolean copied = rowsRead() - before > before - own;
        return new Alteration(copied, !copied);
    }

    private long rowsRead() throws SQLException {
        return Long.parseLong(Sql.rows(connection, ROWS_READ).get(0).get(1));
    }

    /** With another storage engine every row is written again, whatever algorithm was asked for. */
    private boolean isMoved(String table) throws SQLException {
        return Sql.rows(
                                connection,
                                "SELECT DISTINCT ENGINE FROM information_schema.TABLES WHERE TABLE_SCHEMA = DATABASE()"
                                        + " AND TABLE_NAME IN (?, 'fastmigrate_lint_trial')",
                                table)
                        .size()
                > 1;
    }

    /** CREATE TABLE ... LIKE leaves them out. */
    private void addForeignKeys(String table) throws SQLException {
        List<List<String>> keys = Sql.rows(connection, FOREIGN_KEYS, table);
        if (keys.isEmpty()) {
            return;
        }
        String checks = Sql.text(connection, "SELECT @@session.foreign_key_checks");
        Sql.run(connection, "SET SESSION foreign_key_checks = 0");
        try {
            for (List<String> key : keys) {
                Sql.run(
                        connection,
                        "ALTER TABLE " + NAME + " ADD FOREIGN KEY (" + key.get(0) + ") REFERENCES " + key.get(1) + " ("
                                + key.get(2) + ") ON UPDATE " + key.get(3) + " ON DELETE " + key.get(4));
            }
        } finally {
            Sql.run(connection, "SET SESSION foreign_key_checks = " + checks);
        }
    }

    /** Changes a copy with one row, and reads the row before and after that; empty where no row can be made. */
    Optional<List<String>> tryRow(String table, RowTrial trial) {
        return with(table, () -> {
            insert(trial.assignment());
            List<List<String>> before = Sql.rows(connection, "SELECT " + trial.before() + " FROM " + NAME);
            if (before.isEmpty()) {
                return Optional.empty();
            }
            Sql.run(connection, "ALTER TABLE " + NAME + " " + trial.actions());
            return Optional.of(
                    List.of(before.get(0).get(0), Sql.text(connection, "SELECT " + trial.after() + " FROM " + NAME)));
        });
    }

    /** Outside strict mode the server fills in what is missing; MySQL cannot do without its checks. */
    private void insert(String assignment) throws SQLException {
        String mode = Sql.text(connection, "SELECT @@session.sql_mode");
        List<List<String>> checks = Sql.rows(connection, "SHOW SESSION VARIABLES LIKE 'check_constraint_checks'");
        Sql.run(connection, "SET SESSION sql_mode = ''");
        try {
            if (!checks.isEmpty()) {
                Sql.run(connection, "SET SESSION check_constraint_checks = 0");
            }
            Sql.run(connection, "INSERT IGNORE INTO " + NAME + " () VALUES ()");
            if (!assignment.isEmpty()) {
                Sql.run(connection, "UPDATE IGNORE " + NAME + " SET " + assignment);
            }
        } finally {
            Sql.run(connection, "SET SESSION sql_mode = " + Sql.literal(mode));
            if (!checks.isEmpty()) {
                Sql.run(
                        connection,
                        "SET SESSION check_constraint_checks = " + checks.get(0).get(1));
            }
        }
    }
}
