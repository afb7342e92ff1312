package io.fastmigrate.lint;

import io.fastmigrate.Script;
import io.fastmigrate.error.InvalidScriptException;
import io.fastmigrate.internal.bridge.Bridge;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** What a linter found, and what it could not decide. */
public final class LintReport {

    private static final int MOST_NAMED = 10;

    private final List<Script> scripts;
    private final List<Finding> findings;
    private final Coverage coverage;
    private final @Nullable FixPlan fixes;

    LintReport(List<Script> scripts, List<Finding> findings, Coverage coverage) {
        this(scripts, findings, coverage, null);
    }

    private LintReport(List<Script> scripts, List<Finding> findings, Coverage coverage, @Nullable FixPlan fixes) {
        this.scripts = List.copyOf(scripts);
        this.findings = List.copyOf(findings);
        this.coverage = coverage;
        this.fixes = fixes;
    }

    /** Returns the same report, which tells of fixes, too. */
    public LintReport with(FixPlan plan) {
        return new LintReport(scripts, findings, coverage, plan);
    }

    /** Returns the scripts that were linted, in their order. */
    public List<Script> scripts() {
        return scripts;
    }

    /** Returns the findings in the order of scripts and positions. */
    public List<Finding> findings() {
        return findings;
    }

    public Coverage coverage() {
        return coverage;
    }

    /** Returns the fixes that it tells of. */
    public Optional<FixPlan> fixes() {
        return Optional.ofNullable(fixes);
    }

    /** Returns how many findings are this serious. */
    public long count(Severity severity) {
        return findings.stream().filter(each -> each.severity() == severity).count();
    }

    /** Tells whether a finding is as serious as this, or more so. */
    public boolean hasAtLeast(Severity severity) {
        return findings.stream().anyMatch(each -> each.severity().isAtLeast(severity));
    }

    /**
     * Returns this report, unless a finding is as serious as this, or more so.
     *
     * @throws InvalidScriptException if there is such a finding; it names the first ones, with the safe way of each
     */
    public LintReport requireNone(Severity severity) {
        List<Finding> serious = findings.stream()
                .filter(each -> each.severity().isAtLeast(severity))
                .toList();
        if (serious.isEmpty()) {
            return this;
        }
        String named = serious.stream()
                .limit(MOST_NAMED)
                .map(each -> "\n  " + each + "\n    The safe way: " + each.safeWay())
                .collect(Collectors.joining());
        int more = serious.size() - MOST_NAMED;
        throw Bridge.errors()
                .invalidScript(
                        serious.stream()
                                .map(each -> each.script().location())
                                .distinct()
                                .toList(),
                        serious.get(0).position(),
                        "Lint found "
                                + (serious.size() == 1 ? "a problem" : serious.size() + " problems")
                                + " in scripts. Nothing was run." + named
                                + (more > 0 ? "\n  and " + more + " more" : ""),
                        "Change the scripts, or allow a finding in its script: -- fastmigrate: allow "
                                + serious.get(0).rule().id() + " because ...");
    }

    /**
     * What was analysed.
     *
     * @param statements how many statements the scripts have
     * @param notAnalysed what no rule could read, each with its place
     * @param undecided the rules that needed the schema where it was not known, each with the first place
     */
    public record Coverage(long statements, List<String> notAnalysed, List<String> undecided) {

        public Coverage {
            notAnalysed = List.copyOf(notAnalysed);
            undecided = List.copyOf(undecided);
        }

        /** Returns how many statements were analysed. */
        public long analysed() {
            return statements - notAnalysed.size();
        }

        /** Returns it in one line. */
        @Override
        public String toString() {
            String line = analysed() + " of " + statements + " statements analysed";
            if (!notAnalysed.isEmpty()) {
                line += "; not: " + String.join(", ", notAnalysed);
            }
            return undecided.isEmpty() ? line : line + "; not decided: " + String.join(", ", undecided);
        }
    }
}
