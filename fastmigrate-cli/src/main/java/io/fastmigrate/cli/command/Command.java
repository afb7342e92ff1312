package io.fastmigrate.cli.command;

import io.fastmigrate.cli.PlainArguments;
import io.fastmigrate.cli.json.JsonReport;
import io.fastmigrate.cli.output.Terminal;
import io.fastmigrate.cli.problem.ExitCode;
import io.fastmigrate.cli.problem.Problems;
import io.fastmigrate.error.DatabaseNotFoundException;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** A command: options that all commands have, and what happens to errors. */
public abstract class Command implements Callable<Integer> {

    public final Terminal terminal;

    @Option(
            names = {"-v", "--verbose"},
            description = "Print more details, and the stack trace of an error.")
    boolean verbose;

    public Command(Terminal terminal) {
        this.terminal = terminal;
    }

    /**
     * Sets an option that {@link PlainArguments} read; false for one that this command does not have, or leaves to picocli.
     *
     * @param value null for a switch
     */
    public boolean take(String option, @Nullable String value) {
        boolean taken = option.equals("-v") || option.equals("--verbose");
        verbose |= taken;
        return taken;
    }

    /** Does the work, and prints its result. */
    public abstract ExitCode run();

    @Override
    public final Integer call() {
        try {
            return run().number();
        } catch (RuntimeException e) {
            return failed(e).number();
        }
    }

    /** Tells whether results and errors are printed as JSON. */
    protected boolean json() {
        return false;
    }

    /** Returns the command's name in JSON. */
    protected String name() {
        return getClass().getSimpleName().replace("Command", "").toLowerCase(Locale.ROOT);
    }

    /** Returns what the user called the database, where this command has one. */
    @Nullable
    String databaseAsGiven() {
        return null;
    }

    /** Prints an error and what to do about it. */
    ExitCode failed(RuntimeException error) {
        if (json()) {
            JsonReport.print(terminal, name(), errorMembers(error));
        } else {
            terminal.error(message(error));
            terminal.err().println(advice(error));
        }
        if (verbose) {
            error.printStackTrace(terminal.err());
        }
        return Problems.exitCode(error);
    }

    private Map<String, @Nullable Object> errorMembers(RuntimeException error) {
        Map<String, @Nullable Object> members = new LinkedHashMap<>(besideError());
        members.putAll(JsonReport.error(error));
        return members;
    }

    /** Returns members that stand before an error in JSON. */
    Map<String, @Nullable Object> besideError() {
        return Map.of();
    }

    /** Returns what to do about an error. */
    String advice(RuntimeException error) {
        return Problems.advice(error);
    }

    private String message(RuntimeException error) {
        String given = error instanceof DatabaseNotFoundException ? databaseAsGiven() : null;
        return given == null ? Problems.message(error) : "Database file does not exist: " + given;
    }
}
