package io.fastmigrate.maven;

import static io.fastmigrate.maven.UserProperties.constant;

import io.fastmigrate.FastMigrate;
import io.fastmigrate.FastMigrateBuilder;
import io.fastmigrate.Policy;
import io.fastmigrate.TransactionScope;
import io.fastmigrate.Version;
import io.fastmigrate.error.DatabaseNotFoundException;
import io.fastmigrate.error.DatabaseUnmanagedException;
import io.fastmigrate.error.InvalidSettingException;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import javax.inject.Inject;
import org.apache.maven.plugin.MojoFailureException;
import org.apache.maven.plugins.annotations.Parameter;
import org.apache.maven.settings.crypto.SettingsDecrypter;
import org.jspecify.annotations.Nullable;

/** A goal that opens a database, with the settings that the core has. */
abstract class DatabaseMojo extends ProjectMojo {

    private static final String PREFIX = "fastmigrate.";

    @Inject
    private SettingsDecrypter decrypter;

    /** The database: path of a SQLite file, relative to the module, or a JDBC URL. */
    @Parameter(property = "fastmigrate.db")
    private @Nullable String db;

    /** User name for a database on a server; by default that of <code>server</code>, <code>FASTMIGRATE_DB_USER</code> or the URL. */
    @Parameter(property = "fastmigrate.username")
    private @Nullable String username;

    /**
     * Password of the user; by default that of <code>server</code>, <code>FASTMIGRATE_DB_PASSWORD</code> or the URL. In a POM
     * everyone can read it: prefer one of these.
     */
    @Parameter(property = "fastmigrate.password")
    private @Nullable Secret password;

    /** Id of a <code>&lt;server&gt;</code> of settings.xml with user name and password, which can be encrypted. */
    @Parameter(property = "fastmigrate.server")
    private @Nullable String server;

    /** Schema in which scripts run and the version is stored; on MySQL and MariaDB the database. */
    @Parameter(property = "fastmigrate.schema")
    private @Nullable String schema;

    /** How long to retry a server that does not answer or is still starting. */
    @Parameter(property = "fastmigrate.connect-timeout", defaultValue = "10s")
    private @Nullable String connectTimeout;

    /** How long to wait for other processes and for a locked database. */
    @Parameter(property = "fastmigrate.lock-timeout", defaultValue = "60s")
    private @Nullable String lockTimeout;

    /** Whether to record applied scripts in a history table; without it late and changed scripts are not detected. */
    @Parameter(property = "fastmigrate.history", defaultValue = "true")
    private boolean history;

    /** Whether to join consecutive INSERTs of literals, which is faster and has the same result. */
    @Parameter(property = "fastmigrate.join-inserts", defaultValue = "true")
    private boolean joinInserts;

    /** What to do about a script with a number at or below the version that was never applied: fail, warn or ignore. */
    @Parameter(property = "fastmigrate.late-scripts", defaultValue = "fail")
    private @Nullable String lateScripts;

    /** What to do about a script that was edited after it was applied: fail, warn or ignore. */
    @Parameter(property = "fastmigrate.changed-scripts", defaultValue = "fail")
    private @Nullable String changedScripts;

    /** What to do about a database that is ahead of the highest script: fail, warn or ignore. */
    @Parameter(property = "fastmigrate.on-ahead", defaultValue = "warn")
    private @Nullable String onAhead;

    /** Number up to and with which scripts run, by default all; a database with a higher version is an error. */
    @Parameter(property = "fastmigrate.target")
    private @Nullable String target;

    /**
     * Texts for <code>${name}</code> in .sql scripts, by their names; with any, a name without a text is an error. On the command line
     * <code>-Dfastmigrate.values.name=text</code>. In a POM Maven replaces such names itself: here only the name is written.
     */
    @Parameter
    private Map<String, String> values = new LinkedHashMap<>();

    /** Whether a file name that breaks the naming rule, or a comment that is never closed, is an error, not a warning. */
    @Parameter(property = "fastmigrate.strict-naming", defaultValue = "false")
    private boolean strictNaming;

    /** Timeout for a .py or .sh script; no limit by default. */
    @Parameter(property = "fastmigrate.script-timeout")
    private @Nullable String scriptTimeout;

    /** Timeout for each hook of an asynchronous adapter or of a config.py; no limit by default. */
    @Parameter(property = "fastmigrate.hook-timeout")
    private @Nullable String hookTimeout;

    /** Program that runs .py scripts. */
    @Parameter(property = "fastmigrate.python", defaultValue = "python3")
    private @Nullable String python;

    /** Program that runs .sh scripts. */
    @Parameter(property = "fastmigrate.shell", defaultValue = "sh")
    private @Nullable String shell;

    /** Whether to back the database up before the first script of a run. */
    @Parameter(property = "fastmigrate.backup", defaultValue = "false")
    private boolean backup;

    /** How many backups to keep: a new backup removes the oldest ones beyond this number; 0 keeps all. */
    @Parameter(property = "fastmigrate.keep-backups", defaultValue = "0")
    private int keepBackups;

    /** Directory for backups of a database that is not a file, relative to the module. */
    @Parameter(property = "fastmigrate.backup-directory", defaultValue = "backups")
    private @Nullable String backupDirectory;

    /** Program that backs up a database on a server: pg_dump, mariadb-dump or mysqldump; by default the matching one. */
    @Parameter(property = "fastmigrate.dump-tool")
    private @Nullable String dumpTool;

