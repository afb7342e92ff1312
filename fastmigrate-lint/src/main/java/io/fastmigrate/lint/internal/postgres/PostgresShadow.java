package io.fastmigrate.lint.internal.postgres;

import io.fastmigrate.internal.port.SchemaInspection;
import io.fastmigrate.internal.sql.dialect.DialectRules;
import io.fastmigrate.internal.sql.dialect.SqlEffect;
import io.fastmigrate.lint.internal.frame.Definitions;
import io.fastmigrate.lint.internal.frame.Effect;
import io.fastmigrate.lint.internal.frame.ScriptPlan;
import io.fastmigrate.lint.internal.frame.Shadow;
import io.fastmigrate.lint.internal.model.Creation;
import io.fastmigrate.lint.internal.model.Schema;
import io.fastmigrate.lint.internal.model.Statement;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A temporary database of PostgreSQL. What only changes or reads rows is not run, so it stays empty, nor is what concerns roles, or reaches
 * beyond the database. Each script begins in a session as new, as the runner has it.
 */
public final class PostgresShadow implements Shadow {

    private static final Set<String> ROWS = Set.of(
            "INSERT",
            "UPDATE",
            "DELETE",
            "MERGE",
            "COPY",
            "TRUNCATE",
            "WITH",
            "VALUES",
            "TABLE",
            "EXPLAIN",
            "SHOW",
            "ANALYZE",
            "VACUUM",
            "CLUSTER",
            "REINDEX",
            "REFRESH",
            "LOCK",
            "NOTIFY",
            "LISTEN",
            "CHECKPOINT",
            "FETCH",
            "CLOSE",
            "DECLARE",
            "MOVE");

    private static final Set<String> TRIED = Set.of("INSERT", "UPDATE", "DELETE", "MERGE", "WITH");

    private static final Set<String> OF_ROLES = Set.of("GRANT", "REVOKE", "REASSIGN", "SECURITY");

    private static final Set<String> CODE = Set.of("DO", "CALL", "EXECUTE", "SELECT", "SET", "RESET");

    private static final Pattern OURS = Pattern.compile("(?i)\\b(?:_meta|_fastmigrate_)");

    private static final String UNSUPPORTED = "0A000";

    private static final Set<String> CAUSES_OF_ANOTHER_SERVER = Set.of("42501", UNSUPPORTED, "58P01");

    private static final String UNDEFINED_OBJECT = "42704";

    private static final String TABLES = "SELECT c.oid, c.relfilenode, pg_stat_get_xact_numscans(c.oid)"
            + " FROM pg_class c WHERE c.relkind IN ('r', 'm') AND c.oid >= 16384";

    private static final String UNDO = "ROLLBACK TO SAVEPOINT lint; RELEASE SAVEPOINT lint";

    private final Connection connection;
    private final DialectRules rules;
    private final SchemaInspection.Outside outside;
    /** Makes the session as new, and asks for the highest number of a relation. */
    private final String asNew;

    private @Nullable Schema schema;
    private @Nullable String tried;
    private Optional<Effect> effect = Optional.empty();
    /** The highest number of a relation before the script at hand. */
    private long latest;
    /** The highest one that there was when the session was made as new last. */
    private long latestNow;

    private boolean lost;
    private boolean transactional;
    private boolean incomplete;

    private PostgresShadow(
            Connection connection, DialectRules rules, SchemaInspection.Outside outside, String searchPath)
            throws SQLException {
        this.connection = connection;
        this.rules = rules;
        this.outside = outside;
        this.asNew = "DISCARD TEMP; RESET ALL; SET synchronous_commit = off; SELECT set_config('search_path', '"
                + searchPath.replace("'", "''") + "', false), (SELECT max(oid)::bigint FROM pg_class)";
        this.latestNow = latest(asNew);
    }

    /** Makes one of an empty database; the connection stays open. */
    public static Shadow of(Connection connection, DialectRules rules, SchemaInspection.Outside outside)
            throws SQLException {
        return new PostgresShadow(connection, rules, outside, text(connection, "SHOW search_path"));
    }

    @Override
    public Optional<Schema> schema() {
        if (lost) {
            return Optional.empty();
        }
        if (schema == null) {
            schema = new PostgresSchema(connection, latest);
        }
        return Optional.of(schema);
    }

