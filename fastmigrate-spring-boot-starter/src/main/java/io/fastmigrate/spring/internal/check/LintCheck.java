package io.fastmigrate.spring.internal.check;

import io.fastmigrate.FastMigrate;
import io.fastmigrate.Script;
import io.fastmigrate.error.InvalidSettingException;
import io.fastmigrate.lint.Finding;
import io.fastmigrate.lint.LintReport;
import io.fastmigrate.lint.Linter;
import io.fastmigrate.lint.Severity;
import io.fastmigrate.spring.CheckedDatabaseProperties;
import io.fastmigrate.spring.CheckedDatabaseProperties.StartCheck;
import io.fastmigrate.spring.internal.StarterLog;
import io.fastmigrate.spring.internal.database.FailureOrigins;
import java.util.Set;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;

/** Lints pending scripts. The only class that needs {@code fastmigrate-lint}. */
final class LintCheck {

    private static final Logger log = LoggerFactory.getLogger(StarterLog.NAME);

    private LintCheck() {}

    static void run(FastMigrate database, CheckedDatabaseProperties properties) {
        Linter linter = linter(database, properties);
        Set<String> pending =
                database.status().pending().stream().map(Script::location).collect(Collectors.toSet());
        if (pending.isEmpty()) {
            return;
        }
        LintReport report =
                linter.only(script -> pending.contains(script.location())).lint();
        if (properties.getLint() == StartCheck.FAIL) {
            report.requireNone(Severity.ERROR);
        }
        report.findings().forEach(LintCheck::log);
        log.debug("Lint: {}", report.coverage());
    }

    private static void log(Finding finding) {
        log.atLevel(finding.severity() == Severity.INFO ? Level.INFO : Level.WARN)
                .addKeyValue("script", finding.script().fileName())
                .addKeyValue("rule", finding.rule().id())
                .log("Lint: {} The safe way: {}", finding, finding.safeWay());
    }

    private static Linter linter(FastMigrate database, CheckedDatabaseProperties properties) {
        Linter linter = Linter.of(database);
        try {
            properties.getLintRules().forEach((id, level) -> linter.rule(id, level.name()));
        } catch (InvalidSettingException e) {
            FailureOrigins.rememberSetting(e, "lint-rules");
            throw e;
        }
        String readers = properties.getLintSqliteReaders();
        try {
            return readers == null ? linter : linter.sqliteReaders(readers);
        } catch (InvalidSettingException e) {
            FailureOrigins.rememberSetting(e, "lint-sqlite-readers");
            throw e;
        }
    }
}
