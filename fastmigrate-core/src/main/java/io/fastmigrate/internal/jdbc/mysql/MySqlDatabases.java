package io.fastmigrate.internal.jdbc.mysql;

import io.fastmigrate.internal.jdbc.connection.ProvingDatabases;
import io.fastmigrate.internal.jdbc.connection.Rows;
import io.fastmigrate.internal.jdbc.connection.SchemaProofs;
import io.fastmigrate.internal.jdbc.connection.ServerLock;
import io.fastmigrate.internal.jdbc.mysql.schema.MySqlProofs;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;

/** The databases of a MySQL or MariaDB server. */
final class MySqlDatabases implements ProvingDatabases {

    /** The nodes of a cluster do not tell each other of their named locks. */
    private final boolean cluster;

    MySqlDatabases(boolean cluster) {
        this.cluster = cluster;
    }

    @Override
    public List<String> named(Connection connection, String pattern) throws SQLException {
        return Rows.all(
                        connection,
                        1,
                        "SELECT SCHEMA_NAME FROM information_schema.SCHEMATA WHERE SCHEMA_NAME REGEXP ?",
                        "^" + pattern + "$")
                .stream()
                .map(row -> row.get(0))
                .toList();
    }

    /** Not the lock of those who migrate the database. */
    private static NamedLock inUse(String database) {
        return new NamedLock("database " + database);
    }

    @Override
    public ServerLock lock(String database) {
        return inUse(database);
    }

    @Override
    public boolean isInUse(Connection connection, String database) throws SQLException {
        return cluster || inUse(database).isHeldByAnyone(connection);
    }

    @Override
    public void create(Connection connection, String database) throws SQLException {
        List<String> own = Rows.all(
                        connection,
                        2,
                        "SELECT DEFAULT_CHARACTER_SET_NAME, DEFAULT_COLLATION_NAME FROM information_schema.SCHEMATA WHERE"
                                + " SCHEMA_NAME = DATABASE()")
                .stream()
                .findFirst()
                .orElse(List.of());
        Rows.run(
                connection,
                "CREATE DATABASE " + database
                        + (own.isEmpty() ? "" : " CHARACTER SET " + own.get(0) + " COLLATE " + own.get(1)));
    }

    @Override
    public SchemaProofs proofs() {
        return new MySqlProofs(this);
    }

    @Override
    public void drop(Connection connection, String database) throws SQLException {
        Rows.run(connection, "DROP DATABASE IF EXISTS " + database);
    }
}