    @Override
    public void begin(ScriptPlan plan) {
        transactional = plan.isTransactional();
        incomplete = false;
        schema = null; // the last script's own tables are now there before this one
        tried = null;
        latest = latestNow;
        autoCommit(!transactional);
    }

    /** Runs statements of which the last is that of {@link #asNew}. */
    private long latest(String sql) throws SQLException {
        try (var statement = connection.createStatement()) {
            ResultSet row = Results.of(statement, statement.execute(sql)).get(0);
            row.next();
            return row.getLong(2);
        }
    }

    private static String text(Connection connection, String query) throws SQLException {
        try (var statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(query)) {
            rows.next();
            return String.valueOf(rows.getString(1));
        }
    }

    @Override
    public Optional<String> run(Statement statement) {
        if (lost) {
            return Optional.empty();
        }
        SqlEffect kind = rules.effect(statement.source());
        switch (kind) {
            case BEGIN, COMMIT, SAVEPOINT, RELEASE -> {
                return Optional.empty();
            }
            case ROLLBACK, ROLLBACK_TO -> {
                lost = true;
                return Optional.empty();
            }
            default -> {}
        }
        if (isOfRoles(statement) || isOutside(statement)) {
            incomplete = true;
            return Optional.empty();
        }
        if (!isRun(statement)) {
            return refusalOfRows(statement);
        }
        if (statement.isCut()) {
            lost = true;
            return Optional.empty();
        }
        schema = null;
        tried = null;
        Optional<SQLException> refused = execute(statement.text());
        lost |= refused.isPresent();
        return refused.filter(error -> isOfTheScript(error, statement)).map(PostgresShadow::message);
    }

    private static boolean isRun(Statement statement) {
        return !ROWS.contains(statement.verb())
                && !(statement.verb().equals("SELECT") && statement.has("FROM") && !statement.has("INTO"))
                && !statement.tokens().isEmpty();
    }

    /** Who may do what is not the schema, and the roles of production need not be here. */
    private static boolean isOfRoles(Statement statement) {
        return OF_ROLES.contains(statement.verb())
                || statement.isOf("ALTER", "DEFAULT", "PRIVILEGES")
                || (statement.verb().equals("ALTER") && statement.cursor().skipTo("OWNER", "TO"))
                || (statement.verb().equals("SET") && (statement.has("ROLE") || statement.has("AUTHORIZATION")));
    }

    private boolean isOutside(Statement statement) {
        try {
            return outside.of(statement.text(), statement.source().head()).isPresent();
        } catch (SQLException e) {
            return true;
        }
    }

    /** Tells whether the script itself is wrong, and not this server, which has other roles and extensions than another one. */
    private boolean isOfTheScript(SQLException error, Statement statement) {
        String state = String.valueOf(error.getSQLState());
        boolean role = state.equals(UNDEFINED_OBJECT)
                && (statement.has("AUTHORIZATION") || statement.has("POLICY") || statement.has("EXTENSION"));
        boolean server = CAUSES_OF_ANOTHER_SERVER.contains(state) && !isTypeInUse(state, statement);
        return !incomplete && !role && !CODE.contains(statement.verb()) && !server;
    }

    /** What depends on a column whose type is changed is in the schema, though the server says that it lacks a feature. */
    private static boolean isTypeInUse(String state, Statement statement) {
        return state.equals(UNSUPPORTED) && statement.isOf("ALTER", "TABLE") && statement.has("TYPE");
    }

    private Optional<String> refusalOfRows(Statement statement) {
        boolean tried = TRIED.contains(statement.verb())
                && !incomplete
                && !statement.isCut()
                && !OURS.matcher(statement.text()).find();
        return tried ? tryOut("EXPLAIN " + statement.text()) : Optional.empty();
    }

    @Override
    public Optional<Effect> effect(String sql) {
        if (!sql.equals(tried)) {
            tried = sql;
            effect = lost ? Optional.empty() : tryEffect(sql);
        }
        return effect;
    }

