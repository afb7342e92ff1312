package io.fastmigrate.internal.sqlite.connection;

import io.fastmigrate.internal.pool.Loan;
import io.fastmigrate.internal.waiting.Waiting;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Optional;
import javax.sql.DataSource;
import org.sqlite.SQLiteConnection;

/** An application's own connections, which may lead to a database in memory. */
public record SqliteDataSource(DataSource dataSource, String name, Waiting waiting) implements SqliteSource {

    @Override
    public SqliteSource waitingAs(Waiting other) {
        return new SqliteDataSource(dataSource, name, other);
    }

    /**
     * Looks at a data source and takes it if it leads to SQLite.
     *
     * @throws SQLException if it cannot be reached
     */
    public static Optional<SqliteDataSource> of(DataSource dataSource) throws SQLException {
        try (Loan loan = Loan.of(dataSource, SQLiteConnection.class)) {
            Connection connection = loan.jdbc();
            if (!"SQLite".equals(connection.getMetaData().getDatabaseProductName())) {
                return Optional.empty();
            }
            return Optional.of(new SqliteDataSource(
                    dataSource, SqliteSource.fileOf(connection).orElse("a SQLite database in memory"), Waiting.USUAL));
        }
    }

    @Override
    public boolean exists() {
        return true;
    }

    @Override
    public Connection openToRead() throws SQLException {
        return openToWrite();
    }

    @Override
    public Connection openToWrite() throws SQLException {
        return LentState.borrow(dataSource, name, waiting);
    }

    @Override
    public Optional<Path> file() throws SQLException {
        try (Loan loan = Loan.of(dataSource, SQLiteConnection.class)) {
            Optional<Path> file = SqliteSource.fileOf(loan.jdbc()).map(Path::of);
            return file.isPresent() && Files.exists(file.get()) ? file : Optional.empty();
        }
    }

    @Override
    public boolean reusesConnections() {
        return true;
    }
}
