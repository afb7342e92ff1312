package io.fastmigrate.mcp;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.spi.ToolProvider;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.json.JsonMapper;

/** The commands of fastmigrate, run in this process with the options that were fixed at the start. */
final class Commands {

    private static final String PROGRAM = "fastmigrate";
    private static final TypeReference<LinkedHashMap<String, @Nullable Object>> OBJECT = new TypeReference<>() {};

    private final JsonMapper json;
    private final ToolProvider program;
    private final FixedOptions fixed;

    Commands(JsonMapper json, FixedOptions fixed) {
        this.json = json;
        this.fixed = fixed;
        this.program = ToolProvider.findFirst(PROGRAM)
                .orElseThrow(() -> new IllegalStateException("fastmigrate-cli is not on the class path"));
    }

    /** Runs a command on the calling thread. */
    Answer run(String command, List<String> arguments) {
        List<String> words = new ArrayList<>();
        words.add(command);
        words.add("--json");
        words.addAll(fixed.of(command));
        words.addAll(arguments);
        StringWriter out = new StringWriter();
        StringWriter err = new StringWriter();
        program.run(new PrintWriter(out), new PrintWriter(err), words.toArray(String[]::new));
        try {
            Map<String, @Nullable Object> members = json.readValue(out.toString(), OBJECT);
            return new Answer(members);
        } catch (JacksonException e) {
            return Answer.refusal(
                    command,
                    "unexpected",
                    command + " answered with something other than JSON.",
                    "This is a defect in fastmigrate. Run the command by itself with -v and report what it prints.");
        }
    }
}
