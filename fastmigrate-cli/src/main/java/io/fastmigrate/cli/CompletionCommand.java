package io.fastmigrate.cli;

import io.fastmigrate.cli.command.Command;
import io.fastmigrate.cli.output.Terminal;
import io.fastmigrate.cli.problem.ExitCode;
import java.util.function.Supplier;
import picocli.AutoComplete;
import picocli.CommandLine;
import picocli.CommandLine.Parameters;

@CommandLine.Command(
        name = "completion",
        description = "Print a completion script for a shell.",
        footer = {
            "",
            "Examples:",
            "  ${COMMAND-FULL-NAME} bash > ~/.local/share/bash-completion/completions/fastmigrate",
            "  source <(${COMMAND-FULL-NAME} zsh)"
        })
final class CompletionCommand extends Command {

    private final Supplier<CommandLine> root;

    /** The shells that can complete. */
    enum Shell {
        BASH,
        ZSH
    }

    @Parameters(paramLabel = "bash|zsh", description = "The shell.")
    private Shell shell = Shell.BASH;

    CompletionCommand(Terminal terminal, Supplier<CommandLine> root) {
        super(terminal);
        this.root = root;
    }

    @Override
    public ExitCode run() {
        if (shell == Shell.ZSH) {
            terminal.out().println("autoload -Uz compinit && compinit -u");
        }
        terminal.out().println(AutoComplete.bash(Cli.NAME, root.get()));
        return ExitCode.DONE;
    }
}
