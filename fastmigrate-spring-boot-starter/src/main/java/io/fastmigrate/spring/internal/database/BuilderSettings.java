package io.fastmigrate.spring.internal.database;

import io.fastmigrate.FastMigrateBuilder;
import io.fastmigrate.spring.DatabaseProperties;
import java.nio.file.Path;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Gives the properties of one database to a builder: one line for each of its settings. */
final class BuilderSettings {

    private BuilderSettings() {}

    static void apply(DatabaseProperties properties, FastMigrateBuilder builder) {
        builder.migrations(properties.getMigrations().toArray(String[]::new))
                .lateScripts(properties.getLateScripts())
                .changedScripts(properties.getChangedScripts())
                .onAhead(properties.getOnAhead())
                .connectTimeout(properties.getConnectTimeout())
                .lockTimeout(properties.getLockTimeout())
                .keepBackups(properties.getKeepBackups())
                .transaction(properties.getTransaction())
                .python(properties.getPython())
                .shell(properties.getShell());
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
        given(properties.getScriptTimeout(), builder::scriptTimeout);
        given(properties.getHookTimeout(), builder::hookTimeout);
        given(properties.getAppliedBy(), builder::appliedBy);
        given(properties.getUsername(), builder::username);
        given(properties.getPassword(), builder::password);
        given(properties.getSchema(), builder::schema);
        given(properties.getDumpTool(), builder::dumpTool);
        if (properties.getBackupDirectory() != null) {
            builder.backupDirectory(Path.of(properties.getBackupDirectory()));
        }
    }

    private static <T> void given(@Nullable T value, Consumer<T> setting) {
        if (value != null) {
            setting.accept(value);
        }
    }
}
