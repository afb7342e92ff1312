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

    private int questions;

    @SuppressWarnings("NullAway") // set before each test
    EveryStatementCutTest() {}

    @Test
    void mariaDbEndsAsWithoutACut() throws Exception {
        String calm = Servers.maria();
        String stormy = Servers.maria();
        int scripts = EveryDefinition.write(directory, "mariadb", ROUNDS);
        migrate(FastMigrate.database(calm).migrations(directory).build());
        int cuts = migrateWithCuts(stormy, directory, SqlDialect.MYSQL);
        report("MariaDB", scripts, cuts);
        assertThat(DatabaseFacts.ofMaria(stormy)).isEqualTo(DatabaseFacts.ofMaria(calm));
    }

    @Test
    void postgresEndsAsWithoutACut() throws Exception {
        String calm = Servers.postgres();
        String stormy = Servers.postgres();
        int scripts = EveryDefinition.write(directory, "postgresql", ROUNDS);
        migrate(FastMigrate.database(calm).migrations(directory).build());
        int cuts = migrateWithCuts(stormy, directory, SqlDialect.POSTGRESQL);
        report("PostgreSQL", scripts, cuts);
        assertThat(DatabaseFacts.ofPostgres(stormy)).isEqualTo(DatabaseFacts.ofPostgres(calm));
    }

    @Test
    void h2EndsAsWithoutACut() throws Exception {
        Path scripts = directory.resolve("scripts");
        String calm = "jdbc:h2:" + directory.resolve("calm");
        String stormy = "jdbc:h2:" + directory.resolve("stormy");
        int count = EveryDefinition.write(scripts, "h2", ROUNDS);
        migrate(FastMigrate.database(calm).migrations(scripts).build());
        int cuts = migrateWithCuts(stormy, scripts, SqlDialect.H2);
        report("H2", count, cuts);
        assertThat(DatabaseFacts.ofH2(stormy)).isEqualTo(DatabaseFacts.ofH2(calm));
    }

    private void report(String database, int scripts, int cuts) {
        System.out.println(database + ": " + scripts + " scripts, " + cuts + " cuts, " + questions + " questions");
    }

    private static void migrate(FastMigrate fastMigrate) {
        fastMigrate.create();
        fastMigrate.migrate();
    }

    private int migrateWithCuts(String url, Path scripts, SqlDialect dialect) throws Exception {
        CutDataSource cutting = new CutDataSource(url, EveryDefinition.statements(scripts, dialect));
        FastMigrate.database(url).migrations(scripts).build().create();
        while (true) {
            try {
                FastMigrate.dataSource(cutting).migrations(scripts).build().migrate();
                return cutting.cuts();
            } catch (ScriptFailedException e) {
                if (!cutting.wasCut()) {
                    String said = e.getMessage() + "\n" + e.advice();
                    if (!Answers.isAsked(said)) {
                        throw new AssertionError("stuck after " + cutting.cuts() + " cuts: " + said, e);
                    }
                    Answers.give(url, scripts, said);
                    questions++;
                }
            }
        }
    }
}
