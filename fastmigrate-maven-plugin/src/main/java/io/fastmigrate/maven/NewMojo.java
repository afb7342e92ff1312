package io.fastmigrate.maven;

import io.fastmigrate.FastMigrate;
import io.fastmigrate.Script;
import io.fastmigrate.Version;
import io.fastmigrate.error.InvalidSettingException;
import java.nio.file.Path;
import java.util.Arrays;
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

    /** Branch or commit of Git, such as origin/main, whose scripts' numbers are taken too. */
    @Parameter(property = "fastmigrate.against")
    private @Nullable String against;

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
        // which database does not matter: only files are written
        FastMigrate files = FastMigrate.sqlite(Path.of("app.db"))
                .migrations(migrations().toArray(String[]::new))
                .build();
        String reference = text("fastmigrate.against", against);
        Version above = databaseVersion();
        if (reference != null && !reference.isBlank()) {
            Version other = files.highestInGit(reference.strip());
            above = other.isAfter(above) ? other : above;
        }
        output().info("Created " + files.newScript(words.strip(), kind(), "", above));
    }

    @Override
    void run(FastMigrate database) {
        throw new IllegalStateException("This goal needs no database.");
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
