package io.fastmigrate.internal.engine;

import io.fastmigrate.Enrollment;
import io.fastmigrate.Script;
import io.fastmigrate.Version;
import io.fastmigrate.error.EnrollFailedException;
import io.fastmigrate.error.FastMigrateException;
import io.fastmigrate.internal.bridge.Bridge;
import io.fastmigrate.internal.file.DurableFiles;
import io.fastmigrate.internal.file.PlaceProblem;
import io.fastmigrate.internal.port.Backend;
import io.fastmigrate.internal.port.Session;
import io.fastmigrate.internal.port.Snapshot;
import io.fastmigrate.internal.port.Step;
import io.fastmigrate.internal.port.StepContext;
import io.fastmigrate.internal.port.StepFailedException;
import io.fastmigrate.internal.script.ScriptLocation;
import io.fastmigrate.internal.script.ScriptSource;
import io.fastmigrate.internal.settings.Setting;
import io.fastmigrate.internal.settings.Settings;
import io.fastmigrate.internal.waiting.Waiting;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Arrays;
import java.util.List;

/**
 * Brings an unmanaged database under management: its schema becomes script 0001, is proved on an empty database, and
 * runs on the database itself, where all of it is there already.
 */
final class Enroller<S extends Step> {

    private static final String FILE_NAME = "0001-initial.sql";
    private static final Version FIRST = new Version(1);

    private final Settings settings;
    private final Backend<S> backend;
    private final ScriptSource source;
    private final Waiting waiting;

    Enroller(Settings settings, Backend<S> backend, ScriptSource source, Waiting waiting) {
        this.settings = settings;
        this.backend = backend;
        this.source = source;
        this.waiting = waiting;
    }

    Enrollment enroll(List<String> tablesWithData) {
        requireUnmanaged(backend.read());
        Path directory = directory();
        Path file = directory.resolve(FILE_NAME);
        try (Session<S> session = backend.open(waiting)) {
            requireUnmanaged(session.read());
            String text = session.dumpSchema(tablesWithData);
            requireFree(file, text);
            write(session, directory, file, text);
            boolean done = false;
            try {
                unit(session).enroll(backend.plan(script(file)));
                done = true;
            } catch (StepFailedException e) {
                throw Bridge.errors()
                        .enrollFailed(
                                "The schema does not run on the database itself: " + e.getMessage(), e.advice(), e);
            } finally {
                if (!done && isStillUnmanaged()) {
                    Files.deleteIfExists(file);
                }
            }
            return Bridge.values().enrollment(file, FIRST);
        } catch (IOException e) {
            throw cannotWrite(file, e);
        }
    }

    private <T extends Step> UnitOfWork<T> unit(Session<T> session) {
        return new UnitOfWork<>(
                session,
                (step, from) -> new Schema(settings.get(Setting.JOIN_INSERTS)),
                settings.appliedBy(),
                settings.get(Setting.HISTORY));
    }

    private <T extends Step> void migrate(Backend<T> empty, Script script) {
        try (Session<T> session = empty.open(Waiting.USUAL)) {
            unit(session).apply(List.of(empty.plan(script)), Version.ZERO, entry -> {});
        }
    }

    /** What runs the script of a whole schema, which tells no one of anything. */
    private record Schema(boolean joinsInserts) implements StepContext {}

    /** A connection may break after the server has committed; the script of the version stays then. */
    private boolean isStillUnmanaged() {
        try {
            return backend.read().presence() == Snapshot.Presence.UNMANAGED;
        } catch (FastMigrateException e) {
            return false;
        }
    }

    private void requireUnmanaged(Snapshot snapshot) {
        switch (snapshot.presence()) {
            case MISSING -> throw backend.missing();
            case MANAGED -> throw Bridge.errors().databaseManaged(backend.name(), snapshot.version());
            case UNMANAGED -> {}
        }
    }

    private Path directory() {
        Path directory = ScriptLocation.requireDirectory(
                settings.get(Setting.MIGRATIONS),
                "Enrolling writes a script",
                "Specify the directory of the scripts, such as src/main/resources/migrations.");
        if (!Files.exists(directory)) {
            try {
                DurableFiles.createDirectories(directory);
            } catch (IOException e) {
                throw cannotWrite(directory, e);
            }
        }
        ScriptCatalog.of(source, settings)
                .get(FIRST)
                .filter(script -> !script.fileName().equals(FILE_NAME))
                .ifPresent(script -> {
                    throw taken(script.location());
                });
        return directory;
    }

    /** The very script that would be written is left over from an enrolling that was killed, and is taken as it is. */
    private static void requireFree(Path file, String text) throws IOException {
        if (Files.exists(file) && !Arrays.equals(Files.readAllBytes(file), text.getBytes(StandardCharsets.UTF_8))) {
            throw taken(file.toString());
        }
    }

    private static EnrollFailedException taken(String location) {
        return Bridge.errors()
                .enrollFailed(
                        "A script with number 0001 already exists: " + location,
                        "Enrolling writes script 0001. Specify another migrations directory, or move that script away.",
                        null);
    }

    private static EnrollFailedException cannotWrite(Path path, IOException e) {
        PlaceProblem found = PlaceProblem.of(path, e);
        return Bridge.errors()
                .enrollFailed(
                        path + " cannot be written (" + found.reason() + "). Nothing was changed.", found.advice(), e);
    }

    /** Proves the script under another name and then gives it its own, so that it is there whole or not at all. */
    private void write(Session<S> session, Path directory, Path file, String text) throws IOException {
        Path draft = directory.resolve("." + FILE_NAME + ".fastmigrate-new");
        try {
            DurableFiles.write(draft, text.getBytes(StandardCharsets.UTF_8));
            session.proveSchema(empty -> migrate(empty, script(draft)));
            Files.move(draft, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
            DurableFiles.syncDirectory(directory);
        } finally {
            Files.deleteIfExists(draft);
        }
    }

    private static Script script(Path file) {
        return Bridge.values().scriptOfFile(FIRST, Script.Kind.SQL, file, () -> Files.newInputStream(file));
    }
}
