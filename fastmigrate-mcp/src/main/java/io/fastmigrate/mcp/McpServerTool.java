package io.fastmigrate.mcp;

import io.modelcontextprotocol.json.jackson3.JacksonMcpJsonMapper;
import io.modelcontextprotocol.json.schema.JsonSchemaValidator;
import io.modelcontextprotocol.server.McpServer;
import io.modelcontextprotocol.spec.McpSchema.CallToolResult;
import io.modelcontextprotocol.spec.McpSchema.ServerCapabilities;
import java.io.FileDescriptor;
import java.io.FileInputStream;
import java.io.FileOutputStream;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.function.Supplier;
import java.util.spi.ToolProvider;
import tools.jackson.databind.json.JsonMapper;

/**
 * The server: {@code fastmigrate mcp} finds it and starts it. It serves one client over the standard input and output of
 * this process, until that client is gone or the calling thread is interrupted.
 */
public final class McpServerTool implements ToolProvider {

    private static final Duration FOR_AN_ANSWER_OF_THE_USER = Duration.ofMinutes(30);
    private static final Duration TO_ROLL_BACK = Duration.ofSeconds(15);

    /** For {@link java.util.ServiceLoader}. */
    public McpServerTool() {}

    @Override
    public String name() {
        return "fastmigrate-mcp";
    }

    /**
     * Serves a client.
     *
     * @param out is not used: only messages of the protocol go to standard output
     * @param arguments options of the server, and the commands of fastmigrate, each followed by its options
     * @return 0 if the client ended the session, else 1
     */
    @Override
    public int run(PrintWriter out, PrintWriter err, String... arguments) {
        FixedOptions fixed = FixedOptions.of(arguments);
        Workers workers = new Workers();
        JsonMapper json = JsonMapper.builder().build();
        Connection connection = new Connection(
                new JacksonMcpJsonMapper(json),
                new FileInputStream(FileDescriptor.in),
                new FileOutputStream(FileDescriptor.out));
        // What a driver prints is not for the client.
        System.setOut(new PrintStream(new FileOutputStream(FileDescriptor.err), true, StandardCharsets.UTF_8));
        start(connection, new Tools(new Commands(json, fixed), fixed), fixed.allowMigrate(), workers);
        say(err, "fastmigrate mcp is ready, " + (fixed.allowMigrate() ? "and may migrate." : "read-only."));
        boolean whole = false;
        try {
            whole = connection.awaitEnd();
            if (!whole) {
                say(
                        err,
                        "Error: A message cannot be read: it is not JSON-RPC, or it is too large. The session is"
                                + " over.\n"
                                + "Send one JSON object a line, below 16 MB, and start the server again.");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        workers.stop(TO_ROLL_BACK);
        return whole ? 0 : 1;
    }

    private static void start(Connection connection, Tools tools, boolean allowMigrate, Workers workers) {
        McpServer.SyncSpecification<?> server = McpServer.sync(connection)
                .serverInfo("fastmigrate", version())
                .instructions(instructions(allowMigrate))
                .capabilities(ServerCapabilities.builder().tools(false).build())
                .requestTimeout(FOR_AN_ANSWER_OF_THE_USER)
                .jsonSchemaValidator(unchecked())
                .validateToolInputs(false); // each tool says itself what is wrong with its arguments
        for (Tool tool : tools.all()) {
            server.toolCall(tool.definition(), (client, request) -> {
                Map<String, Object> arguments = request.arguments() == null ? Map.of() : request.arguments();
                return answer(workers, tool.name(), () -> tool.call(client, arguments));
            });
        }
        server.build();
    }

    private static CallToolResult answer(Workers workers, String tool, Supplier<Answer> work) {
        return workers.run(tool, work).toResult();
    }

    /** The only schemas are those of {@link Parameter} and {@link Confirmation}; a general validator is several megabytes. */
    private static JsonSchemaValidator unchecked() {
        return (schema, content) -> JsonSchemaValidator.ValidationResponse.asValid(null);
    }

    private static String instructions(boolean allowMigrate) {
        return "Database migrations from numbered SQL scripts. Applied scripts are never edited: use new for a change,"
                + " write the SQL into the created file, then lint and rehearse it. "
                + (allowMigrate
                        ? "migrate runs what was rehearsed, after the user has confirmed it."
                        : "This server is read-only: it has no tool that changes the database.");
    }

    private static String version() {
        String version = McpServerTool.class.getPackage().getImplementationVersion();
        return version == null ? "unknown" : version;
    }

    private static void say(PrintWriter err, String text) {
        err.println(text);
        err.flush();
    }
}
