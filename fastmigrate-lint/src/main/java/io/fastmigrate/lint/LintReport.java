package io.fastmigrate.lint;

import io.fastmigrate.Script;
import java.util.List;

/** What a linter found, and what it could not decide. */
public final class LintReport {

    private final List<Script> scripts;
    private final List<Finding> findings;
    private final Coverage coverage;

    LintReport(List<Script> scripts, List<Finding> findings, Coverage coverage) {
        this.scripts = List.copyOf(scripts);
        this.findings = List.copyOf(findings);
        this.coverage = coverage;
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

    /** Returns how many findings are this serious. */
    public long count(Severity severity) {
        return findings.stream().filter(each -> each.severity() == severity).count();
    }

    /** Tells whether a finding is as serious as this, or more so. */
    public boolean hasAtLeast(Severity severity) {
        return findings.stream().anyMatch(each -> each.severity().isAtLeast(severity));
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
