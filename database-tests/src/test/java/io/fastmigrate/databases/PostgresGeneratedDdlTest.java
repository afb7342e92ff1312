package io.fastmigrate.databases;

import static org.assertj.core.api.Assertions.assertThat;

import io.fastmigrate.Version;
import io.fastmigrate.internal.inspect.Inspection;
import io.fastmigrate.lint.LintReport;
import io.fastmigrate.lint.Linter;
import io.fastmigrate.lint.internal.prove.postgres.LockMode;
import io.fastmigrate.lint.internal.prove.postgres.PostgresRun;
import io.fastmigrate.lint.internal.prove.postgres.PostgresSamples;
import io.fastmigrate.lint.internal.prove.postgres.RanStatement;
import io.fastmigrate.lint.internal.prove.postgres.TableUse;
import io.fastmigrate.lint.internal.prove.server.Rows;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * On generated scripts the rules say what a PostgreSQL with rows does: which tables are written again or read whole under a lock, what
 * fails, which rows and names are lost. Another seed: {@code -Dlint.seed=...}; more scripts: {@code -Dlint.scripts=...}.
 */
class PostgresGeneratedDdlTest {

    private static final int SCRIPTS_FOR_ONE = 50;

    private static final Set<String> REWRITE = Set.of("P1", "P3", "P20");

    private static final Set<String> LONG =
            Set.of("P1", "P3", "P4", "P8", "P9", "P10", "P11", "P12", "P13", "P14", "P17", "P20");

    /** A script that was measured, and what findings it should have. */
    private record Measured(List<String> statements, Set<String> harms, String detail) {}

    @TempDir
    Path directory;

    private final Map<String, Integer> counts = new TreeMap<>();

    @Test
    void ruleAndMeasurementAgree() throws Exception {
        long seed = Long.getLong("lint.seed", 20_161);
        int wanted = Integer.getInteger("lint.scripts", 50);
        System.out.println("seed " + seed + ", " + wanted + " scripts");
        List<String> disagreements = new ArrayList<>();
        for (int i = 0; i * SCRIPTS_FOR_ONE < wanted; i++) {
            disagreements.addAll(scriptsFor(new Random(seed + i), directory.resolve("schema" + i)));
        }
        System.out.println("harms: " + counts);
        assertThat(disagreements).as("seed %s, of %s", seed, counts).isEmpty();
        assertThat(counts).containsKeys("long", "rewrite");
    }

    private List<String> scriptsFor(Random random, Path place) throws Exception {
        Workshop db = new Workshop(Servers.postgres(), place);
        RandomPostgres scripts = new RandomPostgres(random, db);
        db.script("0001-schema.sql", scripts.schema());
        db.migrate();
        fill(db);
        List<Measured> measured = new ArrayList<>();
        int last = 1;
        while (measured.size() < SCRIPTS_FOR_ONE) {
            List<String> statements = scripts.next();
            String name = String.format(Locale.ROOT, "%04d-script.sql", last + 1);
            db.script(name, String.join(";\n", statements) + ";\n");
            PostgresRun run = PostgresTrials.run(db);
            boolean withoutRows = statements.size() == 1
                    && run.failure().filter(error -> error.contains("23502")).isPresent()
                    && statements.get(0).matches("(?s)ALTER TABLE [^,]* ADD COLUMN [^,]*");
            if (run.failure().isPresent() && !withoutRows) {
                db.script(name, ""); // the server refuses it, because of the rows or anything else
                continue;
            }
            last++;
            measured.add(new Measured(statements, harms(statements, run), detail(run)));
            if (withoutRows) {
                // The shadow database of the linter has no rows, and the column.
                String column = statements.get(0).replaceAll("(?s).* ADD COLUMN (?:IF NOT EXISTS )?(\\S+) .*", "$1");
                String table = statements.get(0).split(" ADD ", 2)[0];
                db.script(
                        String.format(Locale.ROOT, "%04d-undo.sql", ++last), table + " DROP COLUMN " + column + ";\n");
                measured.add(new Measured(List.of("-- undo"), Set.of("names"), ""));
            }
            if (!run.emptied().isEmpty() || statements.get(0).startsWith("CREATE TABLE")) {
                fill(db);
            }
        }
        return disagreements(db, measured);
    }

    private static void fill(Workshop db) {
        Inspection.of(db.builder().build())
                .schema()
                .read(connection -> PostgresSamples.fill(connection, Rows.DIFFERENT));
    }

