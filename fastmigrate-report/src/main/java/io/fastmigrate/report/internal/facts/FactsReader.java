package io.fastmigrate.report.internal.facts;

import io.fastmigrate.FastMigrate;
import io.fastmigrate.HistoryEntry;
import io.fastmigrate.Plan;
import io.fastmigrate.Script;
import io.fastmigrate.Status;
import io.fastmigrate.Warning;
import io.fastmigrate.error.FastMigrateException;
import io.fastmigrate.internal.inspect.Inspection;
import io.fastmigrate.report.internal.model.Schema;
import io.fastmigrate.report.internal.model.SchemaReader;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Reads what the page tells about a database. What cannot be read is a problem that the page shows. */
public final class FactsReader {

    private final String name;
    private final FastMigrate database;
    private final Disclosure disclosure;
    private final List<DatabaseFacts.Problem> problems = new ArrayList<>();

    public FactsReader(String name, FastMigrate database, Disclosure disclosure) {
        this.name = name;
        this.database = database;
        this.disclosure = disclosure;
    }

    /** Puts the error of the last run before the problems of reading. */
    public void tellFailedRun(FastMigrateException failure) {
        problems.add(0, problem("The last run failed", failure));
    }

    /** Reads the database: its status, the plan of its pending scripts, its schema. */
    public DatabaseFacts read() {
        Status status;
        try {
            status = database.status();
        } catch (FastMigrateException e) {
            problems.add(problem("The database or its scripts cannot be read", e));
            return facts(
                    new DatabaseFacts.Standing(DatabaseFacts.State.UNREADABLE, 0, 0, "", problems, List.of()),
                    DatabaseFacts.Scripts.NONE,
                    null);
        }
        Plan plan = status.state() == Status.State.PENDING ? plan() : null;
        Schema schema = disclosure.schema() && status.state() != Status.State.MISSING ? schema() : null;
        List<String> warnings = Stream.concat(
                        status.warnings().stream(), plan == null ? Stream.of() : plan.warnings().stream())
                .map(Warning::message)
                .distinct()
                .map(disclosure::text)
                .toList();
        return facts(standing(status, state(status.state()), "", warnings), scripts(status, plan), schema);
    }

    /** Tells the status of a run that is on, without reading the database. */
    public DatabaseFacts whileMigrating(Status status, String note) {
        List<String> warnings = status.warnings().stream()
                .map(Warning::message)
                .map(disclosure::text)
                .toList();
        return facts(
                standing(status, DatabaseFacts.State.MIGRATING, disclosure.text(note), warnings),
                scripts(status, null),
                null);
    }

    private DatabaseFacts facts(
            DatabaseFacts.Standing standing, DatabaseFacts.Scripts scripts, @Nullable Schema schema) {
        String location = disclosure.location() ? disclosure.text(database.databaseName()) : "";
        return new DatabaseFacts(name, location, standing, scripts, schema);
    }

    private DatabaseFacts.Standing standing(
            Status status, DatabaseFacts.State state, String note, List<String> warnings) {
        return new DatabaseFacts.Standing(
                state, status.version().number(), status.target().number(), note, List.copyOf(problems), warnings);
    }

    private static DatabaseFacts.State state(Status.State state) {
        return switch (state) {
            case MISSING -> DatabaseFacts.State.MISSING;
            case UNMANAGED -> DatabaseFacts.State.UNMANAGED;
            case UP_TO_DATE -> DatabaseFacts.State.UP_TO_DATE;
            case PENDING -> DatabaseFacts.State.PENDING;
            case AHEAD -> DatabaseFacts.State.AHEAD;
        };
    }

    private @Nullable Plan plan() {
        try {
            return database.plan();
        } catch (FastMigrateException e) {
            problems.add(problem("The pending scripts cannot run now", e));
            return null;
        }
    }

    private @Nullable Schema schema() {
        try {
            return Inspection.of(database).schema().read(SchemaReader::read).withTexts(disclosure::text);
        } catch (FastMigrateException e) {
            problems.add(problem("The schema cannot be read", e));
            return null;
        }
    }

    private DatabaseFacts.Problem problem(String title, FastMigrateException error) {
        return new DatabaseFacts.Problem(
                title, disclosure.text(String.valueOf(error.getMessage())), disclosure.text(error.advice()));
    }

    private DatabaseFacts.Scripts scripts(Status status, @Nullable Plan plan) {
        Map<String, Plan.Step> steps = new HashMap<>();
        if (plan != null) {
            plan.steps().forEach(step -> steps.put(step.script().fileName(), step));
        }
        return new DatabaseFacts.Scripts(
                status.pending().stream()
                        .map(script -> pending(script, steps.get(script.fileName())))
                        .toList(),
                status.aboveTarget().stream().map(Script::fileName).toList(),
                applied(status.applied()),
                applied(status.appliedRepeatable()),
                status.missing().stream().map(HistoryEntry::fileName).toList());
    }

    private DatabaseFacts.Pending pending(Script script, Plan.@Nullable Step step) {
        if (step == null) {
            return new DatabaseFacts.Pending(script.fileName(), "", "", List.of());
        }
        return new DatabaseFacts.Pending(
                script.fileName(),
                execution(step.execution()),
                step.reason().map(disclosure::text).orElse(""),
                List.of());
    }

    private static String execution(Plan.Execution execution) {
        return switch (execution) {
            case ATOMIC -> "atomic";
            case OWN_TRANSACTION -> "own transaction";
            case NON_TRANSACTIONAL -> "non-transactional";
            case RESUMABLE -> "step by step";
            case PROCESS -> "process";
        };
    }

    private List<DatabaseFacts.Applied> applied(List<HistoryEntry> entries) {
        return entries.stream()
                .map(entry -> new DatabaseFacts.Applied(
                        entry.isRepeatable() ? "" : entry.version().padded(),
                        entry.fileName(),
                        entry.appliedAt(),
                        entry.took(),
                        disclosure.users() ? entry.appliedBy() : ""))
                .toList();
    }
}
