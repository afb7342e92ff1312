package io.fastmigrate.model;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** One numbered script: its name, where it is, and how to read it. Immutable; nothing of its text is held. */
public final class Script implements Comparable<Script> {

    /** Opens the bytes of a script anew at each call; the caller closes the stream. */
    @FunctionalInterface
    public interface Content {
        InputStream open() throws IOException;
    }

    private final Version version;
    private final String fileName;
    private final ScriptKind kind;
    private final String location;
    private final Content content;
    private final @Nullable Path path;
    private final @Nullable JavaMigration javaMigration;

    private Script(
            Version version,
            String fileName,
            ScriptKind kind,
            String location,
            Content content,
            @Nullable Path path,
            @Nullable JavaMigration javaMigration) {
        this.version = version;
        this.fileName = fileName;
        this.kind = kind;
        this.location = location;
        this.content = content;
        this.path = path;
        this.javaMigration = javaMigration;
    }

    /** Makes a script of a file. */
    public static Script file(Version version, ScriptKind kind, Path path, Content content) {
        String name = String.valueOf(path.getFileName());
        return new Script(version, name, kind, path.toString(), content, path, null);
    }

    /**
     * Makes a script of something that is not a file of the file system, such as an entry of a jar.
     *
     * @param location what messages call it
     */
    public static Script resource(Version version, String fileName, ScriptKind kind, String location, Content content) {
        return new Script(version, fileName, kind, location, content, null, null);
    }

    /** Makes a script of a Java migration. Its content is its {@linkplain JavaMigration#fingerprint() fingerprint}. */
    public static Script java(JavaMigration migration) {
        String name = migration.version().padded() + "-" + migration.description() + ".java";
        Content content = () -> new ByteArrayInputStream(migration.fingerprint().getBytes(StandardCharsets.UTF_8));
        return new Script(
                migration.version(), name, ScriptKind.JAVA, migration.getClass().getName(), content, null, migration);
    }

    public Version version() {
        return version;
    }

    /** Returns the name without its directory: {@code 0007-add-tags.sql}. */
    public String fileName() {
        return fileName;
    }

    public ScriptKind kind() {
        return kind;
    }

    /** Returns what messages call this script: its path, its place on the class path, or its class. */
    public String location() {
        return location;
    }

    /** Returns the part of the name between the number and the extension: {@code add-tags}. */
    public String description() {
        return fileName.substring(5, fileName.length() - kind.extension().length() - 1);
    }

    /** Opens the script's bytes; the caller closes the stream. */
    public InputStream open() throws IOException {
        return content.open();
    }

    /** Returns the file, where the script is one. */
    public Optional<Path> path() {
        return Optional.ofNullable(path);
    }

    /** Returns the Java migration, where the script is one. */
    public Optional<JavaMigration> javaMigration() {
        return Optional.ofNullable(javaMigration);
    }

    @Override
    public int compareTo(Script other) {
        return version.compareTo(other.version);
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof Script script && location.equals(script.location) && version.equals(script.version);
    }

    @Override
    public int hashCode() {
        return location.hashCode();
    }

    @Override
    public String toString() {
        return fileName;
    }
}
