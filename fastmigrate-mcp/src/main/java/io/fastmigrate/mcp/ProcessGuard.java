package io.fastmigrate.mcp;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Refuses calls that would start a script as a process. Who may write files into the directory of the scripts, and call a
 * tool, could otherwise run any program.
 */
final class ProcessGuard {

    private static final String ADAPTER = "config.py";
    private static final Set<String> PROCESSES = Set.of("py", "sh");

    private final Commands commands;
    private final FixedOptions fixed;

    ProcessGuard(Commands commands, FixedOptions fixed) {
        this.commands = commands;
        this.fixed = fixed;
    }

    /** Returns the same tool, which looks for processes first. */
    Tool guarding(Tool tool) {
        return new Tool(tool.name(), tool.description(), tool.effect(), tool.parameters(), (client, arguments) -> {
            Optional<String> process = process(tool.name());
            return process.isPresent()
                    ? refusal(tool.name(), process.get())
                    : tool.work().call(client, arguments);
        });
    }

    /** Returns the file that a command would start as a process. */
    private Optional<String> process(String command) {
        for (Path directory : fixed.directories()) {
            Path adapter = directory.resolve(ADAPTER);
            if (Files.exists(adapter)) {
                return Optional.of(adapter.toString());
            }
        }
        return switch (command) {
            case "rehearse", "migrate" -> firstProcess(List.of("pending"));
            case "schema", "drift" -> firstProcess(List.of("applied", "pending"));
            default -> Optional.empty();
        };
    }

    private Optional<String> firstProcess(List<String> members) {
        Answer status = commands.run("status", List.of());
        for (String member : members) {
            for (Map<?, ?> script : status.objects(member)) {
                if (PROCESSES.contains(Answer.text(script, "kind"))) {
                    return Optional.of(Answer.text(script, "file"));
                }
            }
        }
        return Optional.empty();
    }

    private static Answer refusal(String command, String file) {
        return Answer.refusal(
                command,
                "not-allowed",
                file + " would run as a process, and this server may not start one. Nothing ran.",
                "Start the server with --allow-processes, if you trust everyone who can write scripts.");
    }
}
