package io.fastmigrate.mcp;

import static org.assertj.core.api.Assertions.assertThat;

import io.modelcontextprotocol.spec.McpSchema.CallToolResult;
import io.modelcontextprotocol.spec.McpSchema.ElicitFormRequest;
import io.modelcontextprotocol.spec.McpSchema.ElicitResult;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The one tool that writes to the database: what has to come before it, and what happens without that. */
class MigrationTest {

    private static final String ALLOWED = "--allow-migrate";
    private static final ElicitResult YES = answer(ElicitResult.Action.ACCEPT, Map.of("migrate", true));

    @TempDir
    Path directory;

    private Project project;

    @BeforeEach
    void makeProject() throws Exception {
        project = Project.in(directory);
        project.script("0002-create-tags.sql", "CREATE TABLE tags (name TEXT);\n");
    }

    private static ElicitResult answer(ElicitResult.Action action, Map<String, Object> content) {
        return ElicitResult.builder(action).content(content).build();
    }

    private void requireUntouched() {
        assertThat(project.version()).isEqualTo(1);
        assertThat(project.hasTable("tags")).isFalse();
    }

    @Test
    void runsWhatWasRehearsedAfterTheUserConfirmed() {
        List<ElicitFormRequest> asked = new ArrayList<>();
        Function<ElicitFormRequest, ElicitResult> user = question -> {
            asked.add(question);
            return YES;
        };
        try (Client client = Client.of(project, user, ALLOWED, "--backup")) {
            client.call("rehearse");
            requireUntouched();

            CallToolResult result = client.call("migrate");

            assertThat(Client.text(result))
                    .startsWith("Database version: 2 (was 1); applied 0002-create-tags.sql.\nBackup: data/app.db.");
            assertThat(Client.object(result).get("command")).isEqualTo("migrate");
            assertThat(project.version()).isEqualTo(2);
            assertThat(project.hasTable("tags")).isTrue();
            assertThat(asked)
                    .singleElement()
                    .satisfies(question -> assertThat(question.message())
                            .isEqualTo("Migrate data/app.db from version 1 to 2? These scripts were rehearsed on a copy"
                                    + " and would run now:\n"
                                    + "  0002-create-tags.sql  atomic"));
            assertThat(Client.text(client.call("migrate"))).isEqualTo("Database version: 2; nothing to do.");
            assertThat(asked).hasSize(1);
        }
    }

    @Test
    void needsARehearsal() {
        try (Client client = Client.of(project, question -> YES, ALLOWED)) {
            CallToolResult result = client.call("migrate");

            assertThat(result.isError()).isTrue();
            assertThat(Client.error(result).get("type")).isEqualTo("not-rehearsed");
            assertThat(Client.text(result))
                    .isEqualTo("Error: The pending scripts were not rehearsed in this session: 0002-create-tags.sql."
                            + " Nothing ran.\nCall rehearse, and then migrate.");
        }
        requireUntouched();
    }

    @Test
    void needsARehearsalInTheSameSession() {
        try (Client other = Client.of(project, question -> YES, ALLOWED);
                Client client = Client.of(project, question -> YES, ALLOWED)) {
            other.call("rehearse");
            assertThat(Client.error(client.call("migrate")).get("type")).isEqualTo("not-rehearsed");
        }
        requireUntouched();
    }

    @Test
    void needsARehearsalThatSucceededLast() {
        try (Client client = Client.of(project, question -> YES, ALLOWED)) {
            client.call("rehearse");
            project.script("0003-broken.sql", "DROP TABLE nowhere;\n");
            assertThat(client.call("rehearse").isError()).isTrue();
            project.script("0003-broken.sql", "CREATE TABLE authors (name TEXT);\n");

            assertThat(Client.error(client.call("migrate")).get("type")).isEqualTo("not-rehearsed");
        }
        requireUntouched();
    }

    @Test
    void needsTheScriptsThatWereRehearsed() {
        try (Client client = Client.of(project, question -> YES, ALLOWED)) {
            client.call("rehearse");
            project.script("0002-create-tags.sql", "CREATE TABLE tags (name TEXT, colour TEXT);\n");
            CallToolResult changed = client.call("migrate");
            assertThat(Client.error(changed).get("type")).isEqualTo("not-rehearsed");
            assertThat(Client.text(changed))
                    .contains("pending at version 1: 0002-create-tags.sql (changed). Nothing ran.");

            client.call("rehearse");
            project.script("0003-create-authors.sql", "CREATE TABLE authors (name TEXT);\n");
            assertThat(Client.text(client.call("migrate"))).contains("0003-create-authors.sql (added)");
        }
        requireUntouched();
    }

    @Test
    void runsNothingIfAScriptChangesWhileTheUserIsAsked() {
        Function<ElicitFormRequest, ElicitResult> user = question -> {
            project.script("0002-create-tags.sql", "CREATE TABLE tags (name TEXT); DROP TABLE books;\n");
            return YES;
        };
        try (Client client = Client.of(project, user, ALLOWED)) {
            client.call("rehearse");

            CallToolResult result = client.call("migrate");

            assertThat(result.isError()).isTrue();
            assertThat(Client.text(result))
                    .contains("0002-create-tags.sql was added or changed since its checksum was noted.", "Nothing ran");
        }
        requireUntouched();
        assertThat(project.hasTable("books")).isTrue();
    }

    static Stream<Function<ElicitFormRequest, ElicitResult>> refusals() {
        return Stream.of(
                question -> answer(ElicitResult.Action.DECLINE, Map.of()),
                question -> answer(ElicitResult.Action.CANCEL, Map.of()),
                question -> answer(ElicitResult.Action.ACCEPT, Map.of()),
                question -> answer(ElicitResult.Action.ACCEPT, Map.of("migrate", false)),
                question -> answer(ElicitResult.Action.ACCEPT, Map.of("migrate", "true")),
                question -> {
                    throw new IllegalStateException("the window was closed");
                });
    }

    @ParameterizedTest
    @MethodSource("refusals")
    void needsTheUsersConfirmation(Function<ElicitFormRequest, ElicitResult> user) {
        try (Client client = Client.of(project, user, ALLOWED)) {
            client.call("rehearse");

            CallToolResult result = client.call("migrate");

            assertThat(Client.error(result).get("type")).isEqualTo("not-confirmed");
            assertThat(Client.text(result)).contains("Nothing ran.");
            requireUntouched();
        }
    }

    @Test
    void needsAClientThatCanAskItsUser() {
        try (Client client = Client.of(project, ALLOWED)) {
            client.call("rehearse");

            CallToolResult result = client.call("migrate");

            assertThat(Client.error(result).get("type")).isEqualTo("not-confirmed");
            assertThat(Client.text(result)).contains("This client cannot ask its user", "elicitation", "Nothing ran.");
        }
        requireUntouched();
    }

    @Test
    void runsEachScriptOnceForTwoSessionsAtOnce() {
        try (Client one = Client.of(project, question -> YES, ALLOWED);
                Client two = Client.of(project, question -> YES, ALLOWED)) {
            one.call("rehearse");
            two.call("rehearse");

            List<CallToolResult> results = Stream.of(one, two)
                    .map(client -> CompletableFuture.supplyAsync(() -> client.call("migrate")))
                    .toList()
                    .stream()
                    .map(CompletableFuture::join)
                    .toList();

            assertThat(results)
                    .allSatisfy(result -> assertThat(result.isError()).isFalse());
            assertThat(project.number("SELECT count(*) FROM _fastmigrate_history WHERE version = 2"))
                    .isEqualTo(1);
            assertThat(project.version()).isEqualTo(2);
        }
    }
}
