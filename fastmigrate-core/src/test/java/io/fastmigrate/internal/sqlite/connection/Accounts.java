package io.fastmigrate.internal.sqlite.connection;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;

/** A database of two accounts whose sum never changes, and of which every part must therefore be of one moment. */
public record Accounts(Path file) {

    public static final long TOTAL = 1000;

    /** Makes the database, with some ballast so that copying takes more than one step. */
    public static Accounts create(Path file, String journalMode, int ballastKilobytes) throws SQLException {
        try (Connection connection = SqliteFile.open(file, "mode=rwc")) {
            Sql.run(connection, "PRAGMA journal_mode = " + journalMode);
            Sql.run(connection, "CREATE TABLE account (id INTEGER PRIMARY KEY, amount INTEGER NOT NULL)");
            Sql.run(connection, "CREATE TABLE ballast (bytes BLOB)");
            Sql.run(connection, "INSERT INTO account VALUES (1, " + TOTAL + ")");
            Sql.run(
                    connection,
                    "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < " + ballastKilobytes
                            + ") INSERT INTO ballast SELECT randomblob(1000) FROM n");
            Sql.run(connection, "INSERT INTO account VALUES (2, 0)");
        }
        return new Accounts(file);
    }

    public SqliteFile source() {
        return new SqliteFile(file);
    }

    public Connection open() throws SQLException {
        return SqliteFile.open(file, "mode=rw");
    }

    /** Moves an amount; the two accounts lie on the first and, by way of the ballast, on the last pages. */
    public static void move(Connection connection, int amount) throws SQLException {
        Sql.run(connection, "BEGIN IMMEDIATE");
        Sql.run(connection, "UPDATE account SET amount = amount - " + amount + " WHERE id = 1");
        Sql.run(
                connection,
                "UPDATE ballast SET bytes = randomblob(1000) WHERE rowid IN (1, (SELECT max(rowid) FROM ballast))");
        Sql.run(connection, "UPDATE account SET amount = amount + " + amount + " WHERE id = 2");
        Sql.run(connection, "COMMIT");
    }

    public long moved() throws SQLException {
        try (Connection connection = open()) {
            return moved(connection);
        }
    }

    public static long moved(Connection connection) throws SQLException {
        return Long.parseLong(Sql.string(connection, "SELECT amount FROM account WHERE id = 2"));
    }

    public static long total(Connection connection) throws SQLException {
        return Long.parseLong(Sql.string(connection, "SELECT sum(amount) FROM account"));
    }
}
