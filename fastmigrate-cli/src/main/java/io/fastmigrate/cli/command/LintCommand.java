package io.fastmigrate.cli.command;

import io.fastmigrate.FastMigrate;
import io.fastmigrate.FastMigrateBuilder;
import io.fastmigrate.Script;
import io.fastmigrate.Version;
import io.fastmigrate.cli.database.Target;
import io.fastmigrate.cli.output.Terminal;
import io.fastmigrate.cli.problem.ExitCode;
import io.fastmigrate.cli.problem.Failure;
import io.fastmigrate.lint.FixPlan;
import io.fastmigrate.lint.LintFormat;
import io.fastmigrate.lint.LintReport;
import io.fastmigrate.lint.Linter;
import io.fastmigrate.lint.Rule;
import io.fastmigrate.lint.Severity;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code fastmigrate lint}. */
@picocli.CommandLine.Command(
        name = "lint",
        description = "Find what loses data, blocks, fails on real rows or breaks running code, before the scripts run."
                + " Only --fix writes.",
        footer = {
            "",
            "Examples:",
            "  ${COMMAND-FULL-NAME}",
            "  ${COMMAND-FULL-NAME} --db data/app.db --fail-on warning",
            "  ${COMMAND-FULL-NAME} --format sarif migrations/0007-add-tags.sql",
            "  ${COMMAND-FULL-NAME} --against origin/main --fix --dry-run",
            "  ${COMMAND-FULL-NAME} --explain S6"
        })
public final class LintCommand extends ScriptsCommand {

    /** From which findings on the command fails. */
    public enum FailOn {
        ERROR,
        WARNING,
        NEVER
    }

    private static final String RULES = "rules.";

    @Parameters(
            paramLabel = "SCRIPT",
            arity = "0..*",
            description = "Lint these scripts alone, by number, name or path (default: all that were not applied).")
    private List<String> named = new ArrayList<>();

    @Option(names = "--all", description = "Lint scripts that were applied to the database of --db, too.")
    private boolean all;

    @Option(
            names = "--format",
            paramLabel = "text|json|sarif|github|gitlab|junit",
            description = "How the findings are printed (default: text).")
    private LintFormat format = LintFormat.TEXT;

    @Option(names = "--json", description = "Print one JSON object; the same as --format json.")
    private boolean json;

    @Option(
            names = "--fail-on",
            paramLabel = "error|warning|never",
            description = "Exit with 1 if there is such a finding (default: error).")
    private FailOn failOn = FailOn.ERROR;

    @Option(
            names = "--rule",
            paramLabel = "RULE=off|error|warning|info",
            description = "Switch a rule off, or change how serious it is; repeatable.")
    private List<String> rules = new ArrayList<>();

    @Option(
            names = "--no-schema",
            description = "Do not build the schema from the scripts; rules that need it are not decided.")
    private boolean noSchema;

    @Option(
            names = "--sqlite-readers",
            paramLabel = "VERSION",
            description = "Oldest version of SQLite that opens the database: 3.40.")
    private @Nullable String sqliteReaders;

    @Option(
            names = "--against",
            paramLabel = "REF",
            description =
                    "Branch or commit of Git, such as origin/main, whose scripts must be unchanged, with lower numbers"
                            + " than new ones.")
    private @Nullable String against;

    @Option(
            names = "--prove",
            description =
                    "Run the scripts with findings on temporary databases with rows in each table, and print what happened.")
    private boolean prove;

    @Option(
            names = "--fix",
            description = "Change scripts that neither the database of --db nor the branch of --against has, where the"
                    + " safe way is mechanical: in place, as the next scripts, by other numbers. They make the same"
                    + " schema, or nothing changes. Then lint again.")
    private boolean fix;

    @Option(names = "--dry-run", description = "With --fix: print what would change, and change nothing.")
    private boolean dryRun;

    @Option(
            names = "--explain",
            paramLabel = "RULE",
            description = "Print what a rule finds, and why, and the safe way.")
    private @Nullable String explain;

    @Mixin
    private ScriptValues values = new ScriptValues();

    public LintCommand(Terminal terminal) {
        super(terminal);
    }

    @Override
    protected boolean json() {
        return json || format == LintFormat.JSON;
    }

