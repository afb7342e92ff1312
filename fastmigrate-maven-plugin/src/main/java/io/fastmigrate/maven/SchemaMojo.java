package io.fastmigrate.maven;

import io.fastmigrate.FastMigrate;
import io.fastmigrate.schema.Schema;
import io.fastmigrate.schema.SchemaFile;
import java.util.List;
import org.apache.maven.plugin.MojoFailureException;
import org.apache.maven.plugins.annotations.LifecyclePhase;
import org.apache.maven.plugins.annotations.Mojo;
import org.apache.maven.plugins.annotations.Parameter;

/**
 * Writes the schema that all scripts together make to a file, or checks that the file is what they make. For SQLite no database is
 * needed; on a server the scripts run on a temporary database beside the one of <code>db</code>.
 */
@Mojo(name = "schema", defaultPhase = LifecyclePhase.VERIFY, threadSafe = true)
public final class SchemaMojo extends DatabaseMojo {

    /** File with the schema, relative to the module. */
    @Parameter(property = "fastmigrate.schema-file", defaultValue = "schema.sql")
    private String schemaFile = "schema.sql";

    /** Whether to write nothing, and to fail the build if the file is not what the scripts make. */
    @Parameter(property = "fastmigrate.check", defaultValue = "false")
    private boolean check;

    /** Creates the goal for Maven. */
    public SchemaMojo() {}

    @Override
    void run() throws MojoFailureException {
        run(openScripts());
    }

    @Override
    void run(FastMigrate database) throws MojoFailureException {
        String property = "fastmigrate.schema-file";
        String given = text(property, schemaFile);
        String name = given == null || given.isBlank() ? schemaFile : given.strip();
        SchemaFile schema = Schema.of(database).cached().file();
        if (!properties().flag("fastmigrate.check", check)) {
            files().write(property, name, schema.text());
            output().info("Wrote " + name);
            return;
        }
        List<String> differences = schema.differencesFrom(files().read(property, name));
        if (differences.isEmpty()) {
            output().info(name + " is what the scripts make.");
            return;
        }
        output().warn("Lines with + are what the scripts make now:\n" + String.join("\n", differences));
        throw new MojoFailureException(
                name + " is stale; see above.\nWrite it again: mvn fastmigrate:schema -Dfastmigrate.check=false");
    }
}
