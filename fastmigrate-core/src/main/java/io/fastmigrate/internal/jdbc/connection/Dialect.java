package io.fastmigrate.internal.jdbc.connection;

import io.fastmigrate.internal.jdbc.dump.Dumper;
import io.fastmigrate.internal.pool.Origin;
import io.fastmigrate.internal.pool.SessionState;
import io.fastmigrate.internal.pool.SessionState.Undo;
import io.fastmigrate.internal.sql.dialect.DialectRules;
import io.fastmigrate.internal.sql.session.HiddenCode;
import io.fastmigrate.internal.sql.token.DialectStatement;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.SQLFeatureNotSupportedException;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What one kind of database can, and how it is told to. Immutable. What stands here holds where nothing more is known of
 * a database; whoever knows more overrides it.
 */
public abstract class Dialect {

    /** Returns the name of the database product. */
    public abstract String product();

    public abstract DialectRules rules();

    /** Tells whether definitions and rows change in one transaction, and the version with them. */
    public abstract boolean isAtomic();

    public LockKind lockKind() {
        return LockKind.LEASE;
    }

    /** Returns what a person should know before scripts run here. */
    public Optional<String> warning() {
        return isAtomic()
                ? Optional.empty()
                : Optional.of(product() + " commits DDL statements implicitly: a script with DDL that fails is not"
                        + " rolled back, and the next run continues at the statement that failed.");
    }

    /** What a connection is opened for. */
    public enum Purpose {
        READ,
        MIGRATE,
        CREATE
    }

    /** Returns the driver's parameters for a connection of ours. */
    public Map<String, String> properties(JdbcAccess access, Purpose purpose) {
        return Map.of();
    }

    /** Returns the file that the database is, where it is one that processes share; asked before a connection is opened. */
    public Optional<Path> file(JdbcUrl url) {
        return Optional.empty();
    }

    /** Tells whether opening a database that is not there can make it; servers want it made by somebody else. */
    public boolean makesDatabases() {
        return false;
    }

    /** Tells whether the database lives in this process's memory alone. */
    public boolean isInMemory(JdbcUrl url) {
        return false;
    }

    /** Tells whether a connection is in a transaction that has done anything; asked before anything else is. */
    public boolean isInTransaction(Connection connection) throws SQLException {
        return false;
    }

    /** Returns the number of the transaction at hand; empty where DDL statements end it anyway, or none is known. */
    public Optional<String> transaction(Connection connection) throws SQLException {
        return Optional.empty();
    }

    /** Sets what every connection needs that we use; returns what takes it back, for a connection that is borrowed. */
    public Undo prepare(Connection connection, Origin origin) throws SQLException {
        return Undo.NOTHING;
    }

    /** Lets a connection that only keeps the lock wait no longer than some seconds for anybody. */
    public void waitBriefly(Connection connection) throws SQLException {}

    /** Returns what the database is called where its engine runs in this process, and no other reaches it; empty elsewhere. */
    public Optional<String> engineHere(Connection connection) throws SQLException {
        return Optional.empty();
    }

    /** Returns what tells this connection from all others; empty where that is not known. */
    public Optional<String> sessionId(Connection connection) throws SQLException {
        return Optional.empty();
    }

    /** Says what an error means. */
    public ErrorCategory category(SQLException e) {
        String state = e.getSQLState() == null ? "" : e.getSQLState();
        if (state.startsWith("08")) {
            return ErrorCategory.UNREACHABLE;
        } else if (state.startsWith("28")) {
            return ErrorCategory.DENIED;
        } else if (state.equals("3D000")) {
            return ErrorCategory.NO_DATABASE;
        } else if (state.equals("42501")) {
            return ErrorCategory.NO_RIGHTS;
        } else if (state.equals("25006")) {
            return ErrorCategory.READ_ONLY;
        }
        return state.startsWith("40") ? ErrorCategory.LOST_RACE : ErrorCategory.OTHER;
    }

    /** Makes a schema the connection's own; returns what makes the one of before its own again. */
    public Undo enter(Connection connection, String schema) throws SQLException {
        String before = connection.getSchema();
        connection.setSchema(schema);
        return before == null ? Undo.NOTHING : later -> later.setSchema(before);
    }

    /** Makes a schema where there is none. */
    public void createSchema(Connection connection, String schema) throws SQLException {
        if (Rows.text(connection, "SELECT SCHEMA_NAME FROM INFORMATION_SCHEMA.SCHEMATA WHERE SCHEMA_NAME = ?", schema)
                .isEmpty()) {
            Rows.run(connection, "CREATE SCHEMA " + quoted(schema));
        }
    }

    /** Tells whether there is a schema of this name; where that shows when it is entered, there is. */
    public boolean hasSchema(Connection connection, String schema) throws SQLException {
        return true;
    }

