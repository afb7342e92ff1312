package io.fastmigrate.lint.internal.server;

import io.fastmigrate.Script;
import io.fastmigrate.internal.inspect.Inspection;
import io.fastmigrate.internal.inspect.ShadowDatabase;
import io.fastmigrate.internal.port.SchemaInspection;
import io.fastmigrate.internal.sql.dialect.DialectRules;
import io.fastmigrate.lint.internal.frame.Check;
import io.fastmigrate.lint.internal.frame.LintedDatabase;
import io.fastmigrate.lint.internal.frame.ScriptReader;
import io.fastmigrate.lint.internal.frame.Settings;
import io.fastmigrate.lint.internal.frame.Shadow;
import io.fastmigrate.lint.internal.model.Statement;
import java.io.IOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/**
 * Linting for a database on a server, whose shadow database is a temporary one beside it.
 *
 * @param checks makes a new check for each rule
 * @param shadows makes the shadow of a connection to the temporary database
 */
public record ServerLint(
        Inspection inspection, DialectRules rules, Function<Settings, List<Check>> checks, ShadowMaker shadows)
        implements LintedDatabase {

    /** What runs code that no rule reads, and what the report calls it. */
    private static final Map<String, String> CODE = Map.of("DO", "DO block", "CALL", "CALL", "EXECUTE", "EXECUTE");

    /** Makes the shadow of a connection to an empty database. */
    @FunctionalInterface
    public interface ShadowMaker {
        Shadow make(Connection connection, DialectRules rules, SchemaInspection.Outside outside) throws SQLException;
    }

    @Override
    public List<Check> checks(Settings settings) {
        return checks.apply(settings);
    }

    @Override
    public ScriptReader open(Script script) throws IOException {
        return ServerReader.open(script, rules);
    }

    @Override
    public <T> T shadowed(Function<Shadow, T> use) {
        return inspection.shadow(List.of(), empty -> inspect(empty, use));
    }

    private <T> T inspect(ShadowDatabase empty, Function<Shadow, T> use) {
        SchemaInspection inside = empty.schema();
        return inside.read(connection -> {
            try (Shadow shadow = shadows.make(connection, rules, inside.outside(connection))) {
                return use.apply(shadow);
            }
        });
    }

    @Override
    public Optional<String> unreadable(Statement statement) {
        return Optional.ofNullable(CODE.get(statement.verb()));
    }
}
