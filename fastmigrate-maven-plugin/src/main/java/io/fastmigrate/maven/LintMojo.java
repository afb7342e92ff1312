package io.fastmigrate.maven;

import static io.fastmigrate.maven.UserProperties.constant;

import io.fastmigrate.FastMigrate;
import io.fastmigrate.lint.FixPlan;
import io.fastmigrate.lint.LintFormat;
import io.fastmigrate.lint.LintReport;
import io.fastmigrate.lint.Linter;
import io.fastmigrate.lint.Severity;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import org.apache.maven.plugin.MojoFailureException;
import org.apache.maven.plugins.annotations.LifecyclePhase;
import org.apache.maven.plugins.annotations.Mojo;
import org.apache.maven.plugins.annotations.Parameter;
import org.jspecify.annotations.Nullable;

/**
 * Finds what loses data, blocks, fails on real rows or breaks running code, in the scripts that the database has not applied. Needs no
 * database, and never writes to one. With <code>fix</code> it changes scripts.
 */
@Mojo(name = "lint", defaultPhase = LifecyclePhase.VALIDATE, threadSafe = true)
public final class LintMojo extends DatabaseMojo {

    /** From which findings on the goal fails the build. */
    private enum FailOn {
        ERROR,
        WARNING,
        NEVER
    }

    /** From which findings on the goal fails the build: error, warning or never. */
    @Parameter(property = "fastmigrate.fail-on", defaultValue = "error")
    private String failOn = "error";

    /** Whether to lint scripts that the database has applied, too. */
    @Parameter(property = "fastmigrate.lint-applied", defaultValue = "false")
    private boolean lintApplied;

    /** Branch or commit of Git, such as origin/main, whose scripts must be unchanged, with lower numbers than new ones. */
    @Parameter(property = "fastmigrate.against")
    private @Nullable String against;

    /**
     * How serious findings are, by the ids of rules: off, error, warning or info. On the command line
     * <code>-Dfastmigrate.lint-rules.S16=off</code>.
     */
    @Parameter
    private Map<String, String> lintRules = new LinkedHashMap<>();

    /** Oldest version of SQLite that opens the database, such as 3.40. */
    @Parameter(property = "fastmigrate.lint-sqlite-readers")
    private @Nullable String lintSqliteReaders;

    /** File to write the findings to, relative to the module. */
    @Parameter(property = "fastmigrate.lint-report")
    private @Nullable String lintReport;

    /** Format of the file of <code>lintReport</code>: text, json, sarif, github, gitlab or junit. */
    @Parameter(property = "fastmigrate.lint-format", defaultValue = "sarif")
    private String lintFormat = "sarif";

    /**
     * Whether to change scripts that neither the database nor the branch of <code>against</code> has, where the safe way is mechanical. They
     * make the same schema, or nothing changes.
     */
    @Parameter(property = "fastmigrate.fix", defaultValue = "false")
    private boolean fix;

    /** With <code>fix</code>: whether to show what would change, and to change nothing. */
    @Parameter(property = "fastmigrate.dry-run", defaultValue = "false")
    private boolean dryRun;

    /** Creates the goal for Maven. */
    public LintMojo() {}

    @Override
    void run() throws MojoFailureException {
        run(openScripts());
    }

    @Override
    void run(FastMigrate database) throws MojoFailureException {
        String failProperty = "fastmigrate.fail-on";
        FailOn limit = constant(failProperty, given(failProperty, failOn), FailOn.class);
        String formatProperty = "fastmigrate.lint-format";
        LintFormat format = constant(formatProperty, given(formatProperty, lintFormat), LintFormat.class);
        LintReport report = properties().flag("fastmigrate.fix", fix)
                ? fixed(database)
                : linter(database).lint();
        Path base = files().base();
        String file = text("fastmigrate.lint-report", lintReport);
        if (file != null && !file.isBlank()) {
            files().write("fastmigrate.lint-report", file, format.write(report, base));
        }
        String text = LintFormat.TEXT.write(report, base).stripTrailing();
        if (report.findings().isEmpty()) {
            output().info(text);
        } else {
            output().warn(text);
        }
        if (fails(report, limit)) {
            throw new MojoFailureException("Lint found " + report.count(Severity.ERROR) + " errors and "
                    + report.count(Severity.WARNING) + " warnings in the scripts; see above.\n"
                    + "Change the scripts, or allow a finding in its script: -- fastmigrate: allow RULE because ...");
        }
    }

    /** Returns what is left, or with <code>dryRun</code> what there is. */
    private LintReport fixed(FastMigrate database) {
        boolean writes = !properties().flag("fastmigrate.dry-run", dryRun);
        if (writes && Linter.of(database).finishFixes()) {
            output().warn("An earlier fix was interrupted. What it began is finished now.");
        }
        FixPlan plan = linter(database).planFixes();
        if (writes) {
            plan.write();
        }
        return linter(database).lint().with(plan);
    }

    private static boolean fails(LintReport report, FailOn limit) {
        return switch (limit) {
            case ERROR -> report.hasAtLeast(Severity.ERROR);
            case WARNING -> report.hasAtLeast(Severity.WARNING);
            case NEVER -> false;
        };
    }

    private Linter linter(FastMigrate database) {
        Linter linter = Linter.of(database);
        if (!properties().flag("fastmigrate.lint-applied", lintApplied)) {
            linter.above(databaseVersion());
        }
        String reference = text("fastmigrate.against", against);
        if (reference != null && !reference.isBlank()) {
            linter.against(reference.strip());
        }
        properties().map("fastmigrate.lint-rules.", lintRules).forEach(linter::rule);
        String readers = text("fastmigrate.lint-sqlite-readers", lintSqliteReaders);
        if (readers != null && !readers.isBlank()) {
            linter.sqliteReaders(readers);
        }
        return linter;
    }

    private String given(String property, String configured) {
        String text = text(property, configured);
        return text == null ? configured : text;
    }
}
