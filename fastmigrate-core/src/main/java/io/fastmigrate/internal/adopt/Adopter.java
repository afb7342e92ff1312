package io.fastmigrate.internal.adopt;

import io.fastmigrate.Adoption;
import io.fastmigrate.HistoryEntry;
import io.fastmigrate.Script;
import io.fastmigrate.Version;
import io.fastmigrate.error.DatabaseUnusableException;
import io.fastmigrate.error.EnrollFailedException;
import io.fastmigrate.error.FastMigrateException;
import io.fastmigrate.error.InvalidSettingException;
import io.fastmigrate.internal.bridge.Bridge;
import io.fastmigrate.internal.engine.Database;
import io.fastmigrate.internal.engine.Engine;
import io.fastmigrate.internal.engine.Setting;
import io.fastmigrate.internal.engine.Settings;
import io.fastmigrate.internal.file.DurableFiles;
import io.fastmigrate.internal.file.PlaceProblem;
import io.fastmigrate.internal.file.RehearsalDirectory;
import io.fastmigrate.internal.port.AdoptingBackend;
import io.fastmigrate.internal.port.Backend;
import io.fastmigrate.internal.port.Capability;
import io.fastmigrate.internal.port.Waiting;
import io.fastmigrate.internal.script.ScriptBytes;
import io.fastmigrate.internal.script.ScriptLocation;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Takes a database over from Flyway or Liquibase: numbers the scripts that ran, in a new directory, proves on an empty
 * database that they make the schema, and sets the version. The other tool's table and scripts stay as they are.
 */
public final class Adopter {

    private static final int HIGHEST = 9999;

    private static final int SQLITE_FULL = 13;

    private final Settings settings;
    private final AdoptingBackend<?> backend;
    private final Waiting waiting;
    private final List<String> notes = new ArrayList<>();

    public Adopter(Settings settings, Backend<?> backend) {
        this.settings = settings;
        this.waiting = settings.waiting();
        if (!(backend instanceof AdoptingBackend<?> adopting)) {
            throw InvalidSettingException.of(
                    "Only SQLite databases can be adopted, and this is not one: " + backend.name() + ".",
                    backend.can(Capability.ENROLL)
                            ? "Enroll it (fastmigrate enroll): its schema becomes script 0001, and its rows stay."
                            : "Write its schema as script 0001, and create the table _meta by hand with the"
                                    + " row (1, 1): its rows stay.");
        }
        this.backend = adopting;
    }

    /** Does all but the last step, and leaves nothing. */
    public Adoption plan(Adoption.Source source) {
        return run(source, draft -> {});
    }

    public Adoption adopt(Adoption.Source source) {
        return run(source, this::commit);
    }

    /** Scripts in a directory that is removed unless it becomes the real one. */
    private record Draft(Path directory, Path target, List<OldScript> scripts, Books books, Adoption.Source source) {

        Path written() {
            return directory.resolve("scripts");
        }
    }

    private record Books(
            Optional<List<Map<String, @Nullable String>>> flyway,
            Optional<List<Map<String, @Nullable String>>> liquibase) {}

    private interface LastStep {
        void take(Draft draft) throws IOException;
    }

    private Adoption run(Adoption.Source source, LastStep lastStep) {
        Path target = target();
        RehearsalDirectory.removeAdoptions(target);
        switch (backend.read().presence()) {
            case MISSING -> throw Bridge.errors().databaseNotFound(backend.name());
            case MANAGED ->
                throw Bridge.errors()
                        .databaseManaged(backend.name(), backend.read().version());
            case UNMANAGED -> {}
        }
        Books books = books(source, backend::rows);
        OldTool tool = tool(books, source);
        tool.requireFinished();
        List<OldScript> scripts = scripts(tool, source);
        try (RehearsalDirectory directory = draftDirectory(target)) {
            Draft draft = new Draft(directory.path(), target, scripts, books, source);
            write(scripts, draft.written());
            requireNothingElse(draft);
            prove(directory.path());
            lastStep.take(draft);
        } catch (IOException e) {
            throw cannot("The scripts cannot be written to ", target, e);
        }
        List<Adoption.Adopted> adopted = new ArrayList<>();
        for (OldScript script : scripts) {
            adopted.add(Bridge.values().adopted(fileName(adopted.size() + 1, script), script.origin()));
        }
        return Bridge.values().adoption(tool.name(), adopted, new Version(scripts.size()), notes);
    }

    private Books books(Adoption.Source source, AdoptingBackend.Tables tables) {
        return source.table()
                .map(table -> booksIn(table, tables))
                .orElseGet(() -> new Books(tables.rows(FlywayHistory.TABLE), tables.rows(LiquibaseHistory.TABLE)));
    }

