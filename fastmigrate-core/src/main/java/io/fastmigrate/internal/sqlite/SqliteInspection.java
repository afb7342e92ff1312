package io.fastmigrate.internal.sqlite;

import io.fastmigrate.Script;
import io.fastmigrate.internal.port.Backend;
import io.fastmigrate.internal.port.SchemaInspection;
import io.fastmigrate.internal.sqlite.connection.SqliteErrors;
import io.fastmigrate.internal.sqlite.connection.SqliteSource;
import io.fastmigrate.internal.sqlite.rebuild.Rebuild;
import io.fastmigrate.internal.sqlite.schema.SqliteSchema;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * Inspection on SQLite, where an empty database is a file.
 *
 * @param files opens a file
 */
record SqliteInspection(SqliteSource source, Function<Path, Backend<?>> files) implements SchemaInspection {

    @Override
    public <T> T read(Question<T> question) {
        try (Connection connection = source.openToRead()) {
            return question.ask(connection);
        } catch (SQLException e) {
            throw SqliteErrors.translate(source, e);
        }
    }

    @Override
    public SortedMap<String, String> definitions() {
        return read(SqliteSchema::definitions);
    }

    /** Those of the library: nothing of the database, which need not be there. */
    @Override
    public Optional<String> circumstances() {
        try (Connection connection = DriverManager.getConnection("jdbc:sqlite::memory:");
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("SELECT sqlite_source_id()"
                        + " || (SELECT group_concat(compile_options) FROM pragma_compile_options)")) {
            return Optional.ofNullable(row.getString(1));
        } catch (SQLException e) {
            throw SqliteErrors.translate(source, e);
        }
    }

    @Override
    public String script() {
        return read(SqliteSchema::script);
    }

    @Override
    public List<String> rebuild(String table, String newName, String from, String to) {
        try {
            return Rebuild.statements(table, newName, from, to);
        } catch (SQLException e) {
            throw SqliteErrors.translate(source, e);
        }
    }

    @Override
    public void lendEmpty(Path directory, List<Script> scripts, Consumer<Backend<?>> use) {
        use.accept(files.apply(directory.resolve("empty.db")));
    }
}
