package io.fastmigrate.lint;

import io.fastmigrate.FastMigrate;
import io.fastmigrate.Script;
import io.fastmigrate.Version;
import io.fastmigrate.error.InvalidSettingException;
import io.fastmigrate.internal.inspect.Inspection;
import io.fastmigrate.internal.sql.dialect.DialectRules;
import io.fastmigrate.internal.sql.token.SqlDialect;
import io.fastmigrate.lint.internal.fix.FileChanges;
import io.fastmigrate.lint.internal.fix.Fixer;
import io.fastmigrate.lint.internal.fix.Harm;
import io.fastmigrate.lint.internal.frame.AppliedScripts;
import io.fastmigrate.lint.internal.frame.Coverage;
import io.fastmigrate.lint.internal.frame.Found;
import io.fastmigrate.lint.internal.frame.GitComparison;
import io.fastmigrate.lint.internal.frame.LintedDatabase;
import io.fastmigrate.lint.internal.frame.NoShadow;
import io.fastmigrate.lint.internal.frame.ScriptLint;
import io.fastmigrate.lint.internal.frame.ScriptOrder;
import io.fastmigrate.lint.internal.frame.Settings;
import io.fastmigrate.lint.internal.frame.Shadow;
import io.fastmigrate.lint.internal.mysql.MySqlShadow;
import io.fastmigrate.lint.internal.postgres.PostgresShadow;
import io.fastmigrate.lint.internal.prove.Prover;
import io.fastmigrate.lint.internal.prove.Shown;
import io.fastmigrate.lint.internal.prove.SqliteProver;
import io.fastmigrate.lint.internal.prove.mysql.MySqlSamples;
import io.fastmigrate.lint.internal.prove.mysql.MySqlTrial;
import io.fastmigrate.lint.internal.prove.postgres.PostgresSamples;
import io.fastmigrate.lint.internal.prove.postgres.PostgresTrial;
import io.fastmigrate.lint.internal.prove.server.ServerProver;
import io.fastmigrate.lint.internal.rule.mysql.MySqlRules;
import io.fastmigrate.lint.internal.rule.postgres.PostgresRules;
import io.fastmigrate.lint.internal.rule.sqlite.SqliteRules;
import io.fastmigrate.lint.internal.server.ServerLint;
import io.fastmigrate.lint.internal.sqlite.SqliteLint;
import java.nio.file.Path;
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
 * memory for SQLite, and for PostgreSQL, MariaDB and MySQL in a temporary database of the server, which is dropped at the end.
 *
 * <pre>{@code
 * LintReport report = Linter.of(fastMigrate).lint();
 * }</pre>
 */
public final class Linter {

    private final FastMigrate fastMigrate;
    private final Map<String, Optional<Severity>> severities = new HashMap<>();
    private Predicate<Script> chosen = script -> true;
    private Predicate<Script> pending = script -> true;
    private boolean shadowed = true;
    private boolean proving;
    private @Nullable String sqliteReaders;
    private @Nullable String against;

    private Linter(FastMigrate fastMigrate) {
        this.fastMigrate = fastMigrate;
    }

    /** Makes a linter of all scripts. */
    public static Linter of(FastMigrate fastMigrate) {
        return new Linter(fastMigrate);
    }

    /** Lints scripts with a number above this one alone. All are compared with a branch of Git, if one is set. */
    public Linter above(Version version) {
        pending =
                pending.and(script -> script.isRepeatable() || script.version().isAfter(version));
        return this;
    }

    /** Lints scripts that the database has not applied alone, as its history says. All are compared with a branch of Git, if one is set. */
    public Linter onlyPending() {
        Inspection inspection = Inspection.of(fastMigrate);
        AppliedScripts applied = inspection.guarded(() -> applied(inspection));
        pending = pending.and(script -> !applied.has(script));
        return this;
    }

