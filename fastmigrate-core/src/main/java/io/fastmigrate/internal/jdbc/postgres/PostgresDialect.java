package io.fastmigrate.internal.jdbc.postgres;

import io.fastmigrate.error.InvalidSettingException;
import io.fastmigrate.internal.jdbc.connection.Blockers;
import io.fastmigrate.internal.jdbc.connection.Db;
import io.fastmigrate.internal.jdbc.connection.Dialect;
import io.fastmigrate.internal.jdbc.connection.ErrorCategory;
import io.fastmigrate.internal.jdbc.connection.JdbcAccess;
import io.fastmigrate.internal.jdbc.connection.JdbcSource;
import io.fastmigrate.internal.jdbc.connection.LockKind;
import io.fastmigrate.internal.jdbc.connection.Rows;
import io.fastmigrate.internal.jdbc.connection.ServerDatabases;
import io.fastmigrate.internal.jdbc.connection.ServerLock;
import io.fastmigrate.internal.jdbc.connection.StatementJoin;
import io.fastmigrate.internal.jdbc.connection.StatementProbe;
import io.fastmigrate.internal.jdbc.dump.DumpLogin;
import io.fastmigrate.internal.jdbc.dump.Dumper;
import io.fastmigrate.internal.jdbc.dump.PgDump;
import io.fastmigrate.internal.jdbc.lock.LeaseLock;
import io.fastmigrate.internal.jdbc.postgres.probe.PostgresProbe;
import io.fastmigrate.internal.pool.Origin;
import io.fastmigrate.internal.pool.SessionState;
import io.fastmigrate.internal.pool.SessionState.Undo;
import io.fastmigrate.internal.sql.dialect.DialectRules;
import io.fastmigrate.internal.sql.session.HiddenCode;
import io.fastmigrate.internal.sql.token.DialectStatement;
import io.fastmigrate.internal.sql.token.SqlDialect;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** PostgreSQL, and what speaks its protocol. */
public final class PostgresDialect extends Dialect {

    private static final Pattern POSITION = Pattern.compile("\\bPosition: (\\d+)");

    private final int version;
    private final boolean distributed;
    private final boolean pooled;

    /**
     * Makes a dialect.
     *
     * @param version major
     * @param distributed whether it is another database that speaks PostgreSQL's protocol
     * @param pooled whether something between gives our transactions to processes of the server as it likes
     */
    private PostgresDialect(int version, boolean distributed, boolean pooled) {
        this.version = version;
        this.distributed = distributed;
        this.pooled = pooled;
    }

    /** Before the first connection. */
    public static PostgresDialect unseen() {
        return new PostgresDialect(Integer.MAX_VALUE, false, false);
    }

    public static PostgresDialect of(Connection connection) throws SQLException {
        List<String> answer =
                Rows.all(connection, 2, "SELECT version(), pg_backend_pid()").get(0);
        String text = String.valueOf(answer.get(0));
        boolean foreign = !text.startsWith("PostgreSQL") || text.contains("-YB-") || text.contains("CockroachDB");
        return new PostgresDialect(
                connection.getMetaData().getDatabaseMajorVersion(),
                foreign,
                !foreign && PostgresDriver.isPooled(connection, String.valueOf(answer.get(1))));
    }

    @Override
    public String product() {
        return "PostgreSQL";
    }

    @Override
    public DialectRules rules() {
        return DialectRules.of(SqlDialect.POSTGRESQL, false, version);
    }

    @Override
    public boolean isAtomic() {
        return true;
    }

    @Override
    public LockKind lockKind() {
        return distributed || pooled ? LockKind.LEASE : LockKind.SERVER;
    }

    @Override
    public Optional<String> warning() {
        return pooled
                ? Optional.of(
                        "A connection pooler is between fastmigrate and PostgreSQL. The migration lock is a row in "
                                + LeaseLock.TABLE
                                + ", and session state of scripts (SET, LISTEN, temporary tables) may stay"
                                + " on connections that others use. Connect migrations directly to"
                                + " PostgreSQL if you can.")
                : super.warning();
    }

    @Override
    public Optional<String> transaction(Connection connection) throws SQLException {
        return distributed ? Optional.empty() : Rows.text(connection, "SELECT txid_current()");
    }

    @Override
    public boolean isInTransaction(Connection connection) throws SQLException {
        return !distributed && OpenTransaction.isOn(connection);
    }

    @Override
    public Undo prepare(Connection connection, Origin origin) throws SQLException {
        return pooled ? PostgresDriver.prepareNothing(connection) : Undo.NOTHING;
    }

    @Override
    public Map<String, String> properties(JdbcAccess access, Purpose purpose) {
        return PostgresDriver.properties(access, version < Integer.MAX_VALUE && !distributed && !pooled);
    }

