package io.fastmigrate.lint.internal.sqlite;

import io.fastmigrate.internal.sql.statement.StatementFacts;
import io.fastmigrate.internal.sql.statement.StatementKind;
import io.fastmigrate.internal.sql.token.SqliteNames;
import io.fastmigrate.lint.internal.frame.ScriptPlan;
import io.fastmigrate.lint.internal.frame.Shadow;
import io.fastmigrate.lint.internal.model.Schema;
import io.fastmigrate.lint.internal.model.Statement;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.sqlite.SQLiteConfig;

/**
 * A SQLite database in memory. What only changes rows is not run, so it stays empty; nor is what attaches a file or writes
 * one. A script is one transaction unless the runner has it run without one.
 */
final class SqliteShadow implements Shadow {

    private static final Pattern OTHERS = Pattern.compile("(?i)\\b(?:sqlite_|_meta|_fastmigrate_)");

    private final Connection connection;
    private final SqliteSchema.Memory memory = new SqliteSchema.Memory();
    /** As it was read last. */
    private @Nullable SqliteSchema schema;

    private Change change = Change.ANY;
    /** The table that has new columns since. */
    private @Nullable String altered;

    private boolean lost;
    private boolean transactional;
    private boolean attached;

    /** What may have changed since the schema was read last. */
    private enum Change {
        NOTHING,
        /** There are new objects, and one table may have new columns. */
        ADDED,
        ANY
    }

    SqliteShadow() {
        try {
            SQLiteConfig config = new SQLiteConfig();
            connection = config.createConnection("jdbc:sqlite::memory:");
        } catch (SQLException e) {
            throw new IllegalStateException("SQLite makes a database in memory.", e);
        }
    }

    @Override
    public Optional<Schema> schema() {
        if (lost) {
            return Optional.empty();
        }
        try {
            SqliteSchema now = now();
            schema = now;
            change = Change.NOTHING;
            altered = null;
            return Optional.of(now);
        } catch (SQLException e) {
            lost = true;
            return Optional.empty();
        }
    }

    private SqliteSchema now() throws SQLException {
        SqliteSchema before = schema;
        if (before == null || change == Change.ANY) {
            return SqliteSchema.read(connection, memory);
        }
        return change == Change.NOTHING ? before : before.changed(connection, altered);
    }

    @Override
    public void begin(ScriptPlan plan) {
        transactional = plan.isTransactional();
        attached = false;
        if (transactional) {
            execute("BEGIN");
        }
    }

    @Override
    public Optional<String> run(Statement statement) {
        if (lost) {
            return Optional.empty();
        }
        StatementFacts facts = statement.facts();
        if (!isRun(facts)) {
            return facts.kind().isOfRows() ? refusalOfRows(statement) : Optional.empty();
        }
        if (statement.isCut()) {
            lost = true;
            return Optional.empty();
        }
        follow(statement);
        attached |= facts.kind() == StatementKind.ATTACH;
        Optional<String> refused = execute(
                facts.kind() == StatementKind.ATTACH
                        ? "ATTACH ':memory:' AS " + attachedName(statement)
                        : statement.text());
        lost |= refused.isPresent();
        return attached ? Optional.empty() : refused;
    }

    private void follow(Statement statement) {
        boolean adds = switch (statement.facts().kind()) {
            case CREATE_TABLE, CREATE_TABLE_AS, CREATE_VIRTUAL_TABLE, CREATE_INDEX, CREATE_VIEW, CREATE_TRIGGER ->
                !statement.facts().temporary();
            case ALTER_TABLE -> isOfColumn(statement);
            default -> false;
        };
        change = adds && change != Change.ANY ? Change.ADDED : Change.ANY;
    }

    /** Tells whether it adds a column, and no other table has new ones. */
    private boolean isOfColumn(Statement statement) {
        var cursor = statement.cursor();
        if (!cursor.accept("ALTER", "TABLE")) {
            return false;
        }
        var name = cursor.name();
        if (name.isEmpty() || name.get().schema() != null || !cursor.accept("ADD")) {
            return false;
        }
        String table = name.get().text();
        boolean alone = altered == null || SqliteNames.same(altered, table);
        altered = table;
        return alone;
    }

    /** What is of SQLite or of fastmigrate itself may be there on the real database alone. */
    private Optional<String> refusalOfRows(Statement statement) {
        boolean head = !statement.isWhole();
        boolean others = OTHERS.matcher(statement.text()).find();
        return attached || head || others ? Optional.empty() : tryOut(statement.text());
    }

    private static String attachedName(Statement statement) {
        var tokens = statement.tokens();
        return tokens.get(tokens.size() - 1).text();
    }

    private boolean isRun(StatementFacts facts) {
        return switch (facts.kind()) {
            case BEGIN, COMMIT, ROLLBACK -> !transactional;
            case SAVEPOINT, RELEASE, ROLLBACK_TO, ATTACH -> true;
            case PRAGMA -> isPragmaRun(facts);
            case INSERT, UPDATE, DELETE -> isOfSchema(facts);
            case SELECT, VACUUM, DETACH, ANALYZE, REINDEX, EXPLAIN -> false;
            default -> true;
        };
    }

    /** Of the others, none changes what a later statement does to the schema. */
    private static boolean isPragmaRun(StatementFacts facts) {
        String name = SqliteNames.fold(String.valueOf(facts.name()));
        return facts.value() != null && (name.equals("legacy_alter_table") || name.equals("writable_schema"));
    }

    private static boolean isOfSchema(StatementFacts facts) {
        String name = SqliteNames.fold(String.valueOf(facts.name()));
        return name.equals("sqlite_schema") || name.equals("sqlite_master");
    }

    @Override
    public void end() {
        if (transactional) {
            execute("COMMIT");
        }
        execute("PRAGMA legacy_alter_table = OFF");
        execute("PRAGMA writable_schema = OFF");
    }

    @Override
    public void lose() {
        lost = true;
    }

    @Override
    public Optional<String> tryOut(String sql) {
        try (PreparedStatement prepared = connection.prepareStatement(sql)) {
            prepared.clearWarnings();
            return Optional.empty();
        } catch (SQLException e) {
            return Optional.of(SqliteMessages.of(e));
        }
    }

    private Optional<String> execute(String sql) {
        try (java.sql.Statement statement = connection.createStatement()) {
            statement.execute(sql);
            return Optional.empty();
        } catch (SQLException e) {
            return Optional.of(SqliteMessages.of(e));
        }
    }

    @Override
    public void close() {
        try {
            connection.close();
        } catch (SQLException e) {
            throw new IllegalStateException("A database in memory can be closed.", e);
        }
    }
}