    /** Knows the tool by the columns of its table. */
    private Books booksIn(String table, AdoptingBackend.Tables tables) {
        List<Map<String, @Nullable String>> rows = tables.rows(table)
                .orElseThrow(() -> OldFiles.refusal(
                        "There is no table " + table + " in " + backend.name() + ".", "Correct its name (--table)."));
        Set<String> columns = rows.isEmpty() ? Set.of() : rows.get(0).keySet();
        if (columns.contains("installed_rank")) {
            return new Books(Optional.of(rows), Optional.empty());
        }
        if (columns.contains("orderexecuted")) {
            return new Books(Optional.empty(), Optional.of(rows));
        }
        throw OldFiles.refusal(
                "The table " + table
                        + (rows.isEmpty() ? " is empty." : " is not a history table of Flyway or Liquibase."),
                "Correct its name (--table), or enroll the database (fastmigrate enroll).");
    }

    private OldTool tool(Books books, Adoption.Source source) {
        OldFiles files = new OldFiles(source.directories());
        if (books.flyway().isPresent() && books.liquibase().isPresent()) {
            throw OldFiles.refusal(
                    "This database has the history tables of both Flyway and Liquibase.",
                    "Drop the table of the tool that no longer migrates it, or enroll the database"
                            + " (fastmigrate enroll).");
        }
        if (books.flyway().isPresent()) {
            return new FlywayHistory(books.flyway().get(), files);
        }
        if (books.liquibase().isPresent()) {
            String lock = source.table().map(table -> table + "LOCK").orElse(LiquibaseHistory.LOCK);
            return new LiquibaseHistory(
                    books.liquibase().get(),
                    backend.rows(lock)
                            .or(() -> backend.rows(LiquibaseHistory.LOCK))
                            .orElse(List.of()),
                    files);
        }
        throw OldFiles.refusal(
                "There is neither a table " + FlywayHistory.TABLE + " nor a table " + LiquibaseHistory.TABLE + " in "
                        + backend.name() + ".",
                "If the table has another name, specify it (--table). If no tool migrates this database,"
                        + " enroll it (fastmigrate enroll).");
    }

    private List<OldScript> scripts(OldTool tool, Adoption.Source source) {
        Optional<String> why = source.isWholeSchema() ? Optional.of("That was asked for.") : tool.whyNotScripts();
        if (why.isPresent()) {
            notes.add("The whole schema is written as one script. " + why.get());
            byte[] text = backend.dumpSchema(source.tablesWithData()).getBytes(StandardCharsets.UTF_8);
            return List.of(OldScript.of("initial", "the schema as it is", text));
        }
        List<OldScript> scripts = tool.scripts(notes);
        if (scripts.size() > HIGHEST) {
            throw OldFiles.refusal(
                    "There are " + scripts.size() + " scripts, and the highest number is " + HIGHEST + ".",
                    "Write the whole schema as one script (--squash).");
        }
        return scripts;
    }

    private Path target() {
        return ScriptLocation.requireDirectory(
                settings.get(Setting.MIGRATIONS),
                "Adopting writes scripts",
                "Specify a new directory, such as src/main/resources/migrations.");
    }

    private static boolean isThere(Path target) {
        return Files.exists(target) && !isEmptyDirectory(target);
    }

    /** A run that was killed right before its end leaves just these scripts; so does one on another copy. */
    private void requireNothingElse(Draft draft) throws IOException {
        if (!isThere(draft.target())) {
            return;
        }
        if (!holdsTheSame(draft.written(), draft.target())) {
            throw OldFiles.refusal(
                    "The directory for the new scripts is not empty: " + draft.target(),
                    "Specify a new one (--migrations).");
        }
        notes.add("The directory already has these scripts, with the same text.");
    }

    private static boolean holdsTheSame(Path one, Path other) throws IOException {
        List<String> names = names(one);
        if (!Files.isDirectory(other) || !names.equals(names(other))) {
            return false;
        }
        for (String name : names) {
            Path file = other.resolve(name);
            if (!Files.isRegularFile(file) || !ScriptBytes.areEqual(one.resolve(name), file)) {
                return false;
            }
        }
        return true;
    }

    private static List<String> names(Path directory) throws IOException {
        try (Stream<Path> files = Files.list(directory)) {
            return files.map(file -> String.valueOf(file.getFileName()))
                    .sorted()
                    .toList();
        }
    }

    private static boolean isEmptyDirectory(Path path) {
        try (Stream<Path> files = Files.list(path)) {
            return files.findAny().isEmpty();
        } catch (IOException e) {
            return false;
        }
    }

    /** Beside its later place, so that it gets there by one renaming. */
    private static RehearsalDirectory draftDirectory(Path target) {
        try {
            Path parent = target.getParent();
            Path above = parent == null ? target : parent;
            while (Files.notExists(above) && above.getParent() != null) {
                above = above.getParent();
            }
            return RehearsalDirectory.forAdoption(above, target);
        } catch (IOException e) {
            throw cannot("Cannot create a directory beside ", target, e);
        }
    }