    @Override
    public Optional<String> sessionId(Connection connection) throws SQLException {
        return pooled ? Optional.empty() : Rows.text(connection, "SELECT pg_backend_pid()");
    }

    @Override
    public ErrorCategory category(SQLException e) {
        return switch (e.getSQLState() == null ? "" : e.getSQLState()) {
            case "57P01", "57P02" -> ErrorCategory.UNREACHABLE;
            case "57P03", "53300" -> ErrorCategory.NOT_YET;
            case "55P03" -> ErrorCategory.BUSY;
            case "53100" -> ErrorCategory.DISK_FULL;
            case "08P01" -> ErrorCategory.OTHER; // a parameter such as $1 that has no value
            default -> super.category(e);
        };
    }

    @Override
    public Undo enter(Connection connection, String schema) throws SQLException {
        if (pooled) {
            throw InvalidSettingException.of(
                    "A connection pooler is between fastmigrate and PostgreSQL, which does not keep a schema"
                            + " for a connection: " + schema + ".",
                    "Connect migrations directly to PostgreSQL; or remove the setting and give the user that"
                            + " schema (ALTER ROLE ... SET search_path).");
        }
        return PostgresSearchPath.enter(connection, schema);
    }

    @Override
    public boolean hasSchema(Connection connection, String schema) throws SQLException {
        return Rows.text(connection, "SELECT 1 FROM pg_namespace WHERE nspname = ?", schema)
                .isPresent();
    }

    @Override
    public void requireEntered(Connection connection, String schema) throws SQLException {
        PostgresSearchPath.requireFirst(connection, schema);
    }

    @Override
    public void createSchema(Connection connection, String schema) throws SQLException {
        if (!hasSchema(connection, schema)) {
            Rows.run(connection, "CREATE SCHEMA IF NOT EXISTS " + quoted(schema));
        }
    }

    @Override
    public String schema(Connection connection) throws SQLException {
        return Rows.text(connection, "SELECT current_schema()").orElse("");
    }

    @Override
    public boolean exists(Connection connection, String schema, String table) throws SQLException {
        return !existing(connection, schema, List.of(table)).isEmpty();
    }

    /** The catalogue is open to everybody: a table that this user may not read is not missing. */
    @Override
    public Set<String> existing(Connection connection, String schema, List<String> tables) throws SQLException {
        return PostgresTables.existing(connection, schema, tables);
    }

    @Override
    public Optional<String> queryOfTables(List<String> tables) {
        return distributed || pooled ? Optional.empty() : Optional.of(PostgresTables.query(tables));
    }

    /** A database of another encoding than UTF8 refuses what that does not have. */
    @Override
    public String storable(Connection connection, String text) throws SQLException {
        if (StandardCharsets.US_ASCII.newEncoder().canEncode(text)) {
            return text;
        }
        Charset charset = switch (Rows.text(connection, "SHOW server_encoding").orElse("")) {
            case "UTF8" -> StandardCharsets.UTF_8;
            case "LATIN1" -> StandardCharsets.ISO_8859_1;
            default -> StandardCharsets.US_ASCII;
        };
        return new String(text.getBytes(charset), charset);
    }

    @Override
    public boolean isEmpty(Connection connection, String schema) throws SQLException {
        return PostgresContents.isEmpty(connection, schema);
    }

    @Override
    public Optional<Boolean> saysReplica(Connection connection) throws SQLException {
        return distributed || pooled ? Optional.empty() : PostgresDriver.saysReplica(connection);
    }

    @Override
    public boolean isReplica(Connection connection) throws SQLException {
        Optional<Boolean> said = saysReplica(connection);
        return said.isPresent()
                ? said.get()
                : !distributed
                        && Rows.text(connection, "SELECT pg_is_in_recovery()")
                                .filter("t"::equals)
                                .isPresent();
    }

    /**
     * A statement that waits for a table keeps everybody behind it waiting too: it rather gives up and comes again. It never
     * waits longer than its user's own setting says. That is read as an interval, because to compute the rows of pg_settings takes
     * the server a millisecond.
     */
    @Override
    public List<String> atBegin(long lockMillis) {
        return List.of("SELECT set_config('lock_timeout', '" + lockMillis
                + "', true) WHERE current_setting('lock_timeout')"
                + " = '0' OR current_setting('lock_timeout')::interval > interval '" + lockMillis + " milliseconds'");
    }

    /** A user's {@code default_transaction_read_only} is meant for everybody but a migration. */
    @Override
    public List<String> allowWrites(Connection connection) throws SQLException {
        return connection.isReadOnly() ? List.of() : List.of("SET TRANSACTION READ WRITE");
    }

