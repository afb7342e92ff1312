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
import java.sql.SQLException;
import java.util.List;
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
