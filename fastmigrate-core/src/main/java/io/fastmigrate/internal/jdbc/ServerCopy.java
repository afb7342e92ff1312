package io.fastmigrate.internal.jdbc;

import io.fastmigrate.error.BackupFailedException;
import io.fastmigrate.internal.bridge.Bridge;
import io.fastmigrate.internal.jdbc.connection.Db;
import io.fastmigrate.internal.jdbc.connection.JdbcAccess;
import io.fastmigrate.internal.jdbc.connection.JdbcSource;
import io.fastmigrate.internal.jdbc.connection.ScriptObserver;
import io.fastmigrate.internal.jdbc.dump.DumpLogin;
import io.fastmigrate.internal.jdbc.error.JdbcErrors;
import io.fastmigrate.internal.jdbc.postgres.PostgresDialect;
import io.fastmigrate.internal.jdbc.temporary.TemporaryDatabase;
import io.fastmigrate.internal.port.Backend;
import io.fastmigrate.internal.port.Copy;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A copy of a database on its own server, which no application uses. Its connections are our own: an application's pool has
 * none to spare.
 */
abstract class ServerCopy implements Copy {

    static final String NO_COPY = "No copy for a rehearsal was made of ";

    static final String SCHEMA_ONLY =
            "The copy has the schema without rows: the rehearsal does not show what rows make fail (constraints, casts,"
                    + " unique indexes), which rows change, how long scripts and their locks take, or what scripts"
                    + " do that read rows.";

    private final JdbcSource source;
    private final Db keeper;
    private final TemporaryDatabase database;

    /**
     * Makes a copy of a temporary database that is there.
     *
     * @param keeper the connection that made it
     */
    ServerCopy(JdbcSource source, Db keeper, TemporaryDatabase database) {
        this.source = source;
        this.keeper = keeper;
        this.database = database;
    }

    static BackupFailedException failed(JdbcSource source, String why, String advice, @Nullable Throwable e) {
        return Bridge.errors()
                .backupFailed(
                        NO_COPY + source.name() + ": " + source.secrets().clean(why),
                        advice,
                        e == null ? null : source.secrets().clean(e));
    }

    /** Returns how to get into a copy of that name. */
    static JdbcBackend backend(JdbcSource source, Db keeper, String name, ScriptObserver observer) throws SQLException {
        DumpLogin login = source.dumpLogin(name).orElseThrow();
        JdbcAccess access = source.access().with(source.environment());
        boolean schemaIsDatabase = !(keeper.dialect() instanceof PostgresDialect) && access.schema() != null;
        JdbcAccess own = schemaIsDatabase
                ? new JdbcAccess(access.username(), access.password(), name, access.connectTimeout(), access.dump())
                : access;
        return ((JdbcBackend) JdbcBackend.url(login.address().urlOf(name), own)).observedBy(observer);
    }

    JdbcSource source() {
        return source;
    }

    TemporaryDatabase database() {
        return database;
    }

    /** Something that is asked of the copy. */
    @FunctionalInterface
    interface Question<T> {
        T ask() throws SQLException;
    }

    <T> T asking(Question<T> question) {
        try {
            return question.ask();
        } catch (SQLException e) {
            throw new JdbcErrors(source, keeper.dialect()).translate(e, Duration.ZERO);
        }
    }

    @Override
    public abstract Backend<?> backend();

    @Override
    public boolean looksAtEachScript() {
        return true;
    }

    @Override
    public List<String> check() {
        return List.of();
    }

    @Override
    public void close() {
        database.close();
        keeper.close();
    }
}
