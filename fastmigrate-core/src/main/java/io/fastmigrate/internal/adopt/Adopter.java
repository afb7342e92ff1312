package io.fastmigrate.internal.adopt;

import io.fastmigrate.Adoption;
import io.fastmigrate.HistoryEntry;
import io.fastmigrate.Script;
import io.fastmigrate.Version;
import io.fastmigrate.error.FastMigrateException;
import io.fastmigrate.error.InvalidSettingException;
import io.fastmigrate.internal.bridge.Bridge;
import io.fastmigrate.internal.engine.UnitOfWork;
import io.fastmigrate.internal.file.RehearsalDirectory;
import io.fastmigrate.internal.port.AdoptingBackend;
import io.fastmigrate.internal.port.Backend;
import io.fastmigrate.internal.port.Capability;
import io.fastmigrate.internal.port.OtherTool;
import io.fastmigrate.internal.port.Session;
import io.fastmigrate.internal.port.Snapshot;
import io.fastmigrate.internal.port.Step;
import io.fastmigrate.internal.port.StepContext;
import io.fastmigrate.internal.script.ScriptLocation;
import io.fastmigrate.internal.settings.Setting;
import io.fastmigrate.internal.settings.Settings;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Takes a database over from Flyway or Liquibase: numbers the scripts that ran, in a new directory, proves on an empty
 * database that they make the schema, and sets the version. The other tool's table and scripts stay as they are.
 */
public final class Adopter {

    private static final int HIGHEST = 9999;

    private final Settings settings;
    private final AdoptingBackend<?> backend;
    private final List<String> notes = new ArrayList<>();

    public Adopter(Settings settings, Backend<?> backend) {
        this.settings = settings;
        this.backend = adopting(backend);
    }

    /** Which product it is, where several speak one protocol, is known only after a connection. */
    private static AdoptingBackend<?> adopting(Backend<?> backend) {
        if (backend instanceof AdoptingBackend<?> adopting && adopting.canAdopt()) {
            return adopting;
        }
        throw InvalidSettingException.of(
                "Only databases of SQLite, PostgreSQL, H2, and MariaDB or MySQL outside a cluster can be adopted, and"
                        + " this is not one: "
                        + backend.name() + ".",
                backend.can(Capability.ENROLL)
                        ? "Enroll it (fastmigrate enroll): its schema becomes script 0001, and its rows stay."
                        : "Write its schema as script 0001, and create the table _meta by hand with the"
                                + " row (1, 1): its rows stay.");
    }

    /** Does all but the last step, and leaves nothing. */
    public Adoption plan(Adoption.Source source) {
        return run(source, draft -> {});
    }

    public Adoption adopt(Adoption.Source source) {
        return run(source, draft -> commit(backend, draft));
    }

    /** Scripts in a directory that is removed unless it becomes the real one. */
    private record Draft(NewDirectory target, NewScripts scripts, Books books, Adoption.Source source) {}

    private record Books(
            Optional<List<Map<String, @Nullable String>>> flyway,
            Optional<List<Map<String, @Nullable String>>> liquibase) {}

    private interface LastStep {
        void take(Draft draft) throws IOException;
    }

    private Adoption run(Adoption.Source source, LastStep lastStep) {
        NewDirectory target = target();
        RehearsalDirectory.removeAdoptions(target.path());
        Snapshot snapshot = backend.read();
        if (snapshot.presence() == Snapshot.Presence.MISSING) {
            throw backend.missing();
        }
        requireUnmanaged(snapshot);
        adopting(backend);
        Books books = books(source, backend::rows);
        for (String records : List.of("_fastmigrate_history", "_fastmigrate_repeatable")) {
            if (backend.rows(records).filter(rows -> !rows.isEmpty()).isPresent()) {
                notes.add("The table " + records + " has rows although there is no version: they are kept as " + records
                        + "_before.");
            }
        }
        try (RehearsalDirectory directory = target.draft()) {
            OldTool tool = tool(books, source, directory.path());
            tool.requireFinished();
            List<OldScript> old = scripts(tool, source);
            NewScripts written = new NewScripts(directory.path().resolve("scripts"), old, settings.get(Setting.VALUES));
            written.write();
            if (target.holds(written.directory())) {
                notes.add("The directory already has these scripts, with the same text.");
            }
            List<Script> scripts = written.scripts();
            new AdoptionProof(
                            settings,
                            directory.path(),
                            old.stream().flatMap(each -> each.java().stream()).toList())
                    .prove(backend, written.directory(), scripts);
            Draft draft = new Draft(target, written, books, source);
            lastStep.take(draft);
            return Bridge.values()
                    .adoption(
                            tool.name(),
                            written.adopted(),
                            new Version(written.numbered()),
                            List.copyOf(placeholders(source).kept(old)),
                            notes);
        } catch (IOException e) {
            throw target.cannot("The scripts cannot be written to ", e);
        }
    }

