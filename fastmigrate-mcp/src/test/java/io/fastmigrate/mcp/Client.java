package io.fastmigrate.mcp;

import io.modelcontextprotocol.client.McpClient;
import io.modelcontextprotocol.client.McpSyncClient;
import io.modelcontextprotocol.client.transport.ServerParameters;
import io.modelcontextprotocol.client.transport.StdioClientTransport;
import io.modelcontextprotocol.json.jackson3.JacksonMcpJsonMapper;
import io.modelcontextprotocol.json.schema.JsonSchemaValidator;
import io.modelcontextprotocol.spec.McpSchema;
import io.modelcontextprotocol.spec.McpSchema.CallToolRequest;
import io.modelcontextprotocol.spec.McpSchema.CallToolResult;
import io.modelcontextprotocol.spec.McpSchema.ClientCapabilities;
import io.modelcontextprotocol.spec.McpSchema.ElicitFormRequest;
import io.modelcontextprotocol.spec.McpSchema.ElicitResult;
import io.modelcontextprotocol.spec.McpSchema.TextContent;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;

/** A client of the SDK, and the server that it started as a process. */
final class Client implements AutoCloseable {

    private static final Duration DEADLINE = Duration.ofMinutes(2);

    /** What the server wrote to standard error. */
    final List<String> errors = new CopyOnWriteArrayList<>();

    private final McpSyncClient client;

    private Client(Project project, @Nullable Function<ElicitFormRequest, ElicitResult> user, List<String> words) {
        ServerParameters parameters = ServerParameters.builder(words.get(0))
                .args(words.subList(1, words.size()))
                .build();
        StdioClientTransport transport =
                new StdioClientTransport(
                        parameters,
                        new JacksonMcpJsonMapper(JsonMapper.builder().build())) {
                    @Override
                    protected ProcessBuilder getProcessBuilder() {
                        return new ProcessBuilder()
                                .directory(project.directory().toFile());
                    }
                };
        transport.setStdErrorHandler(errors::add);
        ClientCapabilities.Builder capabilities = ClientCapabilities.builder();
        if (user != null) {
            capabilities.elicitation();
        }
        McpClient.SyncSpec specification = McpClient.sync(transport)
                .requestTimeout(DEADLINE)
                .initializationTimeout(DEADLINE)
                .jsonSchemaValidator((schema, content) -> JsonSchemaValidator.ValidationResponse.asValid(null))
                .capabilities(capabilities.build());
        if (user != null) {
            specification.elicitation(user);
        }
        client = specification.build();
        client.initialize();
    }

    /** Starts a server for the database of a project. */
    static Client of(Project project, String... options) {
        return of(project, null, options);
    }

    /**
     * Starts a server for the database of a project.
     *
     * @param user who answers its questions; null for a client that cannot ask its user
     */
    static Client of(Project project, @Nullable Function<ElicitFormRequest, ElicitResult> user, String... options) {
        List<String> all = new ArrayList<>(List.of("--db", "data/app.db"));
        all.addAll(Arrays.asList(options));
        return new Client(project, user, words(all));
    }

    /** Starts a server with these options alone. */
    static Client with(Project project, String... options) {
        return new Client(project, null, words(Arrays.asList(options)));
    }

    /** Starts a server by these words. */
    static Client byWords(Project project, List<String> words) {
        return new Client(project, null, words);
    }

    private static List<String> words(List<String> options) {
        List<String> arguments = new ArrayList<>(List.of("mcp"));
        arguments.addAll(options);
        return Project.words(arguments);
    }

    McpSyncClient sdk() {
        return client;
    }

    CallToolResult call(String tool) {
        return call(tool, Map.of());
    }

    CallToolResult call(String tool, Map<String, Object> arguments) {
        return client.callTool(
                CallToolRequest.builder(tool).arguments(arguments).build());
    }

    static String text(CallToolResult result) {
        return result.content().stream()
                .map(content -> ((TextContent) content).text())
                .collect(Collectors.joining("\n"));
    }

    /** Returns the object of an answer. */
    static Map<?, ?> object(CallToolResult result) {
        return (Map<?, ?>) result.structuredContent();
    }

    static Map<?, ?> error(CallToolResult result) {
        Object error = object(result).get("error");
        if (error == null) {
            throw new AssertionError("no error: " + result);
        }
        return (Map<?, ?>) error;
    }

    List<McpSchema.Tool> tools() {
        return client.listTools().tools();
    }

    @Override
    public void close() {
        client.closeGracefully();
    }
}
