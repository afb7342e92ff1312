package io.fastmigrate.lint.internal.mysql;

import io.fastmigrate.internal.port.SchemaInspection;
import io.fastmigrate.internal.sql.dialect.DialectRules;
import io.fastmigrate.internal.sql.dialect.SqlEffect;
import io.fastmigrate.lint.internal.frame.Alteration;
import io.fastmigrate.lint.internal.frame.Definitions;
import io.fastmigrate.lint.internal.frame.RowTrial;
import io.fastmigrate.lint.internal.frame.ScriptPlan;
import io.fastmigrate.lint.internal.frame.Shadow;
import io.fastmigrate.lint.internal.model.Creation;
import io.fastmigrate.lint.internal.model.Cursor;
import io.fastmigrate.lint.internal.model.Schema;
import io.fastmigrate.lint.internal.model.Statement;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A temporary database of MariaDB or MySQL. What only changes or reads rows is not run, so it stays empty, nor is what reaches beyond the
 * database. Definitions commit by themselves there and cannot be undone, so what they would do is tried on a copy of the table.
 */
public final class MySqlShadow implements Shadow {

    private static final Set<String> ROWS = Set.of(
            "INSERT",
            "UPDATE",
            "DELETE",
            "REPLACE",
            "TRUNCATE",
            "WITH",
            "VALUES",
            "TABLE",
            "LOAD",
            "EXPLAIN",
            "SHOW",
            "DESC",
            "DESCRIBE",
            "ANALYZE",
            "OPTIMIZE",
            "CHECK",
            "REPAIR",
            "CHECKSUM",
            "CACHE",
            "HANDLER",
            "LOCK",
            "UNLOCK",
            "BINLOG",
            "DO",
            "HELP");

    private static final Set<String> TRIED = Set.of("INSERT", "UPDATE", "DELETE", "REPLACE", "WITH");

    private static final Set<String> CODE =
            Set.of("CALL", "PREPARE", "EXECUTE", "DEALLOCATE", "SELECT", "SET", "BEGIN");

    private static final Set<String> DEFINING = Set.of("CREATE", "ALTER", "DROP", "RENAME", "USE");

    private static final Pattern OURS = Pattern.compile("(?i)(?:\\b_meta|_fastmigrate_)");

    private static final Pattern EXECUTABLE = Pattern.compile("^/\\*M?!\\d*\\s*");

    private static final Pattern OF_SERVER = Pattern.compile(
            "(?:CREATE|ALTER|DROP)(?: OR REPLACE)? (?:DEFINER = \\S+(?: ?@ ?\\S+)? )?(?:USER|ROLE|SERVER|EVENT)\\b.*",
            Pattern.DOTALL);

    /** Who may do what, and who there is, differs from server to server. */
    private static final Set<Integer> CAUSES_OF_ANOTHER_SERVER =
            Set.of(1044, 1045, 1142, 1143, 1227, 1235, 1290, 1370, 1449);

    private final Connection connection;
    private final DialectRules rules;
    private final SchemaInspection.Outside outside;
    private final TrialTable trials;
    private final String session;
    private final List<String> temporary = new ArrayList<>();
    private final Map<String, Optional<Alteration>> asked = new HashMap<>();
    private @Nullable Schema schema;
    private boolean lost;
    private boolean incomplete;

    private MySqlShadow(Connection connection, DialectRules rules, SchemaInspection.Outside outside, String session) {
        this.connection = connection;
        this.rules = rules;
        this.outside = outside;
        this.trials = new TrialTable(connection);
        this.session = session;
    }

    /** Makes one of an empty database; the connection stays open. */
    public static Shadow of(Connection connection, DialectRules rules, SchemaInspection.Outside outside)
            throws SQLException {
        return new MySqlShadow(connection, rules, outside, SessionSettings.read(connection));
    }

    @Override
    public Optional<Schema> schema() {
        if (lost) {
            return Optional.empty();
        }
        if (schema == null) {
            schema = new MySqlSchema(connection);
        }
        return Optional.of(schema);
    }

    @Override
    public void begin(ScriptPlan plan) {
        incomplete = false;
    }

