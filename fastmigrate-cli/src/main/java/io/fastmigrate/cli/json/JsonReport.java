package io.fastmigrate.cli.json;

import io.fastmigrate.Fleet;
import io.fastmigrate.HistoryEntry;
import io.fastmigrate.Plan;
import io.fastmigrate.Rehearsal;
import io.fastmigrate.Rehearsal.RowChange;
import io.fastmigrate.Rehearsal.SchemaChange;
import io.fastmigrate.Rehearsal.TableLock;
import io.fastmigrate.Report;
import io.fastmigrate.Script;
import io.fastmigrate.Status;
import io.fastmigrate.Version;
import io.fastmigrate.Warning;
import io.fastmigrate.cli.database.ManyDatabases;
import io.fastmigrate.cli.database.Target;
import io.fastmigrate.cli.output.BuildVersion;
import io.fastmigrate.cli.output.Terminal;
import io.fastmigrate.cli.output.Wording;
import io.fastmigrate.cli.problem.Problems;
import io.fastmigrate.error.ChangedScriptException;
import io.fastmigrate.error.DatabaseAheadException;
import io.fastmigrate.error.DatabaseBehindException;
import io.fastmigrate.error.DatabaseUnusableException;
import io.fastmigrate.error.InvalidScriptException;
import io.fastmigrate.error.LateScriptException;
import io.fastmigrate.error.LockTimeoutException;
import io.fastmigrate.error.MigrationInterruptedException;
import io.fastmigrate.error.ScriptFailedException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What {@code --json} prints. The contract is docs/json.md; {@link #SCHEMA} grows when it breaks. */
public final class JsonReport {

    static final int SCHEMA = 1;

    /** Stands beside an error that came up on a copy: version and applied scripts are the copy's. */
    public static final Map<String, @Nullable Object> IN_REHEARSAL = Map.of("inRehearsal", true);

    private JsonReport() {}

    /** Prints one object, in UTF-8 whatever the terminal's encoding is. */
    public static void print(Terminal terminal, String command, Map<String, @Nullable Object> members) {
        Map<String, @Nullable Object> object = new LinkedHashMap<>();
        object.put("schema", SCHEMA);
        object.put("command", command);
        object.putAll(members);
        terminal.out().writeBytes((Json.write(object) + "\n").getBytes(StandardCharsets.UTF_8));
    }

    public static Map<String, @Nullable Object> check(Target target, String state, @Nullable Version version) {
        Map<String, @Nullable Object> object = new LinkedHashMap<>();
        object.put("fastmigrate", BuildVersion.text());
        object.put("database", target.dbText());
        object.put("state", state);
        object.put("version", version == null ? null : version.number());
        return object;
    }

    public static Map<String, @Nullable Object> status(Target target, Status status) {
        Map<String, @Nullable Object> object = places(target);
        object.put("state", constant(status.state()));
        object.put("version", Wording.isManaged(status) ? status.version().number() : null);
        object.put("target", status.target().number());
        object.put("pending", status.pending().stream().map(JsonReport::script).toList());
        object.put(
                "aboveTarget",
                status.aboveTarget().stream().map(JsonReport::script).toList());
        object.put("applied", history(status.applied()));
        object.put("appliedRepeatable", history(status.appliedRepeatable()));
        object.put("missing", history(status.missing()));
        object.put("warnings", warnings(status.warnings()));
        return object;
    }

    public static Map<String, @Nullable Object> checks(List<ManyDatabases.Answer<Optional<Version>>> answers) {
        Map<String, @Nullable Object> object = new LinkedHashMap<>();
        object.put("fastmigrate", BuildVersion.text());
        object.put("databases", answers.stream().map(JsonReport::checked).toList());
        return object;
    }

    private static Map<String, @Nullable Object> checked(ManyDatabases.Answer<Optional<Version>> answer) {
        Optional<Version> version = answer.fact();
        Map<String, @Nullable Object> object = new LinkedHashMap<>();
        object.put("database", answer.target().dbText());
        object.put("state", version == null ? null : version.isPresent() ? "managed" : "unmanaged");
        object.put(
                "version", version == null ? null : version.map(Version::number).orElse(null));
        object.put("error", answer.error() == null ? null : problem(answer.error()));
        return object;
    }

    public static Map<String, @Nullable Object> statuses(Target pattern, List<ManyDatabases.Answer<Status>> answers) {
        Map<String, @Nullable Object> object = new LinkedHashMap<>();
        object.put("migrations", pattern.scripts().text());
        object.put("databases", answers.stream().map(JsonReport::status).toList());
        return object;
    }

    private static Map<String, @Nullable Object> status(ManyDatabases.Answer<Status> answer) {
        Map<String, @Nullable Object> object = new LinkedHashMap<>();
        object.put("database", answer.target().dbText());
        if (answer.fact() != null) {
            object.putAll(status(answer.target(), answer.fact()));
            object.remove("migrations");
        }
        object.put("error", answer.error() == null ? null : problem(answer.error()));
        return object;
    }

    public static Map<String, @Nullable Object> fleet(String migrations, List<Target> targets, Fleet.Report report) {
        Map<String, @Nullable Object> counts = new LinkedHashMap<>();
        for (Fleet.Report.State state : Fleet.Report.State.values()) {
            counts.put(constant(state), report.count(state));
        }
        List<Map<String, @Nullable Object>> databases = new ArrayList<>();
        for (int i = 0; i < targets.size(); i++) {
            Fleet.Report.Outcome outcome = report.outcomes().get(i);
            Map<String, @Nullable Object> object = new LinkedHashMap<>();
            object.put("database", targets.get(i).dbText());
            object.put("state", constant(outcome.state()));
            object.put("version", outcome.version().map(Version::number).orElse(null));
            object.put("error", outcome.failure().map(JsonReport::problem).orElse(null));
            databases.add(object);
        }
        Map<String, @Nullable Object> members = new LinkedHashMap<>();
        members.put("migrations", migrations);
        members.put("counts", counts);
        members.put("databases", databases);
        members.put("tookMs", report.took().toMillis());
        return members;
    }

    public static Map<String, @Nullable Object> plan(Target target, Plan plan) {
        Map<String, @Nullable Object> object = places(target);
        object.put("version", plan.current().number());
        object.put("target", plan.target().number());
        object.put("steps", plan.steps().stream().map(JsonReport::step).toList());
        object.put("warnings", warnings(plan.warnings()));
        return object;
    }

    public static Map<String, @Nullable Object> run(Target target, Report report, @Nullable Rehearsal rehearsal) {
        Map<String, @Nullable Object> object = places(target);
        object.put("before", report.before().number());
        object.put("version", report.after().number());
        object.put("applied", history(report.applied()));
        object.put("rehearsal", rehearsal == null ? null : rehearsal(rehearsal));
        object.put("backup", report.backup().map(target::backupText).orElse(null));
        object.put("tookMs", report.took().toMillis());
        object.put("warnings", warnings(report.warnings()));
        return object;
    }

    public static Map<String, @Nullable Object> rehearsal(Target target, Rehearsal rehearsal) {
        Map<String, @Nullable Object> object = places(target);
        object.putAll(rehearsal(rehearsal));
        object.put("warnings", warnings(rehearsal.report().warnings()));
        return object;
    }

    private static Map<String, @Nullable Object> rehearsal(Rehearsal rehearsal) {
        Map<String, @Nullable Object> object = new LinkedHashMap<>();
        Report report = rehearsal.report();
        object.put("before", report.before().number());
        object.put("version", report.after().number());
        object.put("applied", history(report.applied()));
        object.put(
                "schemaChanges",
                rehearsal.schema().stream().map(JsonReport::schemaChange).toList());
        object.put(
                "rowChanges",
                rehearsal.rows().stream().map(JsonReport::rowChange).toList());
        object.put("locks", rehearsal.locks().stream().map(JsonReport::lock).toList());
        object.put(
                "scripts", rehearsal.scripts().stream().map(JsonReport::script).toList());
        object.put("tookMs", report.took().toMillis());
        return object;
    }

    private static Map<String, @Nullable Object> schemaChange(SchemaChange change) {
        Map<String, @Nullable Object> object = new LinkedHashMap<>();
        object.put("change", Wording.change(change));
        object.put("type", change.type());
        object.put("name", change.name());
        return object;
    }

    private static Map<String, @Nullable Object> lock(TableLock lock) {
        Map<String, @Nullable Object> object = new LinkedHashMap<>();
        object.put("table", lock.table());
        object.put("mode", lock.mode());
        object.put("heldMs", lock.held().toMillis());
        return object;
    }

    /** What the whole has too, of the scripts that share a transaction. */
    private static Map<String, @Nullable Object> script(Rehearsal scripts) {
        Map<String, @Nullable Object> object = rehearsal(scripts);
        object.remove("scripts");
        return object;
    }

    private static Map<String, @Nullable Object> rowChange(RowChange change) {
        Map<String, @Nullable Object> object = new LinkedHashMap<>();
        object.put("table", change.table());
        object.put("before", change.before() < 0 ? null : change.before());
        object.put("after", change.after() < 0 ? null : change.after());
        return object;
    }

    public static Map<String, @Nullable Object> error(Exception error) {
        Map<String, @Nullable Object> members = new LinkedHashMap<>();
        members.put("error", problem(error));
        return members;
    }

    private static Map<String, @Nullable Object> problem(Exception error) {
        Map<String, @Nullable Object> object = new LinkedHashMap<>();
        object.put("type", Problems.name(error));
        object.put("message", Problems.message(error));
        object.put("advice", Problems.advice(error));
        object.put("exitCode", Problems.exitCode(error).number());
        facts(error, object);
        return object;
    }

    private static void facts(Exception error, Map<String, @Nullable Object> object) {
        if (error instanceof ScriptFailedException failed) {
            object.put("script", failed.script().fileName());
            position(object, failed.position().orElse(null));
            object.put("version", failed.report().after().number());
            object.put("applied", history(failed.report().applied()));
        } else if (error instanceof MigrationInterruptedException interrupted) {
            object.put(
                    "version",
                    interrupted.report().map(report -> report.after().number()).orElse(null));
            object.put(
                    "applied", history(interrupted.report().map(Report::applied).orElse(List.of())));
        } else if (error instanceof InvalidScriptException invalid) {
            object.put("scripts", invalid.scripts());
            position(object, invalid.position().orElse(null));
        } else if (error instanceof ChangedScriptException changed) {
            object.put("script", changed.script().fileName());
            object.put("ran", entry(changed.entry()));
        } else if (error instanceof LateScriptException late) {
            object.put("script", late.script().fileName());
            object.put("version", late.version().number());
        } else if (error instanceof DatabaseAheadException ahead) {
            object.put("version", ahead.version().number());
            object.put("target", ahead.target().number());
        } else if (error instanceof DatabaseBehindException behind) {
            object.put("version", behind.version().number());
            object.put("pending", behind.pending().size());
        } else if (error instanceof DatabaseUnusableException unusable) {
            object.put("problem", constant(unusable.problem()));
        } else if (error instanceof LockTimeoutException timeout) {
            object.put("waitedMs", timeout.waited().toMillis());
            object.put("holder", timeout.holder().orElse(null));
        }
    }

    private static Map<String, @Nullable Object> places(Target target) {
        Map<String, @Nullable Object> object = new LinkedHashMap<>();
        object.put("database", target.dbText());
        object.put("migrations", target.scripts().text());
        return object;
    }

    private static Map<String, @Nullable Object> script(Script script) {
        Map<String, @Nullable Object> object = new LinkedHashMap<>();
        object.put("version", script.isRepeatable() ? null : script.version().number());
        object.put("file", script.fileName());
        object.put("kind", script.kind().extension());
        return object;
    }

    private static Map<String, @Nullable Object> step(Plan.Step step) {
        Map<String, @Nullable Object> object = script(step.script());
        object.put("execution", constant(step.execution()));
        object.put("reason", step.reason().orElse(null));
        position(object, step.position().orElse(null));
        object.put("checksum", step.checksum());
        return object;
    }

    private static void position(Map<String, @Nullable Object> object, Script.@Nullable Position position) {
        object.put("line", position == null ? null : position.line());
        object.put("column", position == null ? null : position.column());
    }

    private static List<Map<String, @Nullable Object>> history(List<HistoryEntry> entries) {
        return entries.stream().map(JsonReport::entry).toList();
    }

    private static Map<String, @Nullable Object> entry(HistoryEntry entry) {
        Map<String, @Nullable Object> object = new LinkedHashMap<>();
        object.put("from", entry.from().number());
        object.put("version", entry.version().number());
        object.put("file", entry.fileName());
        object.put("kind", entry.kind().extension());
        object.put("checksum", entry.checksum());
        object.put("appliedAt", entry.appliedAt().toString());
        object.put("tookMs", entry.took().toMillis());
        object.put("appliedBy", entry.appliedBy());
        return object;
    }

    public static List<Map<String, @Nullable Object>> warnings(List<Warning> warnings) {
        return warnings.stream().map(JsonReport::warning).toList();
    }

    private static Map<String, @Nullable Object> warning(Warning warning) {
        Map<String, @Nullable Object> object = new LinkedHashMap<>();
        object.put("kind", constant(warning.kind()));
        object.put("message", warning.message());
        return object;
    }

    /** Writes a constant as the settings do: {@code UP_TO_DATE} as {@code up-to-date}. */
    private static String constant(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
