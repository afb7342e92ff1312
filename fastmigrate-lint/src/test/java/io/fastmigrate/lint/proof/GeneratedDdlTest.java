package io.fastmigrate.lint.proof;

import static org.assertj.core.api.Assertions.assertThat;

import io.fastmigrate.FastMigrate;
import io.fastmigrate.lint.Finding;
import io.fastmigrate.lint.RuleClass;
import io.fastmigrate.lint.Scripts;
import io.fastmigrate.lint.internal.prove.SampleRows;
import io.fastmigrate.lint.proof.DdlMeasurement.Measured;
import io.fastmigrate.lint.proof.DdlMeasurement.Outcome;
import io.fastmigrate.lint.proof.RandomDdl.Ddl;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * On generated scripts, the rules say what happens on a database with one row in each table: a finding of class F where the script
 * fails, one of class L where it does damage, none of both where it passes. Another seed: {@code -Dlint.seed=...}; more schemas:
 * {@code -Dlint.schemas=...}.
 */
class GeneratedDdlTest {

    private static final int SCRIPTS_FOR_ONE = 20;

    private final Map<Outcome, Integer> counts = new EnumMap<>(Outcome.class);
    private final List<String> disagreements = new ArrayList<>();

    @TempDir
    private Path directory;

    @Test
    void ruleAndMeasurementAgree() throws Exception {
        long seed = Long.getLong("lint.seed", 20_161);
        int schemas = Integer.getInteger("lint.schemas", 30);
        System.out.println("seed " + seed + ", " + schemas * SCRIPTS_FOR_ONE + " scripts");
        for (int i = 0; i < schemas; i++) {
            scriptsFor(new Random(seed + i), directory.resolve("schema" + i));
        }
        assertThat(disagreements)
                .as("seed %s, %s of %s scripts", seed, disagreements.size(), counts)
                .isEmpty();
        assertThat(counts)
                .hasSize(Outcome.values().length)
                .allSatisfy((outcome, count) ->
                        assertThat(count).as(outcome.name()).isGreaterThan(schemas * SCRIPTS_FOR_ONE / 50));
    }

    private void scriptsFor(Random random, Path place) throws Exception {
        String schema = RandomSchema.of(random);
        Scripts first = new Scripts(place.resolve("filled")).with(schema);
        FastMigrate fastMigrate = first.fastMigrate();
        fastMigrate.create();
        fastMigrate.migrate();
        try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + first.database())) {
            assertThat(SampleRows.fill(connection, 7))
                    .as("tables without a row of " + schema)
                    .isEmpty();
            RandomDdl generator = new RandomDdl(random, connection);
            for (int i = 0; i < SCRIPTS_FOR_ONE; i++) {
                Ddl ddl = generator.next();
                Scripts scripts =
                        new Scripts(place.resolve("script" + i)).with(schema).with(ddl.sql());
                compare(schema, ddl, scripts, new DdlMeasurement(scripts).of(ddl, first.database()));
            }
        }
    }

    private void compare(String schema, Ddl ddl, Scripts scripts, Measured measured) {
        List<Finding> findings = scripts.lintLast().findings();
        List<RuleClass> classes =
                findings.stream().map(each -> each.rule().ruleClass()).toList();
        Outcome said = classes.contains(RuleClass.FAILS)
                ? Outcome.FAILS
                : classes.contains(RuleClass.LOSES_DATA) ? Outcome.DAMAGE : Outcome.PASSES;
        counts.merge(measured.outcome(), 1, Integer::sum);
        if (said != measured.outcome()) {
            disagreements.add("\n" + schema + "-- the script\n" + ddl.sql() + "\n-- " + measured + "\n-- " + findings);
        }
    }
}
