package io.fastmigrate.internal.jdbc;

import io.fastmigrate.error.BackupFailedException;
import io.fastmigrate.internal.bridge.Bridge;
import io.fastmigrate.internal.jdbc.connection.Db;
import io.fastmigrate.internal.jdbc.connection.Dialect;
import io.fastmigrate.internal.jdbc.connection.JdbcAccess;
import io.fastmigrate.internal.jdbc.connection.JdbcSource;
import io.fastmigrate.internal.jdbc.connection.LockKind;
import io.fastmigrate.internal.jdbc.dump.DumpException;
import io.fastmigrate.internal.jdbc.dump.DumpLogin;
import io.fastmigrate.internal.jdbc.error.JdbcErrors;
import io.fastmigrate.internal.jdbc.error.UnsupportedOperations;
import io.fastmigrate.internal.jdbc.mysql.MySqlDialect;
import io.fastmigrate.internal.jdbc.postgres.PostgresDialect;
import io.fastmigrate.internal.port.Copy;
import java.sql.SQLException;
import java.util.Optional;

/** Makes copies of a database on its own server, for a rehearsal. */
final class ServerCopies {

    private final JdbcSource source;
    private final Connections connections;

    /** Opens connections to a server that are our own. */
    @FunctionalInterface
    interface Connections {
        Db open(String url, JdbcAccess access) throws SQLException;
    }

    ServerCopies(JdbcSource source, Connections connections) {
        this.source = source;
        this.connections = connections;
    }

    /** What is to be copied. The connection that told it is closed by then, since no one may be connected to a template. */
    record Original(Dialect dialect, String name) {
        static Original of(Db db) throws SQLException {
            boolean hasSchemas = db.dialect() instanceof PostgresDialect;
            return new Original(db.dialect(), hasSchemas ? db.jdbc().getCatalog() : db.schema());
        }
    }

    Copy whole(Original original) {
        return make(original, true);
    }

    Copy ofSchema(Original original) {
        return make(original, false);
    }

    private Copy make(Original original, boolean rows) {
        Dialect dialect = original.dialect();
        try {
            String name = original.name();
            Optional<DumpLogin> login = source.dumpLogin(name);
            if (login.isEmpty() || dialect.databases().isEmpty()) {
                throw new UnsupportedOperations(source.name(), dialect).copy();
            }
            if (dialect.lockKind() != LockKind.SERVER) {
                throw Bridge.errors()
                        .backupFailed(
                                ServerCopy.NO_COPY + source.name()
                                        + ": a pooler or a cluster is between fastmigrate and the server.",
                                "Connect to one server itself, without a pooler.",
                                null);
            }
            Db keeper = connections.open(
                    login.get().address().urlOf(name), source.access().with(source.environment()));
            return withKeeper(keeper, () -> filled(keeper, rows));
        } catch (SQLException e) {
            throw failed(dialect, e);
        }
    }

    /** Makes something, or ends the connection that is of no use then. */
    private static Copy withKeeper(Db keeper, Making making) throws SQLException {
        boolean complete = false;
        try {
            Copy copy = making.make();
            complete = true;
            return copy;
        } finally {
            if (!complete) {
                keeper.close();
            }
        }
    }

    @FunctionalInterface
    private interface Making {
        Copy make() throws SQLException;
    }

    private Copy filled(Db keeper, boolean rows) throws SQLException {
        try {
            if (keeper.dialect() instanceof PostgresDialect dialect) {
                return PostgresCopy.make(source, keeper, dialect, rows);
            } else if (keeper.dialect() instanceof MySqlDialect dialect) {
                return MariaCopy.make(source, keeper, dialect, rows);
            }
            throw new UnsupportedOperations(source.name(), keeper.dialect()).copy();
        } catch (DumpException e) {
            if (e.isInterrupted()) {
                throw Bridge.errors().interruptedWhileWaiting(source.name());
            }
            throw ServerCopy.failed(source, String.valueOf(e.getMessage()), e.advice(), e);
        }
    }

    private BackupFailedException failed(Dialect dialect, SQLException e) {
        String advice = switch (dialect.category(e)) {
            case NO_RIGHTS ->
                "Rehearse as a user who may create databases ("
                        + (dialect instanceof PostgresDialect
                                ? "ALTER ROLE ... CREATEDB"
                                : "GRANT ALL ON `fastmigrate\\_%`.* TO ...")
                        + ").";
            case DENIED ->
                source.isDataSource()
                        ? "A DataSource does not tell its password: set username and password too."
                        : "Correct the user and the password.";
            case DISK_FULL -> "Free space on the server's disk, or rehearse with --schema-only.";
            default -> "Check the server, then rehearse again.";
        };
        return ServerCopy.failed(source, new JdbcErrors(source, dialect).text(e), advice, e);
    }
}
