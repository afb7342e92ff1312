package io.fastmigrate.spring;

import io.fastmigrate.Policy;
import io.fastmigrate.TransactionScope;
import io.fastmigrate.spring.internal.SqliteText;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.convert.DurationUnit;

/** The properties of one database: each setting of {@link io.fastmigrate.FastMigrateBuilder} that a text can express. */
public class DatabaseProperties {

    /** Path of the SQLite file, or a JDBC URL. By default the application's own DataSource is migrated. */
    private @Nullable String db;

    /** User name for the migration; by default the application's own user migrates. */
    private @Nullable String username;

    /** Password for the migration. */
    private @Nullable String password;

    /** Schema in which scripts run and the version is stored; on MySQL and MariaDB the database. */
    private @Nullable String schema;

    /** How long to retry a server that does not answer or is still starting; seconds without a unit. */
    @DurationUnit(ChronoUnit.SECONDS)
    private Duration connectTimeout = Duration.ofSeconds(10);

    /**
     * Locations of the scripts: directories, or "classpath:" and a place on the class path. "{vendor}" stands for the
     * kind of database.
     */
    private List<String> migrations = new ArrayList<>(List.of("classpath:migrations"));

    /** Whether to record applied scripts in a history table; without it late and changed scripts are not detected. */
    private boolean history = true;

    /** Whether to join consecutive INSERTs of literals, which is faster and has the same result. */
    private boolean joinInserts = true;

    /** What to do about a script with a number at or below the database's version that was never applied. */
    private Policy lateScripts = Policy.FAIL;

    /** What to do about a script that was edited after it was applied. */
    private Policy changedScripts = Policy.FAIL;

    /** What to do about a database that is ahead of the highest script. */
    private Policy onAhead = Policy.WARN;

    /**
     * Number up to and with which scripts run, by default all; a database with a higher version is an error. Write it
     * without leading zeros: YAML reads 0010 as 8.
     */
    private @Nullable Integer target;

    /** Texts for names such as "${name}" in .sql scripts; with any, a name without a text is an error. */
    private Map<String, String> values = new LinkedHashMap<>();

    /** Whether a file name that breaks the naming rule, or a comment that is never closed, is an error, not a warning. */
    private boolean strictNaming;

    /** How long to wait for other instances and for a locked database; seconds without a unit. */
    @DurationUnit(ChronoUnit.SECONDS)
    private Duration lockTimeout = Duration.ofSeconds(60);

    /** Timeout for a .py or .sh script; seconds without a unit. No limit by default. */
    @DurationUnit(ChronoUnit.SECONDS)
    private @Nullable Duration scriptTimeout;

    /**
     * Timeout for each hook of an asynchronous adapter or of a config.py; seconds without a unit. No limit by default.
     */
    @DurationUnit(ChronoUnit.SECONDS)
    private @Nullable Duration hookTimeout;

    /** Program that runs .py scripts. */
    private String python = "python3";

    /** Program that runs .sh scripts. */
    private String shell = "sh";

    /** Whether to back the database up before the first script of a run. */
    private boolean backup;

    /** How many backups to keep: a new backup removes the oldest ones beyond this number; 0 keeps all. */
    private int keepBackups;

    /** Directory for backups of a database that is not a file; "backups" by default. */
    private @Nullable String backupDirectory;

    /** Program that backs up a database on a server: pg_dump, mariadb-dump or mysqldump; by default the matching one. */
    private @Nullable String dumpTool;

    /** Scope of a transaction: each script with its version, or the whole run. */
    private TransactionScope transaction = TransactionScope.SCRIPT;

    /** Whether to restore the backup of before the run when a script fails. */
    private boolean restoreOnFailure;

    /** Name that the history records for who applied the scripts; user and host by default. */
    private @Nullable String appliedBy;

    public @Nullable String getDb() {
        return db;
    }

    public void setDb(@Nullable String db) {
        this.db = db == null ? null : SqliteText.tidy(db);
    }

    public @Nullable String getUsername() {
        return username;
    }

