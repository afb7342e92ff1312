package io.fastmigrate.sample;

import static org.assertj.core.api.Assertions.assertThat;

import com.jayway.jsonpath.JsonPath;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The packaged application with a migration that takes a while, as an orchestrator sees it. How many slow statements it
 * has can be set with {@code -Dgate.statements=}.
 */
class GateIT {

    private static final String SLOW =
            "WITH RECURSIVE c (n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM c WHERE n < 1000000)"
                    + " INSERT INTO slow SELECT max(n) FROM c;\n";

    private final HttpClient client = HttpClient.newHttpClient();

    @TempDir
    Path folder;

    private Path scripts;

    @BeforeEach
    void addAMigrationThatTakesAWhile() throws Exception {
        scripts = SampleJar.copyOfScripts(folder.resolve("migrations"));
        int half = Integer.getInteger("gate.statements", 16) / 2;
        Files.writeString(scripts.resolve("0011-slow.sql"), "CREATE TABLE slow (n);\n" + SLOW.repeat(half));
        Files.writeString(scripts.resolve("0012-slower.sql"), SLOW.repeat(half));
    }

    @Test
    void isAliveAtOnceAndReadyWhenItIsMigrated() throws Exception {
        try (SampleJar jar = gated("--fastmigrate.gate-timeout=10m")) {
            String address = jar.address();
            assertThat(get(address + "/actuator/health/liveness").statusCode()).isEqualTo(200);
            CompletableFuture<HttpResponse<String>> waits =
                    client.sendAsync(request(address + "/api/bookmarks"), BodyHandlers.ofString());

            List<Integer> percents = new ArrayList<>();
            List<String> states = new ArrayList<>();
            HttpResponse<String> readiness = get(address + "/actuator/health/readiness");
            while (readiness.statusCode() == 503) {
                assertThat(get(address + "/actuator/health/liveness").statusCode())
                        .isEqualTo(200);
                assertThat(JsonPath.<String>read(readiness.body(), "$.components.readinessState.status"))
                        .isEqualTo("OUT_OF_SERVICE");
                states.add(JsonPath.read(readiness.body(), "$.components.fastmigrate.details.state"));
                if ("MIGRATING".equals(states.get(states.size() - 1))) {
                    percents.add(JsonPath.read(readiness.body(), "$.components.fastmigrate.details.percent"));
                    assertThat(waits.isDone() && percents.get(percents.size() - 1) < 50)
                            .as("a request that needs the database waits")
                            .isFalse();
                }
                readiness = get(address + "/actuator/health/readiness");
            }

            System.out.println("percent while readiness was 503: "
                    + percents.stream().distinct().toList());
            assertThat(readiness.statusCode()).isEqualTo(200);
            assertThat(states).contains("MIGRATING");
            assertThat(percents).isSorted();
            assertThat(percents.stream().distinct()).hasSizeGreaterThan(3);
            assertThat(waits.get().statusCode()).isEqualTo(200);
            assertThat(JsonPath.<Integer>read(waits.get().body(), "$.total")).isEqualTo(6);
            assertThat(get(address + "/actuator/health").statusCode()).isEqualTo(200);
            assertThat(get(address + "/actuator/health/liveness").statusCode()).isEqualTo(200);
        }
    }

    @Test
    void answersARequestThatCannotWaitThatLongWith503() throws Exception {
        try (SampleJar jar = gated("--fastmigrate.gate-timeout=10ms")) {
            String address = jar.address();
            HttpResponse<String> refused = get(address + "/api/bookmarks");
            assertThat(refused.statusCode()).as(refused.body()).isEqualTo(503);
            assertThat(get(address + "/actuator/health").statusCode()).isEqualTo(503);
        }
    }

    @Test
    void endsWithAnAnalysisAndTheVersionOfBeforeWhenAScriptFails() throws Exception {
        Files.writeString(scripts.resolve("0012-slower.sql"), SLOW + "INSERT INTO nowhere VALUES (1);");
        try (SampleJar jar = gated()) {
            assertThat(jar.exitCode()).isEqualTo(1);
            assertThat(jar.output())
                    .contains("Tomcat started", "APPLICATION FAILED TO START", "0012-slower.sql:2:13", "Action:");
        }
    }

    @Test
    void rollsBackWhatRunsWhenItIsToldToEnd() throws Exception {
        for (String phase : List.of("gate", "early")) {
            try (SampleJar jar = start(phase, "--logging.level.io.fastmigrate=debug")) {
                jar.await("Running 0011-slow.sql");
                if ("gate".equals(phase)) {
                    jar.address(); // up, and waiting in the runner
                }
                jar.end();
                assertThat(jar.exitCode()).as(jar.output()).isEqualTo(143);
                assertThat(jar.output()).doesNotContain("Applied 0011-slow.sql");
                assertThat(folder.resolve("app.db-journal")).doesNotExist();
                assertThat(versionOfDatabase()).isEqualTo(10);
            }
        }
    }

    private int versionOfDatabase() throws Exception {
        try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + folder.resolve("app.db"));
                ResultSet rows = connection.createStatement().executeQuery("SELECT version FROM _meta")) {
            return rows.getInt(1);
        }
    }

    private SampleJar gated(String... arguments) throws Exception {
        return start("gate", arguments);
    }

    private SampleJar start(String phase, String... arguments) throws Exception {
        return SampleJar.start(
                folder,
                Stream.concat(
                                Stream.of(
                                        "--fastmigrate.phase=" + phase,
                                        "--fastmigrate.db=app.db",
                                        "--fastmigrate.migrations=" + scripts),
                                Stream.of(arguments))
                        .toArray(String[]::new));
    }

    private HttpResponse<String> get(String address) throws Exception {
        return client.send(request(address), BodyHandlers.ofString());
    }

    private static HttpRequest request(String address) {
        return HttpRequest.newBuilder(URI.create(address)).build();
    }
}
