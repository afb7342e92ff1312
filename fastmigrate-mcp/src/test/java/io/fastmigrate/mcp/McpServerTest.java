package io.fastmigrate.mcp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.modelcontextprotocol.spec.McpError;
import io.modelcontextprotocol.spec.McpSchema;
import io.modelcontextprotocol.spec.McpSchema.CallToolResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.json.JsonMapper;

/** A client of the SDK and a server in its own process. */
class McpServerTest {

    private static final String ADD_AUTHOR = "ALTER TABLE books ADD COLUMN author TEXT;\n";

    @TempDir
    Path directory;

    private Project project;

    @BeforeEach
    void makeProject() throws Exception {
        project = Project.in(directory);
    }

    @Test
    void offersNoToolThatWritesToTheDatabaseUnlessAllowed() {
        try (Client client = Client.of(project);
                Client writer = Client.of(project, "--allow-migrate")) {
            assertThat(client.tools())
                    .extracting(McpSchema.Tool::name)
                    .containsExactly("status", "plan", "lint", "rehearse", "schema", "drift", "new");
            assertThat(writer.tools())
                    .filteredOn(tool -> tool.annotations().destructiveHint())
                    .extracting(McpSchema.Tool::name)
                    .containsExactly("migrate");
            assertThat(client.tools())
                    .filteredOn(tool -> tool.annotations().readOnlyHint())
                    .extracting(McpSchema.Tool::name)
                    .containsExactly("status", "plan", "lint");
            assertThatThrownBy(() -> client.call("migrate")).isInstanceOf(McpError.class);
        }
    }

    @Test
    void answersWhatTheCommandsPrintAsJson() throws Exception {
        project.script("0002-add-author.sql", ADD_AUTHOR);
        try (Client client = Client.of(project)) {
            for (String command : List.of("status", "plan", "lint", "schema", "drift")) {
                CallToolResult result = client.call(command);

                String printed = project.command(command, "--db", "data/app.db", "--json");
                assertThat(Client.object(result))
                        .as(command)
                        .isEqualTo(JsonMapper.builder().build().readValue(printed, Map.class));
                assertThat(result.isError()).as(command).isFalse();
            }
            assertThat(Client.text(client.call("status")))
                    .isEqualTo("Database data/app.db: pending, version 1, target 2.\nPending: 0002-add-author.sql.");
            assertThat(Client.text(client.call("schema"))).contains("author TEXT");
        }
    }

    @Test
    void rehearsesWithoutAChangeOfTheDatabase() throws Exception {
        project.script("0002-add-author.sql", ADD_AUTHOR + "INSERT INTO books (title) VALUES ('Persuasion');\n");
        byte[] before = Files.readAllBytes(project.path("data/app.db"));
        List<String> files = project.filesOfDatabase();
        try (Client client = Client.of(project)) {
            CallToolResult result = client.call("rehearse");

            assertThat(Client.text(result))
                    .startsWith(
                            "The rehearsal succeeded: on the copy, 1 script ran (0002-add-author.sql), from version 1"
                                    + " to 2.")
                    .contains("changed table books", "rows of books: 1 -> 2");
            assertThat(Client.object(result).get("before")).isEqualTo(1);
        }
        assertThat(Files.readAllBytes(project.path("data/app.db"))).isEqualTo(before);
        assertThat(project.filesOfDatabase()).isEqualTo(files);
    }

    @Test
    void saysWhereARehearsalFailsAndWhatToDo() {
        project.script("0002-broken.sql", "CREATE TABLE tags (name TEXT);\nDROP TABLE nowhere;\n");
        try (Client client = Client.of(project)) {
            CallToolResult result = client.call("rehearse");

            assertThat(result.isError()).isTrue();
            assertThat(Client.error(result).get("type")).isEqualTo("script-failed");
            assertThat(Client.error(result).get("line")).isEqualTo(2);
            assertThat(Client.text(result)).contains("0002-broken.sql:2:").contains("no such table: nowhere");
        }
        assertThat(project.version()).isEqualTo(1);
    }

    @Test
    void createsAScriptAndFindsWhatIsWrongWithIt() throws Exception {
        try (Client client = Client.of(project)) {
            CallToolResult created = client.call("new", Map.of("description", "add-year"));
            assertThat(Client.object(created).get("file")).isEqualTo("migrations/0002-add-year.sql");
            Files.writeString(
                    project.path("migrations/0002-add-year.sql"), "ALTER TABLE books ADD COLUMN year INT NOT NULL;\n");

            CallToolResult result = client.call("lint", Map.of("scripts", List.of("2")));

            assertThat(result.isError()).isFalse();
            assertThat(Client.text(result))
                    .contains("migrations/0002-add-year.sql:1:39 error S6: ", "Safe way: ", "1 finding in 1 script");
            assertThat(client.call("lint", Map.of("scripts", List.of("2"), "all", true))
                            .isError())
                    .isFalse();
        }
    }