    public void setUsername(@Nullable String username) {
        this.username = username;
    }

    public @Nullable String getPassword() {
        return password;
    }

    public void setPassword(@Nullable String password) {
        this.password = password;
    }

    public @Nullable String getSchema() {
        return schema;
    }

    public void setSchema(@Nullable String schema) {
        this.schema = schema;
    }

    public Duration getConnectTimeout() {
        return connectTimeout;
    }

    public void setConnectTimeout(Duration connectTimeout) {
        this.connectTimeout = connectTimeout;
    }

    public List<String> getMigrations() {
        return migrations;
    }

    public void setMigrations(List<String> migrations) {
        this.migrations = migrations;
    }

    public boolean isHistory() {
        return history;
    }

    public void setHistory(boolean history) {
        this.history = history;
    }

    public boolean isJoinInserts() {
        return joinInserts;
    }

    public void setJoinInserts(boolean joinInserts) {
        this.joinInserts = joinInserts;
    }

    public Policy getLateScripts() {
        return lateScripts;
    }

    public void setLateScripts(Policy lateScripts) {
        this.lateScripts = lateScripts;
    }

    public Policy getChangedScripts() {
        return changedScripts;
    }

    public void setChangedScripts(Policy changedScripts) {
        this.changedScripts = changedScripts;
    }

    public Policy getOnAhead() {
        return onAhead;
    }

    public void setOnAhead(Policy onAhead) {
        this.onAhead = onAhead;
    }

    public @Nullable Integer getTarget() {
        return target;
    }

    public void setTarget(@Nullable Integer target) {
        this.target = target;
    }

    public Map<String, String> getValues() {
        return values;
    }

    public void setValues(Map<String, String> values) {
        this.values = values;
    }

    public boolean isStrictNaming() {
        return strictNaming;
    }

    public void setStrictNaming(boolean strictNaming) {
        this.strictNaming = strictNaming;
    }

    public Duration getLockTimeout() {
        return lockTimeout;
    }

    public void setLockTimeout(Duration lockTimeout) {
        this.lockTimeout = lockTimeout;
    }

    public @Nullable Duration getScriptTimeout() {
        return scriptTimeout;
    }

    public void setScriptTimeout(@Nullable Duration scriptTimeout) {
        this.scriptTimeout = scriptTimeout;
    }

    public @Nullable Duration getHookTimeout() {
        return hookTimeout;
    }

    public void setHookTimeout(@Nullable Duration hookTimeout) {
        this.hookTimeout = hookTimeout;
    }

    public String getPython() {
        return python;
    }

    public void setPython(String python) {
        this.python = python;
    }

    public String getShell() {
        return shell;
    }

    public void setShell(String shell) {
        this.shell = shell;
    }

    public boolean isBackup() {
        return backup;
    }

    public void setBackup(boolean backup) {
        this.backup = backup;
    }

    public int getKeepBackups() {
        return keepBackups;
    }

    public void setKeepBackups(int keepBackups) {
        this.keepBackups = keepBackups;
    }

    public @Nullable String getBackupDirectory() {
        return backupDirectory;
    }

    public void setBackupDirectory(@Nullable String backupDirectory) {
        this.backupDirectory = backupDirectory;
    }

    public @Nullable String getDumpTool() {
        return dumpTool;
    }

    public void setDumpTool(@Nullable String dumpTool) {
        this.dumpTool = dumpTool;
    }

    public TransactionScope getTransaction() {
        return transaction;
    }

    public void setTransaction(TransactionScope transaction) {
        this.transaction = transaction;
    }

    public boolean isRestoreOnFailure() {
        return restoreOnFailure;
    }

    public void setRestoreOnFailure(boolean restoreOnFailure) {
        this.restoreOnFailure = restoreOnFailure;
    }

    public @Nullable String getAppliedBy() {
        return appliedBy;
    }

    public void setAppliedBy(@Nullable String appliedBy) {
        this.appliedBy = appliedBy;
    }
}
