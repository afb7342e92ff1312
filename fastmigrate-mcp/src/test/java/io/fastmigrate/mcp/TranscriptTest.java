package io.fastmigrate.mcp;

import static org.assertj.core.api.Assertions.assertThat;

import io.modelcontextprotocol.spec.McpSchema.CallToolResult;
import io.modelcontextprotocol.spec.McpSchema.ElicitFormRequest;
import io.modelcontextprotocol.spec.McpSchema.ElicitResult;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.json.JsonMapper;

/**
 * The session that {@code docs/mcp.md} shows, held with a real server. {@code -Dgolden.update=true} writes it into the page.
 */
class TranscriptTest {

    private static final Path PAGE = Path.of("..", "docs", "mcp.md");
    private static final Pattern SHOWN = Pattern.compile("(?<=```transcript\n)(.*?)(?=```)", Pattern.DOTALL);

    @TempDir
    Path directory;

    private final StringBuilder transcript = new StringBuilder();
    private boolean agrees;

    @Test
    void thePageShowsASessionAsItGoes() throws Exception {
        Project project = Project.in(directory);
        try (Client client = Client.of(project, this::user, "--allow-migrate")) {
            call(client, "status", Map.of());
            call(client, "new", Map.of("description", "add-year"));
            write(project, "ALTER TABLE books ADD COLUMN year INTEGER NOT NULL;\n");
            call(client, "lint", Map.of());
            write(project, "ALTER TABLE books ADD COLUMN year INTEGER NOT NULL DEFAULT 0;\n");
            call(client, "lint", Map.of());
            call(client, "migrate", Map.of());
            call(client, "rehearse", Map.of());
            call(client, "migrate", Map.of());
            assertThat(project.version()).isEqualTo(1);
            agrees = true;
            call(client, "migrate", Map.of());
            assertThat(project.version()).isEqualTo(2);
            call(client, "drift", Map.of());
        }

        Matcher shown = SHOWN.matcher(Files.readString(PAGE));
        assertThat(shown.find()).isTrue();
        if (Boolean.getBoolean("golden.update")) {
            Files.writeString(PAGE, shown.replaceFirst(Matcher.quoteReplacement(transcript.toString())));
        }
        assertThat(shown.group()).isEqualTo(transcript.toString());
    }

    private ElicitResult user(ElicitFormRequest question) {
        transcript
                .append(question.message().indent(4).replaceFirst(" {3}", "??? "))
                .append("\nuser: ")
                .append(agrees ? "yes" : "no")
                .append("\n\n");
        return agrees
                ? ElicitResult.builder(ElicitResult.Action.ACCEPT)
                        .content(Map.of("migrate", true))
                        .build()
                : ElicitResult.builder(ElicitResult.Action.DECLINE).build();
    }

    private void call(Client client, String tool, Map<String, Object> arguments) {
        transcript.append("agent: ").append(tool);
        if (!arguments.isEmpty()) {
            transcript.append(' ').append(JsonMapper.builder().build().writeValueAsString(arguments));
        }
        transcript.append("\n\n");
        CallToolResult result = client.call(tool, arguments);
        transcript.append(Client.text(result).indent(4)).append('\n');
    }

    private void write(Project project, String sql) throws IOException {
        Files.writeString(project.path("migrations/0002-add-year.sql"), sql);
        transcript
                .append("agent writes migrations/0002-add-year.sql:\n\n")
                .append(sql.indent(4))
                .append('\n');
    }
}
