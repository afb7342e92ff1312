package io.fastmigrate.internal.sqlite.connection;

import io.fastmigrate.internal.waiting.Waiting;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Optional;
import org.sqlite.SQLiteConnection;

/** Where connections to one SQLite database come from. */
public interface SqliteSource {

    /** Returns how long each statement waits for others, and who is told. */
    Waiting waiting();

    /** Returns the same source, whose connections wait otherwise. */
    SqliteSource waitingAs(Waiting waiting);

    /** Returns what messages call the database. */
    String name();

    /** Returns whether there is anything at all to open. */
    boolean exists();

    /** Opens a connection for reading, which writes nothing but what SQLite must recover. */
    Connection openToRead() throws SQLException;

    /** Opens a connection for writing; never makes a database. */
    Connection openToWrite() throws SQLException;

    /** Returns the database's file with symbolic links resolved; empty for one in memory. */
    Optional<Path> file() throws SQLException;

    /** Tells whether a connection after this one may be in the state that this one leaves. */
    boolean reusesConnections();

    /** Returns the driver's own connection behind a pool's. */
    static SQLiteConnection driverConnection(Connection connection) throws SQLException {
        return connection.unwrap(SQLiteConnection.class);
    }

    /** Returns the file that a connection has open; empty for a database in memory. */
    static Optional<String> fileOf(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery("PRAGMA database_list")) {
            while (rows.next()) {
                if ("main".equals(rows.getString("name"))) {
                    String file = rows.getString("file");
                    return file == null || file.isEmpty() ? Optional.empty() : Optional.of(file);
                }
            }
            return Optional.empty();
        }
    }
}
