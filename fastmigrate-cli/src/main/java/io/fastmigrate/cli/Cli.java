package io.fastmigrate.cli;

import io.fastmigrate.Policy;
import io.fastmigrate.Script;
import io.fastmigrate.TransactionScope;
import io.fastmigrate.cli.command.AcceptCommand;
import io.fastmigrate.cli.command.AdoptCommand;
import io.fastmigrate.cli.command.BackupCommand;
import io.fastmigrate.cli.command.CheckCommand;
import io.fastmigrate.cli.command.Command;
import io.fastmigrate.cli.command.CreateCommand;
import io.fastmigrate.cli.command.EnrollCommand;
import io.fastmigrate.cli.command.LintCommand;
import io.fastmigrate.cli.command.MigrateCommand;
import io.fastmigrate.cli.command.NewCommand;
import io.fastmigrate.cli.command.PlanCommand;
import io.fastmigrate.cli.command.RebuildCommand;
import io.fastmigrate.cli.command.RehearseCommand;
import io.fastmigrate.cli.command.RenumberCommand;
import io.fastmigrate.cli.command.RestoreCommand;
import io.fastmigrate.cli.command.SquashCommand;
import io.fastmigrate.cli.command.StatusCommand;
import io.fastmigrate.cli.database.Redaction;
import io.fastmigrate.cli.json.JsonReport;
import io.fastmigrate.cli.mcp.McpCommand;
import io.fastmigrate.cli.output.BuildVersion;
import io.fastmigrate.cli.output.Durations;
import io.fastmigrate.cli.output.Style;
import io.fastmigrate.cli.output.Terminal;
import io.fastmigrate.cli.problem.ExitCode;
import io.fastmigrate.cli.problem.Failure;
import io.fastmigrate.cli.report.ReportCommand;
import io.fastmigrate.cli.schema.DriftCommand;
import io.fastmigrate.cli.schema.SchemaCommand;
import io.fastmigrate.lint.LintFormat;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.io.Writer;
import java.time.Duration;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.TypeConversionException;
import picocli.CommandLine.UnmatchedArgumentException;

/** The programs: {@code fastmigrate} with its commands, and the five that stand in for the Python tool's. */
final class Cli {

    static final String NAME = "fastmigrate";

    private final Terminal terminal;

    Cli(Terminal terminal) {
        this.terminal = terminal;
    }

    /**
     * Runs a program and returns its exit code.
     *
     * @param program {@code fastmigrate}, or one of the drop-in names
     */
    int run(String program, String... arguments) {
        Command plain = PlainArguments.command(terminal, program, arguments);
        if (plain != null) {
            return plain.call();
        }
        Command dropIn = dropIn(program);
        if (dropIn == null) {
            return root(commandsFor(arguments)).execute(Arguments.shieldPaths(arguments));
        }
        CommandLine line = configured(new CommandLine(dropIn)).setCommandName(program);
        Set<String> options = line.getCommandSpec().optionsMap().keySet();
        return line.execute(Arguments.shieldPaths(Arguments.expandPrefixes(arguments, options)));
    }

    private @Nullable Command dropIn(String program) {
        return switch (program.toLowerCase(Locale.ROOT)) { // as typed, on Windows
            case "fastmigrate_create_db" -> new CreateCommand(terminal);
            case "fastmigrate_check_version" -> new CheckCommand(terminal, true);
            case "fastmigrate_backup_db" -> new BackupCommand(terminal, true);
            case "fastmigrate_run_migrations" -> new MigrateCommand(terminal, true);
            case "fastmigrate_enroll_db" -> new EnrollCommand(terminal, true);
            default -> null;
        };
    }

    /** Makes the one command that the arguments begin with, which saves time at each start; else all of them. */
    private List<Command> commandsFor(String... arguments) {
        Supplier<Command> command = arguments.length == 0 ? null : commands().get(arguments[0]);
        return command != null
                ? List.of(command.get())
                : commands().values().stream().map(Supplier::get).toList();
    }

    private Map<String, Supplier<Command>> commands() {
        Map<String, Supplier<Command>> commands = new LinkedHashMap<>();
        commands.put("create", () -> new CreateCommand(terminal));
        commands.put("check", () -> new CheckCommand(terminal, false));
        commands.put("status", () -> new StatusCommand(terminal));
        commands.put("plan", () -> new PlanCommand(terminal));
        commands.put("lint", () -> new LintCommand(terminal));
        commands.put("report", () -> new ReportCommand(terminal));
        commands.put("rehearse", () -> new RehearseCommand(terminal));
        commands.put("migrate", () -> new MigrateCommand(terminal, false));
        commands.put("backup", () -> new BackupCommand(terminal, false));
        commands.put("restore", () -> new RestoreCommand(terminal));
        commands.put("enroll", () -> new EnrollCommand(terminal, false));
        commands.put("adopt", () -> new AdoptCommand(terminal));
        commands.put("accept", () -> new AcceptCommand(terminal));
        commands.put("new", () -> new NewCommand(terminal));
        commands.put("renumber", () -> new RenumberCommand(terminal));
        commands.put("squash", () -> new SquashCommand(terminal));
        commands.put("schema", () -> new SchemaCommand(terminal));
        commands.put("drift", () -> new DriftCommand(terminal));
        commands.put("rebuild", () -> new RebuildCommand(terminal));
        commands.put("mcp", () -> new McpCommand(terminal, this::optionsOf));
        commands.put("completion", () -> new CompletionCommand(terminal, () -> root(commandsFor())));
        return commands;
    }

