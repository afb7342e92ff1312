package io.fastmigrate.internal.sqlite;

import io.fastmigrate.internal.port.Squashing;
import io.fastmigrate.internal.sqlite.connection.SqliteErrors;
import io.fastmigrate.internal.sqlite.connection.SqliteSource;
import io.fastmigrate.internal.sqlite.schema.SqliteRows;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.SortedMap;
import java.util.function.Function;

/**
 * Squashing on SQLite.
 *
 * @param dump returns a script that makes the schema, and the rows of these tables
 */
record SqliteSquashing(SqliteSource source, Function<List<String>, String> dump) implements Squashing {

    @Override
    public List<String> filledTables() {
        return reading(SqliteRows::filledTables);
    }

    @Override
    public List<String> leftOut() {
        return reading(SqliteRows::leftOut);
    }

    @Override
    public String dumpWithRows(List<String> tables) {
        return dump.apply(tables);
    }

    @Override
    public SortedMap<String, String> allRows() {
        return reading(SqliteRows::allRows);
    }

    @Override
    public SortedMap<String, String> settings() {
        return reading(SqliteRows::settings);
    }

    private <T> T reading(SqliteRows.Question<T> question) {
        try (Connection connection = source.openToRead()) {
            return question.ask(connection);
        } catch (SQLException e) {
            throw SqliteErrors.translate(source, e);
        }
    }
}
