package io.fastmigrate.internal.authoring;

import io.fastmigrate.Script;
import io.fastmigrate.Version;
import io.fastmigrate.Warning;
import io.fastmigrate.error.EnrollFailedException;
import io.fastmigrate.error.FastMigrateException;
import io.fastmigrate.internal.bridge.Bridge;
import io.fastmigrate.internal.engine.Engine;
import io.fastmigrate.internal.file.DurableFiles;
import io.fastmigrate.internal.file.RehearsalDirectory;
import io.fastmigrate.internal.port.AdoptingBackend;
import io.fastmigrate.internal.port.Backend;
import io.fastmigrate.internal.port.SchemaInspection.NotLentException;
import io.fastmigrate.internal.port.Snapshot;
import io.fastmigrate.internal.port.Squashing;
import io.fastmigrate.internal.script.ScriptLocation;
import io.fastmigrate.internal.script.SquashedRange;
import io.fastmigrate.internal.settings.Setting;
import io.fastmigrate.internal.settings.Settings;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeSet;

/**
 * Replaces the first scripts by one that makes what they make. Two empty databases prove it: one made by the old scripts, one by the
 * new one. The database itself is only read.
 */
public final class Squash {

    private static final int MOST_NAMED = 10;

    private final Engine<?> engine;
    private final Settings settings;
    private final SquashedRange range;

    public Squash(Engine<?> engine, Version first, Version last) {
        this.engine = engine;
        this.settings = engine.settings();
        this.range = new SquashedRange(first, last);
    }

    /** What the new script makes. */
    public enum Content {
        SCHEMA,
        SCHEMA_AND_ROWS
    }

    /** Returns the new script; goes on with a run that was killed while it moved the old ones. */
    public Path write(Content content) {
        Path directory = ScriptLocation.requireDirectory(
                        settings.get(Setting.MIGRATIONS),
                        "Squashing moves scripts",
                        "Specify the one directory of the scripts, such as src/main/resources/migrations.")
                .normalize();
        SquashFiles files = new SquashFiles(directory, range);
        try {
            RehearsalDirectory.removeAdoptions(directory.resolve(SquashFiles.FOLDER));
            Optional<Path> begun = files.begun();
            if (begun.isEmpty()) {
                SquashableScripts.require(range, numbered(), settings);
                requireApplied();
                files.requireFree();
                begun = Optional.of(make(files, content));
            }
            files.moveAside(begun.get());
            return begun.get();
        } catch (IOException e) {
            throw ScriptDirectories.cannot("The scripts cannot be squashed in", directory, e);
        }
    }

    private List<Script> numbered() {
        return engine.scripts().stream()
                .filter(script -> !script.isRepeatable())
                .toList();
    }

    /** What a database has not applied, or applied otherwise, the new script would not be right for. */
    private void requireApplied() {
        Snapshot snapshot = engine.backend().read();
        if (snapshot.presence() != Snapshot.Presence.MANAGED) {
            return;
        }
        if (range.last().isAfter(snapshot.version())) {
            throw SquashableScripts.refusal(
                    "The database has not applied all of " + range + ": it is at version " + snapshot.version() + ": "
                            + engine.databaseName(),
                    "Migrate it first, or end the range at its version.");
        }
        for (Warning warning : engine.status().warnings()) {
            if (warning.kind() == Warning.Kind.CHANGED_SCRIPT || warning.kind() == Warning.Kind.LATE_SCRIPT) {
                throw SquashableScripts.refusal(
                        "The scripts are not those that the database has applied: " + warning.message(),
                        "Correct that first: the new script would make what they make now.");
            }
        }
    }

    private Path make(SquashFiles files, Content content) throws IOException {
        try (RehearsalDirectory draft = RehearsalDirectory.forAdoption(
                files.directory(), files.directory().resolve(SquashFiles.FOLDER))) {
            Path written =
                    Files.createDirectory(draft.path().resolve("scripts")).resolve(files.freeName());
            squashing(engine.backend());
            engine.backend()
                    .inspection()
                    .orElseThrow(this::cannot)
                    .lendEmpty(
                            draft.path(),
                            SquashableScripts.in(range, numbered()),
                            empty -> make(files.directory(), adopting(empty), content, written));
            return files.place(written);
        } catch (NotLentException e) {
            throw e.script().isPresent()
                    ? SquashableScripts.refusal(
                            "The scripts cannot be tried on an empty database: " + e.getMessage(),
                            "Squash a range that ends before this script.")
                    : Bridge.errors()
                            .enrollFailed(
                                    "The schema was not verified, because " + e.getMessage(),
                                    e.advice() + ". Nothing was changed.",
                                    e.getCause());
        }
    }

