package io.fastmigrate.databases;

import com.zaxxer.hikari.HikariConfig;
import io.fastmigrate.FastMigrateBuilder;
import io.fastmigrate.test.Capability;
import io.fastmigrate.test.PoolContract;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** What pools of databases other than SQLite have in common: their state is asked for in rows of a name and a value. */
abstract class ServerPoolContract extends PoolContract {

    static HikariConfig leadingTo(String url, String initSql) {
        HikariConfig config = new HikariConfig();
        config.setJdbcUrl(url);
        config.setConnectionInitSql(initSql);
        return config;
    }

    /** Returns queries, each for rows of a name and a value, that together tell all that a session is. */
    abstract List<String> questions();

    /** Returns statements that leave something in their session. */
    abstract List<String> statementsThatLeaveTraces();

    @Override
    protected Map<String, String> sessionState(Connection connection) throws SQLException {
        Map<String, String> state = new TreeMap<>();
        try (Statement statement = connection.createStatement()) {
            for (String question : questions()) {
                try (ResultSet rows = statement.executeQuery(question)) {
                    while (rows.next()) {
                        state.put(rows.getString(1), String.valueOf(rows.getString(2)));
                    }
                }
            }
        }
        return state;
    }

    @Override
    protected Map<String, String> scriptsThatLeaveTraces() {
        Map<String, String> scripts = new LinkedHashMap<>();
        statementsThatLeaveTraces().forEach(statement -> scripts.put("what comes of " + statement, statement + ";\n"));
        return scripts;
    }

    @Override
    protected FastMigrateBuilder settings(FastMigrateBuilder builder, Path place) {
        return builder.backupDirectory(place.resolveSibling("backups"));
    }

    @Override
    protected Set<Capability> capabilities() {
        return EnumSet.complementOf(EnumSet.of(Capability.BACK_UP, Capability.RESTORE, Capability.ENROLL));
    }
}