    /** Makes sure that unqualified names of a script go to the schema that was entered. */
    public void requireEntered(Connection connection, String schema) throws SQLException {}

    /** Returns the schema that the connection is in; empty where there is none. */
    public String schema(Connection connection) throws SQLException {
        String schema = connection.getSchema();
        return schema == null ? "" : schema;
    }

    /**
     * Returns where our tables are.
     *
     * @param wanted the setting; null for none
     */
    public String place(Connection connection, @Nullable String wanted) throws SQLException {
        return wanted != null ? wanted : schema(connection);
    }

    /** Returns a name in the quotes that keep it as it is. */
    public String quoted(String name) {
        return "\"" + name.replace("\"", "\"\"") + "\"";
    }

    /** Returns what SQL calls one of our tables, wherever the connection has gone since. */
    public String table(String schema, String name) {
        return schema.isEmpty() ? name : quoted(schema) + "." + name;
    }

    public boolean exists(Connection connection, String schema, String table) throws SQLException {
        String sql =
                "SELECT TABLE_NAME FROM INFORMATION_SCHEMA.TABLES WHERE TABLE_SCHEMA = ? AND lower(TABLE_NAME) = ?";
        return !Rows.all(connection, 1, sql, schema, table).isEmpty();
    }

    /** Returns those of our tables that are there. */
    public Set<String> existing(Connection connection, String schema, List<String> tables) throws SQLException {
        Set<String> existing = new HashSet<>();
        for (String table : tables) {
            if (exists(connection, schema, table)) {
                existing.add(table);
            }
        }
        return existing;
    }

    /** Returns what follows the columns of a table of ours, so that it takes every text whatever the database takes. */
    public String takesEveryText() {
        return "";
    }

    /** Makes a table of ours, which an earlier version may have made, take every text; in no transaction. */
    public void takeEveryText(Connection connection, String schema, String table) throws SQLException {}

    /** Returns a text as the database can keep it. */
    public String storable(Connection connection, String text) throws SQLException {
        return text;
    }

    /** Tells whether a temporary table of this session stands before a table, although the table's schema is named. */
    public boolean isHidden(Connection connection, String schema, String table) throws SQLException {
        return false;
    }

    /** Tells whether the schema holds nothing but what is ours. */
    public boolean isEmpty(Connection connection, String schema) throws SQLException {
        return Rows.all(
                        connection,
                        1,
                        "SELECT TABLE_NAME FROM INFORMATION_SCHEMA.TABLES WHERE TABLE_SCHEMA = ?"
                                + " AND TABLE_TYPE NOT LIKE '%TEMPORARY%' AND substring(lower(TABLE_NAME), 1, 13) <> ?",
                        schema,
                        "_fastmigrate_")
                .isEmpty();
    }

    /**
     * Tells whether a backup would have nothing in it but our own tables: no table, view, routine or anything else that someone
     * made. Where that is not known, there may be something.
     *
     * @param schema where our tables are
     */
    public boolean holdsNothing(Connection connection, String schema) throws SQLException {
        return false;
    }

    /** Returns the statements that make {@code _meta} with its row, so that no one sees it without. */
    public List<String> createMeta(String table) {
        return List.of(
                "CREATE TABLE " + table
                        + " (id INTEGER PRIMARY KEY CHECK (id = 1), version INTEGER NOT NULL DEFAULT 0)",
                "INSERT INTO " + table + " (id, version) VALUES (1, 0)");
    }

    /** Returns the statements that rename tables, in order; one for all of them where the database has it. */
    public List<String> rename(String schema, Map<String, String> names) {
        return names.entrySet().stream()
                .map(name -> "ALTER TABLE " + table(schema, name.getKey()) + " RENAME TO " + name.getValue())
                .toList();
    }

    /** Returns what is added to the question for the version, so that no one else changes it in the meantime. */
    public String forUpdate() {
        return " FOR UPDATE";
    }

    /** Returns the statement that keeps others from changing the version, where no question does. */
    public Optional<String> lockRow(String table) {
        return Optional.empty();
    }

    /** Tells whether the database follows another one and takes no writes. */
    public boolean isReplica(Connection connection) throws SQLException {
        return false;
    }

    /** Returns what {@link #isReplica} does where the database has said so already; empty where it has to be asked. */
    public Optional<Boolean> saysReplica(Connection connection) throws SQLException {
        return Optional.empty();
    }

    /** Returns what lets a transaction write, first of all, even where that is not what sessions do here by default. */
    public List<String> allowWrites(Connection connection) throws SQLException {
        return List.of();
    }

    /** Returns what a transaction begins with, after what the script asks of it. */
    public List<String> atBegin(long lockMillis) {
        return List.of();
    }

