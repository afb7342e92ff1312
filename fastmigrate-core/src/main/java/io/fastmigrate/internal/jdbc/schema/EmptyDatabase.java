package io.fastmigrate.internal.jdbc.schema;

import io.fastmigrate.internal.jdbc.connection.Db;
import io.fastmigrate.internal.jdbc.connection.JdbcSource;
import io.fastmigrate.internal.jdbc.connection.SchemaProofs;
import io.fastmigrate.internal.jdbc.connection.ServerDatabases;
import io.fastmigrate.internal.jdbc.error.JdbcErrors;
import io.fastmigrate.internal.jdbc.temporary.TemporaryDatabase;
import io.fastmigrate.internal.port.SchemaInspection.NotLentException;
import java.sql.SQLException;

/**
 * A temporary database for a proof, and the way into it.
 *
 * @param database is dropped when this is closed
 * @param source of connections to it
 */
record EmptyDatabase(TemporaryDatabase database, JdbcSource source) implements AutoCloseable {

    /**
     * Makes one by the rights of the user.
     *
     * @param db a connection to the other database, in no transaction, which stays open as long as this is in use
     * @throws NotLentException if this user may not
     */
    static EmptyDatabase beside(JdbcSource source, Db db, SchemaProofs proofs) throws SQLException {
        ServerDatabases databases = proofs.databases();
        TemporaryDatabase database;
        try {
            database = TemporaryDatabase.make(db, databases, "proof", (connection, name) -> {
                databases.create(connection, name);
                proofs.copySettings(connection, name);
            });
        } catch (SQLException e) {
            throw NotLentException.because(
                    "no empty database could be created for that: " + new JdbcErrors(source, db.dialect()).text(e),
                    proofs.adviceToAllow(),
                    source.secrets().clean(e));
        }
        try {
            return new EmptyDatabase(
                    database, proofs.reach(source, db, database.name()).orElseThrow(() -> unknownPlace(source)));
        } catch (SQLException | RuntimeException e) {
            database.close();
            throw e;
        }
    }

    private static NotLentException unknownPlace(JdbcSource source) {
        return NotLentException.because(
                "the URL of " + source.name() + " does not tell where its server is",
                "Specify db as a URL with host and database",
                null);
    }

    @Override
    public void close() {
        database.close();
    }
}
