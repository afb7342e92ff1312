package io.fastmigrate.spring.actuate;

import io.fastmigrate.FastMigrate;
import io.fastmigrate.Status;
import io.fastmigrate.report.HtmlReport;
import io.fastmigrate.report.ReportedDatabase;
import io.fastmigrate.spring.gate.Gate;
import io.fastmigrate.spring.internal.Redaction;
import io.fastmigrate.spring.internal.observe.RunState;
import io.fastmigrate.spring.internal.observe.Standing;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** The page about databases, with what may be shown: the tables are details, as those who applied scripts are. */
final class DatabasePage {

    private final boolean showPaths;
    private final boolean showDetails;

    DatabasePage(boolean showPaths, boolean showDetails) {
        this.showPaths = showPaths;
        this.showDetails = showDetails;
    }

    /** Returns the page about the databases of these names; null if one was asked for by its name, and there is none. */
    @Nullable
    String of(List<Standings> contexts, Predicate<String> wanted) {
        List<ReportedDatabase> databases = new ArrayList<>();
        boolean foundAll = true;
        for (Standings standings : contexts) {
            for (String name : standings.own()) {
                if (wanted.test(name)) {
                    databases.add(database(name, standings));
                } else {
                    foundAll = false;
                }
            }
        }
        return databases.isEmpty() && !foundAll
                ? null
                : Gate.passing(() -> HtmlReport.of(databases).html());
    }

    private ReportedDatabase database(String name, Standings standings) {
        FastMigrate database = standings.database(name);
        Redaction redaction = showPaths ? Redaction.ofSecrets() : Redaction.of(database);
        ReportedDatabase reported = ReportedDatabase.of(name, database).withTexts(redaction::apply);
        if (!showPaths) {
            reported = reported.hiding(ReportedDatabase.Part.LOCATION);
        }
        if (!showDetails) {
            reported = reported.hiding(ReportedDatabase.Part.USERS, ReportedDatabase.Part.SCHEMA);
        }
        Standing standing = standings.now(name);
        Status status = standing.status();
        RunState.Running running = standing.running();
        if (standing.state() == Standing.State.MIGRATING && status != null && running != null) {
            return reported.migrating(status, note(running));
        }
        return standing.state() == Standing.State.FAILED && standing.error() != null
                ? reported.withFailedRun(standing.error())
                : reported;
    }

    private static String note(RunState.Running running) {
        if (running.waitingFor() != null) {
            return "Waits for " + running.waitingFor() + ".";
        }
        String script = running.script() == null
                ? ""
                : ": " + running.script().fileName() + ", " + (running.done() + 1) + " of " + running.total();
        return running.percent() + " %" + script;
    }
}
