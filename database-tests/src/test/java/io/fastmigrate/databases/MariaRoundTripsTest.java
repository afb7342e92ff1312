package io.fastmigrate.databases;

import static org.assertj.core.api.Assertions.assertThat;

import io.fastmigrate.FastMigrate;
import java.net.URI;
import java.nio.file.Path;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** How often a run waits for an answer of MariaDB. */
@SuppressWarnings("StringConcatToTextBlock") // short scripts, close to what is expected of them
class MariaRoundTripsTest {

    @TempDir
    Path directory;

    /** A definition, which commits by itself, and an INSERT, after which the next script gets another connection. */
    @Test
    void isNoMoreForAScriptThanItWas() throws Exception {
        int ten = waits(10);
        assertThat(waits(20) - ten).isLessThanOrEqualTo(10 * 43);
    }

    private int waits(int scripts) throws Exception {
        Workshop db = new Workshop(Servers.maria(), directory);
        for (int i = 1; i <= scripts; i++) {
            db.script(
                    String.format(Locale.ROOT, "%04d-t.sql", i),
                    "CREATE TABLE t" + i + " (id INT);\nINSERT INTO t" + i + " VALUES (1);\n");
        }
        db.builder().build().create();
        int port = URI.create(db.url().substring("jdbc:".length())).getPort();
        try (RoundTrips proxy = RoundTrips.ofMaria(port)) {
            String through = db.url().replace(":" + port, ":" + proxy.port());
            FastMigrate.database(through).migrations(db.directory()).build().migrate();
            assertThat(db.version()).isEqualTo(scripts);
            return proxy.count();
        }
    }
}
