package io.fastmigrate.mcp;

import io.modelcontextprotocol.server.McpSyncServerExchange;
import io.modelcontextprotocol.spec.McpSchema;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A tool of the server; it has the name of the command that it runs.
 *
 * @param description for models and people
 * @param effect what a client should know before it calls the tool without asking
 */
record Tool(String name, String description, Effect effect, List<Parameter> parameters, Work work) {

    /** What a tool may change. */
    enum Effect {
        /** Nothing. */
        READS,
        /** Files of scripts, or databases that are made for the call and dropped again. */
        WRITES_BESIDE,
        /** The database. */
        WRITES_DATABASE
    }

    /** What a tool does. */
    interface Work {

        /**
         * Answers a call.
         *
         * @param client who calls
         * @param arguments that were found to be right
         */
        Answer call(McpSyncServerExchange client, Map<String, Object> arguments);
    }

    /** Answers a call with arguments that may be wrong. */
    Answer call(McpSyncServerExchange client, Map<String, Object> arguments) {
        Optional<String> problem = Parameter.problem(name, parameters, arguments);
        return problem.isPresent()
                ? Answer.refusal(name, "usage", problem.get(), Parameter.advice(parameters))
                : work.call(client, arguments);
    }

    /** Returns what the protocol says of this tool. */
    McpSchema.Tool definition() {
        McpSchema.ToolAnnotations annotations = McpSchema.ToolAnnotations.builder()
                .readOnlyHint(effect == Effect.READS)
                .destructiveHint(effect == Effect.WRITES_DATABASE)
                .openWorldHint(false)
                .build();
        return McpSchema.Tool.builder(name, Parameter.schema(parameters))
                .description(description)
                .annotations(annotations)
                .build();
    }
}
