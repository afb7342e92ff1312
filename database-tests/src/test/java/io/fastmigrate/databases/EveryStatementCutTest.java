package io.fastmigrate.databases;

import static org.assertj.core.api.Assertions.assertThat;

import io.fastmigrate.FastMigrate;
import io.fastmigrate.error.ScriptFailedException;
import io.fastmigrate.internal.sql.token.SqlDialect;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Cuts the connection once before and once behind every statement of scripts with every kind of definition: each next run
 * goes on by itself, and in the end schema and rows are those of a run without a cut.
 */
class EveryStatementCutTest {

    /** How often the scripts are written; three make some 200. */
    private static final int ROUNDS = Integer.getInteger("fastmigrate.cut.rounds", 1);

    @TempDir
    Path directory;

    @SuppressWarnings("NullAway") // set before each test
    EveryStatementCutTest() {}

    @Test
    void mariaDbEndsAsWithoutACut() throws Exception {
        String calm = Servers.maria();
        String stormy = Servers.maria();
        int scripts = EveryDefinition.write(directory, "mariadb", ROUNDS);
        migrate(FastMigrate.database(calm).migrations(directory).build());
        int cuts = migrateWithCuts(stormy, SqlDialect.MYSQL);
        report("MariaDB", scripts, cuts);
        assertThat(DatabaseFacts.ofMaria(stormy)).isEqualTo(DatabaseFacts.ofMaria(calm));
    }

    @Test
    void postgresEndsAsWithoutACut() throws Exception {
        String calm = Servers.postgres();
        String stormy = Servers.postgres();
        int scripts = EveryDefinition.write(directory, "postgresql", ROUNDS);
        migrate(FastMigrate.database(calm).migrations(directory).build());
        int cuts = migrateWithCuts(stormy, SqlDialect.POSTGRESQL);
        report("PostgreSQL", scripts, cuts);
        assertThat(DatabaseFacts.ofPostgres(stormy)).isEqualTo(DatabaseFacts.ofPostgres(calm));
    }

    private static void report(String database, int scripts, int cuts) {
        System.out.println(database + ": " + scripts + " scripts, " + cuts + " cuts");
    }

    private static void migrate(FastMigrate fastMigrate) {
        fastMigrate.create();
        fastMigrate.migrate();
    }

    private int migrateWithCuts(String url, SqlDialect dialect) throws Exception {
        CutDataSource cutting = new CutDataSource(url, EveryDefinition.statements(directory, dialect));
        FastMigrate.database(url).migrations(directory).build().create();
        while (true) {
            try {
                FastMigrate.dataSource(cutting).migrations(directory).build().migrate();
                return cutting.cuts();
            } catch (ScriptFailedException e) {
                if (!cutting.wasCut()) {
                    throw new AssertionError("stuck after " + cutting.cuts() + " cuts: " + e + "\n" + e.advice(), e);
                }
            }
        }
    }
}