    /** Returns the statement that does at once what the database puts off until COMMIT; empty where it puts off nothing. */
    public Optional<String> runDeferred() {
        return Optional.empty();
    }

    /** Tells whether the driver sends a batch of statements without a wait for each answer, and has savepoints. */
    public boolean pipelinesRows() {
        return false;
    }

    /** Tells whether INSERTs into a table, as the script calls it, do the same as one with all their rows, also where that fails. */
    public boolean joinsRows(Connection connection, String table) throws SQLException {
        return false;
    }

    /** Returns how several statements become one message, of which a savepoint takes back all if one failed. */
    public StatementJoin statementJoin() {
        return StatementJoin.NONE;
    }

    /** Returns a query of the current schema with each of these tables that is in it, to be sent with others; empty for none. */
    public Optional<String> queryOfTables(List<String> tables) {
        return Optional.empty();
    }

    /** Tells whether a transaction goes on after a statement in it failed. */
    public boolean survivesErrors() {
        return true;
    }

    /** Returns what finds out whether a statement was done that shares no transaction with its checkpoint. */
    public StatementProbe probe(Connection connection, DialectStatement statement) {
        return StatementProbe.none(StatementProbe.Outcome.UNKNOWN);
    }

    /** Returns which other sessions a statement waited for without success; none where no one can see them. */
    public Blockers blockers(Connection connection, String statement) throws SQLException {
        return Blockers.NONE;
    }

    /** Returns the query for those whom the session of an id waits for just now; empty where no one can see it. */
    public Optional<String> waitedForBy() {
        return Optional.empty();
    }

    /** Returns the routines and triggers that statements may run without naming what they read; none where no one can see them. */
    public List<HiddenCode.Routine> routines(Connection connection) throws SQLException {
        return List.of();
    }

    /** Looks at a session before scripts run in it; our tables are in the schema. */
    public SessionState remember(Connection connection, Origin origin, String schema) throws SQLException {
        return new SessionState() {};
    }

    /**
     * Tells whether {@link SessionState#restore} makes a session as new for certain. Where it does not, a script that may
     * have left something in its session is followed by a new connection.
     */
    public boolean restoresSessions(Origin origin) {
        return false;
    }

    /** Returns a try at a lock that ends with the connection, for databases that have {@link LockKind#SERVER}. */
    public ServerLock serverLock(String schema) {
        throw new IllegalStateException(product() + " has no locks.");
    }

    /** Returns what makes databases beside the connection's own on its server; empty where that is not known. */
    public Optional<ServerDatabases> databases() {
        return Optional.empty();
    }

    /** Returns what proves on an empty database that scripts make a schema; empty where nothing does. */
    public Optional<SchemaProofs> proofs() {
        return databases().filter(ProvingDatabases.class::isInstance).map(all -> ((ProvingDatabases) all).proofs());
    }

    /** Returns what backs a database up; empty where nothing is known that does. */
    public Optional<Dumper> dumper(JdbcSource source, Db db) throws SQLException {
        return Optional.empty();
    }

    /** Lets statements outside transactions write where the user's own setting says that they must not; returns the way back. */
    public Undo allowWritesOutside(Connection connection) throws SQLException {
        return Undo.NOTHING;
    }

    /**
     * Returns the tables whose rows a backup must have: as the backup calls them, with their names for people.
     *
     * @see Dumper#tablesIn
     */
    public Map<String, String> tablesWithRows(Connection connection) throws SQLException {
        return Map.of();
    }

    /** Returns what the backups of a database that is no file are called. */
    public String backupName(JdbcSource source, Db db) throws SQLException {
        return source.url()
                .shown()
                .replaceFirst("^jdbc:\\w+:", "")
                .replaceFirst(";.*", "")
                .replaceAll("[^\\w.@-]+", "_");
    }

    /** Returns what to do about an error of a script's statement whose cause the database's own words do not name. */
    public Optional<String> advice(SQLException e, String statement) {
        return Optional.empty();
    }

    /** Hands rows to a statement that takes them from the client, in the transaction at hand. */
    public void copyIn(Connection connection, String sql, InputStream rows) throws SQLException, IOException {
        throw new SQLFeatureNotSupportedException(product() + " accepts no rows from the client.");
    }

    /** Ends a {@link #copyIn} that another thread waits for. */
    public void cancelCopy(Connection connection) throws SQLException {}

    /** Returns which of the rows of a {@link #copyIn} an error is about, counted from 1. */
    public OptionalInt copiedRow(SQLException e) {
        return OptionalInt.empty();
    }

    /** Returns where in the statement the mistake is, as far as the error says so; counted from 0. */
    public int offset(SQLException e, String statement) {
        return 0;
    }
}
