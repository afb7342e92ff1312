package io.fastmigrate.cli.run;

import io.fastmigrate.FastMigrate;
import io.fastmigrate.FastMigrateBuilder;
import io.fastmigrate.Fleet;
import io.fastmigrate.Fleet.Report.Outcome;
import io.fastmigrate.Fleet.Report.State;
import io.fastmigrate.MigrationListener;
import io.fastmigrate.Script;
import io.fastmigrate.Warning;
import io.fastmigrate.cli.database.Target;
import io.fastmigrate.cli.json.JsonReport;
import io.fastmigrate.cli.option.FleetOptions;
import io.fastmigrate.cli.output.Durations;
import io.fastmigrate.cli.output.Table;
import io.fastmigrate.cli.output.Terminal;
import io.fastmigrate.cli.output.Wording;
import io.fastmigrate.cli.problem.ExitCode;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Migrates the databases that one pattern names, and prints where each stands. */
public final class FleetMigration {

    private static final long BETWEEN_LINES = Duration.ofSeconds(10).toNanos();

    private final Terminal terminal;
    private final boolean json;
    private final boolean verbose;
    private final Set<String> warned = new HashSet<>();
    private int total;
    private int done;
    private long lastLine = System.nanoTime();
    private Map<String, @Nullable Object> members = Map.of();

    public FleetMigration(Terminal terminal, boolean json, boolean verbose) {
        this.terminal = terminal;
        this.json = json;
        this.verbose = verbose;
    }

    /**
     * Migrates all.
     *
     * @throws io.fastmigrate.error.FleetFailedException if one fails, when all have been told
     */
    public ExitCode run(List<Target> targets, Function<Target, FastMigrateBuilder> builder, FleetOptions options) {
        total = targets.size();
        List<FastMigrate> databases = targets.stream()
                .map(target -> builder.apply(target).listener(listener(target)).build())
                .toList();
        Fleet.Report report =
                options.apply(Fleet.of(databases)).onOutcome(this::tell).migrate();
        members = JsonReport.fleet(targets.get(0).scripts().text(), targets, report);
        if (!json) {
            print(targets, report);
        }
        report.orThrow();
        if (json) {
            JsonReport.print(terminal, "migrate", members);
        }
        return report.isComplete() ? ExitCode.DONE : ExitCode.FAILED;
    }

    /** Returns where each stands, for JSON; empty before the end. */
    public Map<String, @Nullable Object> members() {
        return members;
    }

    private void print(List<Target> targets, Fleet.Report report) {
        Table table = new Table();
        for (int i = 0; i < targets.size(); i++) {
            Outcome outcome = report.outcomes().get(i);
            if (verbose || outcome.state() != State.UP_TO_DATE) {
                table.row(
                        targets.get(i).dbText(),
                        words(outcome.state()),
                        outcome.version().map(version -> "version " + version).orElse(""));
            }
        }
        table.lines().forEach(terminal.out()::println);
        terminal.out()
                .println(Wording.databases(total) + ": " + report.count(State.MIGRATED) + " migrated, "
                        + report.count(State.UP_TO_DATE) + " up to date, " + report.count(State.FAILED) + " failed, "
                        + report.count(State.NOT_TRIED) + " not tried, in " + Durations.text(report.took()) + ".");
    }

    private static String words(State state) {
        return switch (state) {
            case MIGRATED -> "migrated";
            case UP_TO_DATE -> "up to date";
            case FAILED -> "failed";
            case NOT_TRIED -> "not tried";
        };
    }

    private synchronized void tell(Outcome outcome) {
        done++;
        if (verbose) {
            terminal.err().println("DEBUG: " + outcome.database() + " " + words(outcome.state()));
        }
        if (System.nanoTime() - lastLine > BETWEEN_LINES) {
            lastLine = System.nanoTime();
            terminal.err().println(done + " of " + total + " databases are done");
        }
    }

    /** What all of them say alike is told once. */
    private MigrationListener listener(Target target) {
        return new MigrationListener() {
            @Override
            public void onWarning(Warning warning) {
                synchronized (FleetMigration.this) {
                    if (warned.add(warning.message())) {
                        terminal.warn(warning.message());
                    }
                }
            }

            @Override
            public void onOutput(Script script, String line) {
                if (verbose) {
                    terminal.err().println(target.dbText() + ": " + script.fileName() + ": " + line);
                }
            }
        };
    }
}