    /** The same for what runs outside transactions: {@code CREATE INDEX CONCURRENTLY}, and our own tables. */
    @Override
    public Undo allowWritesOutside(Connection connection) throws SQLException {
        Optional<String> source = connection.isReadOnly() || pooled
                ? Optional.empty()
                : Rows.text(
                        connection,
                        "SELECT source FROM pg_settings WHERE name = 'default_transaction_read_only' AND setting ="
                                + " 'on'");
        if (source.isEmpty()) {
            return Undo.NOTHING;
        }
        Rows.run(connection, "SET default_transaction_read_only = off");
        String back = source.get().equals("session")
                ? "SET default_transaction_read_only = on"
                : "RESET default_transaction_read_only";
        return later -> Rows.run(later, back);
    }

    /** In batches of some hundred statements, as pgjdbc does. */
    @Override
    public boolean pipelinesRows() {
        return !distributed;
    }

    @Override
    public StatementJoin statementJoin() {
        return StatementJoin.SEMICOLONS;
    }

    @Override
    public boolean survivesErrors() {
        return false;
    }

    @Override
    public StatementProbe probe(Connection connection, DialectStatement statement) {
        return PostgresProbe.of(connection, statement);
    }

    @Override
    public Blockers blockers(Connection connection, String statement) throws SQLException {
        return distributed ? Blockers.NONE : PostgresBlockers.of(connection, statement);
    }

    @Override
    public Optional<String> waitedForBy() {
        return distributed ? Optional.empty() : Optional.of(PostgresBlockers.WAITED_FOR);
    }

    @Override
    public List<HiddenCode.Routine> routines(Connection connection) throws SQLException {
        return distributed ? List.of() : PostgresContents.routines(connection);
    }

    /** Constraints and triggers that are deferred see the version too, and may change it. */
    @Override
    public Optional<String> runDeferred() {
        return distributed ? Optional.empty() : Optional.of("SET CONSTRAINTS ALL IMMEDIATE");
    }

    @Override
    public boolean holdsNothing(Connection connection, String schema) throws SQLException {
        return PostgresContents.areOurs(connection, schema);
    }

    @Override
    public Map<String, String> tablesWithRows(Connection connection) throws SQLException {
        return PostgresContents.tablesWithRows(connection);
    }

    /** What only speaks PostgreSQL's protocol has its own tools. */
    public Optional<PgDump> pgDump(JdbcSource source, Db db) throws SQLException {
        return distributed
                ? Optional.empty()
                : source.dumpLogin(db.jdbc().getCatalog())
                        .map(login -> new PgDump(login, version, source.access().dump()));
    }

    @Override
    public Optional<Dumper> dumper(JdbcSource source, Db db) throws SQLException {
        return pgDump(source, db).map(Dumper.class::cast);
    }

    @Override
    public String backupName(JdbcSource source, Db db) throws SQLException {
        return source.dumpLogin(db.jdbc().getCatalog()).map(DumpLogin::fileName).orElse(super.backupName(source, db));
    }

    @Override
    public SessionState remember(Connection connection, Origin origin, String schema) throws SQLException {
        return PostgresSessionState.of(connection, new AdvisoryLock(schema), origin);
    }

    /** The settings of extensions and applications are listed nowhere, and what was there of them before cannot be known. */
    @Override
    public boolean restoresSessions(Origin origin) {
        return origin == Origin.OURS || pooled;
    }

    @Override
    public ServerLock serverLock(String schema) {
        return new AdvisoryLock(schema);
    }

    /** What only speaks PostgreSQL's protocol makes databases in its own way. */
    @Override
    public Optional<ServerDatabases> databases() {
        return distributed ? Optional.empty() : Optional.of(new PostgresDatabases(version, pooled));
    }

    @Override
    public Optional<String> advice(SQLException e, String statement) {
        return PostgresAdvice.of(String.valueOf(e.getSQLState()), statement);
    }

    @Override
    public void copyIn(Connection connection, String sql, InputStream rows) throws SQLException, IOException {
        PostgresDriver.copyIn(connection, sql, rows);
    }

    @Override
    public void cancelCopy(Connection connection) throws SQLException {
        PostgresDriver.cancel(connection);
    }

    @Override
    public OptionalInt copiedRow(SQLException e) {
        return PostgresDriver.row(e);
    }

    @Override
    public int offset(SQLException e, String statement) {
        Matcher position = POSITION.matcher(String.valueOf(e.getMessage()));
        if (!position.find()) {
            return 0;
        }
        int characters = Integer.parseInt(position.group(1)) - 1;
        return characters < 0 || characters > statement.codePointCount(0, statement.length())
                ? 0
                : statement.offsetByCodePoints(0, characters);
    }
}
