package io.fastmigrate.cli;

import io.fastmigrate.cli.command.CheckCommand;
import io.fastmigrate.cli.command.Command;
import io.fastmigrate.cli.command.MigrateCommand;
import io.fastmigrate.cli.command.StatusCommand;
import io.fastmigrate.cli.output.Terminal;
import java.util.HashSet;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What most starts are: one of a few commands with nothing but paths, {@code -v} and {@code --json}. They are read here as
 * picocli reads them, because to load it takes longer than the work. Whatever else is there is left to picocli.
 */
public final class PlainArguments {

    private PlainArguments() {}

    /** Returns the command, ready to be called; null if the arguments hold anything that is not plain. */
    static @Nullable Command command(Terminal terminal, String program, String... arguments) {
        Command command = program.equals(Cli.NAME)
                ? arguments.length == 0 ? null : ofName(terminal, arguments[0])
                : ofProgram(terminal, program);
        return command != null && isTaken(command, program.equals(Cli.NAME) ? 1 : 0, arguments) ? command : null;
    }

    private static @Nullable Command ofName(Terminal terminal, String name) {
        return switch (name) {
            case "migrate" -> new MigrateCommand(terminal, false);
            case "status" -> new StatusCommand(terminal);
            case "check" -> new CheckCommand(terminal, false);
            default -> null;
        };
    }

    private static @Nullable Command ofProgram(Terminal terminal, String program) {
        return switch (program.toLowerCase(Locale.ROOT)) {
            case "fastmigrate_run_migrations" -> new MigrateCommand(terminal, true);
            case "fastmigrate_check_version" -> new CheckCommand(terminal, true);
            default -> null;
        };
    }

    private static boolean isTaken(Command command, int from, String... arguments) {
        Set<String> seen = new HashSet<>();
        int at = from;
        while (at < arguments.length) {
            String argument = arguments[at++];
            int equals = argument.indexOf('=');
            String option = equals < 0 ? argument : argument.substring(0, equals);
            String value = null;
            if (hasValue(option)) {
                value = equals >= 0 ? argument.substring(equals + 1) : at < arguments.length ? arguments[at++] : "";
                if (value.isEmpty() || value.startsWith("-")) {
                    return false;
                }
            } else if (equals >= 0) {
                return false;
            }
            if (!seen.add(option) || !command.take(option, value)) {
                return false;
            }
        }
        return !seen.contains("--config") || !seen.contains("--config_path");
    }

    private static boolean hasValue(String option) {
        return switch (option) {
            case "--db", "--migrations", "--config", "--config_path" -> true;
            default -> false;
        };
    }
}
