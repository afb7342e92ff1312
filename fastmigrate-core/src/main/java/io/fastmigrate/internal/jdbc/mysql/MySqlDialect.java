package io.fastmigrate.internal.jdbc.mysql;

import io.fastmigrate.internal.jdbc.connection.Blockers;
import io.fastmigrate.internal.jdbc.connection.Db;
import io.fastmigrate.internal.jdbc.connection.Dialect;
import io.fastmigrate.internal.jdbc.connection.ErrorCategory;
import io.fastmigrate.internal.jdbc.connection.JdbcAccess;
import io.fastmigrate.internal.jdbc.connection.JdbcSource;
import io.fastmigrate.internal.jdbc.connection.LockKind;
import io.fastmigrate.internal.jdbc.connection.Rows;
import io.fastmigrate.internal.jdbc.connection.SchemaProofs;
import io.fastmigrate.internal.jdbc.connection.ServerDatabases;
import io.fastmigrate.internal.jdbc.connection.ServerLock;
import io.fastmigrate.internal.jdbc.connection.StatementJoin;
import io.fastmigrate.internal.jdbc.connection.StatementProbe;
import io.fastmigrate.internal.jdbc.dump.DumpLogin;
import io.fastmigrate.internal.jdbc.dump.Dumper;
import io.fastmigrate.internal.jdbc.dump.MariaDump;
import io.fastmigrate.internal.jdbc.mysql.schema.RoundedFloats;
import io.fastmigrate.internal.pool.Origin;
import io.fastmigrate.internal.pool.SessionState;
import io.fastmigrate.internal.pool.SessionState.Undo;
import io.fastmigrate.internal.sql.dialect.DialectRules;
import io.fastmigrate.internal.sql.session.HiddenCode;
import io.fastmigrate.internal.sql.token.DialectStatement;
import io.fastmigrate.internal.sql.token.SqlDialect;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** MySQL and MariaDB, alone or as a Galera cluster. Definitions commit by themselves. */
public final class MySqlDialect extends Dialect {

    private static final String MARIA = "MariaDB";
    private static final int NO_SUCH_TABLE = 1146;
    private static final int NODE_NOT_READY = 1047;
    private static final int IN_TRANSACTION = 1568;

    private final String product;
    private final boolean cluster;
    private final StatementJoin join;

    private MySqlDialect(String product, boolean cluster, StatementJoin join) {
        this.product = product;
        this.cluster = cluster;
        this.join = join;
    }

    /** Returns what is known before a server is reached. */
    public static MySqlDialect named(String product) {
        return new MySqlDialect(product, false, StatementJoin.NONE);
    }

    public static MySqlDialect of(Connection connection) throws SQLException {
        boolean cluster =
                variable(connection, "wsrep_on").filter("ON"::equalsIgnoreCase).isPresent()
                        && variable(connection, "wsrep_provider")
                                .filter(provider -> !provider.equalsIgnoreCase("none"))
                                .isPresent();
        String version = connection.getMetaData().getDatabaseProductVersion();
        String name = connection.getMetaData().getDatabaseProductName();
        boolean maria = name.contains("MariaDB") || version.contains("MariaDB");
        boolean joins = maria && !cluster && MySqlSessionState.isOfMariaDriver(connection);
        return new MySqlDialect(maria ? MARIA : "MySQL", cluster, joins ? StatementJoin.BLOCK : StatementJoin.NONE);
    }

    private static Optional<String> variable(Connection connection, String name) throws SQLException {
        return Rows.all(connection, 2, "SHOW GLOBAL VARIABLES LIKE '" + name + "'").stream()
                .map(row -> row.get(1))
                .findFirst();
    }

    @Override
    public String product() {
        return product;
    }

    @Override
    public DialectRules rules() {
        return DialectRules.of(SqlDialect.MYSQL, true, 0);
    }

    @Override
    public boolean isAtomic() {
        return false;
    }

    @Override
    public boolean joinsRows(Connection connection, String table) throws SQLException {
        return product.equals(MARIA) && MySqlContents.joinsRows(connection, table);
    }

    @Override
    public StatementJoin statementJoin() {
        return join;
    }

    /** A cluster's nodes do not tell each other of their named locks. */
    @Override
    public LockKind lockKind() {
        return cluster ? LockKind.LEASE : LockKind.SERVER;
    }

    @Override
    public Map<String, String> properties(JdbcAccess access, Purpose purpose) {
        long millis =
                Math.max(2_000, Math.min(3_600_000, access.connectTimeout().toMillis()));
        return Map.of("connectTimeout", Long.toString(millis), "useResetConnection", "true");
    }

    /** What only the next transaction is to be like cannot be said in the middle of one. */
    @Override
    public boolean isInTransaction(Connection connection) throws SQLException {
        try {
            Rows.run(connection, "SET TRANSACTION READ WRITE");
            return false;
        } catch (SQLException e) {
            if (e.getErrorCode() == IN_TRANSACTION) {
                return true;
            }
            throw e;
        }
    }

