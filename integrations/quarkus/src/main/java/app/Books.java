package app;

import io.quarkus.runtime.QuarkusApplication;
import io.quarkus.runtime.annotations.QuarkusMain;
import jakarta.inject.Inject;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import javax.sql.DataSource;

/** Prints the titles, and ends. */
@QuarkusMain
class Books implements QuarkusApplication {

    @Inject
    DataSource dataSource;

    @Override
    public int run(String... arguments) throws SQLException {
        try (Connection connection = dataSource.getConnection();
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery("SELECT title FROM books ORDER BY id")) {
            while (rows.next()) {
                System.out.println("book: " + rows.getString(1));
            }
        }
        return 0;
    }
}
