package io.fastmigrate.databases;

import io.modelcontextprotocol.client.McpClient;
import io.modelcontextprotocol.client.McpSyncClient;
import io.modelcontextprotocol.client.transport.ServerParameters;
import io.modelcontextprotocol.client.transport.StdioClientTransport;
import io.modelcontextprotocol.json.jackson3.JacksonMcpJsonMapper;
import io.modelcontextprotocol.json.schema.JsonSchemaValidator;
import io.modelcontextprotocol.spec.McpSchema.CallToolRequest;
import io.modelcontextprotocol.spec.McpSchema.CallToolResult;
import io.modelcontextprotocol.spec.McpSchema.ClientCapabilities;
import io.modelcontextprotocol.spec.McpSchema.ElicitResult;
import io.modelcontextprotocol.spec.McpSchema.TextContent;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import tools.jackson.databind.json.JsonMapper;

/** A client of the Model Context Protocol, and {@code fastmigrate mcp} as the process that it started. */
final class AgentSession implements AutoCloseable {

    private static final Duration DEADLINE = Duration.ofMinutes(2);

    /** All that the server said: answers, questions, and lines of standard error. */
    private final List<String> said = new ArrayList<>();

    private final McpSyncClient client;
    private boolean agrees;

    AgentSession(Map<String, String> environment, List<String> options) {
        List<String> words = CommandLine.words(jar -> true, "mcp");
        words.addAll(options);
        StdioClientTransport transport = new StdioClientTransport(
                ServerParameters.builder(words.get(0))
                        .args(words.subList(1, words.size()))
                        .env(environment)
                        .build(),
                new JacksonMcpJsonMapper(JsonMapper.builder().build()));
        transport.setStdErrorHandler(this::note);
        client = McpClient.sync(transport)
                .requestTimeout(DEADLINE)
                .initializationTimeout(DEADLINE)
                .jsonSchemaValidator((schema, content) -> JsonSchemaValidator.ValidationResponse.asValid(null))
                .capabilities(ClientCapabilities.builder().elicitation().build())
                .elicitation(question -> {
                    note(question.message());
                    return answer();
                })
                .build();
        client.initialize();
    }

    private synchronized void note(String text) {
        said.add(text);
    }

    synchronized String said() {
        return String.join("\n", said);
    }

    /** From now on the user says yes. */
    void agree() {
        agrees = true;
    }

    private ElicitResult answer() {
        return ElicitResult.builder(agrees ? ElicitResult.Action.ACCEPT : ElicitResult.Action.DECLINE)
                .content(Map.of("migrate", agrees))
                .build();
    }

    /** Returns the text of the answer. */
    String call(String tool, Map<String, Object> arguments) {
        CallToolResult result = client.callTool(
                CallToolRequest.builder(tool).arguments(arguments).build());
        note(String.valueOf(result.structuredContent()));
        return result.content().stream()
                .map(content -> ((TextContent) content).text())
                .collect(Collectors.joining("\n"));
    }

    String call(String tool) {
        return call(tool, Map.of());
    }

    @Override
    public void close() {
        client.closeGracefully();
    }
}