    @Override
    public Optional<String> run(Statement statement) {
        if (lost || !isSent(rules.effect(statement.source()))) {
            return Optional.empty();
        }
        String head =
                EXECUTABLE.matcher(statement.source().head()).replaceFirst("").toUpperCase(Locale.ROOT);
        String verb = head.split("\\W", 2)[0];
        if (OF_SERVER.matcher(head).matches() || isOutside(statement.text(), head)) {
            incomplete = true;
            lost = DEFINING.contains(verb) && !OF_SERVER.matcher(head).matches();
            return Optional.empty();
        }
        if (ROWS.contains(verb) || (verb.equals("SELECT") && !statement.text().contains("@"))) {
            return statement.isCut() ? Optional.empty() : refusalOfRows(verb, statement.text());
        }
        if (statement.isCut()) {
            lost = true;
            return Optional.empty();
        }
        schema = null;
        asked.clear();
        if (head.matches("CREATE (OR REPLACE )?TEMPORARY TABLE .*")) {
            temporary.add(statement.text());
        }
        Optional<SQLException> refused = execute(statement.text());
        lost |= refused.isPresent();
        return refused.filter(error -> isOfTheScript(error, verb)).map(MySqlShadow::message);
    }

    private static boolean isSent(SqlEffect effect) {
        return switch (effect) {
            case BEGIN, COMMIT, SAVEPOINT, RELEASE, ROLLBACK, ROLLBACK_TO, FORBIDDEN -> false;
            default -> !effect.isLeftOut();
        };
    }

    private boolean isOutside(String text, String head) {
        try {
            return outside.of(text, head).isPresent();
        } catch (SQLException e) {
            return true;
        }
    }

    /** Tells whether the script itself is wrong, and not this server, which has other users than another one. */
    private boolean isOfTheScript(SQLException error, String verb) {
        return !incomplete && !CODE.contains(verb) && !CAUSES_OF_ANOTHER_SERVER.contains(error.getErrorCode());
    }

    private Optional<String> refusalOfRows(String verb, String text) {
        boolean tried =
                TRIED.contains(verb) && !incomplete && !OURS.matcher(text).find();
        return tried
                ? execute("EXPLAIN " + text)
                        .filter(error -> isOfTheScript(error, verb))
                        .map(MySqlShadow::message)
                : Optional.empty();
    }

    @Override
    public Optional<Alteration> alteration(Cursor.Name table, String actions) {
        return asked.computeIfAbsent(
                table.shown() + " " + actions,
                key -> isTriable(table, actions) ? trials.alteration(table.text(), actions) : Optional.empty());
    }

    @Override
    public Optional<List<String>> tryRow(Cursor.Name table, RowTrial trial) {
        return isTriable(table, trial.actions()) ? trials.tryRow(table.text(), trial) : Optional.empty();
    }

    @Override
    public Optional<Definitions> definitions(Creation creation) {
        boolean here = !lost
                && creation.name().name().schema() == null
                && !isOutside(
                        creation.statement().text(),
                        creation.statement().source().head());
        return here ? TrialDefinition.compare(connection, creation) : Optional.empty();
    }

    private boolean isTriable(Cursor.Name table, String actions) {
        return !lost && table.schema() == null && !isOutside("ALTER TABLE " + actions, "ALTER TABLE");
    }

    private Optional<SQLException> execute(String sql) {
        try {
            Sql.run(connection, sql);
            return Optional.empty();
        } catch (SQLException e) {
            return Optional.of(e);
        }
    }

    private static String message(SQLException e) {
        String first = String.valueOf(e.getMessage()).lines().findFirst().orElse("");
        return first.replaceFirst("^\\(conn=\\d+\\) ", "").replaceAll("`?fastmigrate_proof_\\w+`?\\.", "");
    }

    /** What a script leaves in the session is gone for the next one. */
    @Override
    public void end() {
        try {
            for (String made : temporary) {
                MySqlSchema.madeTable(made)
                        .ifPresent(name -> execute("DROP TEMPORARY TABLE IF EXISTS " + Sql.quoted(name)));
            }
            Sql.run(connection, session);
        } catch (SQLException e) {
            lost = true;
        }
        temporary.clear();
        schema = null;
    }

    @Override
    public void lose() {
        lost = true;
    }

    @Override
    public Optional<String> tryOut(String sql) {
        return lost ? Optional.empty() : execute("EXPLAIN " + sql).map(MySqlShadow::message);
    }

    @Override
    public void close() {}
}
