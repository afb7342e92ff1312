package io.fastmigrate.lint;

import io.fastmigrate.lint.internal.format.Annotations;
import io.fastmigrate.lint.internal.format.CodeQuality;
import io.fastmigrate.lint.internal.format.JUnitXml;
import io.fastmigrate.lint.internal.format.JsonFormat;
import io.fastmigrate.lint.internal.format.Sarif;
import io.fastmigrate.lint.internal.format.TextFormat;
import java.nio.file.Path;
import java.util.function.BiFunction;

/** How a report is written. */
public enum LintFormat {
    /** Lines for people, with a caret under each place. */
    TEXT(TextFormat::write),
    /** One JSON object, as {@code docs/json.md} describes it. */
    JSON(JsonFormat::write),
    /** SARIF 2.1.0. */
    SARIF(Sarif::write),
    /** Commands by which a workflow of GitHub annotates a change. */
    GITHUB(Annotations::write),
    /** The code quality report of GitLab. */
    GITLAB(CodeQuality::write),
    /** JUnit's XML, with a test for each script. */
    JUNIT(JUnitXml::write);

    @SuppressWarnings("ImmutableEnumChecker") // methods without state
    private final BiFunction<LintReport, Path, String> writer;

    LintFormat(BiFunction<LintReport, Path, String> writer) {
        this.writer = writer;
    }

    /**
     * Writes a report; the text ends with a line end.
     *
     * @param directory what the paths of scripts are written relative to
     */
    public String write(LintReport report, Path directory) {
        return writer.apply(report, directory);
    }
}
