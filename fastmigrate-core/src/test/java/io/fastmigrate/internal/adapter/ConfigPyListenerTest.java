package io.fastmigrate.internal.adapter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.fastmigrate.FastMigrate;
import io.fastmigrate.MigrationListener;
import io.fastmigrate.Script;
import java.io.PrintWriter;
import java.io.StringWriter;
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
        FastMigrate second = first.withListener(new MigrationListener() {
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

    @Test
    void noOneHearsThePasswordThatTheAdapterWrites() throws Exception {
        sandbox.config(ConfigPySandbox.SQLITE + "\nimport sys\n"
                        + "async def get_connection(db):\n"
                        + "    print('connecting to', db)\n"
                        + "    sys.stderr.write('user ada, hush/hush, %s\\n' % db)\n"
                        + "    raise ValueError('cannot reach ' + db)\n")
                .script("0001-person.sql", TABLE);
        List<String> heard = Collections.synchronizedList(new ArrayList<>());
        FastMigrate fastMigrate = FastMigrate.database("pg://ada:hush%2Fhush@host/db?sslpassword=hushword")
                .migrations(sandbox.migrations)
                .python(sandbox.python)
                .listener(new MigrationListener() {
                    @Override
                    public void onOutput(Script script, String line) {
                        heard.add(line);
                    }
                })
                .build();
        Throwable failure = catchThrowable(fastMigrate::migrate);
        assertThat(failure).hasStackTraceContaining("cannot reach pg://ada:****@host/db");
        StringWriter trace = new StringWriter();
        failure.printStackTrace(new PrintWriter(trace));
        assertThat(heard).anyMatch(line -> line.startsWith("connecting to"));
        assertThat(String.join("\n", heard) + trace + fastMigrate.databaseName())
                .doesNotContain("hush");
    }
}
