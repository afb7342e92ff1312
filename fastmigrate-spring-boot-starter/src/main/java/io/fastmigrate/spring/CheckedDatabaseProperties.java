package io.fastmigrate.spring;

import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The properties of a database that the application itself names, which a start can check: tenants' databases it does not. */
public class CheckedDatabaseProperties extends DatabaseProperties {

    /** What a start does about findings. */
    public enum StartCheck {
        /** It does not look for any. */
        OFF,
        /** It writes them to the log. */
        WARN,
        /** It fails. */
        FAIL
    }

    /** How serious the findings of a rule of lint are. */
    public enum RuleLevel {
        OFF,
        INFO,
        WARNING,
        ERROR
    }

    /** What to do about findings of lint in pending scripts, before any script runs. Needs fastmigrate-lint on the class path. */
    private StartCheck lint = StartCheck.OFF;

    /** How serious the findings of rules of lint are, by the ids of the rules. */
    private Map<String, RuleLevel> lintRules = new LinkedHashMap<>();

    /** Oldest version of SQLite that opens the database, such as "3.40"; with quotes, because YAML reads 3.40 as 3.4. */
    private @Nullable String lintSqliteReaders;

    /**
     * What to do about a schema that is not what the applied scripts make, after the migration. Needs fastmigrate-schema on the class path.
     */
    private StartCheck drift = StartCheck.OFF;

    public StartCheck getLint() {
        return lint;
    }

    public void setLint(StartCheck lint) {
        this.lint = lint;
    }

    public Map<String, RuleLevel> getLintRules() {
        return lintRules;
    }

    public void setLintRules(Map<String, RuleLevel> lintRules) {
        this.lintRules = lintRules;
    }

    public @Nullable String getLintSqliteReaders() {
        return lintSqliteReaders;
    }

    public void setLintSqliteReaders(@Nullable String lintSqliteReaders) {
        this.lintSqliteReaders = lintSqliteReaders;
    }

    public StartCheck getDrift() {
        return drift;
    }

    public void setDrift(StartCheck drift) {
        this.drift = drift;
    }
}