    private Optional<Effect> tryEffect(String sql) {
        try {
            return Optional.of(undone(
                    TABLES + "; " + sql + "\n; " + TABLES,
                    results -> difference(tables(results.get(0)), tables(results.get(results.size() - 1)))));
        } catch (SQLException e) {
            return lost ? Optional.empty() : Optional.of(new Effect(Set.of(), Set.of()));
        }
    }

    private record Storage(long file, long scans) {}

    private static Map<Long, Storage> tables(ResultSet rows) throws SQLException {
        Map<Long, Storage> tables = new HashMap<>();
        while (rows.next()) {
            tables.put(rows.getLong(1), new Storage(rows.getLong(2), rows.getLong(3)));
        }
        return tables;
    }

    @Override
    public Optional<Definitions> definitions(Creation creation) {
        return lost ? Optional.empty() : compared(creation);
    }

    private Optional<Definitions> compared(Creation creation) {
        boolean alone = !transactional;
        try {
            autoCommit(false);
            run("SAVEPOINT lint");
            return RelationText.compare(connection, creation);
        } catch (SQLException e) {
            return Optional.empty();
        } finally {
            lost |= execute(UNDO).isPresent();
            if (alone) {
                rollback();
            }
        }
    }

    private Effect difference(Map<Long, Storage> before, Map<Long, Storage> after) throws SQLException {
        List<Long> rewritten = new ArrayList<>();
        List<Long> scanned = new ArrayList<>();
        before.forEach((oid, there) -> {
            Storage now = after.getOrDefault(oid, there);
            if (now.file() != there.file()) {
                rewritten.add(oid);
            }
            if (now.scans() != there.scans()) {
                scanned.add(oid);
            }
        });
        return new Effect(names(rewritten), names(scanned));
    }

    private Set<String> names(List<Long> oids) throws SQLException {
        Set<String> names = new HashSet<>();
        for (long oid : oids) {
            names.add(text(connection, "SELECT " + oid + "::regclass::text"));
        }
        return names;
    }

    @FunctionalInterface
    private interface Reading<T> {
        T read(List<ResultSet> results) throws SQLException;
    }

    /** Runs statements and undoes them, in one message. Reads the rows of those that have any. */
    private <T> T undone(String sql, Reading<T> reading) throws SQLException {
        boolean alone = !transactional;
        autoCommit(false);
        try (var statement = connection.createStatement()) {
            statement.setEscapeProcessing(false);
            return reading.read(Results.of(statement, statement.execute("SAVEPOINT lint; " + sql + "\n; " + UNDO)));
        } catch (SQLException e) {
            lost |= execute(UNDO).isPresent();
            throw e;
        } finally {
            if (alone) {
                rollback();
            }
        }
    }

    private Optional<SQLException> execute(String sql) {
        try {
            run(sql);
            return Optional.empty();
        } catch (SQLException e) {
            return Optional.of(e);
        }
    }

    private void run(String sql) throws SQLException {
        try (var statement = connection.createStatement()) {
            statement.setEscapeProcessing(false);
            statement.execute(sql);
        }
    }

    private static String message(SQLException e) {
        String first = String.valueOf(e.getMessage()).lines().findFirst().orElse("");
        return first.replaceFirst("^[A-Z]+: ", "");
    }

    @Override
    public void end() {
        try {
            if (!lost) {
                latestNow = latest(transactional ? "COMMIT; " + asNew : asNew);
            }
        } catch (SQLException e) {
            lost = true; // a deferred constraint, or a broken connection
        }
        rollback();
        schema = null;
    }

    /** Undoes what was not committed. */
    private void rollback() {
        try {
            if (!connection.getAutoCommit()) {
                connection.rollback();
                connection.setAutoCommit(true);
            }
        } catch (SQLException e) {
            lost = true;
        }
    }

    private void autoCommit(boolean on) {
        try {
            connection.setAutoCommit(on);
        } catch (SQLException e) {
            lost = true;
        }
    }

    @Override
    public void lose() {
        lost = true;
    }

    @Override
    public Optional<String> tryOut(String sql) {
        if (lost) {
            return Optional.empty();
        }
        try {
            undone(sql, results -> true);
            return Optional.empty();
        } catch (SQLException e) {
            return lost ? Optional.empty() : Optional.of(message(e));
        }
    }

    @Override
    public void close() {
        autoCommit(true);
    }
}
