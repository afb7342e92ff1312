package io.fastmigrate.spring.applications;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.SpringApplication;
import org.springframework.context.ConfigurableApplicationContext;

/** The endpoint as a page for browsers: only where it is switched on, and with what the user of the request may see. */
@Timeout(120)
class EndpointPageTest {

    private static final String BROWSER =
            "text/html,application/xhtml+xml,application/xml;q=0.9,image/avif,image/webp,*/*;q=0.8";
    private static final String PAGE = "--management.endpoint.fastmigrate.page=true";
    private static final String DETAILS = "--management.endpoint.fastmigrate.show-details=";
    private static final String PATHS = "--management.endpoint.fastmigrate.show-paths=";

    @TempDir
    Path folder;

    @BeforeEach
    void writeScript() throws Exception {
        Path scripts = Files.createDirectories(folder.resolve("scripts"));
        Files.writeString(
                scripts.resolve("0001-note.sql"),
                "CREATE TABLE note (id INTEGER PRIMARY KEY, login TEXT DEFAULT 'password=hush');");
    }

    private ConfigurableApplicationContext start(String... arguments) {
        return SpringApplication.run(
                SecuredEndpointTest.Secured.class,
                Stream.concat(
                                Stream.of(
                                        "--fastmigrate.db=" + folder.resolve("app.db"),
                                        "--fastmigrate.migrations=" + folder.resolve("scripts"),
                                        "--fastmigrate.applied-by=someone",
                                        "--server.port=0",
                                        "--logging.level.root=warn",
                                        "--management.endpoints.web.exposure.include=fastmigrate"),
                                Stream.of(arguments))
                        .toArray(String[]::new));
    }

    private static HttpResponse<String> get(
            ConfigurableApplicationContext context, String path, @Nullable String accept, String user)
            throws Exception {
        String port = context.getEnvironment().getRequiredProperty("local.server.port");
        HttpRequest.Builder request =
                HttpRequest.newBuilder(URI.create("http://localhost:" + port + "/actuator/fastmigrate" + path));
        if (accept != null) {
            request.header("Accept", accept);
        }
        if (!user.isEmpty()) {
            String login = Base64.getEncoder().encodeToString((user + ":x").getBytes(StandardCharsets.UTF_8));
            request.header("Authorization", "Basic " + login);
        }
        return HttpClient.newHttpClient().send(request.build(), HttpResponse.BodyHandlers.ofString());
    }

    private static String type(HttpResponse<String> response) {
        return response.headers().firstValue("Content-Type").orElse("");
    }

    @Test
    void isOffByDefault() throws Exception {
        try (ConfigurableApplicationContext context = start()) {
            HttpResponse<String> response = get(context, "", BROWSER, "");
            assertThat(response.statusCode()).isEqualTo(200);
            assertThat(type(response)).contains("json");
            assertThat(get(context, "", "text/html", "").statusCode()).isEqualTo(406);
        }
    }

    @Test
    void answersBrowsersWithAPageAndOthersWithJson() throws Exception {
        try (ConfigurableApplicationContext context = start(PAGE)) {
            for (String path : new String[] {"", "/fastMigrate"}) {
                for (String accept : new String[] {BROWSER, "text/html"}) {
                    HttpResponse<String> page = get(context, path, accept, "");
                    assertThat(page.statusCode()).isEqualTo(200);
                    assertThat(type(page)).isEqualToIgnoringCase("text/html;charset=UTF-8");
                    assertThat(page.body()).startsWith("<!DOCTYPE html>").contains("0001-note.sql", "Up to date");
                }
                for (String accept :
                        new String[] {null, "*/*", "application/json", "application/json, text/plain, */*"}) {
                    HttpResponse<String> json = get(context, path, accept, "");
                    assertThat(json.statusCode()).as(accept).isEqualTo(200);
                    assertThat(type(json)).as(accept).contains("json");
                    assertThat(json.body()).startsWith("{").contains("\"format\":1");
                }
                assertThat(type(get(context, path, "application/vnd.spring-boot.actuator.v2+json", "")))
                        .startsWith("application/vnd.spring-boot.actuator.v2+json");
            }
            assertThat(get(context, "/other", BROWSER, "").statusCode()).isEqualTo(404);
            assertThat(get(context, "/other", "application/json", "").statusCode())
                    .isEqualTo(404);
            assertThat(get(context, "", "image/png", "").statusCode()).isEqualTo(406);
        }
    }

    @Test
    void showsTablesAndUsersAsDetailsAndPathsAsPaths() throws Exception {
        try (ConfigurableApplicationContext context = start(PAGE)) {
            assertThat(get(context, "", BROWSER, "operator").body())
                    .doesNotContain("someone", "login", "-tables\"", folder.toString());
        }
        try (ConfigurableApplicationContext context =
                start(PAGE, DETAILS + "when-authorized", "--management.endpoint.fastmigrate.roles=OPERATOR")) {
            assertThat(get(context, "", BROWSER, "reader").body()).doesNotContain("someone", "login", "-tables\"");
            assertThat(get(context, "", BROWSER, "operator").body())
                    .contains("someone", "login", "-tables\"")
                    .doesNotContain(folder.toString(), "hush");
        }
        try (ConfigurableApplicationContext context = start(PAGE, PATHS + "always")) {
            assertThat(get(context, "", BROWSER, "").body())
                    .contains(folder.toString())
                    .doesNotContain("someone", "-tables\"");
        }
    }

    @Test
    void showsPendingScripts() throws Exception {
        try (ConfigurableApplicationContext context = start(PAGE)) {
            Files.writeString(folder.resolve("scripts/0002-more.sql"), "CREATE TABLE more (x);");
            assertThat(get(context, "", BROWSER, "").body()).contains("0002-more.sql", "atomic", "Pending");
        }
    }
}
