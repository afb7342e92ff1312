package io.fastmigrate.schema;

import io.fastmigrate.Script;
import io.fastmigrate.Version;
import io.fastmigrate.error.DatabaseUnusableException.Problem;
import io.fastmigrate.error.FastMigrateException;
import io.fastmigrate.internal.bridge.Bridge;
import io.fastmigrate.internal.inspect.AppliedScripts;
import io.fastmigrate.internal.inspect.Inspection;
import io.fastmigrate.internal.inspect.ShadowDatabase;
import io.fastmigrate.schema.internal.Comparison;
import io.fastmigrate.schema.internal.fix.Draft;
import io.fastmigrate.schema.internal.fix.FixStatement;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.SortedMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Writes scripts that end drift. They run on temporary databases alone: one that the applied scripts have made, and that gets what
 * was changed by hand from the script for the scripts. What comes out must be what the database has, or what the scripts make.
 */
final class FixPlanner {

    private static final int MOST_NAMED = 10;

    private final Inspection inspection;
    private final AppliedScripts applied;
    private final FixWriter writer;
    private final DriftFix.Drops drops;

    /** What the scripts make, and the statements in both directions. */
    private record Plan(
            SortedMap<String, String> expected, SortedMap<String, String> actual, Draft adopt, Draft undo) {}

    FixPlanner(Inspection inspection, DriftFix.Drops drops) {
        this.inspection = inspection;
        this.drops = drops;
        this.writer = FixWriter.of(inspection);
        this.applied = inspection.applied();
    }

    /** Plans a script that gives the database what its scripts make. */
    DriftFix undo() {
        requireApplied(List.of());
        Plan plan = plan();
        requireWritable(plan, plan.adopt(), plan.undo());
        if (differences(plan).isEmpty()) {
            return none();
        }
        Version first = after(applied.version());
        Version second = after(first);
        List<Script> scripts = new ArrayList<>(sqlScripts());
        scripts.add(script(first, plan.adopt()));
        scripts.add(script(second, plan.undo()));
        Inspection given = inspection.withScripts(scripts);
        requireUndone(given, first, second, plan);
        FixWriter.Frame frame = writer.frame();
        String head = "-- Undoes what was changed by hand: brings the database back to what its scripts up to version "
                + applied.version() + " make.\n-- Verified on a temporary database. It is no migration; run it on this"
                + " database alone:\n-- " + frame.howToRun() + "\n\n";
        return fix(plan, head + frame.begin() + text(plan.undo()) + frame.end(), plan.undo(), true);
    }

    private void requireUndone(Inspection given, Version adopt, Version undo, Plan plan) {
        given.shadow(given.scripts(), shadow -> {
            shadow.migrateTo(applied.version());
            shadow.runRepeatable();
            run(shadow, adopt, plan);
            requireSame(plan.actual(), shadow, plan);
            run(shadow, undo, plan);
            requireSame(plan.expected(), shadow, plan);
            return plan;
        });
    }

    /** Plans a script that makes what was changed by hand, for the scripts. */
    DriftFix adopt() {
        requireNonePending();
        Plan plan = plan();
        requireWritable(plan, plan.adopt());
        if (differences(plan).isEmpty()) {
            return none();
        }
        Version first = after(applied.version());
        Version second = after(first);
        List<Script> scripts = new ArrayList<>(sqlScripts());
        scripts.add(script(first, plan.adopt()));
        scripts.add(script(second, plan.adopt()));
        Inspection given = inspection.withScripts(scripts);
        boolean repeatable = given.shadow(given.scripts(), shadow -> {
            run(shadow, first, plan);
            shadow.runRepeatable();
            requireSame(plan.actual(), shadow, plan);
            return runsAgain(shadow, second, plan);
        });
        String head = "-- Makes what was changed by hand in a database. Verified on a temporary database.\n"
                + (repeatable
                        ? "-- It changes nothing where the changes are there already.\n\n"
                        : "-- It must not run where the changes are there already: set the version of that database instead:\n-- UPDATE"
                                + " _meta SET version = " + first + " WHERE version = " + applied.version()
                                + ";\n\n");
        return fix(plan, head + text(plan.adopt()), plan.adopt(), repeatable);
    }

    private Plan plan() {
        FixWriter.Side database = writer.read(inspection.schema());
        return inspection.shadow(applied.scripts(), shadow -> {
            shadow.migrateTo(applied.version());
            shadow.runRepeatable();
            FixWriter.Side scripts = writer.read(shadow.schema());
            return new Plan(
                    scripts.definitions(),
                    database.definitions(),
                    writer.draft(scripts, database),
                    writer.draft(database, scripts));
        });
    }

    private DriftFix none() {
        return new DriftFix(report(List.of()), "", List.of(), drops, true);
    }