    private void requireUnmanaged(Snapshot snapshot) {
        if (snapshot.presence() == Snapshot.Presence.MANAGED) {
            throw Bridge.errors().databaseAdopted(backend.name(), snapshot.version());
        }
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

    private OldTool tool(Books books, Adoption.Source source, Path directory) {
        OldFiles files = new OldFiles(source.directories());
        if (books.flyway().isPresent() && books.liquibase().isPresent()) {
            throw OldFiles.refusal(
                    "This database has the history tables of both Flyway and Liquibase.",
                    "Drop the table of the tool that no longer migrates it, or enroll the database"
                            + " (fastmigrate enroll).");
        }
        if (books.flyway().isPresent()) {
            if (source.liquibase().isPresent()) {
                throw OldFiles.refusal(
                        "A Liquibase is named (--liquibase), but it is Flyway that migrates this database.",
                        "Leave it out.");
            }
            FlywayFiles scripts = new FlywayFiles(files, placeholders(source));
            return new FlywayHistory(
                    books.flyway().get(), scripts, settings, backend.kind().schema());
        }
        if (books.liquibase().isPresent()) {
            return liquibase(books.liquibase().get(), source, directory);
        }
        throw OldFiles.refusal(
                "There is neither a table " + FlywayHistory.TABLE + " nor a table " + LiquibaseHistory.TABLE + " in "
                        + backend.name() + ".",
                backend.kind()
                        .tool()
                        .map(OtherTool.Found::adviceToName)
                        .orElse("If the table has another name, specify it (--table). If no tool migrates this"
                                + " database, enroll it (fastmigrate enroll)."));
    }

    private Placeholders placeholders(Adoption.Source source) {
        return Placeholders.of(source.placeholders(), settings.get(Setting.VALUES));
    }

    private OldTool liquibase(List<Map<String, @Nullable String>> rows, Adoption.Source source, Path directory) {
        String lock = source.table().map(table -> table + "LOCK").orElse(LiquibaseHistory.LOCK);
        AdoptingBackend.Kind kind = backend.kind();
        return new LiquibaseHistory(
                rows,
                backend.rows(lock).or(() -> backend.rows(LiquibaseHistory.LOCK)).orElse(List.of()),
                new LiquibaseFiles(new OldFiles(source.directories()), placeholders(source), kind.takesDelimiters()),
                source.liquibase()
                        .map(program -> new LiquibaseProgram(program, settings).changeSets(source, kind, directory)),
                new RepeatableChoice(backend, settings.get(Setting.VALUES)));
    }

    private List<OldScript> scripts(OldTool tool, Adoption.Source source) {
        Optional<String> why = source.isWholeSchema() ? Optional.of("That was asked for.") : tool.whyNotScripts();
        if (why.isPresent()) {
            notes.add("The whole schema is written as one script. " + why.get());
            byte[] text = backend.dumpSchema(source.tablesWithData()).getBytes(StandardCharsets.UTF_8);
            return List.of(OldScript.of("initial", "the schema as it is", text));
        }
        List<OldScript> scripts = tool.scripts(notes);
        if (scripts.isEmpty()) {
            throw OldFiles.refusal(
                    "No migration that " + tool.name() + " ran here has a statement that can be written as a script.",
                    "Enroll the database instead (fastmigrate enroll).");
        }
        if (scripts.size() > HIGHEST) {
            throw OldFiles.refusal(
                    "There are " + scripts.size() + " scripts, and the highest number is " + HIGHEST + ".",
                    "Write the whole schema as one script (--squash).");
        }
        return scripts;
    }

    private NewDirectory target() {
        return new NewDirectory(ScriptLocation.requireDirectory(
                        settings.get(Setting.MIGRATIONS),
                        "Adopting writes scripts",
                        "Specify a new directory, such as src/main/resources/migrations.")
                .toAbsolutePath());
    }

    private <S extends Step> void commit(AdoptingBackend<S> database, Draft draft) throws IOException {
        List<S> steps = draft.scripts().scripts().stream().map(database::plan).toList();
        // To lock makes tables on some databases: what is refused before leaves none.
        requireSame(draft, backend::rows);
        boolean[] moved = {false};
        boolean done = false;
        try (Session<S> session = database.open(settings.waiting())) {
            requireUnmanaged(session.read());
            draft.target().makeParents();
            UnitOfWork<S> unit = new UnitOfWork<>(
                    session, (step, from) -> nothingRuns(), settings.appliedBy(), settings.get(Setting.HISTORY));
            unit.adopt(
                    steps.get(draft.scripts().numbered() - 1),
                    history(draft.scripts(), steps),
                    () -> requireSame(draft, session::rows),
                    () -> moved[0] |= draft.target().take(draft.scripts().directory()));
            done = true;
        } finally {
            if (!done && moved[0] && isStillUnmanaged()) {
                draft.target().remove();
            }
        }
    }

    private static StepContext nothingRuns() {
        return () -> false;
    }

    /** A connection may break after the server has committed; scripts that may be those of the version stay. */
    private boolean isStillUnmanaged() {
        try {
            return backend.read().presence() == Snapshot.Presence.UNMANAGED;
        } catch (FastMigrateException e) {
            return false;
        }
    }

    private void requireSame(Draft draft, AdoptingBackend.Tables tables) {
        if (!books(draft.source(), tables).equals(draft.books())) {
            throw OldFiles.refusal("The database was migrated in the meantime.", "Adopt again.");
        }
    }

    private List<HistoryEntry> history(NewScripts scripts, List<? extends Step> steps) {
        List<HistoryEntry> history = new ArrayList<>();
        for (OldScript old : scripts.old()) {
            String appliedBy = old.appliedBy().isEmpty() ? settings.appliedBy() : old.appliedBy();
            history.add(steps.get(history.size())
                    .entry(
                            new Version(Math.min(history.size(), scripts.numbered())),
                            old.appliedAt(),
                            old.took(),
                            appliedBy));
        }
        return history;
    }
}