    @Override
    public ExitCode run() {
        if (explain != null) {
            terminal.out().print(rule(explain).explanation());
            return ExitCode.DONE;
        }
        if (target().usesAdapter()) {
            throw new Failure(
                    ExitCode.FAILED, "lint has no rules for the database of an adapter.", "Use rehearse instead.");
        }
        if (dryRun && !fix) {
            throw new Failure(
                    ExitCode.USAGE, "--dry-run has a meaning with --fix alone.", "Add --fix, or leave it out.");
        }
        FastMigrateBuilder builder = target().builder();
        values.apply(builder);
        FastMigrate fastMigrate = builder.build();
        LintReport report = fix ? fixed(fastMigrate) : linter(fastMigrate).lint();
        terminal.out().print((json ? LintFormat.JSON : format).write(report, terminal.directory()));
        boolean failed = switch (failOn) {
            case ERROR -> report.hasAtLeast(Severity.ERROR);
            case WARNING -> report.hasAtLeast(Severity.WARNING);
            case NEVER -> false;
        };
        return failed ? ExitCode.FAILED : ExitCode.DONE;
    }

    /** Returns what is left. */
    private LintReport fixed(FastMigrate fastMigrate) {
        if (!dryRun && Linter.of(fastMigrate).finishFixes()) {
            terminal.warn("An earlier lint --fix was interrupted. What it began is finished now.");
        }
        Linter linter = linter(fastMigrate);
        FixPlan plan = linter.planFixes();
        if (dryRun) {
            return linter.lint().with(plan);
        }
        Set<Path> files = files(named.isEmpty() ? List.of() : chosen(linter), plan);
        plan.write();
        return (named.isEmpty()
                        ? linter(fastMigrate)
                        : configured(fastMigrate)
                                .only(script ->
                                        script.path().filter(files::contains).isPresent()))
                .lint()
                .with(plan);
    }

    /** Returns the files in which scripts are after the changes. */
    private static Set<Path> files(List<Script> scripts, FixPlan plan) {
        Set<Path> files = scripts.stream()
                .flatMap(script -> script.path().stream())
                .collect(Collectors.toCollection(HashSet::new));
        for (FixPlan.Change change : plan.changes()) {
            boolean moved = change.from().isPresent();
            if (moved ? files.contains(change.from().get()) : change.isNew()) {
                files.add(change.file());
            }
        }
        return files;
    }

    private List<Script> chosen(Linter linter) {
        List<Script> scripts = linter.scripts();
        return named.stream().map(each -> script(each, scripts)).toList();
    }

    private Linter linter(FastMigrate fastMigrate) {
        Linter linter = configured(fastMigrate);
        if (!named.isEmpty()) {
            linter.only(chosen(linter)::contains);
        } else if (!all && databaseVersion().isAfter(Version.ZERO)) {
            linter.onlyPending();
        }
        return linter;
    }

    private Linter configured(FastMigrate fastMigrate) {
        Linter linter = Linter.of(fastMigrate);
        if (prove) {
            linter.prove();
        }
        if (noSchema) {
            linter.withoutSchema();
        }
        if (against != null) {
            linter.against(against);
        }
        Target.section(terminal.directory(), config, "lint").forEach((key, value) -> setByFile(key, value, linter));
        if (sqliteReaders != null) {
            linter.sqliteReaders(sqliteReaders);
        }
        rules.forEach(each -> setByOption(each, linter));
        return linter;
    }

    private void setByFile(String key, String value, Linter linter) {
        if (key.startsWith(RULES)) {
            linter.rule(key.substring(RULES.length()), value);
        } else if (key.equals("sqlite-readers")) {
            linter.sqliteReaders(value);
        } else {
            throw new Failure(
                    ExitCode.USAGE,
                    config + " has the setting " + key + " below [lint], which does not exist.",
                    "Write rules.ID = off, error, warning or info, or sqlite-readers = VERSION.");
        }
    }

    private Script script(String name, List<Script> scripts) {
        Path path = terminal.directory().resolve(name).toAbsolutePath().normalize();
        return scripts.stream()
                .filter(script -> script.fileName().equals(name)
                        || isNumber(name, script)
                        || script.path().filter(path::equals).isPresent())
                .findFirst()
                .orElseThrow(() -> new Failure(
                        ExitCode.FAILED,
                        "There is no script " + name + " in "
                                + target().scripts().text() + ".",
                        "Name one by its number, its file name or its path."));
    }

    private static boolean isNumber(String name, Script script) {
        return !script.isRepeatable()
                && name.matches("\\d{1,4}")
                && Integer.parseInt(name) == script.version().number();
    }

    private static void setByOption(String setting, Linter linter) {
        String[] parts = setting.split("=", 2);
        linter.rule(parts[0], parts.length < 2 ? "" : parts[1]);
    }

    private static Rule rule(String id) {
        return Rule.of(id)
                .orElseThrow(() -> new Failure(
                        ExitCode.USAGE,
                        "There is no rule " + id + ".",
                        "The rules are: "
                                + String.join(
                                        ", ", Rule.all().stream().map(Rule::id).toList()) + "."));
    }
}