    /** A definition that waits for a table keeps all behind it waiting too, and gives up soon; no one queues for a row. */
    @Override
    public Undo prepare(Connection connection, Origin origin) throws SQLException {
        Undo undo = origin == Origin.OURS ? Undo.NOTHING : timeouts(connection);
        Rows.run(
                connection,
                "SET SESSION lock_wait_timeout = LEAST(@@session.lock_wait_timeout, 2), innodb_lock_wait_timeout ="
                        + " LEAST(@@session.innodb_lock_wait_timeout, 5)");
        if (cluster) {
            requireReady(connection);
            Rows.run(connection, "SET SESSION wsrep_sync_wait = 15");
        }
        return undo;
    }

    private Undo timeouts(Connection connection) throws SQLException {
        List<String> names = new ArrayList<>(List.of("lock_wait_timeout", "innodb_lock_wait_timeout"));
        if (cluster) {
            names.add("wsrep_sync_wait");
        }
        List<String> values = Rows.all(
                        connection, names.size(), "SELECT @@session." + String.join(", @@session.", names))
                .get(0);
        String sql = IntStream.range(0, names.size())
                .mapToObj(i -> names.get(i) + " = " + values.get(i))
                .collect(Collectors.joining(", ", "SET SESSION ", ""));
        return later -> Rows.run(later, sql);
    }

    /** A node that has lost the others would let every read wait for them without success. */
    private static void requireReady(Connection connection) throws SQLException {
        Rows.run(connection, "SET SESSION wsrep_sync_wait = 0");
        boolean ready = Rows.all(connection, 2, "SHOW GLOBAL STATUS LIKE 'wsrep_ready'").stream()
                .anyMatch(row -> "ON".equalsIgnoreCase(row.get(1)));
        if (!ready) {
            throw new SQLException(
                    "This node of the cluster is not ready (wsrep_ready is OFF).", "08S01", NODE_NOT_READY);
        }
    }

    @Override
    public void waitBriefly(Connection connection) throws SQLException {
        Rows.run(connection, "SET SESSION innodb_lock_wait_timeout = 2");
    }

    @Override
    public Optional<String> sessionId(Connection connection) throws SQLException {
        return Rows.text(connection, "SELECT CONNECTION_ID()");
    }

    @Override
    public ErrorCategory category(SQLException e) {
        return switch (e.getErrorCode()) {
            case 1049 -> ErrorCategory.NO_DATABASE;
            case 1044, 1142, 1143, 1227, 1370, 1410 -> ErrorCategory.NO_RIGHTS;
            case 1045, 1698 -> ErrorCategory.DENIED;
            case 1040, NODE_NOT_READY, 1053, 1203, 1226 -> ErrorCategory.NOT_YET;
            case 1205 -> ErrorCategory.BUSY;
            case 1213 -> ErrorCategory.LOST_RACE;
            case 1290, 1792, 1836 -> ErrorCategory.READ_ONLY;
            case 1021, 1114 -> ErrorCategory.DISK_FULL;
            default -> super.category(e);
        };
    }

    /** A connection that was in no database does not come back: its pool opens another one. */
    @Override
    public Undo enter(Connection connection, String schema) throws SQLException {
        String before = schema(connection);
        connection.setCatalog(schema);
        return later -> {
            if (before.isEmpty()) {
                throw new SQLException("A session that has a database cannot be without one again.");
            }
            later.setCatalog(before);
        };
    }

    @Override
    public void createSchema(Connection connection, String schema) throws SQLException {
        if (Rows.text(connection, "SELECT schema_name FROM information_schema.schemata WHERE schema_name = ?", schema)
                .isEmpty()) {
            Rows.run(connection, "CREATE DATABASE IF NOT EXISTS " + quoted(schema));
        }
    }

    @Override
    public String schema(Connection connection) throws SQLException {
        return Rows.text(connection, "SELECT DATABASE()").orElse("");
    }

    @Override
    public String quoted(String name) {
        return "`" + name.replace("`", "``") + "`";
    }

    /** The catalogue hides what this user may not read, which is not missing for that. */
    @Override
    public boolean exists(Connection connection, String schema, String table) throws SQLException {
        try {
            Rows.text(connection, "SELECT 1 FROM " + table(schema, table) + " LIMIT 0");
            return true;
        } catch (SQLException e) {
            if (e.getErrorCode() == NO_SUCH_TABLE) {
                return false;
            }
            throw e;
        }
    }

    /** Each by its name alone, for which the server looks in no directory. */
    @Override
    public Optional<String> queryOfTables(List<String> tables) {
        return join == StatementJoin.BLOCK
                ? Optional.of(tables.stream()
                        .map(table ->
                                "SELECT TABLE_SCHEMA, TABLE_NAME FROM information_schema.TABLES WHERE TABLE_SCHEMA"
                                        + " = DATABASE() AND TABLE_NAME = '" + table + "'")
                        .collect(Collectors.joining(" UNION ALL ")))
                : Optional.empty();
    }

    /** The default of the database is latin1 on many servers. */
    @Override
    public String takesEveryText() {
        return " DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_bin";
    }

