package io.fastmigrate.databases;

import com.zaxxer.hikari.HikariConfig;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Map;

class MariaPoolContractTest extends ServerPoolContract {

    @Override
    protected HikariConfig pool(Path place) throws Exception {
        String url = Servers.maria();
        Servers.execute(url, "CREATE ROLE IF NOT EXISTS everything");
        Servers.execute(url, "GRANT ALL ON *.* TO everything");
        return leadingTo(
                url,
                "SET @mine = 5, SESSION sort_buffer_size = 777216, SESSION lock_wait_timeout = 33,"
                        + " SESSION innodb_lock_wait_timeout = 44, time_zone = '+03:00'");
    }

    @Override
    List<String> questions() {
        return List.of(
                "SELECT variable_name, variable_value FROM information_schema.session_variables"
                        + " WHERE variable_name NOT IN ('TIMESTAMP', 'PSEUDO_THREAD_ID', 'RAND_SEED1', 'RAND_SEED2')",
                "SELECT CONCAT('variable ', variable_name), variable_value FROM information_schema.user_variables",
                "SELECT 'role', CURRENT_ROLE() UNION ALL SELECT 'database', DATABASE()"
                        + " UNION ALL SELECT 'lock', IS_USED_LOCK('of the script') = CONNECTION_ID()");
    }

    @Override
    protected Map<String, String> sessionState(Connection connection) throws SQLException {
        Map<String, String> state = super.sessionState(connection);
        state.put("clock moves", String.valueOf(!now(connection).equals(now(connection))));
        state.put("temporary table", answer(connection, "SELECT count(*) FROM scratch"));
        state.put("prepared statement", answer(connection, "EXECUTE theirs"));
        return state;
    }

    private static String now(Connection connection) {
        return answer(connection, "SELECT @@timestamp");
    }

    private static String answer(Connection connection, String sql) {
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(sql)) {
            return rows.next() ? rows.getString(1) : "no row";
        } catch (SQLException e) {
            return "none";
        }
    }

    @Override
    List<String> statementsThatLeaveTraces() {
        return List.of(
                "SET @theirs = 7",
                "SELECT 7 INTO @theirs",
                "SET SESSION sql_mode = 'ANSI_QUOTES'",
                "SET timestamp = 1000",
                "SET NAMES utf8mb4 COLLATE utf8mb4_bin",
                "SET ROLE everything",
                "SET SESSION TRANSACTION ISOLATION LEVEL SERIALIZABLE",
                "CREATE TEMPORARY TABLE scratch (i INT)",
                "PREPARE theirs FROM 'SELECT 1'",
                "SELECT GET_LOCK('of the script', 1)",
                "INSERT INTO person (id, name) VALUES (12, 'Grace')");
    }
}