    private DriftFix fix(Plan plan, String script, Draft draft, boolean repeatable) {
        List<String> losses = draft.statements().stream()
                .flatMap(statement -> statement.loss().stream())
                .distinct()
                .toList();
        return new DriftFix(report(differences(plan)), script, losses, drops, repeatable);
    }

    private DriftReport report(List<SchemaDifference> differences) {
        return new DriftReport(inspection.databaseName(), applied.version(), differences, applied.warnings());
    }

    private static List<SchemaDifference> differences(Plan plan) {
        return Comparison.of(plan.expected(), plan.actual());
    }

    private String text(Draft draft) {
        return draft.statements().stream()
                .map(statement -> (statement.loss().isPresent() && drops == DriftFix.Drops.COMMENT
                                ? statement.comment()
                                : statement.text())
                        + "\n")
                .collect(Collectors.joining("\n"));
    }

    /** Migrations in Java come by the settings. */
    private List<Script> sqlScripts() {
        return applied.scripts().stream()
                .filter(script -> script.kind() != Script.Kind.JAVA)
                .toList();
    }

    private static Version after(Version version) {
        return new Version(version.number() + 1);
    }

    /** Returns the script in whole, with what loses data: there is none on a temporary database. */
    private static Script script(Version version, Draft draft) {
        String name = version.padded() + "-drift.sql";
        byte[] text = draft.statements().stream()
                .map(FixStatement::text)
                .collect(Collectors.joining("\n\n", "-- " + name + "\n", "\n"))
                .getBytes(StandardCharsets.UTF_8);
        return Bridge.values()
                .scriptOfResource(version, name, Script.Kind.SQL, name, () -> new ByteArrayInputStream(text));
    }

    private void run(ShadowDatabase shadow, Version version, Plan plan) {
        try {
            shadow.migrateTo(version);
        } catch (FastMigrateException e) {
            throw refusal(
                    differences(plan),
                    "the script fails on a temporary database: "
                            + String.valueOf(e.getMessage()).replaceFirst("\\.$", ""),
                    e);
        }
    }

    private static boolean runsAgain(ShadowDatabase shadow, Version version, Plan plan) {
        try {
            shadow.migrateTo(version);
        } catch (FastMigrateException e) {
            return false;
        }
        return Comparison.of(plan.actual(), shadow.schema().definitions()).isEmpty();
    }

    private void requireSame(SortedMap<String, String> wanted, ShadowDatabase shadow, Plan plan) {
        List<SchemaDifference> rest = Comparison.of(wanted, shadow.schema().definitions());
        if (!rest.isEmpty()) {
            throw refusal(
                    differences(plan),
                    "on a temporary database the script leaves a difference in "
                            + named(rest.stream().map(SchemaDifference::object)),
                    null);
        }
    }

    private void requireWritable(Plan plan, Draft... drafts) {
        List<String> objects = Stream.of(drafts)
                .flatMap(draft -> draft.unwritable().stream())
                .distinct()
                .toList();
        if (!objects.isEmpty()) {
            throw refusal(
                    differences(plan), "no statement is known for the change of " + named(objects.stream()), null);
        }
    }

    /** The number of the script is the next one, and databases that run it have run all others before. */
    private void requireNonePending() {
        requireApplied(inspection.scripts().stream()
                .filter(script -> !applied.scripts().contains(script))
                .map(Script::fileName)
                .toList());
    }

    private void requireApplied(List<String> pending) {
        if (!pending.isEmpty() || !applied.unknown().isEmpty()) {
            throw Bridge.errors()
                    .databaseUnusable(
                            inspection.databaseName(),
                            Problem.OTHER,
                            "No script for the drift of " + inspection.databaseName() + " can be written, because "
                                    + (pending.isEmpty()
                                            ? "repeatable scripts have to run again."
                                            : "it has not applied all scripts: " + named(pending.stream()) + "."),
                            "Migrate it first. Nothing was written.",
                            null);
        }
    }

    private FastMigrateException refusal(List<SchemaDifference> differences, String why, @Nullable Throwable cause) {
        return Bridge.errors()
                .databaseUnusable(
                        inspection.databaseName(),
                        Problem.OTHER,
                        "No script for the drift of " + inspection.databaseName() + " can be written, because " + why
                                + ".\nWhat differs: "
                                + named(differences.stream()
                                        .map(each ->
                                                each.change().name().toLowerCase(Locale.ROOT) + " " + each.object())),
                        "Write the script by hand; drift shows the definitions. Nothing was written.",
                        cause);
    }

    private static String named(Stream<String> objects) {
        List<String> all = objects.toList();
        return String.join(", ", all.subList(0, Math.min(MOST_NAMED, all.size())))
                + (all.size() > MOST_NAMED ? " and " + (all.size() - MOST_NAMED) + " more" : "");
    }
}
