package io.fastmigrate.databases;

import static org.assertj.core.api.Assertions.assertThat;

import io.fastmigrate.FastMigrate;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Kills the process that migrates, at any time, and starts it again, until scripts with every kind of definition are
 * applied: no run is stuck, and in the end schema and rows are those of a run that no one disturbed.
 */
class KilledMigrationsIT {

    private static final int KILLS = Integer.getInteger("fastmigrate.kills", 1);

    /** How often the scripts of one database are written at most. */
    private static final int MOST_ROUNDS = Integer.getInteger("fastmigrate.kills.rounds", 40);

    private static final long SEED = Long.getLong("fastmigrate.kills.seed", 1);

    /** In milliseconds after the first script began; a script takes some 60. */
    private static final int LONGEST_LIFE = Integer.getInteger("fastmigrate.kills.life", 3_000);

    @TempDir
    Path directory;

    private final Random random = new Random(SEED);
    private int kills;
    private int begun;
    private int partly;
    private int questions;
    private final Set<String> askedAbout = new TreeSet<>();

    @SuppressWarnings("NullAway") // set before each test
    KilledMigrationsIT() {}

    @Test
    void endAsUndisturbedOnMariaDb() throws Exception {
        campaign("mariadb", Servers.maria(), Servers.maria(), DatabaseFacts::ofMaria, text -> true);
    }

    /** Who may do everything in one database, and nothing outside, sees less of the catalogue. */
    @Test
    void endAsUndisturbedOnMariaDbForUserOfOneDatabase() throws Exception {
        String calm = Servers.maria();
        String stormy = Servers.maria();
        campaign(
                "mariadb",
                Servers.mariaUser(calm),
                Servers.mariaUser(stormy),
                url -> DatabaseFacts.ofMaria(url.equals(Servers.mariaUser(calm)) ? calm : stormy),
                text -> !text.replaceAll("(?s)/\\*.*?\\*/", " ")
                        .matches("(?s).*\\b(USER|ROLE|GRANT|REVOKE|DATABASE|SERVER|FLUSH|d@_)\\b.*"));
    }

    @Test
    void endAsUndisturbedOnPostgres() throws Exception {
        campaign("postgresql", Servers.postgres(), Servers.postgres(), DatabaseFacts::ofPostgres, text -> true);
    }

    /** Reads all definitions and rows. */
    @FunctionalInterface
    private interface Facts {
        List<String> of(String url) throws SQLException;
    }

    private void campaign(String name, String calm, String stormy, Facts facts, Predicate<String> kept)
            throws Exception {
        int round = 0;
        int scripts = 0;
        for (String url : List.of(calm, stormy)) {
            FastMigrate.database(url).migrations(directory).build().create();
        }
        while (kills < KILLS && round < MOST_ROUNDS) {
            scripts = EveryDefinition.writeRound(directory, name, ++round, scripts, kept);
            FastMigrate.database(calm).migrations(directory).build().migrate();
            untilDone(stormy);
            assertThat(facts.of(stormy)).isEqualTo(facts.of(calm));
        }
        System.out.println(name + ": " + scripts + " scripts, " + kills + " kills, " + partly
                + " of them in the middle of a script, " + begun
                + " where a statement had begun and was not known to be done, "
                + questions + " questions " + askedAbout + ", 0 stuck");
    }

    private void untilDone(String url) throws Exception {
        while (true) {
            MigratingProcess run = MigratingProcess.of(url, directory, MigratingProcess.NEVER);
            run.killAfterBeginning(random.nextInt(LONGEST_LIFE * 1_000));
            int exitCode = run.exitCode();
            if (exitCode == 0) {
                return;
            } else if (exitCode == 137) {
                kills++;
                count(url);
            } else {
                answer(url, run.output());
            }
        }
    }

    private void count(String url) throws SQLException {
        try (Connection connection = DriverManager.getConnection(url)) {
            List<String> states =
                    DatabaseFacts.rows(connection, "SELECT state FROM _fastmigrate_progress WHERE version > 0");
            partly += states.isEmpty() ? 0 : 1;
            begun += states.contains("[begun]") ? 1 : 0;
        } catch (SQLException e) {
            assertThat(e.getErrorCode() == 1146 || "42P01".equals(e.getSQLState()))
                    .as(e.toString())
                    .isTrue();
        }
    }

    private void answer(String url, String output) throws SQLException, IOException {
        if (!Answers.isAsked(output)) {
            throw new AssertionError("stuck after " + kills + " kills: " + output);
        }
        questions++;
        askedAbout.add(Answers.give(url, directory, output));
    }
}