    @Test
    void takesNoOptionFromAnArgument() {
        Path elsewhere = project.path("elsewhere");
        try (Client client = Client.of(project)) {
            for (String option : List.of("--migrations=" + elsewhere, "--all", "../x", "a/b")) {
                assertThat(client.call("new", Map.of("description", option)).isError())
                        .as(option)
                        .isTrue();
                assertThat(client.call("lint", Map.of("scripts", List.of(option)))
                                .isError())
                        .as(option)
                        .isTrue();
            }
        }
        assertThat(elsewhere).doesNotExist();
        assertThat(project.path("migrations")).isDirectoryNotContaining("glob:**/0002*");
    }

    @Test
    void refusesArgumentsThatAToolDoesNotHave() {
        try (Client client = Client.of(project)) {
            CallToolResult result = client.call("status", Map.of("db", "other.db"));

            assertThat(Client.error(result).get("type")).isEqualTo("usage");
            assertThat(Client.text(result))
                    .isEqualTo("Error: The tool status has no argument 'db'.\nCall it without arguments."
                            + " The database and the scripts were fixed when the server was started.");
            assertThat(Client.text(client.call("new"))).contains("The tool new needs the argument description.");
            assertThat(Client.text(client.call("lint", Map.of("scripts", "2"))))
                    .contains("The argument scripts of the tool lint is not an array of texts.");
            assertThat(Client.text(client.call("lint", Map.of("all", "yes")))).contains("is not true or false");
            assertThatThrownBy(() -> client.call("drop")).isInstanceOf(McpError.class);
            assertThat(client.call("status").isError()).isFalse();
        }
    }

    @Test
    void keepsTheDatabaseThatTheSettingsFileNamedAtTheStart() throws Exception {
        Path settings = project.path(".fastmigrate");
        Files.writeString(settings, "[paths]\ndb = data/app.db\n");
        try (Client client = Client.with(project)) {
            assertThat(Client.object(client.call("status")).get("version")).isEqualTo(1);

            Files.writeString(settings, "[paths]\ndb = data/other.db\nmigrations = other\n");

            assertThat(Client.object(client.call("status")).get("database")).isEqualTo("data/app.db");
            assertThat(Client.object(client.call("status")).get("migrations")).isEqualTo("migrations");
        }
    }

    @Test
    void saysWhatToDoWithoutADatabase() {
        try (Client client = Client.with(project, "--db", "data/none.db")) {
            assertThat(Client.object(client.call("status")).get("state")).isEqualTo("missing");
            CallToolResult result = client.call("plan");
            assertThat(Client.error(result).get("type")).isEqualTo("database-not-found");
            assertThat(Client.text(result)).contains("none.db", "Create it");
        }
        assertThat(project.path("data/none.db")).doesNotExist();
    }

    @ParameterizedTest
    @ValueSource(strings = {"hush", "hushhush"})
    void tellsNoPassword(String password) throws Exception {
        String url = "jdbc:h2:" + project.path("h2") + ";USER=ada;PASSWORD=";
        project.command("create", "--db", url + "hush");
        try (Client client = Client.with(project, "--db", url + password, "--allow-migrate")) {
            for (McpSchema.Tool tool : client.tools()) {
                CallToolResult result =
                        client.call(tool.name(), tool.name().equals("new") ? Map.of("description", "x") : Map.of());
                assertThat(result.toString()).as(tool.name()).doesNotContain("hush");
            }
            assertThat(client.call("status").isError()).isEqualTo(!password.equals("hush"));
            assertThat(client.errors).noneMatch(line -> line.contains("hush"));
        }
    }

    @Test
    void startsNoProcessUnlessAllowed() throws Exception {
        Path trace = project.path("trace");
        project.script("0002-trace.sh", "touch " + trace + "\n");
        try (Client client = Client.of(project);
                Client trusting = Client.of(project, "--allow-processes")) {
            for (String tool : List.of("rehearse", "schema", "drift")) {
                assertThat(Client.text(client.call(tool)))
                        .as(tool)
                        .contains("0002-trace.sh would run as a process", "--allow-processes");
            }
            assertThat(client.call("status").isError()).isFalse();
            assertThat(trace).doesNotExist();
            assertThat(trusting.call("rehearse").isError()).isFalse();
            assertThat(trace).exists();

            Files.writeString(project.path("migrations/config.py"), "open('" + trace + "2', 'w')\n");
            assertThat(Client.text(client.call("status"))).contains("config.py would run as a process");
            assertThat(project.path("trace2")).doesNotExist();
        }
    }
}
