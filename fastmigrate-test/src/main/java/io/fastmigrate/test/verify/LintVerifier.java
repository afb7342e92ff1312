package io.fastmigrate.test.verify;

import io.fastmigrate.FastMigrate;
import io.fastmigrate.lint.LintFormat;
import io.fastmigrate.lint.LintReport;
import io.fastmigrate.lint.Linter;
import io.fastmigrate.lint.Severity;
import java.nio.file.Path;

/**
 * Lints migrations in one line of a test. Needs {@code fastmigrate-lint} beside the test kit.
 *
 * <pre>{@code
 * @Test
 * void lintFindsNoErrors() {
 *     LintVerifier.verify("classpath:migrations");
 * }
 * }</pre>
 */
public final class LintVerifier {

    private LintVerifier() {}

    /**
     * Lints scripts for SQLite.
     *
     * @param locations directories, or {@code classpath:} and a place on the class path
     * @throws AssertionError if there is an error; the message has all findings
     */
    public static void verify(String... locations) {
        FastMigrate scripts =
                FastMigrate.sqlite(Path.of("lint.db")).migrations(locations).build();
        verify(Linter.of(scripts), Severity.ERROR);
    }

    /**
     * Lints what a linter is set up for.
     *
     * @param worst from which findings on the test fails
     * @throws AssertionError if there is such a finding; the message has all findings
     */
    public static void verify(Linter linter, Severity worst) {
        LintReport report = linter.lint();
        if (report.hasAtLeast(worst)) {
            throw new AssertionError("Lint found problems in the migrations:\n\n"
                    + LintFormat.TEXT.write(report, Path.of("").toAbsolutePath()));
        }
    }
}