    private static EnrollFailedException cannot(String what, Path target, IOException e) {
        PlaceProblem found = PlaceProblem.of(target, e);
        return Bridge.errors()
                .enrollFailed(what + target + " (" + found.reason() + "). Nothing was changed.", found.advice(), e);
    }

    private static String fileName(int number, OldScript script) {
        return new Version(number).padded() + "-" + script.description() + ".sql";
    }

    private static void write(List<OldScript> scripts, Path directory) throws IOException {
        Files.createDirectory(directory);
        int number = 0;
        for (OldScript script : scripts) {
            DurableFiles.write(directory.resolve(fileName(++number, script)), script.text());
        }
        DurableFiles.syncDirectory(directory);
    }

    private void prove(Path draft) {
        Path database = draft.resolve("proof.db");
        Settings plain = Settings.DEFAULTS
                .with(Setting.MIGRATIONS, List.of(draft.resolve("scripts").toString()))
                .with(Setting.HISTORY, false);
        Engine<?> fresh = Engine.of(plain, Database.file(database));
        try {
            fresh.create();
            fresh.migrate();
        } catch (FastMigrateException e) {
            if (isOfThePlace(e)) {
                throw Bridge.errors()
                        .enrollFailed(
                                "The scripts cannot be tried on an empty database: " + e.getMessage()
                                        + " Nothing was changed.",
                                "Free disk space beside " + draft + ", or specify another directory (--migrations)."
                                        + " Then adopt again.",
                                e);
            }
            throw Bridge.errors()
                    .enrollFailed(
                            "The scripts do not run on an empty database: " + e.getMessage(),
                            "Correct the script in a copy of its directory and specify that copy (--from), or write"
                                    + " the whole schema as one script (--squash). Nothing was changed.",
                            e);
        }
        try {
            backend.proveSameSchema(database);
        } catch (EnrollFailedException e) {
            throw Bridge.errors()
                    .enrollFailed(
                            String.valueOf(e.getMessage()),
                            "Correct the database with a last migration of the old tool, correct the script in a"
                                    + " copy of its directory and specify that copy (--from), or write the whole"
                                    + " schema as one script (--squash). Nothing was changed.",
                            e);
        }
    }

    /** A full disk says nothing about the scripts. */
    private static boolean isOfThePlace(Throwable failure) {
        for (Throwable each = failure; each != null; each = each.getCause()) {
            if (each instanceof DatabaseUnusableException
                    || (each instanceof SQLException sql && sql.getErrorCode() == SQLITE_FULL)) {
                return true;
            }
        }
        return false;
    }

    private void commit(Draft draft) throws IOException {
        Path scripts = draft.written();
        List<HistoryEntry> history = settings.get(Setting.HISTORY) ? history(draft.scripts(), scripts) : List.of();
        Path parent = draft.target().getParent();
        if (parent != null) {
            DurableFiles.createDirectories(parent);
        }
        boolean[] moved = {false};
        boolean done = false;
        try {
            backend.adopt(
                    waiting, new Version(draft.scripts().size()), history, tables -> requireSame(draft, tables), () -> {
                        moved[0] = move(scripts, draft.target());
                    });
            done = true;
        } finally {
            if (!done && moved[0]) {
                remove(draft.target());
            }
        }
    }

    private void requireSame(Draft draft, AdoptingBackend.Tables tables) {
        if (!books(draft.source(), tables).equals(draft.books())) {
            throw OldFiles.refusal("The database was migrated in the meantime.", "Adopt again.");
        }
    }

    /** Returns false where they are there already. */
    private static boolean move(Path scripts, Path target) {
        try {
            if (isThere(target) && holdsTheSame(scripts, target)) {
                return false;
            }
            Files.deleteIfExists(target);
            Files.move(scripts, target, StandardCopyOption.ATOMIC_MOVE);
            DurableFiles.syncName(target);
            return true;
        } catch (IOException e) {
            throw cannot("The scripts cannot be moved to ", target, e);
        }
    }

    private List<HistoryEntry> history(List<OldScript> scripts, Path directory) {
        List<HistoryEntry> history = new ArrayList<>();
        for (OldScript old : scripts) {
            Version version = new Version(history.size() + 1);
            Path file = directory.resolve(fileName(version.number(), old));
            Script script =
                    Bridge.values().scriptOfFile(version, Script.Kind.SQL, file, () -> Files.newInputStream(file));
            String appliedBy = old.appliedBy().isEmpty() ? settings.appliedBy() : old.appliedBy();
            history.add(backend.plan(script)
                    .entry(new Version(version.number() - 1), old.appliedAt(), old.took(), appliedBy));
        }
        return history;
    }

    private static void remove(Path directory) {
        try (Stream<Path> files = Files.walk(directory)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(file);
            }
        } catch (IOException e) {
            // It is a hidden directory of our own, with copies; nothing depends on it.
        }
    }
}
