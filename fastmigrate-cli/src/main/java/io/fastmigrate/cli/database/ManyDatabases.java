package io.fastmigrate.cli.database;

import io.fastmigrate.cli.output.Terminal;
import io.fastmigrate.cli.problem.ExitCode;
import io.fastmigrate.cli.problem.Problems;
import io.fastmigrate.error.FastMigrateException;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** The databases that one pattern names, for commands that only read. */
public record ManyDatabases(Terminal terminal, List<Target> targets) {

    /**
     * What was asked of one database.
     *
     * @param fact null where it could not be had
     * @param error why not; else null
     */
    public record Answer<T>(
            Target target, @Nullable T fact, @Nullable FastMigrateException error) {}

    /** Asks all, several at the same time; the answers come in the order of the databases. */
    public <T> List<Answer<T>> ask(Function<Target, T> question) {
        return targets.parallelStream().map(target -> answer(target, question)).toList();
    }

    private static <T> Answer<T> answer(Target target, Function<Target, T> question) {
        try {
            return new Answer<>(target, question.apply(target), null);
        } catch (FastMigrateException e) {
            return new Answer<>(target, null, e);
        }
    }

    public <T> ExitCode exitCode(List<Answer<T>> answers) {
        return answers.stream().allMatch(answer -> answer.error() == null) ? ExitCode.DONE : ExitCode.FAILED;
    }

    /** Prints why some could not be read, and what to do about the first. */
    public <T> void printErrors(List<Answer<T>> answers) {
        FastMigrateException first = null;
        for (Answer<T> answer : answers) {
            FastMigrateException error = answer.error();
            if (error != null) {
                terminal.error(answer.target().dbText() + ": " + Problems.message(error));
                first = first == null ? error : first;
            }
        }
        if (first != null) {
            terminal.err().println(first.advice());
        }
    }
}
