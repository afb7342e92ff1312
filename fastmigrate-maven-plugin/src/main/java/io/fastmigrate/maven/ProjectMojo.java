package io.fastmigrate.maven;

import io.fastmigrate.error.FastMigrateException;
import java.io.File;
import java.nio.file.Path;
import java.util.List;
import org.apache.maven.execution.MavenSession;
import org.apache.maven.model.Resource;
import org.apache.maven.plugin.AbstractMojo;
import org.apache.maven.plugin.MojoExecution;
import org.apache.maven.plugin.MojoExecutionException;
import org.apache.maven.plugin.MojoFailureException;
import org.apache.maven.plugins.annotations.Parameter;
import org.apache.maven.project.MavenProject;
import org.jspecify.annotations.Nullable;

/**
 * A goal, and what all goals have. Each needs a project: of one that does not, Maven runs only the module in whose directory it
 * was started.
 */
abstract class ProjectMojo extends AbstractMojo {

    private static final String PLUGIN = "io.fastmigrate:fastmigrate-maven-plugin";

    @Parameter(defaultValue = "${session}", readonly = true, required = true)
    private MavenSession session;

    @Parameter(defaultValue = "${project}", readonly = true, required = true)
    private MavenProject project;

    @Parameter(defaultValue = "${mojoExecution}", readonly = true, required = true)
    private MojoExecution execution;

    @Parameter(defaultValue = "${basedir}", readonly = true, required = true)
    private File basedir;

    /** Does nothing. */
    @Parameter(property = "fastmigrate.skip", defaultValue = "false")
    private boolean skip;

    /**
     * Locations of the scripts: directories, which are relative to the module, or <code>classpath:</code> and a place in the
     * resources of the module, such as <code>classpath:migrations</code> for <code>src/main/resources/migrations</code>.
     * <code>{vendor}</code> stands for the kind of database: sqlite, postgresql, mariadb, mysql, h2 or duckdb.
     */
    @Parameter(property = "fastmigrate.migrations", defaultValue = "classpath:migrations")
    private List<String> migrations = List.of();

    @Override
    public final void execute() throws MojoExecutionException, MojoFailureException {
        try {
            if (properties().flag("fastmigrate.skip", skip)) {
                output().info("Skipped (fastmigrate.skip).");
            } else if (isForThisModule()) {
                run();
            } else {
                output().info("Skipped: the POM of " + project.getArtifactId() + " does not have this plugin.");
            }
        } catch (FastMigrateException e) {
            String text = e.getMessage() + "\n" + e.advice();
            throw showsErrors() ? new MojoFailureException(text, e) : new MojoFailureException(text);
        }
    }

    /** Runs the goal. */
    abstract void run() throws MojoFailureException;

    /** Maven appends the messages of all causes to that of an error, so only those who ask for them with -e get them. */
    private boolean showsErrors() {
        return session.getRequest().isShowErrors();
    }

    /**
     * A goal of the command line runs in each module. Of several modules only those are meant that have the plugin; one whose
     * POM does not mention it has no scripts.
     */
    private boolean isForThisModule() throws MojoFailureException {
        List<MavenProject> modules = session.getProjects();
        if (execution.getSource() != MojoExecution.Source.CLI || modules.size() < 2 || hasPlugin(project)) {
            return true;
        }
        if (modules.stream().noneMatch(ProjectMojo::hasPlugin)) {
            throw new MojoFailureException("None of these " + modules.size() + " modules has the plugin " + PLUGIN
                    + " in its POM, so it is not known which one has the scripts.\n"
                    + "Select the module with -pl, or add the plugin to its POM.");
        }
        return false;
    }

    private static boolean hasPlugin(MavenProject module) {
        return module.getPlugin(PLUGIN) != null;
    }

    final MavenSession session() {
        return session;
    }

    final Output output() {
        return new Output(getLog());
    }

    final UserProperties properties() {
        return new UserProperties(session.getUserProperties());
    }

    final ProjectFiles files() {
        Path base = basedir.toPath().toAbsolutePath();
        List<Path> resources = project.getResources().stream()
                .map(Resource::getDirectory)
                .map(base::resolve)
                .toList();
        return new ProjectFiles(base, resources);
    }

    /** Returns the locations of the scripts as they were written. */
    final List<String> locations() {
        return properties().list("fastmigrate.migrations", migrations);
    }

    final @Nullable String text(String property, @Nullable String configured) {
        return properties().text(property, configured);
    }
}
