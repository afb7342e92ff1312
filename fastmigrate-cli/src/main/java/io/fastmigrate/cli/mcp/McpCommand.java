package io.fastmigrate.cli.mcp;

import io.fastmigrate.FastMigrateBuilder;
import io.fastmigrate.cli.command.ScriptsCommand;
import io.fastmigrate.cli.database.JarFolder;
import io.fastmigrate.cli.option.AdapterOptions;
import io.fastmigrate.cli.option.DumpTool;
import io.fastmigrate.cli.option.RunOptions;
import io.fastmigrate.cli.output.BuildVersion;
import io.fastmigrate.cli.output.Terminal;
import io.fastmigrate.cli.problem.ExitCode;
import io.fastmigrate.cli.problem.Failure;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.ServiceLoader;
import java.util.Set;
import java.util.function.Function;
import java.util.spi.ToolProvider;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/**
 * {@code fastmigrate mcp}. The server itself is the module {@code fastmigrate-mcp}, which is a separate download: no other
 * command needs its libraries. Both find each other as a {@link ToolProvider}.
 */
@picocli.CommandLine.Command(
        name = "mcp",
        description = "Serve this database and its scripts to one client of the Model Context Protocol, over standard"
                + " input and output. No tool of the server can name another database or directory.",
        footer = {
            "",
            "The server is a separate download: fastmigrate-mcp.",
            "",
            "Examples:",
            "  ${COMMAND-FULL-NAME} --db data/app.db",
            "  ${COMMAND-FULL-NAME} --db data/app.db --allow-migrate --backup"
        })
public final class McpCommand extends ScriptsCommand {

    private static final String SERVER = "fastmigrate-mcp";

    /** What the server runs. */
    private static final List<String> COMMANDS =
            List.of("status", "plan", "lint", "rehearse", "schema", "drift", "new", "migrate");

    /** What the server is given in another form, or not at all. */
    private static final Set<String> RESOLVED = Set.of(
            "--db", "--migrations", "--config_path", "--config", "--verbose", "--allow-migrate", "--allow-processes");

    private final Function<String, Set<String>> optionsOf;

    @Spec
    private CommandSpec spec;

    @Option(
            names = "--allow-migrate",
            description =
                    "Offer the tool migrate. It runs only scripts that were rehearsed in the same session, and only"
                            + " after the client's user has confirmed it.")
    private boolean allowMigrate;

    @Option(
            names = "--allow-processes",
            description =
                    "Let .py and .sh scripts and a config.py run. Without it, tools that would start one are refused.")
    private boolean allowProcesses;

    @Option(names = "--backup", description = "With --allow-migrate: make a backup before the first script.")
    private boolean backup;

    @Mixin
    private RunOptions running = new RunOptions();

    @Mixin
    private AdapterOptions adapter = new AdapterOptions();

    @Mixin
    private DumpTool dumpTool = new DumpTool();

    @Mixin
    private Judgement judgement = new Judgement();

    @Mixin
    private ScriptValues values = new ScriptValues();

    @Mixin
    private LockTimeout lockTimeout = new LockTimeout();

    /**
     * Makes the command.
     *
     * @param optionsOf returns the options that a command has
     */
    @SuppressWarnings("NullAway.Init") // picocli sets the specification
    public McpCommand(Terminal terminal, Function<String, Set<String>> optionsOf) {
        super(terminal);
        this.optionsOf = optionsOf;
    }

    @Override
    public ExitCode run() {
        if (target().eachMatching().isPresent()) {
            throw new Failure(
                    ExitCode.USAGE,
                    "mcp serves one database, and --db is a pattern: " + target().db() + ".",
                    "Start a server for each database.");
        }
        requireUsable();
        int exitCode = server().run(terminal.out(), terminal.err(), arguments().toArray(String[]::new));
        return exitCode == 0 ? ExitCode.DONE : ExitCode.FAILED;
    }

    /** What is wrong with an option is said now, rather than in each answer. */
    private void requireUsable() {
        FastMigrateBuilder builder = target().builder();
        running.apply(builder);
        adapter.apply(builder);
        dumpTool.apply(builder);
        judgement.apply(builder);
        values.apply(builder);
        lockTimeout.apply(builder);
        if (backup) {
            builder.backUpFirst();
        }
        builder.build();
    }

    /** Returns the server's arguments: its own, and each command with those of the options that it has. */
    private List<String> arguments() {
        List<String> fixed = fixed();
        List<String> arguments = new ArrayList<>();
        if (allowMigrate) {
            arguments.add("--allow-migrate");
        }
        if (allowProcesses) {
            arguments.add("--allow-processes");
        }
        for (String command : COMMANDS) {
            Set<String> has = optionsOf.apply(command);
            arguments.add(command);
            fixed.stream()
                    .filter(option -> has.contains(option.replaceFirst("=.*", "")))
                    .forEach(arguments::add);
        }
        return arguments;
    }

    /** What the settings file says counts as it is now: an agent may be able to change the file. */
    private List<String> fixed() {
        List<String> options = new ArrayList<>();
        options.add("--db=" + target().db());
        target().scripts().given().forEach(location -> options.add("--migrations=" + location));
        for (OptionSpec option : spec.commandLine().getParseResult().matchedOptionsSet()) {
            String name = option.longestName();
            if (RESOLVED.contains(name)) {
                continue;
            }
            if (option.arity().max() == 0) {
                options.add(name);
            } else {
                option.originalStringValues().forEach(value -> options.add(name + "=" + value));
            }
        }
        return options;
    }

    private ToolProvider server() {
        JarFolder folder = new JarFolder("mcp", "FASTMIGRATE_MCP");
        ClassLoader loader = folder.loader(McpCommand.class.getClassLoader());
        Thread.currentThread().setContextClassLoader(loader);
        Optional<ToolProvider> server = ServiceLoader.load(ToolProvider.class, loader).stream()
                .filter(provider -> provider.type().getName().startsWith("io.fastmigrate.mcp."))
                .map(ServiceLoader.Provider::get)
                .filter(provider -> provider.name().equals(SERVER))
                .findFirst();
        return server.orElseThrow(() -> new Failure(
                ExitCode.FAILED,
                "The MCP server is a separate download, and it is not installed.",
                "Unzip fastmigrate-mcp-" + BuildVersion.text() + ".zip of the same release into " + folder.home()
                        + ", or set FASTMIGRATE_MCP to the directory of its jars."));
    }
}
