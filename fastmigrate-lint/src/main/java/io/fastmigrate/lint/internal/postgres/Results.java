package io.fastmigrate.lint.internal.postgres;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;

/** What several statements return that are sent in one message, so that the server is waited for once. */
final class Results {

    private Results() {}

    /**
     * Returns the rows of each that has any; they are closed with the statement.
     *
     * @param rows what executing it has returned
     */
    static List<ResultSet> of(Statement statement, boolean rows) throws SQLException {
        List<ResultSet> all = new ArrayList<>();
        boolean query = rows;
        while (query || statement.getUpdateCount() >= 0) {
            if (query) {
                all.add(statement.getResultSet());
            }
            query = statement.getMoreResults(Statement.KEEP_CURRENT_RESULT);
        }
        return all;
    }
}