    private Set<String> optionsOf(String command) {
        Command made = Objects.requireNonNull(commands().get(command)).get();
        return new CommandLine(made).getCommandSpec().optionsMap().keySet();
    }

    private CommandLine root(List<Command> commands) {
        CommandLine root = new CommandLine(new RootCommand());
        for (Command command : commands) {
            CommandLine line = new CommandLine(command);
            line.getCommandSpec().mixinStandardHelpOptions(true).version(NAME + " " + BuildVersion.text());
            root.addSubcommand(line);
        }
        return configured(root);
    }

    private CommandLine configured(CommandLine line) {
        line.getCommandSpec().mixinStandardHelpOptions(true).version(NAME + " " + BuildVersion.text());
        line.registerConverter(Duration.class, Cli::duration);
        line.registerConverter(Policy.class, text -> constant(Policy.values(), Policy::name, text));
        line.registerConverter(
                TransactionScope.class, text -> constant(TransactionScope.values(), TransactionScope::name, text));
        line.registerConverter(LintFormat.class, text -> constant(LintFormat.values(), LintFormat::name, text));
        line.registerConverter(
                LintCommand.FailOn.class,
                text -> constant(LintCommand.FailOn.values(), LintCommand.FailOn::name, text));
        line.registerConverter(
                Script.Kind.class,
                text -> constant(
                        new Script.Kind[] {Script.Kind.SQL, Script.Kind.PYTHON, Script.Kind.SHELL},
                        Script.Kind::extension,
                        text));
        return line.setExpandAtFiles(false)
                .setOverwrittenOptionsAllowed(true)
                .setCaseInsensitiveEnumValuesAllowed(true)
                .setUsageHelpAutoWidth(false)
                .setColorScheme(
                        CommandLine.Help.defaultColorScheme(terminal.outStyle() == Style.COLOUR ? Ansi.ON : Ansi.OFF))
                .setOut(writer(terminal.out()))
                .setErr(writer(terminal.err()))
                .setParameterExceptionHandler(this::wrongUsage);
    }

    private int wrongUsage(ParameterException error, String[] arguments) {
        CommandLine line = error.getCommandLine();
        String message = message(error, List.of(arguments));
        String help = "See " + line.getCommandSpec().qualifiedName() + " --help.";
        if (Arrays.asList(arguments).contains("--json")) {
            Failure failure = new Failure(ExitCode.USAGE, message, help);
            JsonReport.print(terminal, line.getCommandName(), JsonReport.error(failure));
            return ExitCode.USAGE.number();
        }
        terminal.error(message);
        UnmatchedArgumentException.printSuggestions(error, line.getErr());
        terminal.err().print(line.getHelp().fullSynopsis());
        terminal.err().println(help);
        return ExitCode.USAGE.number();
    }

    private static String message(ParameterException error, List<String> arguments) {
        if (error instanceof UnmatchedArgumentException unmatched) {
            String shown = Redaction.shown(unmatched.getUnmatched().get(0));
            if (unmatched.isUnknownOption()) {
                return "Unknown option: '" + shown + "'";
            }
            boolean isCommand = !error.getCommandLine().getSubcommands().isEmpty();
            return (isCommand ? "Unknown command: '" : "Unexpected argument: '") + shown + "'";
        }
        return Redaction.without(String.valueOf(error.getMessage()), arguments);
    }

    private static Duration duration(String text) {
        try {
            return Durations.parse(text);
        } catch (IllegalArgumentException e) {
            throw new TypeConversionException(e.getMessage());
        }
    }

    private static <T> T constant(T[] constants, Function<T, String> name, String text) {
        TreeSet<String> names = new TreeSet<>();
        for (T constant : constants) {
            if (name.apply(constant).equalsIgnoreCase(text)) {
                return constant;
            }
            names.add(name.apply(constant).toLowerCase(Locale.ROOT));
        }
        throw new TypeConversionException("'" + text + "' is not one of " + String.join(", ", names));
    }

    /** A writer on a print stream that keeps the stream's encoding. */
    private static PrintWriter writer(PrintStream stream) {
        return new PrintWriter(
                new Writer() {
                    @Override
                    public void write(char[] text, int offset, int length) {
                        stream.print(String.valueOf(text, offset, length));
                    }

                    @Override
                    public void flush() {
                        stream.flush();
                    }

                    @Override
                    public void close() {
                        stream.flush();
                    }
                },
                true);
    }
}