    @Override
    public void takeEveryText(Connection connection, String schema, String table) throws SQLException {
        boolean narrow = Rows.text(
                        connection,
                        "SELECT TABLE_COLLATION FROM information_schema.TABLES WHERE TABLE_SCHEMA = ? AND TABLE_NAME ="
                                + " ?",
                        schema,
                        table)
                .filter(collation -> !collation.startsWith("utf8mb4"))
                .isPresent();
        if (narrow) {
            Rows.run(connection, "ALTER TABLE " + table(schema, table) + " CONVERT TO CHARACTER SET utf8mb4");
        }
    }

    @Override
    public boolean isHidden(Connection connection, String schema, String table) throws SQLException {
        return Rows.all(connection, 2, "SHOW CREATE TABLE " + table(schema, table))
                .get(0)
                .get(1)
                .startsWith("CREATE TEMPORARY");
    }

    @Override
    public List<String> createMeta(String table) {
        return List.of("CREATE TABLE " + table
                + " (id INTEGER PRIMARY KEY CHECK (id = 1), version INTEGER NOT NULL DEFAULT 0)"
                + " AS SELECT 1 AS id, 0 AS version");
    }

    /** One statement renames all of them, or none. */
    @Override
    public List<String> rename(String schema, Map<String, String> names) {
        return List.of(names.entrySet().stream()
                .map(name -> table(schema, name.getKey()) + " TO " + table(schema, name.getValue()))
                .collect(Collectors.joining(", ", "RENAME TABLE ", "")));
    }

    @Override
    public boolean isReplica(Connection connection) throws SQLException {
        return Rows.text(connection, "SELECT @@global.read_only")
                .filter(MySqlDialect::meansReadOnly)
                .isPresent();
    }

    /** 0 or 1; OFF, ON, NO_LOCK or NO_LOCK_NO_ADMIN since MariaDB 12. */
    static boolean meansReadOnly(String value) {
        return !value.equals("0") && !value.equalsIgnoreCase("OFF");
    }

    @Override
    public StatementProbe probe(Connection connection, DialectStatement statement) {
        return new MySqlProbe(connection, statement);
    }

    @Override
    public Blockers blockers(Connection connection, String statement) throws SQLException {
        return MySqlBlockers.of(connection, statement);
    }

    @Override
    public List<HiddenCode.Routine> routines(Connection connection) throws SQLException {
        String ours = " NOT IN ('mysql', 'sys', 'information_schema', 'performance_schema')";
        List<HiddenCode.Routine> found = new ArrayList<>();
        for (List<String> row : Rows.all(
                connection,
                3,
                "SELECT routine_name, coalesce(routine_definition, ''), 0 FROM information_schema.routines WHERE routine_schema"
                        + ours
                        + " UNION ALL SELECT trigger_name, action_statement, 1 FROM information_schema.triggers WHERE"
                        + " trigger_schema" + ours)) {
            found.add(new HiddenCode.Routine(row.get(0), row.get(1), row.get(2).equals("1")));
        }
        return found;
    }

    @Override
    public boolean holdsNothing(Connection connection, String schema) throws SQLException {
        return MySqlContents.areNone(connection);
    }

    @Override
    public Map<String, String> tablesWithRows(Connection connection) throws SQLException {
        return MySqlContents.tablesWithRows(connection, this::quoted);
    }

    @Override
    public Optional<Dumper> dumper(JdbcSource source, Db db) throws SQLException {
        return mariaDump(source, db).map(Dumper.class::cast);
    }

    public Optional<MariaDump> mariaDump(JdbcSource source, Db db) throws SQLException {
        List<String> endlessEvents = Rows.all(
                        db.jdbc(),
                        1,
                        "SELECT EVENT_NAME FROM information_schema.EVENTS WHERE EVENT_SCHEMA = DATABASE() AND"
                                + " EVENT_DEFINITION LIKE '%;;%' ORDER BY 1")
                .stream()
                .map(row -> row.get(0))
                .toList();
        return source.dumpLogin(db.schema())
                .map(login -> new MariaDump(
                        login, product.equals(MARIA), source.access().dump(), endlessEvents, RoundedFloats::in));
    }

    @Override
    public String backupName(JdbcSource source, Db db) throws SQLException {
        return source.dumpLogin(db.schema()).map(DumpLogin::fileName).orElse(super.backupName(source, db));
    }

    @Override
    public SessionState remember(Connection connection, Origin origin, String schema) throws SQLException {
        return MySqlSessionState.of(connection, origin);
    }

    /** In a cluster no one could tell that a killed process left a database. */
    @Override
    public Optional<SchemaProofs> proofs() {
        return cluster ? Optional.empty() : super.proofs();
    }

    @Override
    public Optional<ServerDatabases> databases() {
        return Optional.of(new MySqlDatabases(cluster));
    }

    @Override
    public ServerLock serverLock(String schema) {
        return new NamedLock(schema);
    }

    @Override
    public Optional<String> advice(SQLException e, String statement) {
        return MySqlAdvice.of(e, statement);
    }

    @Override
    public int offset(SQLException e, String statement) {
        return MySqlAdvice.offset(e, statement);
    }
}