    /** Writes the new script, and compares what it makes with what the old ones have made in the database that is lent. */
    private void make(Path directory, AdoptingBackend<?> lent, Content content, Path written) {
        Engine<?> old =
                Engine.of(trial(directory).with(Setting.TARGET, range.last().number()), lent);
        SortedMap<String, String> settingsBefore =
                migrate(old, squashing(lent), "The scripts do not run on an empty database: ");
        List<String> leftOut = squashing(lent).leftOut();
        if (!leftOut.isEmpty()) {
            throw SquashableScripts.refusal(
                    "The scripts change tables of migration tools, which the new one would leave out: " + named(leftOut)
                            + ".",
                    "Squash a range that ends before the script that does so.");
        }
        List<String> filled = squashing(lent).filledTables();
        if (content == Content.SCHEMA && !filled.isEmpty()) {
            throw SquashableScripts.refusal(
                    "The scripts also insert rows, which a new database would lack: into " + named(filled) + ".",
                    "Squash them with their rows (--with-data). What an application inserted itself is not among them.");
        }
        String rows = content == Content.SCHEMA
                ? lent.dumpSchema(List.of())
                : squashing(lent).dumpWithRows(filled);
        String text = head(String.valueOf(written.getFileName()), content)
                + changed(settingsBefore, squashing(lent).settings())
                + rows;
        try {
            DurableFiles.write(written, text.getBytes(StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw ScriptDirectories.cannot("The new script cannot be written in", directory, e);
        }
        Script script = Bridge.values()
                .scriptOfFile(range.last(), Script.Kind.SQL, written, () -> Files.newInputStream(written));
        lent.prove(new AdoptingBackend.Trial(
                above(above(written)), List.of(script), empty -> prove(squashing(lent), empty, written)));
    }

    private void prove(Squashing expected, Backend<?> empty, Path written) {
        Squashing actual = squashing(empty);
        migrate(Engine.of(trial(above(written)), empty), actual, "The new script does not run on an empty database: ");
        requireSame("rows of ", expected.allRows(), actual.allRows());
        requireSame("", expected.settings(), actual.settings());
    }

    private static Path above(Path path) {
        return Objects.requireNonNull(path.getParent(), "it is in a private directory");
    }

    private SortedMap<String, String> migrate(Engine<?> made, Squashing empty, String failure) {
        try {
            made.create();
            SortedMap<String, String> before = empty.settings();
            made.migrate();
            return before;
        } catch (FastMigrateException e) {
            throw Bridge.errors()
                    .enrollFailed(
                            failure + e.getMessage(),
                            "Squash a range that runs on an empty database, or leave these scripts as they are."
                                    + " Nothing was changed.",
                            e);
        }
    }

    private Settings trial(Path directory) {
        return Settings.DEFAULTS
                .with(Setting.MIGRATIONS, List.of(directory.toString()))
                .with(Setting.HISTORY, false)
                .with(Setting.REPEATABLE, false)
                .with(Setting.LOCK_TIMEOUT, settings.get(Setting.LOCK_TIMEOUT))
                .with(Setting.SCRIPT_TIMEOUT, settings.get(Setting.SCRIPT_TIMEOUT))
                .with(Setting.PYTHON, settings.get(Setting.PYTHON))
                .with(Setting.SHELL, settings.get(Setting.SHELL));
    }

    private String head(String fileName, Content content) {
        return "-- " + fileName + "\n" + range.marker()
                + "\n-- A new database gets by it what those scripts make; they are in " + SquashFiles.FOLDER + "/"
                + range.directory() + ".\n"
                + (content == Content.SCHEMA
                        ? ""
                        : "-- Its rows are those of one run: what the scripts took from the clock or at random is the same in"
                                + " each new database.\n");
    }

    private static String changed(SortedMap<String, String> before, SortedMap<String, String> after) {
        StringBuilder statements = new StringBuilder();
        after.forEach((name, value) -> {
            if (!value.equals(before.get(name))) {
                statements.append(name).append(" = ").append(value).append(";\n");
            }
        });
        return statements.toString();
    }

    private static void requireSame(String what, SortedMap<String, String> expected, SortedMap<String, String> actual) {
        TreeSet<String> names = new TreeSet<>(expected.keySet());
        names.addAll(actual.keySet());
        names.removeIf(name -> Optional.ofNullable(expected.get(name)).equals(Optional.ofNullable(actual.get(name))));
        if (!names.isEmpty()) {
            throw SquashableScripts.refusal(
                    "The new script does not make what the old ones make: " + what + named(new ArrayList<>(names))
                            + (names.size() == 1 ? " differs." : " differ."),
                    "Leave these scripts as they are, or squash a range that ends before the one that makes it.");
        }
    }

    private static String named(List<String> names) {
        return String.join(", ", names.subList(0, Math.min(MOST_NAMED, names.size())))
                + (names.size() > MOST_NAMED ? " and " + (names.size() - MOST_NAMED) + " more" : "");
    }

    private AdoptingBackend<?> adopting(Backend<?> backend) {
        if (backend instanceof AdoptingBackend<?> adopting) {
            return adopting;
        }
        throw cannot();
    }

    private Squashing squashing(Backend<?> backend) {
        return adopting(backend).squashing().orElseThrow(this::cannot);
    }

    private EnrollFailedException cannot() {
        return SquashableScripts.refusal(
                "Scripts of this kind of database cannot be squashed, only those of SQLite, PostgreSQL, MariaDB, MySQL and H2: "
                        + engine.databaseName() + ".",
                "Leave the scripts as they are.");
    }
}
