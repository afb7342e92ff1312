package io.fastmigrate.lint;

import io.fastmigrate.FastMigrate;
import io.fastmigrate.Script;
import io.fastmigrate.Version;
import io.fastmigrate.error.InvalidSettingException;
import io.fastmigrate.internal.inspect.Inspection;
import io.fastmigrate.lint.internal.frame.Coverage;
import io.fastmigrate.lint.internal.frame.Found;
import io.fastmigrate.lint.internal.frame.GitComparison;
import io.fastmigrate.lint.internal.frame.LintedDatabase;
import io.fastmigrate.lint.internal.frame.NoShadow;
import io.fastmigrate.lint.internal.frame.ScriptLint;
import io.fastmigrate.lint.internal.frame.Settings;
import io.fastmigrate.lint.internal.frame.Shadow;
import io.fastmigrate.lint.internal.rule.sqlite.SqliteRules;
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
 * Reads migration scripts before they run. It writes nothing: the schema that a script meets is built from the scripts before it,
 * in a database in memory.
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
     * Compares the scripts with those of a branch or commit of Git, too: scripts that it has are not edited or
     * renumbered, and new ones have higher numbers.
     */
    public Linter against(String reference) {
        against = reference;
        return this;
    }

    /** Sets the oldest version of SQLite that opens the database, such as {@code 3.40}. */
    public Linter sqliteReaders(String version) {
        sqliteReaders = version;
        return this;
    }

    /**
     * Lints the scripts.
     *
     * @throws io.fastmigrate.error.MigrationsNotFoundException if the migrations directory cannot be read
     * @throws InvalidSettingException if the database is not SQLite
     */
    public LintReport lint() {
        if (!Inspection.of(fastMigrate).isSqlite()) {
            throw InvalidSettingException.of(
                    "lint has rules for SQLite alone, and this is another database: " + fastMigrate.databaseName()
                            + ".",
                    "Rehearse its scripts instead.");
        }
        List<Script> scripts = fastMigrate.scripts();
        List<Script> linted = scripts.stream().filter(chosen).toList();
        List<Finding> findings = new ArrayList<>();
        LintedDatabase database = new SqliteLint(SqliteRules::checks);
        Coverage coverage;
        try (Shadow shadow = shadowed ? database.shadow() : new NoShadow()) {
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
            coverage = lint.coverage();
        }
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
