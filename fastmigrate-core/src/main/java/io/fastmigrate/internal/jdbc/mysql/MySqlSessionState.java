package io.fastmigrate.internal.jdbc.mysql;

import io.fastmigrate.internal.jdbc.connection.Rows;
import io.fastmigrate.internal.pool.Origin;
import io.fastmigrate.internal.pool.SessionState;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * A session of MySQL or MariaDB. SQL alone cannot make it as it was: temporary tables and prepared statements cannot be
 * listed. That is for a data source that gives everybody the same connection; others are left by taking a new connection.
 */
final class MySqlSessionState implements SessionState {

    /** Change by themselves: a value that is set would stand still from then on. */
    private static final Set<String> CHANGE = Set.of(
            "timestamp",
            "last_insert_id",
            "identity",
            "insert_id",
            "rand_seed1",
            "rand_seed2",
            "pseudo_thread_id",
            "pseudo_slave_mode",
            "pseudo_replica_mode",
            "error_count",
            "warning_count",
            "in_transaction",
            "last_gtid",
            "gtid_seq_no",
            "autocommit");

    private static final String THEIRS = "SELECT CURRENT_ROLE(), @@session.sql_mode";

    private final Map<String, String> variables;
    private final String database;
    private final @Nullable String role;

    private MySqlSessionState(Map<String, String> variables, String database, @Nullable String role) {
        this.variables = variables;
        this.database = database;
        this.role = role;
    }

    static MySqlSessionState of(Connection connection, Origin origin) throws SQLException {
        List<String> facts = Rows.all(connection, 3, "SELECT DATABASE(), CURRENT_ROLE(), @@session.sql_mode")
                .get(0);
        Map<String, String> variables =
                origin == Origin.OURS ? new TreeMap<>(Map.of("sql_mode", facts.get(2))) : variables(connection);
        return new MySqlSessionState(variables, facts.get(0) == null ? "" : facts.get(0), facts.get(1));
    }

    private static Map<String, String> variables(Connection connection) throws SQLException {
        Map<String, String> variables = new TreeMap<>();
        for (List<String> row : Rows.all(connection, 2, "SHOW SESSION VARIABLES")) {
            if (!CHANGE.contains(row.get(0)) && row.get(1) != null) {
                variables.put(row.get(0), row.get(1));
            }
        }
        return variables;
    }

    @Override
    public boolean restore(Connection connection) throws SQLException {
        Rows.run(connection, "SET SESSION timestamp = DEFAULT, last_insert_id = 0, insert_id = 0");
        Map<String, String> now = variables(connection);
        for (Map.Entry<String, String> variable : variables.entrySet()) {
            if (!variable.getValue().equals(now.getOrDefault(variable.getKey(), variable.getValue()))) {
                set(connection, variable.getKey(), variable.getValue());
            }
        }
        if (!database.isEmpty() && !database.equals(connection.getCatalog())) {
            connection.setCatalog(database);
        }
        becomeOwner(connection);
        forgetVariables(connection);
        return true;
    }

    /** Some variables only report, and refuse; those change by themselves. */
    private static void set(Connection connection, String name, String value) {
        boolean plain = value.matches("-?\\d+(\\.\\d+)?|ON|OFF");
        try {
            Rows.run(connection, "SET SESSION " + name + " = " + (plain ? value : text(value)));
        } catch (SQLException e) {
            return;
        }
    }

    private static String text(String value) {
        return "'" + value.replace("\\", "\\\\").replace("'", "''") + "'";
    }

    private void becomeOwner(Connection connection) throws SQLException {
        List<String> now = Rows.all(connection, 1, "SELECT CURRENT_ROLE()").get(0);
        if (!String.valueOf(now.get(0)).equals(String.valueOf(role))) {
            Rows.run(connection, setRole(role));
        }
    }

    private static String setRole(@Nullable String name) {
        if (name == null || name.equals("NONE")) {
            return "SET ROLE NONE";
        }
        return "SET ROLE " + (name.startsWith("`") ? name : "`" + name.replace("`", "``") + "`");
    }

    /** Where the server does not list them, they stay. */
    private static void forgetVariables(Connection connection) {
        try {
            List<String> sets = new ArrayList<>();
            for (List<String> row :
                    Rows.all(connection, 1, "SELECT variable_name FROM information_schema.user_variables")) {
                sets.add("@`" + row.get(0).replace("`", "``") + "` = NULL");
            }
            if (!sets.isEmpty()) {
                Rows.run(connection, "SET " + String.join(", ", sets));
            }
        } catch (SQLException e) {
            return;
        }
    }

    @Override
    public Undo writeAsOwner(Connection connection) throws SQLException {
        Undo undo = Undo.NOTHING;
        List<List<String>> rows = Rows.all(connection, 2, THEIRS);
        if (rows.isEmpty()) {
            Rows.run(connection, "SET SESSION sql_select_limit = DEFAULT");
            undo = later -> Rows.run(later, "SET SESSION sql_select_limit = 0");
            rows = Rows.all(connection, 2, THEIRS);
        }
        List<String> script = rows.get(0);
        String theirRole = script.get(0);
        String theirMode = script.get(1);
        String ourMode = variables.getOrDefault("sql_mode", theirMode);
        if (!String.valueOf(theirRole).equals(String.valueOf(role))) {
            Rows.run(connection, setRole(role));
            undo = undo.after(later -> Rows.run(later, setRole(theirRole)));
        }
        if (!theirMode.equals(ourMode)) {
            Rows.run(connection, "SET SESSION sql_mode = " + text(ourMode));
            undo = undo.after(later -> Rows.run(later, "SET SESSION sql_mode = " + text(theirMode)));
        }
        return undo;
    }
}
