package io.fastmigrate.internal.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fastmigrate.FastMigrate;
import io.fastmigrate.FastMigrateBuilder;
import io.fastmigrate.Sandbox;
import io.fastmigrate.Version;
import io.fastmigrate.error.InvalidSettingException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SettingsTest {

    @TempDir
    Path directory;

    @Test
    void refusesWhatCannotMeanAnything() {
        Sandbox sandbox = Sandbox.in(directory);
        assertRefused(sandbox.builder().lockTimeout(Duration.ofSeconds(-1)), "lock-timeout");
        assertRefused(sandbox.builder().scriptTimeout(Duration.ofSeconds(-1)), "script-timeout");
        assertRefused(sandbox.builder().hookTimeout(Duration.ofSeconds(-1)), "hook-timeout");
        assertRefused(sandbox.builder().python(" "), "python");
        assertRefused(sandbox.builder().shell(""), "shell");
        assertRefused(sandbox.builder().migrations(""), "migrations");
    }

    private static void assertRefused(FastMigrateBuilder builder, String name) {
        assertThatThrownBy(builder::build)
                .isInstanceOf(InvalidSettingException.class)
                .hasMessageContaining(name);
    }

    @Test
    void waitsForEverWhereForeverIsTheTimeout() throws Exception {
        Sandbox sandbox =
                Sandbox.in(directory).script("0001-t.sql", "CREATE TABLE t (a)").script("0002-x.sh", "true");
        sandbox.managed();
        FastMigrate fastMigrate = sandbox.builder()
                .lockTimeout(ChronoUnit.FOREVER.getDuration())
                .scriptTimeout(ChronoUnit.FOREVER.getDuration())
                .build();
        assertThat(fastMigrate.migrate().after()).isEqualTo(new Version(2));
    }

    @Test
    void noWaitingIsAsGoodWhenNoOneElseIsThere() throws Exception {
        Sandbox sandbox =
                Sandbox.in(directory).script("0001-t.sql", "CREATE TABLE t (a)").script("0002-x.sh", "true");
        sandbox.managed();
        FastMigrate fastMigrate = sandbox.builder()
                .lockTimeout(Duration.ZERO)
                .scriptTimeout(Duration.ZERO)
                .build();
        assertThat(fastMigrate.migrate().after()).isEqualTo(new Version(2));
    }

    @Test
    void builderCanBeUsedAgainWithoutChangingWhatItBuilt() throws Exception {
        Sandbox sandbox = Sandbox.in(directory).script("1-x.sql", "");
        FastMigrateBuilder builder = sandbox.builder();
        FastMigrate lenient = builder.build();
        FastMigrate strict = builder.strictNaming().build();
        assertThat(lenient.scripts()).isEmpty();
        assertThatThrownBy(strict::scripts).hasMessageContaining("1-x.sql");
    }
}
