package io.fastmigrate;

import io.fastmigrate.internal.bridge.OneLine;
import io.fastmigrate.internal.bridge.ScriptContent;
import io.fastmigrate.internal.bridge.ScriptStamp;
import java.io.ByteArrayInputStream;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.io.Serializable;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** One script, numbered or repeatable: its name, where it is, and how to read it. Immutable; its text is not kept in memory. */
public final class Script implements Comparable<Script> {

    /** The sub-folder of the migrations directory that holds the repeatable scripts. */
    static final String REPEATABLE = "repeatable/";

    private record Name(Version version, String fileName, Script.Kind kind, String location) {

        // What the compiler would write is linked at run time, by some sixty classes of the JDK.
        @Override
        public boolean equals(@Nullable Object other) {
            return other instanceof Name that
                    && version.equals(that.version)
                    && fileName.equals(that.fileName)
                    && kind == that.kind
                    && location.equals(that.location);
        }

        @Override
        public int hashCode() {
            return Objects.hash(version, fileName, kind, location);
        }
    }

    private final Name name;
    private final ScriptContent content;
    private final @Nullable Path path;
    private final @Nullable JavaMigration javaMigration;
    private final @Nullable ScriptStamp stamp;
    private final Map<String, String> values;

    private Script(Name name, ScriptContent content, @Nullable Path path, @Nullable JavaMigration javaMigration) {
        this(name, content, path, javaMigration, null, Map.of());
    }

    private Script(
            Name name,
            ScriptContent content,
            @Nullable Path path,
            @Nullable JavaMigration javaMigration,
            @Nullable ScriptStamp stamp,
            Map<String, String> values) {
        this.stamp = stamp;
        this.values = values;
        this.name = name;
        this.content = content;
        this.path = path;
        this.javaMigration = javaMigration;
    }

    /** Creates a script from a file. */
    static Script file(Version version, Script.Kind kind, Path path, ScriptContent content) {
        String location = path.toString();
        String fileName = location.substring(location.lastIndexOf(File.separatorChar) + 1);
        return new Script(new Name(version, fileName, kind, OneLine.of(location)), content, path, null);
    }

    /**
     * Creates a script from a resource that is not a file of the file system, such as an entry of a jar.
     *
     * @param location its name in messages
     */
    static Script resource(Version version, String fileName, Script.Kind kind, String location, ScriptContent content) {
        return new Script(new Name(version, fileName, kind, OneLine.of(location)), content, null, null);
    }

    /**
     * Creates a script from a Java migration. Its content is its {@linkplain JavaMigration#fingerprint() fingerprint}.
     */
    static Script java(JavaMigration migration) {
        Version version = migration.version();
        String fileName = version.padded() + "-" + migration.description() + ".java";
        ScriptContent content =
                () -> new ByteArrayInputStream(fingerprint(migration).getBytes(StandardCharsets.UTF_8));
        Name name = new Name(
                version, fileName, Script.Kind.JAVA, migration.getClass().getName());
        return new Script(name, content, null, migration);
    }

    private static String fingerprint(JavaMigration migration) throws IOException {
        String fingerprint;
        try {
            fingerprint = migration.fingerprint();
        } catch (RuntimeException e) {
            throw new IOException("its fingerprint() failed with " + e, e);
        }
        if (fingerprint == null) {
            throw new IOException("its fingerprint() returned null");
        }
        return fingerprint;
    }

    /** Returns the same script, with the attributes of its file. */
    Script stamped(ScriptStamp seen) {
        return new Script(name, content, path, javaMigration, seen, values);
    }

    /** Returns the same script as one of the folder of repeatable scripts. */
    Script repeatable() {
        Name inFolder = new Name(Version.ZERO, REPEATABLE + fileName(), kind(), location());
        return new Script(inFolder, content, path, javaMigration, stamp, values);
    }

    /** Returns the same script, which runs with these values in it. */
    Script withValues(Map<String, String> byName) {
        return new Script(name, content, path, javaMigration, stamp, byName);
    }

    /** Returns the values that it runs with, by their names. */
    Map<String, String> values() {
        return values;
    }

    /** Returns the attributes of the file when the script was found; empty if there are none. */
    Optional<ScriptStamp> stamp() {
        return Optional.ofNullable(stamp);
    }

    /** Returns the number; 0 for a {@linkplain #isRepeatable() repeatable} script, which has none. */
    public Version version() {
        return name.version();
    }

    /**
     * Returns whether the script is one of the folder {@code repeatable}, which has no number, runs after the numbered scripts, and
     * runs again when it was changed.
     */
    public boolean isRepeatable() {
        return fileName().startsWith(REPEATABLE);
    }

    /**
     * Returns the name without the migrations directory: {@code 0007-add-tags.sql}, or {@code repeatable/active-users.sql}.
     */
    public String fileName() {
        return name.fileName();
    }

    public Script.Kind kind() {
        return name.kind();
    }

    /** Returns the name of this script in messages: its path, its location on the class path, or its class. */
    public String location() {
        return name.location();
    }

    /**
     * Returns the part of the name between the number and the extension: {@code add-tags}; the whole name without the
     * extension if the script is repeatable.
     */
    public String description() {
        int start = isRepeatable() ? REPEATABLE.length() : 5;
        return fileName()
                .substring(start, fileName().length() - kind().extension().length() - 1);
    }

    /** Opens the script's bytes, as they are written; the caller closes the stream. */
    public InputStream open() throws IOException {
        return content.open();
    }

    /** Returns the file; empty if the script is not a file. */
    public Optional<Path> path() {
        return Optional.ofNullable(path);
    }

    /** Returns the Java migration; empty if the script is not one. */
    public Optional<JavaMigration> javaMigration() {
        return Optional.ofNullable(javaMigration);
    }

    /** Compares the numbers; repeatable scripts come after all others. */
    @Override
    public int compareTo(Script other) {
        int order = Boolean.compare(isRepeatable(), other.isRepeatable());
        return order != 0 ? order : version().compareTo(other.version());
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof Script script && name.equals(script.name);
    }

    @Override
    public int hashCode() {
        return name.hashCode();
    }

    @Override
    public String toString() {
        return name.fileName();
    }

    /** The language of a script, which decides how it runs. */
    public enum Kind {
        /** SQL, run statement by statement by the engine itself. */
        SQL("sql"),
        /** A Python program, which runs as a separate process. */
        PYTHON("py"),
        /** A shell script, run as its own process. */
        SHELL("sh"),
        /** A {@link JavaMigration}. */
        JAVA("java");

        private final String extension;

        Kind(String extension) {
            this.extension = extension;
        }

        /**
         * Returns the file name extension without its dot; a Java migration has {@code java}, although it has no file.
         */
        public String extension() {
            return extension;
        }

        /** Returns whether a script of this kind is a process that opens its own connection to the database. */
        public boolean isProcess() {
            return this == PYTHON || this == SHELL;
        }
    }

    /**
     * A position in a script.
     *
     * @param line counted from 1
     * @param column counted from 1, in characters (code points), not bytes
     */
    public record Position(int line, int column) implements Serializable {

        /** The start of a script. */
        public static final Position START = new Position(1, 1);

        @Override
        public String toString() {
            return line + ":" + column;
        }
    }
}
