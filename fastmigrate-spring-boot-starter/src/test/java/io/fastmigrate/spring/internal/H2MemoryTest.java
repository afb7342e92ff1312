package io.fastmigrate.spring.internal;

import static org.assertj.core.api.Assertions.assertThat;

import io.fastmigrate.FastMigrate;
import io.fastmigrate.spring.MigrationPhase;
import io.fastmigrate.spring.Workspace;
import io.fastmigrate.spring.internal.start.FastMigrateRunner;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.springframework.boot.DefaultApplicationArguments;
import org.springframework.jdbc.core.simple.JdbcClient;

/** A database of H2 in memory outlives the connections of the migration. */
class H2MemoryTest {

    @TempDir
    Path folder;

    @ParameterizedTest
    @EnumSource(value = MigrationPhase.class, names = "VERIFY", mode = EnumSource.Mode.EXCLUDE)
    void isMigratedAndUsedByTheApplicationInEachPhase(MigrationPhase phase) throws Exception {
        Workspace.in(folder)
                .script(
                        "0001-notes.sql",
                        "CREATE TABLE note (id INTEGER PRIMARY KEY, text VARCHAR(20));\nINSERT INTO note VALUES (1, 'first');\n")
                .runner()
                .withPropertyValues(
                        "fastmigrate.db=jdbc:h2:mem:phase-" + phase,
                        "fastmigrate.phase=" + phase,
                        "spring.datasource.hikari.minimum-idle=0")
                .run(context -> {
                    assertThat(context).hasNotFailed();
                    context.getBean(FastMigrateRunner.class).run(new DefaultApplicationArguments());
                    assertThat(context.getBean(FastMigrate.class).version().number())
                            .isEqualTo(1);
                    assertThat(context.getBean(JdbcClient.class)
                                    .sql("SELECT text FROM note")
                                    .query(String.class)
                                    .single())
                            .isEqualTo("first");
                });
    }

    @ParameterizedTest
    @CsvSource(
            nullValues = "same",
            value = {
                "jdbc:h2:mem:x, jdbc:h2:mem:x;DB_CLOSE_DELAY=-1",
                "jdbc:h2:mem:x;MODE=MySQL; , jdbc:h2:mem:x;MODE=MySQL;DB_CLOSE_DELAY=-1",
                "JDBC:H2:mem:x, JDBC:H2:mem:x;DB_CLOSE_DELAY=-1",
                "jdbc:h2:mem:x;db_close_delay=5, same",
                "jdbc:h2:mem:, same",
                "jdbc:h2:~/x, same",
                "data/app.db, same",
            })
    void leavesAllOtherUrlsAsTheyAre(String url, String kept) {
        assertThat(H2Memory.kept(url)).isEqualTo(kept == null ? url : kept);
    }

    @Test
    void leavesOneOfAConnectionAlone() {
        assertThat(H2Memory.kept("jdbc:h2:mem:;MODE=MySQL")).isEqualTo("jdbc:h2:mem:;MODE=MySQL");
    }
}
