package app;

import jakarta.inject.Singleton;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import javax.sql.DataSource;

/** Reads as soon as it is made: without a migration before it, the application would not start. */
@Singleton
class Books {

    private final List<String> titles = new ArrayList<>();

    Books(DataSource dataSource) throws SQLException {
        try (Connection connection = dataSource.getConnection();
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery("SELECT title FROM books ORDER BY id")) {
            while (rows.next()) {
                titles.add(rows.getString(1));
            }
        }
    }

    List<String> titles() {
        return titles;
    }
}
