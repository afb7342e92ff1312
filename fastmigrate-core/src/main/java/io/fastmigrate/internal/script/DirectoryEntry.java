package io.fastmigrate.internal.script;

import io.fastmigrate.Script;
import io.fastmigrate.Warning;
import io.fastmigrate.internal.bridge.Bridge;
import io.fastmigrate.internal.bridge.ScriptContent;
import io.fastmigrate.internal.bridge.ScriptStamp;
import java.io.FileInputStream;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** What is known of one entry of a directory: what its name says, and how it was when it was looked at. Immutable. */
final class DirectoryEntry {

    private final String name;
    private final Path path;
    private final NamingRule.@Nullable Parsed parsed;
    private final @Nullable Warning misnamed;
    private final @Nullable Script script;
    private final @Nullable FileTime modified;
    private final boolean link;

    private DirectoryEntry(String name, Path path, NamingRule.@Nullable Parsed parsed, @Nullable Warning misnamed) {
        this.name = name;
        this.path = path;
        this.parsed = parsed;
        this.misnamed = misnamed;
        this.script = null;
        this.modified = null;
        this.link = false;
    }

    private DirectoryEntry(DirectoryEntry known, @Nullable Script script, @Nullable FileTime modified, boolean link) {
        this.name = known.name;
        this.path = known.path;
        this.parsed = known.parsed;
        this.misnamed = known.misnamed;
        this.script = script;
        this.modified = modified;
        this.link = link;
    }

    static DirectoryEntry of(ScriptFolder folder, String name, Path directory) {
        return named(folder, name, directory.resolve(name));
    }

    static DirectoryEntry of(ScriptFolder folder, Path file) {
        return named(folder, String.valueOf(file.getFileName()), file);
    }

    private static DirectoryEntry named(ScriptFolder folder, String name, Path path) {
        NamingRule.Parsed parsed = folder.parse(name).orElse(null);
        Warning misnamed =
                parsed != null ? null : folder.misnamed(name, path.toString()).orElse(null);
        return new DirectoryEntry(name, path, parsed, misnamed);
    }

    String name() {
        return name;
    }

    Path path() {
        return path;
    }

    /** Tells whether its name is a script's. */
    boolean isScript() {
        return parsed != null;
    }

    /** Returns the script, where the entry has been looked at and is one. */
    @Nullable
    Script script() {
        return script;
    }

    @Nullable
    Warning misnamed() {
        return misnamed;
    }

    /** Tells whether it cannot become something else without the directory being written. */
    boolean isPlain() {
        return !link && misnamed == null;
    }

    /** Tells whether a later change of the file would have shown, and none has. */
    boolean isAsItWas(BasicFileAttributes now) {
        if (script == null || modified == null) {
            return false;
        }
        ScriptStamp stamp = Bridge.values().stamp(script).orElse(null);
        return stamp != null
                && stamp.settled()
                && stamp.bytes() == now.size()
                && modified.equals(now.lastModifiedTime())
                && Objects.equals(stamp.identity(), now.fileKey());
    }

    DirectoryEntry seen(ScriptFolder folder, BasicFileAttributes attributes, ScriptStamp stamp, boolean isLink) {
        NamingRule.Parsed rule = Objects.requireNonNull(parsed);
        Script found = folder.belonging(
                Bridge.values().scriptOfFile(rule.version(), rule.kind(), path, new Bytes(path, attributes.size())));
        return new DirectoryEntry(this, Bridge.values().stamped(found, stamp), attributes.lastModifiedTime(), isLink);
    }

    /** Returns the same for a folder that bears a script's name. */
    DirectoryEntry withoutScript() {
        return script == null ? this : new DirectoryEntry(this, null, null, false);
    }

    /** The bytes of a file: of a long one such that an interrupt ends the reading, of a short one without that expense. */
    private record Bytes(Path path, long length) implements ScriptContent {

        private static final int SHORT = 64 * 1024;

        @Override
        public InputStream open() throws IOException {
            if (length <= SHORT) {
                try {
                    return new FileInputStream(path.toFile());
                } catch (FileNotFoundException e) {
                    // The other way says what is wrong with it.
                }
            }
            return Files.newInputStream(path);
        }
    }
}
