package io.fastmigrate.internal.adapter;

import static org.assertj.core.api.Assertions.assertThat;

import io.fastmigrate.FastMigrate;
import io.fastmigrate.MigrationListener;
import io.fastmigrate.Script;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** Who hears what {@code config.py} prints. */
@DisabledOnOs(OS.WINDOWS)
class ConfigPyListenerTest {

    private static final String TABLE = "CREATE TABLE person (name TEXT);";

    @TempDir
    Path directory;

    private ConfigPySandbox sandbox;

    @BeforeEach
    void pythonIsHere() throws Exception {
        sandbox = new ConfigPySandbox(directory);
        sandbox.python = Pythons.with("sqlite3");
    }

    @Test
    void aListenerThatIsAddedLaterHearsTheAdapterTooAndOnlyInItsOwnRuns() throws Exception {
        sandbox.config(ConfigPySandbox.SQLITE + "print('loading')\n").script("0001-person.sql", TABLE);
        FastMigrate first = sandbox.builder().build();
        List<String> added = Collections.synchronizedList(new ArrayList<>());
        FastMigrate second = first.telling(new MigrationListener() {
            @Override
            public void onOutput(Script script, String line) {
                added.add(script.fileName() + ": " + line);
            }
        });
        second.migrate();
        assertThat(added).containsExactly("config.py: loading");
        assertThat(sandbox.lines).containsExactly("config.py: loading");
        first.migrate();
        assertThat(added).hasSize(1);
        assertThat(sandbox.lines).hasSize(2);
    }
}