    private static AppliedScripts applied(Inspection inspection) {
        return new AppliedScripts(
                inspection.snapshot(), order(inspection, GitComparison.none()).scripts());
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

    /** Shows each finding by running its script on temporary databases with rows in each table. */
    public Linter prove() {
        proving = true;
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
     * Returns all scripts in the order in which they are linted. Of those that share a number, all but one come behind the others.
     *
     * @throws io.fastmigrate.error.MigrationsNotFoundException if the migrations directory cannot be read
     */
    public List<Script> scripts() {
        Inspection inspection = Inspection.of(fastMigrate);
        return inspection.guarded(() -> ScriptOrder.of(inspection, inspection.sharingNumbers(), script -> false)
                .scripts());
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
        return Inspection.of(fastMigrate)
                .guarded(() -> shadowed
                        ? database.shadowed(shadow -> lint(database, shadow))
                        : lint(database, new NoShadow()));
    }

    private LintedDatabase database() {
        Inspection inspection = Inspection.of(fastMigrate);
        if (inspection.isSqlite()) {
            return new SqliteLint(SqliteRules::checks);
        }
        DialectRules rules = inspection.statementRules().orElseThrow(this::noRules);
        return switch (rules.dialect()) {
            case POSTGRESQL -> new ServerLint(inspection, rules, PostgresRules::checks, PostgresShadow::of);
            case MYSQL -> new ServerLint(inspection, rules, MySqlRules::checks, MySqlShadow::of);
            default -> throw noRules();
        };
    }

    private InvalidSettingException noRules() {
        return InvalidSettingException.of(
                "lint has rules for SQLite, PostgreSQL, MariaDB and MySQL, and this is another database: "
                        + fastMigrate.databaseName() + ".",
                "Rehearse its scripts instead.");
    }

    private LintReport lint(LintedDatabase database, Shadow shadow) {
        Inspection inspection = Inspection.of(fastMigrate);
        ScriptLint lint = new ScriptLint(database, shadow, new Settings(sqliteReaders));
        List<Finding> findings = findings(inspection, lint, chosen, pending);
        ScriptOrder order = order(inspection, git(inspection));
        Coverage coverage = lint.coverage();
        return new LintReport(
                order.scripts().stream().filter(chosen.and(pending)).toList(),
                proving ? shown(findings, prover(inspection, database, order.scripts())) : findings,
                new LintReport.Coverage(coverage.statements(), coverage.notAnalysed(), coverage.undecided()));
    }

    private static ScriptOrder order(Inspection inspection, GitComparison git) {
        return ScriptOrder.of(inspection, inspection.sharingNumbers(), git::has);
    }

    /**
     * Returns what is found.
     *
     * @param named the scripts that are linted
     * @param read those of them whose texts are, too
     */
    private List<Finding> findings(
            Inspection inspection, ScriptLint lint, Predicate<Script> named, Predicate<Script> read) {
        GitComparison git = git(inspection);
        ScriptOrder order = order(inspection, git);
        List<Finding> findings = new ArrayList<>();
        git.deleted().stream()
                .filter(named)
                .forEach(script -> finding(script, git.ofDeleted()).ifPresent(findings::add));
        for (Script script : order.scripts()) {
            if (named.test(script)) {
                files(script, git, order)
                        .forEach(found -> finding(script, found).ifPresent(findings::add));
            }
            if (named.and(read).test(script)) {
                lint.lint(script).forEach(found -> finding(script, found).ifPresent(findings::add));
            } else {
                lint.pass(script);
            }
        }
        return findings;
    }

    /**
     * Finds out which findings have a safe way that is mechanical, and which files it changes. Only numbered scripts change that neither
     * the database nor the branch of {@link #against} has. Other scripts in their place are linted again, and make the same schema
     * on a temporary database. No file is changed before {@link FixPlan#write}.
     *
     * @throws InvalidSettingException if there is no database and no branch, or no schema is built
     */
    public FixPlan planFixes() {
        if (!shadowed) {
            throw InvalidSettingException.of(
                    "Scripts are fixed only if the schema is built: the fixed ones must make the same. Nothing was changed.",
                    "Leave out --no-schema.");
        }
        return Inspection.of(fastMigrate).guarded(this::plannedFixes);
    }

    private FixPlan plannedFixes() {
        Inspection inspection = Inspection.of(fastMigrate);
        AppliedScripts applied = applied(inspection);
        if (against == null && !applied.isKnown()) {
            throw InvalidSettingException.of(
                    "Scripts are fixed only if it is known which of them were applied. Nothing was changed.",
                    "Name a database that exists (--db), or the branch that scripts are merged into (--against origin/main).");
        }
        GitComparison git = git(inspection);
        List<Script> scripts = order(inspection, git).scripts();
        scripts.stream()
                .flatMap(script -> script.path().stream())
                .filter(FileChanges::isUnfinished)
                .forEach(file -> {
                    throw InvalidSettingException.of(
                            "An interrupted lint --fix has left " + file + ". Nothing was changed.",
                            "Run lint --fix without --dry-run, which finishes what was begun.");
                });
        return new FixPlan(new Fixer(inspection, git, against == null ? "" : against, applied)
                .plan(
                        scripts,
                        harms(inspection),
                        harm -> chosen.test(harm.script()) && (harm.isAboutFile() || pending.test(harm.script())),
                        others -> harms(inspection.withScripts(others))));
    }

    private List<Harm> harms(Inspection inspection) {
        LintedDatabase database = database();
        return database
                .shadowed(shadow -> findings(
                        inspection,
                        new ScriptLint(database, shadow, new Settings(sqliteReaders)),
                        script -> true,
                        script -> true))
                .stream()
                .map(finding -> new Harm(
                        finding.script(), finding.rule().id(), finding.position(), finding.severity() == Severity.INFO))
                .toList();
    }

    /**
     * Makes the rest of the changes that a killed process has begun by {@link FixPlan#write}.
     *
     * @return whether there were any
     */
    public boolean finishFixes() {
        Inspection inspection = Inspection.of(fastMigrate);
        return inspection.guarded(() -> {
            List<Path> unfinished = order(inspection, GitComparison.none()).scripts().stream()
                    .flatMap(script -> script.path().stream())
                    .filter(FileChanges::isUnfinished)
                    .toList();
            unfinished.forEach(FileChanges::finish);
            return !unfinished.isEmpty();
        });
    }

    private GitComparison git(Inspection inspection) {
        if (against == null) {
            return GitComparison.none();
        }
        List<Script> sharing = inspection.sharingNumbers();
        List<Script> all = new ArrayList<>(inspection.scriptsWithout(sharing));
        all.addAll(sharing);
        return GitComparison.of(all, against);
    }

    /** Returns what is wrong with the name of a script, or with its text against the one that was merged: applied or not, that counts. */
    private static List<Found> files(Script script, GitComparison git, ScriptOrder order) {
        List<Found> found = git.look(script);
        return found.isEmpty() ? order.look(script).stream().toList() : found;
    }

    private Prover prover(Inspection inspection, LintedDatabase database, List<Script> scripts) {
        if (inspection.isSqlite()) {
            return new SqliteProver(inspection, scripts);
        }
        return inspection.statementRules().orElseThrow(this::noRules).dialect() == SqlDialect.POSTGRESQL
                ? new ServerProver(inspection, database, scripts, PostgresSamples::fill, PostgresTrial::run)
                : new ServerProver(inspection, database, scripts, MySqlSamples::fill, MySqlTrial::run);
    }

    private static List<Finding> shown(List<Finding> findings, Prover prover) {
        return findings.stream()
                .map(finding -> {
                    Shown shown = prover.prove(finding.rule().id(), finding.script(), finding.position());
                    return finding.with(new Proof(shown.shown(), shown.text()));
                })
                .toList();
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