    /** Scope of a transaction: script, which is each script with its version, or run, which is all or nothing. */
    @Parameter(property = "fastmigrate.transaction", defaultValue = "script")
    private @Nullable String transaction;

    /** Whether to restore the state of before the run when a script fails. */
    @Parameter(property = "fastmigrate.restore-on-failure", defaultValue = "false")
    private boolean restoreOnFailure;

    /** Name that the history records for who applied the scripts; user and host by default. */
    @Parameter(property = "fastmigrate.applied-by")
    private @Nullable String appliedBy;

    @Override
    void run() throws MojoFailureException {
        run(open());
    }

    /** Runs the goal on a database. */
    abstract void run(FastMigrate database) throws MojoFailureException;

    /** Returns the locations of the scripts as paths. */
    final List<String> migrations() {
        String configured = text(PREFIX + "db", db);
        return files().migrations(ProjectFiles.forVendor(locations(), configured == null ? "" : configured));
    }

    final boolean hasDatabase() {
        String configured = text(PREFIX + "db", db);
        return configured != null && !configured.isBlank();
    }

    final FastMigrate open() {
        String configured = text(PREFIX + "db", db);
        if (configured == null || configured.isBlank()) {
            throw InvalidSettingException.of(
                    "No database is configured (fastmigrate.db).",
                    "Configure <db> in the POM, or run Maven with -Dfastmigrate.db=: the path of a SQLite file, or a JDBC URL.");
        }
        return open(configured);
    }

    /** Opens the database, or without one the scripts alone, as those of a SQLite file that is not there. */
    final FastMigrate openScripts() {
        return hasDatabase() ? open() : open("fastmigrate.db");
    }

    /** Returns the version of the database; 0 where none is configured, or where it has no version. */
    final Version databaseVersion() {
        try {
            return hasDatabase() ? open().version() : Version.ZERO;
        } catch (DatabaseNotFoundException | DatabaseUnmanagedException e) {
            return Version.ZERO;
        }
    }

    private FastMigrate open(String configured) {
        List<String> locations = migrations();
        FastMigrateBuilder builder = FastMigrate.database(files().database(configured, locations))
                .migrations(locations.toArray(String[]::new));
        login(builder);
        properties().map(PREFIX + "values.", values).forEach(builder::value);
        switches(builder);
        policies(builder);
        tools(builder);
        backups(builder);
        return builder.listener(new RunLog(output())).build();
    }

    private void login(FastMigrateBuilder builder) {
        String given = text(PREFIX + "password", password == null ? null : password.value());
        Login login = new Login(text(PREFIX + "username", username), given);
        String id = text(PREFIX + "server", server);
        if (id != null) {
            login = login.or(Login.ofServer(id, session().getSettings(), decrypter));
        }
        login = login.or(Login.ofEnvironment());
        given(login.username(), builder::username);
        given(login.password(), builder::password);
        given(text(PREFIX + "schema", schema), builder::schema);
        duration("connect-timeout", connectTimeout, builder::connectTimeout);
    }

    private void switches(FastMigrateBuilder builder) {
        builder.history(properties().flag(PREFIX + "history", history))
                .joinInserts(properties().flag(PREFIX + "join-inserts", joinInserts))
                .strictNaming(properties().flag(PREFIX + "strict-naming", strictNaming))
                .backUpFirst(properties().flag(PREFIX + "backup", backup))
                .restoreOnFailure(properties().flag(PREFIX + "restore-on-failure", restoreOnFailure));
    }

    private void policies(FastMigrateBuilder builder) {
        policy("late-scripts", lateScripts, builder::lateScripts);
        policy("changed-scripts", changedScripts, builder::changedScripts);
        policy("on-ahead", onAhead, builder::onAhead);
        given(
                text(PREFIX + "target", target),
                number -> builder.target(UserProperties.parse(PREFIX + "target", number)));
        String property = PREFIX + "transaction";
        given(
                text(property, transaction),
                scope -> builder.transaction(constant(property, scope, TransactionScope.class)));
    }

    private void tools(FastMigrateBuilder builder) {
        duration("lock-timeout", lockTimeout, builder::lockTimeout);
        duration("script-timeout", scriptTimeout, builder::scriptTimeout);
        duration("hook-timeout", hookTimeout, builder::hookTimeout);
        given(text(PREFIX + "python", python), builder::python);
        given(text(PREFIX + "shell", shell), builder::shell);
        given(text(PREFIX + "applied-by", appliedBy), builder::appliedBy);
    }

    private void backups(FastMigrateBuilder builder) {
        builder.keepBackups(properties().number(PREFIX + "keep-backups", keepBackups));
        given(text(PREFIX + "dump-tool", dumpTool), builder::dumpTool);
        given(text(PREFIX + "backup-directory", backupDirectory), text -> {
            try {
                builder.backupDirectory(Path.of(files().path(text)));
            } catch (InvalidPathException e) {
                throw InvalidSettingException.of(
                        "fastmigrate.backup-directory is not a valid path: " + e.getMessage(), "Correct it.");
            }
        });
    }

    private void policy(String name, @Nullable String configured, Consumer<Policy> setting) {
        String property = PREFIX + name;
        given(text(property, configured), text -> setting.accept(constant(property, text, Policy.class)));
    }

    private void duration(String name, @Nullable String configured, Consumer<Duration> setting) {
        String property = PREFIX + name;
        given(text(property, configured), text -> setting.accept(UserProperties.duration(property, text)));
    }

    private static void given(@Nullable String value, Consumer<String> setting) {
        if (value != null) {
            setting.accept(value);
        }
    }
}
