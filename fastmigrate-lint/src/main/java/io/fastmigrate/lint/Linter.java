package io.fastmigrate.lint;

import io.fastmigrate.FastMigrate;
import io.fastmigrate.Script;
import io.fastmigrate.Version;
import io.fastmigrate.error.InvalidSettingException;
import io.fastmigrate.internal.inspect.Inspection;
import io.fastmigrate.internal.sql.dialect.DialectRules;
import io.fastmigrate.lint.internal.frame.Coverage;
import io.fastmigrate.lint.internal.frame.Found;
import io.fastmigrate.lint.internal.frame.GitComparison;
import io.fastmigrate.lint.internal.frame.LintedDatabase;
import io.fastmigrate.lint.internal.frame.NoShadow;
import io.fastmigrate.lint.internal.frame.ScriptLint;
import io.fastmigrate.lint.internal.frame.Settings;
import io.fastmigrate.lint.internal.frame.Shadow;
import io.fastmigrate.lint.internal.postgres.PostgresShadow;
import io.fastmigrate.lint.internal.rule.postgres.PostgresRules;
import io.fastmigrate.lint.internal.rule.sqlite.SqliteRules;
import io.fastmigrate.lint.internal.server.ServerLint;
import io.fastmigrate.lint.internal.sqlite.SqliteLint;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Reads migration scripts before they run. It changes no database: the schema that a script meets is built from the scripts before it, in
 * memory for SQLite, and for PostgreSQL in a temporary database of its server, which is dropped at the end.
 *
 * <pre>{@code
 * LintReport report = Linter.of(fastMigrate).lint();
 * }</pre>
 */
public final class Linter {

    private final FastMigrate fastMigrate;
    private final Map<String, Optional<Severity>> severities = new HashMap<>();
    private Predicate<Script> chosen = script -> true;
    private boolean shadowed = true;
    private @Nullable String sqliteReaders;
    private @Nullable String against;

    private Linter(FastMigrate fastMigrate) {
        this.fastMigrate = fastMigrate;
    }

    /** Makes a linter of all scripts. */
    public static Linter of(FastMigrate fastMigrate) {
        return new Linter(fastMigrate);
    }

    /** Lints scripts with a number above this one alone. */
    public Linter above(Version version) {
        return only(script -> script.isRepeatable() || script.version().isAfter(version));
    }

    /** Lints these scripts alone; what is before them still makes the schema that they meet. */
    public Linter only(Predicate<Script> scripts) {
        chosen = chosen.and(scripts);
        return this;
    }

    /** Builds no schema: rules that need it say that they could not decide. */
    public Linter withoutSchema() {
        shadowed = false;
        return this;
    }

    /** Sets how serious the findings of a rule are. */
    public Linter severity(Rule rule, Severity severity) {
        severities.put(rule.id(), Optional.of(severity));
        return this;
    }

    /** Switches a rule off. */
    public Linter off(Rule rule) {
        severities.put(rule.id(), Optional.empty());
        return this;
    }

    /**
     * Sets how serious the findings of a rule are, as a configuration says it.
     *
     * @param id id of the rule, such as {@code S16}, in any case
     * @param level {@code off}, {@code error}, {@code warning} or {@code info}
     * @throws InvalidSettingException if there is no such rule or level
     */
    public Linter rule(String id, String level) {
        severities.put(RuleLevel.rule(id).id(), RuleLevel.of(id, level));
        return this;
    }

    /**
     * Compares the scripts with those of a branch or commit of Git, too: scripts that it has are not edited or
     * renumbered, and new ones have higher numbers.
     */
    public Linter against(String reference) {
        against = reference;
        return this;
    }

    /**
     * Sets the oldest version of SQLite that opens the database, such as {@code 3.40}.
     *
     * @throws InvalidSettingException if it is not the number of such a version
     */
    public Linter sqliteReaders(String version) {
        sqliteReaders = RuleLevel.sqliteVersion(version);
        return this;
    }

    /**
     * Lints the scripts.
     *
     * @throws io.fastmigrate.error.MigrationsNotFoundException if the migrations directory cannot be read
     * @throws InvalidSettingException if there are no rules for the database
     * @throws io.fastmigrate.error.DatabaseUnusableException if the server lets this user make no temporary database
     */
    public LintReport lint() {
        LintedDatabase database = database();
        return shadowed ? database.shadowed(shadow -> lint(database, shadow)) : lint(database, new NoShadow());
    }

    private LintedDatabase database() {
        Inspection inspection = Inspection.of(fastMigrate);
        if (inspection.isSqlite()) {
            return new SqliteLint(SqliteRules::checks);
        }
        DialectRules rules = inspection.statementRules().orElseThrow(this::noRules);
        return switch (rules.dialect()) {
            case POSTGRESQL -> new ServerLint(inspection, rules, PostgresRules::checks, PostgresShadow::of);
            default -> throw noRules();
        };
    }

    private InvalidSettingException noRules() {
        return InvalidSettingException.of(
                "lint has rules for SQLite and PostgreSQL, and this is another database: " + fastMigrate.databaseName()
                        + ".",
                "Rehearse its scripts instead.");
    }

    private LintReport lint(LintedDatabase database, Shadow shadow) {
        List<Script> scripts = fastMigrate.scripts();
        List<Script> linted = scripts.stream().filter(chosen).toList();
        List<Finding> findings = new ArrayList<>();
        GitComparison git = against == null ? GitComparison.none() : GitComparison.of(scripts, against);
        ScriptLint lint = new ScriptLint(database, shadow, new Settings(sqliteReaders));
        for (Script script : scripts) {
            if (chosen.test(script)) {
                git.look(script).forEach(found -> finding(script, found).ifPresent(findings::add));
                lint.lint(script).forEach(found -> finding(script, found).ifPresent(findings::add));
            } else {
                lint.pass(script);
            }
        }
        Coverage coverage = lint.coverage();
        return new LintReport(
                linted,
                findings,
                new LintReport.Coverage(coverage.statements(), coverage.notAnalysed(), coverage.undecided()));
    }

    private Optional<Finding> finding(Script script, Found found) {
        Rule rule = Rule.of(found.id().toUpperCase(Locale.ROOT)).orElseThrow();
        Optional<Severity> severity =
                severities.getOrDefault(rule.id(), Optional.of(rule.ruleClass().severity()));
        return severity.map(known -> new Finding(
                rule,
                known,
                script,
                found.position(),
                new Finding.Text(found.message(), found.safeWay(), found.excerpt())));
    }
}
