package io.fastmigrate.source;

import io.fastmigrate.model.InvalidScriptException;
import io.fastmigrate.model.MigrationsNotFoundException;
import io.fastmigrate.model.Script;
import io.fastmigrate.model.ScriptKind;
import io.fastmigrate.model.Version;
import io.fastmigrate.model.Warning;
import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The scripts in a directory. Sub-folders are not entered. */
record DirectoryScripts(Path directory) implements ScriptSource {

    /** The coarsest clock of a file system that is in use: FAT's. */
    private static final Duration TICK = Duration.ofSeconds(2);

    static DirectoryScripts of(String path) {
        try {
            return new DirectoryScripts(Path.of(path).toAbsolutePath());
        } catch (InvalidPathException e) {
            throw notFound(path, "The migrations directory is no possible path: " + e.getMessage(), e);
        }
    }

    @Override
    public String location() {
        return directory.toString();
    }

    @Override
    public Listing list() {
        if (!Files.exists(directory)) {
            throw notFound(location(), "The migrations directory does not exist: " + directory, null);
        }
        if (!Files.isDirectory(directory)) {
            throw notFound(location(), "The migrations directory is not a directory but a file: " + directory, null);
        }
        List<Script> scripts = new ArrayList<>();
        List<Warning> misnamed = new ArrayList<>();
        // Taken before any file is looked at, so that a later write shows.
        Instant now = Instant.now();
        try (DirectoryStream<Path> files = Files.newDirectoryStream(directory)) {
            for (Path file : files) {
                add(file, now, scripts, misnamed);
            }
        } catch (IOException | DirectoryIteratorException e) {
            throw notFound(location(), "The migrations directory cannot be read: " + directory + " (" + e + ")", e);
        }
        return new Listing(scripts, misnamed);
    }

    @Override
    public Optional<Script> adapter() {
        Path file = directory.resolve(ADAPTER);
        return Files.exists(file)
                ? Optional.of(Script.file(Version.ZERO, ScriptKind.PYTHON, file, () -> Files.newInputStream(file)))
                : Optional.empty();
    }

    private static void add(Path file, Instant now, List<Script> scripts, List<Warning> misnamed) {
        String name = String.valueOf(file.getFileName());
        Optional<NamingRule.Parsed> parsed = NamingRule.parse(name);
        if (parsed.isEmpty()) {
            NamingRule.misnamed(name, file.toString())
                    .filter(warning -> !Files.isDirectory(file))
                    .ifPresent(misnamed::add);
            return;
        }
        BasicFileAttributes attributes = attributes(file);
        if (attributes != null && attributes.isDirectory()) {
            return;
        }
        if (attributes == null || !attributes.isRegularFile()) {
            throw new InvalidScriptException(
                    List.of(file.toString()),
                    null,
                    file + " has a script's name, but is a link that leads nowhere or something else than a file.",
                    "Remove it, or put the script in its place.");
        }
        scripts.add(Script.file(parsed.get().version(), parsed.get().kind(), file, () -> Files.newInputStream(file))
                .stamped(stamp(attributes, now)));
    }

    private static @Nullable BasicFileAttributes attributes(Path file) {
        try {
            return Files.readAttributes(file, BasicFileAttributes.class);
        } catch (IOException e) {
            return null;
        }
    }

    private static Script.Stamp stamp(BasicFileAttributes attributes, Instant now) {
        Instant modified = attributes.lastModifiedTime().toInstant();
        return new Script.Stamp(
                attributes.fileKey(),
                attributes.size(),
                modified,
                modified.plus(TICK).isBefore(now));
    }

    private static MigrationsNotFoundException notFound(String location, String message, @Nullable Throwable cause) {
        return new MigrationsNotFoundException(
                location,
                message,
                "Make it, correct the path (migrations), or give this user permission to read it.",
                cause);
    }
}
