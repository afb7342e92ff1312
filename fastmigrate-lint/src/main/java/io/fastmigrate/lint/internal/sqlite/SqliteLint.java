package io.fastmigrate.lint.internal.sqlite;

import io.fastmigrate.Script;
import io.fastmigrate.internal.sql.statement.StatementKind;
import io.fastmigrate.lint.internal.frame.Check;
import io.fastmigrate.lint.internal.frame.LintedDatabase;
import io.fastmigrate.lint.internal.frame.ScriptReader;
import io.fastmigrate.lint.internal.frame.Settings;
import io.fastmigrate.lint.internal.frame.Shadow;
import io.fastmigrate.lint.internal.model.Statement;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/** Linting for SQLite. */
public final class SqliteLint implements LintedDatabase {

    private final Function<Settings, List<Check>> checks;

    /** @param checks makes a new check for each rule */
    public SqliteLint(Function<Settings, List<Check>> checks) {
        this.checks = checks;
    }

    @Override
    public List<Check> checks(Settings settings) {
        return checks.apply(settings);
    }

    @Override
    public ScriptReader open(Script script) throws IOException {
        return SqliteReader.open(script);
    }

    @Override
    public <T> T shadowed(Function<Shadow, T> use) {
        try (Shadow shadow = new SqliteShadow()) {
            return use.apply(shadow);
        }
    }

    @Override
    public Optional<String> unreadable(Statement statement) {
        return statement.facts().kind() == StatementKind.OTHER ? Optional.of(statement.verb()) : Optional.empty();
    }
}
