package io.fastmigrate.sample;

import static org.assertj.core.api.Assertions.assertThat;

import com.jayway.jsonpath.JsonPath;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SampleJarIT {

    private final HttpClient client = HttpClient.newHttpClient();

    @TempDir
    Path folder;

    @Test
    void startsInAnyDirectoryMigratesAndServes() throws Exception {
        String db = "--fastmigrate.db=my data/bücher.db";
        String history;
        try (SampleJar jar = SampleJar.start(folder, db)) {
            String address = jar.address();
            assertThat(get(address + "/")).contains("<title>Bookmarks</title>");
            assertThat(get(address + "/api/bookmarks")).contains("https://sqlite.org/");
            assertThat(get(address + "/actuator/health")).contains("UP");
            history = get(address + "/actuator/fastmigrate");
            assertThat(JsonPath.<String>read(history, "$.contexts.bookmarks.databases.fastMigrate.state"))
                    .isEqualTo("UP_TO_DATE");
            assertThat(JsonPath.<Integer>read(history, "$.contexts.bookmarks.databases.fastMigrate.version"))
                    .isEqualTo(JsonPath.<Integer>read(history, "$.contexts.bookmarks.databases.fastMigrate.target"))
                    .isGreaterThanOrEqualTo(7);
            List<String> kinds = JsonPath.read(history, "$.contexts.bookmarks.databases.fastMigrate.applied[*].kind");
            assertThat(kinds).contains("sql", "java");
            assertThat(jar.output()).contains("Applied 0001-create-bookmarks.sql");
        }
        assertThat(folder.resolve("my data").resolve("bücher.db")).isRegularFile();

        try (SampleJar again = SampleJar.start(folder, db)) {
            assertThat(JsonPath.<Object>read(
                            get(again.address() + "/actuator/fastmigrate"),
                            "$.contexts.bookmarks.databases.fastMigrate.applied"))
                    .isEqualTo(JsonPath.<Object>read(history, "$.contexts.bookmarks.databases.fastMigrate.applied"));
            assertThat(again.output()).contains("nothing to migrate").doesNotContain("Applied");
        }
    }

    @Test
    void migratesAndServesAfterAheadOfTimeProcessing() throws Exception {
        try (SampleJar jar = SampleJar.startAheadOfTime(folder, "--fastmigrate.db=data/app.db")) {
            String address = jar.address();
            assertThat(jar.output()).contains("Starting AOT-processed SampleApplication");
            assertThat(get(address + "/api/bookmarks")).contains("https://sqlite.org/");
            assertThat(JsonPath.<String>read(
                            get(address + "/actuator/fastmigrate"), "$.contexts.bookmarks.databases.fastMigrate.state"))
                    .isEqualTo("UP_TO_DATE");
            assertThat(jar.output()).contains("Applied 0001-create-bookmarks.sql", "Applied 0008");
        }
        assertThat(folder.resolve("data/app.db")).isRegularFile();
    }

    @Test
    void endsWithAnAnalysisWhenTheDatabaseIsADirectory() throws Exception {
        Path directory = Files.createDirectories(folder.resolve("data.db"));

        try (SampleJar jar = SampleJar.start(folder, "--fastmigrate.db=" + directory)) {
            assertThat(jar.exitCode()).isNotZero();
            assertThat(jar.output())
                    .contains(
                            "APPLICATION FAILED TO START", "The database could not be migrated.", "data.db", "Action:")
                    .doesNotContain("Tomcat started");
        }
        try (var files = Files.list(directory)) {
            assertThat(files).isEmpty();
        }
    }

    @Test
    void endsWithAnAnalysisWhenAScriptFails() throws Exception {
        Path scripts = Files.createDirectories(folder.resolve("scripts"));
        Files.writeString(scripts.resolve("0001-a.sql"), "CREATE TABLE a (id INTEGER);\nINSERT INTO b VALUES (1);\n");

        try (SampleJar jar =
                SampleJar.start(folder, "--fastmigrate.db=app.db", "--fastmigrate.migrations=" + scripts)) {
            assertThat(jar.exitCode()).isNotZero();
            assertThat(jar.output()).contains("APPLICATION FAILED TO START", "0001-a.sql:2:13", "no such table: b");
        }
    }

    @Test
    void endsWithAnAnalysisWhenTheDatabaseIsInMemory() throws Exception {
        try (SampleJar jar = SampleJar.start(folder, "--fastmigrate.db=:memory:")) {
            assertThat(jar.exitCode()).isNotZero();
            assertThat(jar.output()).contains("APPLICATION FAILED TO START", ":memory:", "Action:");
        }
    }

    private String get(String address) throws Exception {
        HttpResponse<String> response =
                client.send(HttpRequest.newBuilder(URI.create(address)).build(), HttpResponse.BodyHandlers.ofString());
        assertThat(response.statusCode()).isEqualTo(200);
        return response.body();
    }
}
