package io.fastmigrate.internal.jdbc.mysql;

import io.fastmigrate.internal.jdbc.connection.Rows;
import io.fastmigrate.internal.jdbc.connection.ServerLock;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;

/** A named lock of one MySQL or MariaDB server, which ends with the connection. */
final class NamedLock implements ServerLock {

    /** MySQL takes names of up to 64 characters. */
    private static final int LONGEST_NAME = 64;

    private final String name;

    NamedLock(String schema) {
        String full = "fastmigrate:" + schema;
        this.name = full.length() <= LONGEST_NAME
                ? full
                : full.substring(0, LONGEST_NAME - 8) + HexFormat.of().toHexDigits(full.hashCode());
    }

    @Override
    public boolean take(Connection connection) throws SQLException {
        return Rows.text(connection, "SELECT GET_LOCK(?, 0)", name)
                .filter("1"::equals)
                .isPresent();
    }

    @Override
    public Optional<String> holder(Connection connection) throws SQLException {
        List<List<String>> rows = Rows.all(
                connection,
                3,
                "SELECT id, user, host FROM information_schema.processlist WHERE id = IS_USED_LOCK(?)",
                name);
        return rows.stream()
                .findFirst()
                .map(row -> "connection " + row.get(0) + " (" + row.get(1) + " from " + row.get(2) + ")");
    }

    @Override
    public boolean isHeld(Connection connection) throws SQLException {
        return Rows.text(connection, "SELECT IS_USED_LOCK(?) = CONNECTION_ID()", name)
                .filter("1"::equals)
                .isPresent();
    }

    boolean isHeldByAnyone(Connection connection) throws SQLException {
        return Rows.text(connection, "SELECT IS_USED_LOCK(?)", name).isPresent();
    }

    @Override
    public void release(Connection connection) throws SQLException {
        Rows.text(connection, "SELECT RELEASE_LOCK(?)", name);
    }
}