    private static String detail(PostgresRun run) {
        return run.failure().orElse("") + " "
                + run.statements().stream()
                        .map(statement -> TableUse.list(statement.uses()))
                        .toList();
    }

    private Set<String> harms(List<String> statements, PostgresRun run) {
        Set<String> harms = new TreeSet<>();
        if (run.failure().isPresent()) {
            harms.add("fails");
        }
        boolean exclusive = false;
        for (int i = 0; i < run.statements().size(); i++) {
            RanStatement statement = run.statements().get(i);
            if (!statements.get(i).contains("CONCURRENTLY")) {
                for (TableUse use : statement.uses()) {
                    harms.addAll(harms(statements.get(i), use, statement, exclusive));
                }
            }
            exclusive |= statement.uses().stream().anyMatch(use -> use.locks().contains(LockMode.ACCESS_EXCLUSIVE));
            if (!statement.lost().isEmpty()) {
                harms.add("names");
            }
        }
        if (statements.get(0).contains("CASCADE") && statements.get(0).startsWith("TRUNCATE")) {
            boolean others =
                    run.emptied().stream().anyMatch(table -> !statements.get(0).contains(table));
            if (others) {
                harms.add("lost rows");
            }
        }
        harms.forEach(harm -> counts.merge(harm, 1, Integer::sum));
        return harms;
    }

    private static Set<String> harms(String sql, TableUse use, RanStatement statement, boolean exclusive) {
        Set<String> harms = new TreeSet<>();
        boolean filesOnly = sql.startsWith("REFRESH") || sql.startsWith("TRUNCATE");
        boolean rewritten = use.rewritten() && !filesOnly;
        boolean work = sql.matches("(?s)(?:UPDATE|DELETE|INSERT|CREATE INDEX).*");
        if (rewritten) {
            harms.add("rewrite");
        }
        if ((rewritten || (use.read() && !filesOnly)) && ((exclusive && work) || stopsWriters(use, statement))) {
            harms.add("long");
        }
        if (use.changed() > 0 && sql.matches("(?s)(?:UPDATE|DELETE).*") && !sql.contains("id = 1")) {
            harms.add("all rows");
        }
        if (use.stopsWriters() && sql.matches("(?s)(?:DROP INDEX|REINDEX|REFRESH|.* DETACH ).*")) {
            harms.add("order");
        }
        return harms;
    }

    private static boolean stopsWriters(TableUse use, RanStatement statement) {
        return Stream.concat(statement.held().stream(), Stream.of(use))
                .anyMatch(each -> each.table().equals(use.table()) && each.stopsWriters());
    }

    private static List<String> disagreements(Workshop db, List<Measured> measured) {
        LintReport report =
                Linter.of(db.builder().build()).above(new Version(1)).lint();
        List<String> disagreements = new ArrayList<>();
        for (int i = 0; i < measured.size(); i++) {
            int number = i + 2;
            List<String> ids = report.findings().stream()
                    .filter(each -> each.script().version().number() == number)
                    .map(each -> each.rule().id())
                    .distinct()
                    .toList();
            Measured script = measured.get(i);
            Set<String> found = found(ids, script);
            boolean failed = script.harms().contains("fails");
            boolean agree = failed ? found.contains("fails") : found.equals(script.harms());
            if (!agree || ids.contains("X7")) {
                disagreements.add("\n" + String.join(";\n", script.statements()) + "\n   measured " + script.harms()
                        + script.detail() + "\n   found " + found + " by " + ids);
            }
        }
        report.coverage().undecided().forEach(rule -> disagreements.add("undecided: " + rule));
        return disagreements;
    }

    private static Set<String> found(List<String> ids, Measured script) {
        Set<String> found = new TreeSet<>();
        String sql = String.join(";", script.statements());
        boolean attach = ids.contains("P21") && sql.contains(" ATTACH ");
        boolean indexed = ids.contains("P5")
                && sql.startsWith("REINDEX")
                && script.harms().contains("long"); // the table may have no index
        if (ids.stream().anyMatch(LONG::contains) || attach || indexed) {
            found.add("long");
        }
        // P14 is about tables that are read alone, too.
        boolean typed = ids.contains("P14") && script.harms().contains("rewrite");
        if (ids.stream().anyMatch(REWRITE::contains) || typed) {
            found.add("rewrite");
        }
        Map.of("P2", "fails", "P5", "order", "P15", "names", "P16", "names", "P18", "all rows", "P22", "lost rows")
                .forEach((id, harm) -> {
                    if (ids.contains(id)) {
                        found.add(harm);
                    }
                });
        return found;
    }
}
