package io.fastmigrate.maven;

import io.fastmigrate.FastMigrate;
import io.fastmigrate.Script;
import io.fastmigrate.Version;
import io.fastmigrate.error.DatabaseNotFoundException;
import io.fastmigrate.error.DatabaseUnmanagedException;
import io.fastmigrate.error.InvalidSettingException;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.apache.maven.plugins.annotations.Mojo;
import org.apache.maven.plugins.annotations.Parameter;
import org.jspecify.annotations.Nullable;

/** Writes the next script, with a number above those of all scripts and of the database, if one is configured. */
@Mojo(name = "new", threadSafe = true)
public final class NewMojo extends DatabaseMojo {

    /** What the script does, in a few words joined by hyphens, such as add-posts. */
    @Parameter(property = "fastmigrate.description")
    private @Nullable String description;

    /** Language of the script: sql, py or sh. */
    @Parameter(property = "fastmigrate.kind", defaultValue = "sql")
    private @Nullable String kind;

    /** Creates the goal for Maven. */
    public NewMojo() {}

    @Override
    void run() {
        String words = text("fastmigrate.description", description);
        if (words == null || words.isBlank()) {
            throw InvalidSettingException.of(
                    "The script has no description (fastmigrate.description).",
                    "Run Maven with -Dfastmigrate.description=add-posts.");
        }
        List<String> locations = migrations();
        FastMigrate.database("app.db").migrations(locations.toArray(String[]::new)); // refuses what is no path
        try {
            List<Path> directories = locations.stream().map(Path::of).toList();
            Path script = new NextScript(directories, words.strip(), kind()).write(databaseVersion());
            output().info("Created " + script);
        } catch (InvalidPathException e) {
            throw InvalidSettingException.of(
                    "fastmigrate.migrations is not a valid path: " + e.getMessage(), "Correct it.");
        }
    }

    @Override
    void run(FastMigrate database) {
        throw new IllegalStateException("This goal needs no database.");
    }

    private Version databaseVersion() {
        if (!hasDatabase()) {
            return Version.ZERO;
        }
        try {
            return open().version();
        } catch (DatabaseNotFoundException | DatabaseUnmanagedException e) {
            return Version.ZERO;
        }
    }

    private Script.Kind kind() {
        String text = text("fastmigrate.kind", kind);
        String extension = text == null ? "sql" : text.strip();
        return Arrays.stream(Script.Kind.values())
                .filter(each -> each.extension().equalsIgnoreCase(extension))
                .findFirst()
                .orElseThrow(() -> InvalidSettingException.of(
                        "fastmigrate.kind has the value " + extension + ", which is not known.",
                        "Set it to sql, py or sh."));
    }
}
