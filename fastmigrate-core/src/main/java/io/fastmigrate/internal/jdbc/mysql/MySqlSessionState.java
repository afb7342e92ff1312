package io.fastmigrate.internal.jdbc.mysql;

import io.fastmigrate.internal.jdbc.connection.Rows;
import io.fastmigrate.internal.pool.Origin;
import io.fastmigrate.internal.pool.SessionState;
import java.lang.reflect.InvocationTargetException;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
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

    /** Change what our own statements do, or are answered, or whether they may write; the newer name first. */
    private static final List<String> MATTER_TO_OURS = List.of(
            "sql_mode",
            "sql_select_limit",
            "transaction_read_only",
            "tx_read_only",
            "character_set_client",
            "character_set_connection",
            "character_set_results",
            "collation_connection",
            "max_statement_time",
            "max_join_size",
            "sql_big_selects",
            "sql_safe_updates");

    /** With a limit, which a script's own for SELECT does not overrule. */
    private static final String THEIRS =
            "SELECT CURRENT_ROLE(), @@session.sql_mode, @@session.sql_select_limit LIMIT 1";

    private final Map<String, String> variables;
    private final String database;
    private final @Nullable String role;

    /** Whether the driver makes sessions new; until the first time nothing is known against it. */
    private boolean renews;

    /** What is set again in a session that was made new; null as long as none was. */
    private @Nullable String atLogin;

    private MySqlSessionState(Map<String, String> variables, String database, @Nullable String role, boolean renews) {
        this.variables = variables;
        this.database = database;
        this.role = role;
        this.renews = renews;
    }

    static MySqlSessionState of(Connection connection, Origin origin) throws SQLException {
        List<String> facts = Rows.all(
                        connection,
                        4,
                        "SELECT DATABASE(), CURRENT_ROLE(), @@session.sql_mode, @@session.sql_select_limit")
                .get(0);
        boolean mayRenew = origin == Origin.OURS && facts.get(0) != null && isOfMariaDriver(connection);
        Map<String, String> variables = origin == Origin.OURS && !mayRenew
                ? new TreeMap<>(Map.of("sql_mode", facts.get(2), "sql_select_limit", facts.get(3)))
                : variables(connection);
        boolean renews = mayRenew && variables.getOrDefault("init_connect", "").isEmpty(); // runs at a login alone
        return new MySqlSessionState(variables, facts.get(0) == null ? "" : facts.get(0), facts.get(1), renews);
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

    /** Tells whether a connection is one of MariaDB's driver, which knows from each answer in which state the server is. */
    static boolean isOfMariaDriver(Connection connection) throws SQLException {
        return mariaDriver(connection).isPresent();
    }

    private static Optional<Class<?>> mariaDriver(Connection connection) throws SQLException {
        try {
            ClassLoader loader = connection.getMetaData().getClass().getClassLoader();
            Class<?> type = Class.forName("org.mariadb.jdbc.Connection", false, loader);
            return connection.isWrapperFor(type) ? Optional.of(type) : Optional.empty();
        } catch (ClassNotFoundException e) {
            return Optional.empty();
        }
    }

    /**
     * By COM_RESET_CONNECTION, which the driver sends if it is told to; whether it has, a variable shows the first time.
     *
     * @see <a href="https://mariadb.com/kb/en/com_reset_connection/">COM_RESET_CONNECTION</a>
     */
    @Override
    public boolean renew(Connection connection) {
        if (renews) {
            try {
                renews = isReset(connection);
                if (renews) {
                    setAgain(connection);
                }
            } catch (SQLException e) {
                renews = false; // a new connection finds out what is wrong
            }
        }
        return renews;
    }

    /** The first time a variable shows whether the driver has sent that, which depends on its settings and on the server. */
    private boolean isReset(Connection connection) throws SQLException {
        boolean first = atLogin == null;
        if (first) {
            Rows.run(connection, "SET @fastmigrate = 1");
        }
        return reset(connection)
                && !(first && Rows.text(connection, "SELECT @fastmigrate").isPresent());
    }

    /** Sets what was set at the login, and what a reset leaves: the database and the role. The driver waits once for all. */
    private void setAgain(Connection connection) throws SQLException {
        String settings = atLogin == null ? settingsOfLogin(connection) : atLogin;
        atLogin = settings;
        try (Statement statement = connection.createStatement()) {
            if (!settings.isEmpty()) {
                statement.addBatch(settings);
            }
            statement.addBatch("USE `" + database.replace("`", "``") + "`");
            statement.addBatch(setRole(role));
            statement.executeBatch();
        }
    }

    private static boolean reset(Connection connection) throws SQLException {
        Optional<Class<?>> driver = mariaDriver(connection);
        if (driver.isEmpty()) {
            return false;
        }
        try {
            driver.get().getMethod("reset").invoke(connection.unwrap(driver.get()));
            return true;
        } catch (InvocationTargetException e) {
            throw e.getCause() instanceof SQLException cause ? cause : new SQLException(e);
        } catch (ReflectiveOperationException e) {
            return false;
        }
    }

    /** What the driver, and we, have set after the login, and a session has not that has just begun. */
    private String settingsOfLogin(Connection connection) throws SQLException {
        Map<String, String> now = variables(connection);
        String all = variables.entrySet().stream()
                .filter(variable -> now.containsKey(variable.getKey())
                        && !variable.getValue().equals(now.get(variable.getKey())))
                .map(variable -> variable.getKey() + " = " + value(variable.getValue()))
                .collect(Collectors.joining(", "));
        return all.isEmpty() ? "" : "SET SESSION " + all;
    }

    /** Some variables only report, and refuse; those change by themselves. */
    private static void set(Connection connection, String name, String value) {
        try {
            Rows.run(connection, "SET SESSION " + name + " = " + value(value));
        } catch (SQLException e) {
            return;
        }
    }

    private static String value(String value) {
        return value.matches("-?\\d+(\\.\\d+)?|ON|OFF") ? value : text(value);
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
    public Optional<String> ownerCondition() {
        if (!variables.containsKey("max_statement_time")) {
            return Optional.empty(); // not all are known
        }
        boolean newNames = variables.containsKey("transaction_read_only");
        return Optional.of(MATTER_TO_OURS.stream()
                .filter(variables::containsKey)
                .filter(name -> !(newNames && name.equals("tx_read_only")))
                .map(name -> "@@session." + name + " <=> " + compared(variables.getOrDefault(name, "")))
                .collect(Collectors.joining(
                        " AND ", "CURRENT_ROLE() <=> " + (role == null ? "NULL" : text(role)) + " AND ", "")));
    }

    /** Returns a value as an expression has it, where switches are numbers. */
    private static String compared(String value) {
        return switch (value) {
            case "ON" -> "1";
            case "OFF" -> "0";
            default -> value(value);
        };
    }

    @Override
    public Undo writeAsOwner(Connection connection) throws SQLException {
        Undo undo = Undo.NOTHING;
        List<String> script = Rows.all(connection, 3, THEIRS).get(0);
        String theirRole = script.get(0);
        String theirMode = script.get(1);
        String theirLimit = script.get(2);
        String ourMode = variables.getOrDefault("sql_mode", theirMode);
        String ourLimit = variables.getOrDefault("sql_select_limit", theirLimit);
        if (!theirLimit.equals(ourLimit)) {
            Rows.run(connection, "SET SESSION sql_select_limit = " + ourLimit);
            undo = undo.after(later -> Rows.run(later, "SET SESSION sql_select_limit = " + theirLimit));
        }
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
