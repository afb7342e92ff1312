package io.fastmigrate.databases;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Many processes that migrate one server's database at once, some of them killed on the way. */
class ConcurrentProcessesIT {

    private static final int ROUNDS = Integer.getInteger("concurrency.rounds", 2);
    private static final int KILLED = Race.PROCESSES / 4;

    @TempDir
    Path directory;

    @SuppressWarnings("NullAway") // set before each test
    ConcurrentProcessesIT() {}

    @Test
    void runEachScriptOnceOnPostgres() throws Exception {
        for (int round = 0; round < ROUNDS; round++) {
            Workshop db = new Workshop(Servers.postgres(), Files.createDirectory(directory.resolve("pg" + round)));
            new Race(db)
                    .scripts("CREATE INDEX CONCURRENTLY i ON log (script);\n")
                    .run(i -> db.url(), KILLED);
            assertThat(db.query("SELECT indisvalid FROM pg_index WHERE indexrelid = 'i'::regclass"))
                    .containsExactly("t");
        }
    }

    @Test
    void runEachScriptOnceOnMariaDb() throws Exception {
        for (int round = 0; round < ROUNDS; round++) {
            Workshop db = new Workshop(Servers.maria(), Files.createDirectory(directory.resolve("maria" + round)));
            new Race(db)
                    .scripts("ALTER TABLE log ADD COLUMN note VARCHAR(20);\n")
                    .run(i -> db.url(), KILLED);
        }
    }
}
