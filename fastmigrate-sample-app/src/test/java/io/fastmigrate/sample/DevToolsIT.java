package io.fastmigrate.sample;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A running application that DevTools restarts, in the same process, when its trigger file is touched. */
class DevToolsIT {

    @TempDir
    Path folder;

    @Test
    void aRestartMigratesWithTheNewScripts() throws Exception {
        Path classes = Files.createDirectories(folder.resolve("classes"));
        Path scripts = SampleJar.copyOfScripts(classes.resolve("scripts"));
        Path trigger = Files.writeString(classes.resolve(".reload"), "1");
        try (SampleJar application = SampleJar.startClasses(
                folder,
                classes,
                "--fastmigrate.db=app.db",
                "--fastmigrate.migrations=classpath:scripts",
                "--spring.devtools.restart.trigger-file=.reload",
                "--spring.devtools.restart.poll-interval=200ms",
                "--spring.devtools.restart.quiet-period=100ms",
                "--spring.devtools.livereload.enabled=false")) {
            application.address();
            assertThat(application.output()).contains("[  restartedMain]", "migrated from version 0 to 10");

            Files.writeString(scripts.resolve("0011-later.sql"), "CREATE TABLE later (x);");
            Files.writeString(trigger, "2");
            application.await("migrated from version 10 to 11");
            application.await("Condition evaluation unchanged"); // what DevTools says when it watches again

            Files.writeString(classes.resolve("changed.txt"), "no script");
            Files.writeString(trigger, "3");
            application.await("is at version 11, nothing to migrate");
            assertThat(application.output()).doesNotContain("APPLICATION FAILED");
        }
    }
}
