package io.fastmigrate.internal.jdbc.schema;

import io.fastmigrate.Script;
import io.fastmigrate.internal.jdbc.connection.Db;
import io.fastmigrate.internal.jdbc.connection.Dialect;
import io.fastmigrate.internal.jdbc.connection.JdbcSource;
import io.fastmigrate.internal.jdbc.connection.SchemaProofs;
import io.fastmigrate.internal.port.Backend;
import io.fastmigrate.internal.port.SchemaInspection;
import io.fastmigrate.internal.port.Squashing;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * Inspection on a server, where an empty database is a temporary one beside the other.
 *
 * @param reader opens a connection for each question
 * @param reach into the empty database
 */
public record ServerInspection(JdbcSource source, Reader reader, Function<JdbcSource, SchemaProof.Made> reach)
        implements SchemaInspection, Squashing {

    /** Something that is asked of a database. */
    @FunctionalInterface
    public interface DbQuestion<T> {
        T ask(Db db) throws SQLException;
    }

    /** Asks by a separate connection. */
    @FunctionalInterface
    public interface Reader {
        <T> T read(DbQuestion<T> question);
    }

    /** Returns this as what squashing needs, where definitions can be read. */
    public Optional<Squashing> squashing(Dialect dialect) {
        return dialect.proofs().map(proofs -> this);
    }

    /** Returns this, where definitions can be read. */
    public Optional<SchemaInspection> of(Dialect dialect) {
        return dialect.proofs().map(proofs -> this);
    }

    @Override
    public <T> T read(Question<T> question) {
        return reader.read(db -> question.ask(db.jdbc()));
    }

    @Override
    public Outside outside(Connection connection) throws SQLException {
        SchemaProofs proofs = reader.read(db -> db.dialect().proofs().orElseThrow());
        return proofs.outside(connection);
    }

    @Override
    public SortedMap<String, String> definitions() {
        return reader.read(db -> new SchemaProof(source, db).definitions());
    }

    @Override
    public Optional<String> circumstances() {
        return reader.read(db -> db.dialect().proofs().orElseThrow().circumstances(db.jdbc()));
    }

    @Override
    public boolean isScriptOfProgram() {
        return reader.read(db -> !db.dialect().proofs().orElseThrow().writesScripts());
    }

    @Override
    public String script() {
        return reader.read(db -> Schemas.dump(source, db, List.of()));
    }

    @Override
    public void lendEmpty(Path directory, List<Script> scripts, Consumer<Backend<?>> use) {
        reader.read(db -> new SchemaProof(source, db).lend(scripts, use, reach));
    }

    @Override
    public List<String> filledTables() {
        return List.copyOf(allRows().keySet());
    }

    @Override
    public String dumpWithRows(List<String> tables) {
        return reader.read(db -> Schemas.dumpWithRows(source, db));
    }

    @Override
    public SortedMap<String, String> allRows() {
        return reader.read(db -> new SchemaProof(source, db).allRows());
    }

    @Override
    public SortedMap<String, String> settings() {
        return reader.read(db -> db.dialect().proofs().orElseThrow().settings(db.jdbc()));
    }
}
