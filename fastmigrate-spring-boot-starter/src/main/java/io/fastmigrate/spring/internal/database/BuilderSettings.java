package io.fastmigrate.spring.internal.database;

import io.fastmigrate.FastMigrateBuilder;
import io.fastmigrate.error.InvalidSettingException;
import io.fastmigrate.spring.DatabaseProperties;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Gives the properties of one database to a builder: one line for each of its settings. */
final class BuilderSettings {

    private BuilderSettings() {}

    static void apply(DatabaseProperties properties, FastMigrateBuilder builder) {
        given("migrations", properties.getMigrations().toArray(String[]::new), builder::migrations);
        given("late-scripts", properties.getLateScripts(), builder::lateScripts);
        given("changed-scripts", properties.getChangedScripts(), builder::changedScripts);
        given("on-ahead", properties.getOnAhead(), builder::onAhead);
        given("connect-timeout", properties.getConnectTimeout(), builder::connectTimeout);
        given("lock-timeout", properties.getLockTimeout(), builder::lockTimeout);
        given("keep-backups", properties.getKeepBackups(), builder::keepBackups);
        given("transaction", properties.getTransaction(), builder::transaction);
        given("python", properties.getPython(), builder::python);
        given("shell", properties.getShell(), builder::shell);
        applySwitches(properties, builder);
        applyWhatIsSet(properties, builder);
    }

    private static void applySwitches(DatabaseProperties properties, FastMigrateBuilder builder) {
        if (!properties.isHistory()) {
            builder.withoutHistory();
        }
        if (!properties.isJoinInserts()) {
            builder.withoutJoinedInserts();
        }
        if (properties.isStrictNaming()) {
            builder.strictNaming();
        }
        if (properties.isBackup()) {
            builder.backUpFirst();
        }
        if (properties.isRestoreOnFailure()) {
            builder.restoreOnFailure();
        }
    }

    private static void applyWhatIsSet(DatabaseProperties properties, FastMigrateBuilder builder) {
        properties.getValues().forEach((name, text) -> given("values", text, value -> builder.value(name, value)));
        given("target", properties.getTarget(), builder::target);
        given("script-timeout", properties.getScriptTimeout(), builder::scriptTimeout);
        given("hook-timeout", properties.getHookTimeout(), builder::hookTimeout);
        given("applied-by", properties.getAppliedBy(), builder::appliedBy);
        given("username", properties.getUsername(), builder::username);
        given("password", properties.getPassword(), builder::password);
        given("schema", properties.getSchema(), builder::schema);
        given("dump-tool", properties.getDumpTool(), builder::dumpTool);
        given(
                "backup-directory",
                properties.getBackupDirectory(),
                directory -> builder.backupDirectory(path(directory)));
    }

    private static Path path(String directory) {
        try {
            return Path.of(directory);
        } catch (InvalidPathException e) {
            throw InvalidSettingException.of(
                    "The backup directory's path is not valid: " + e.getMessage(), "Correct it.");
        }
    }

    /** What an error of the core is about, it calls by another name than the properties. */
    private static <T> void given(String property, @Nullable T value, Consumer<T> setting) {
        try {
            if (value != null) {
                setting.accept(value);
            }
        } catch (InvalidSettingException e) {
            FailureOrigins.rememberSetting(e, property);
            throw e;
        }
    }
}
