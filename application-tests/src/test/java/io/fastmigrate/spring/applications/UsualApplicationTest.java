package io.fastmigrate.spring.applications;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.jayway.jsonpath.JsonPath;
import io.fastmigrate.FastMigrate;
import io.fastmigrate.error.DatabaseBehindException;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.web.server.context.WebServerInitializedEvent;
import org.springframework.context.ApplicationListener;
import org.springframework.context.ConfigurableApplicationContext;

/** {@link UsualApplication}, started as users start it: everybody in it meets the schema of the last script. */
@Timeout(120)
class UsualApplicationTest {

    private static final int LATEST = 5;

    /** What keeps everyone out; {@link SecuredEndpointTest} is about it. */
    private static final String SECURITY = Stream.of(
                    "web.servlet.SecurityFilterAutoConfiguration",
                    "web.servlet.ServletWebSecurityAutoConfiguration",
                    "actuate.web.servlet.ManagementWebSecurityAutoConfiguration")
            .map("org.springframework.boot.security.autoconfigure."::concat)
            .collect(Collectors.joining(","));

    /** One row, by each of them. */
    private static final Map<String, Long> ALL = Stream.of(
                    "the web server",
                    "@PostConstruct",
                    "Spring Data JPA",
                    "Quartz",
                    "Batch",
                    "jOOQ",
                    "Session",
                    "the runner",
                    "ApplicationReadyEvent")
            .collect(Collectors.toMap(Function.identity(), who -> 1L));

    @TempDir
    Path folder;

    private final Notes notes = new Notes();

    /** Two scripts of the application's own, and what libraries bring for those who make their tables by migration. */
    @BeforeEach
    void writeScripts() throws IOException {
        script("0001-note.sql", "CREATE TABLE note (id INTEGER PRIMARY KEY);");
        script(
                "0002-tag.sql",
                "CREATE TABLE tag (id INTEGER PRIMARY KEY, label VARCHAR(255) NOT NULL);"
                        + "INSERT INTO tag (label) VALUES ('first');");
        script(
                "0003-quartz.sql",
                resource("org/quartz/impl/jdbcjobstore/tables_h2.sql")
                        .replaceAll("(?i)\\b(ALTER TABLE|COMMIT)\\b[^;]*;", ""));
        script("0004-batch.sql", resource("org/springframework/batch/core/schema-sqlite.sql"));
        script("0005-session.sql", resource("org/springframework/session/jdbc/schema-sqlite.sql"));
    }

    @ParameterizedTest(name = "{0}, lazy: {1}")
    @CsvSource({
        "fastmigrate.db, false",
        "fastmigrate.db, true",
        "spring.datasource.url, false",
        "spring.datasource.url, true"
    })
    void everybodyMeetsTheNewSchema(String property, boolean lazy) throws Exception {
        leaveAtTheFirstScript();
        try (ConfigurableApplicationContext context =
                start(database(property), "--spring.main.lazy-initialization=" + lazy)) {
            assertThat(notes.rows()).isEqualTo(ALL);
            String answer = body(context, "/actuator/fastmigrate/fastMigrate");
            assertThat(JsonPath.<String>read(answer, "$.contexts.application.databases.fastMigrate.state"))
                    .isEqualTo("UP_TO_DATE");
            assertThat(JsonPath.<Integer>read(answer, "$.contexts.application.databases.fastMigrate.version"))
                    .isEqualTo(LATEST);
            assertThat(body(context, "/actuator/health/readiness")).contains("\"UP\"");
        }
    }

    @Test
    void everybodyWaitsBehindTheGateForANewDatabase() {
        try (ConfigurableApplicationContext context = start(database("fastmigrate.db"), "--fastmigrate.phase=gate")) {
            assertThat(context.isActive()).isTrue();
            assertThat(notes.rows()).isEqualTo(ALL);
        }
    }

    @Test
    void verifyRefusesBeforeAnybodyAsks() throws Exception {
        leaveAtTheFirstScript();
        byte[] before = Files.readAllBytes(db());
        assertThatThrownBy(() -> start(database("fastmigrate.db"), "--fastmigrate.phase=verify"))
                .hasRootCauseInstanceOf(DatabaseBehindException.class);
        assertThat(notes.rows()).isEmpty();
        assertThat(Files.readAllBytes(db())).isEqualTo(before);
    }

    @Test
    void everybodyStartsOnAVerifiedDatabase() throws Exception {
        FastMigrate database =
                FastMigrate.sqlite(db()).migrations(folder.resolve("scripts")).build();
        database.create();
        database.migrate();
        try (ConfigurableApplicationContext context = start(database("fastmigrate.db"), "--fastmigrate.phase=verify")) {
            assertThat(context.isActive()).isTrue();
            assertThat(notes.rows()).isEqualTo(ALL);
        }
    }

    @Test
    void actuatorTellsOfANewDatabase() throws Exception {
        try (ConfigurableApplicationContext context = start(database("fastmigrate.db"))) {
            assertThat(notes.rows()).isEqualTo(ALL);
            assertThat(JsonPath.<Double>read(
                            body(context, "/actuator/metrics/fastmigrate.version"), "$.measurements[0].value"))
                    .isEqualTo(LATEST);
            assertThat(JsonPath.<Integer>read(body(context, "/actuator/info"), "$.fastmigrate.fastMigrate.version"))
                    .isEqualTo(LATEST);
            assertThat(JsonPath.<String>read(
                            body(context, "/actuator/health"), "$.components.fastmigrate.details.state"))
                    .isEqualTo("UP_TO_DATE");
            assertThat(get(context, "/actuator/fastmigrate/unknown").statusCode())
                    .isEqualTo(404);
        }
    }

    /** Also where the application's own mapper writes it, which would write a null. */
    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void theEndpointLeavesOutWhatHasNoValue(boolean isolated) throws Exception {
        try (ConfigurableApplicationContext context =
                start(database("fastmigrate.db"), "--management.endpoints.jackson.isolated-json-mapper=" + isolated)) {
            assertThat(body(context, "/actuator/fastmigrate"))
                    .contains("\"lastRun\":{", "\"appliedAt\":\"20")
                    .doesNotContain("null", "lastBackup", "appliedBy", "progress", "parentId");
        }
    }

    private Path db() {
        return folder.resolve("app.db");
    }

    /** The argument that names the database, alone: the other side gets it from there. */
    private String database(String property) {
        return property.equals("fastmigrate.db")
                ? "--fastmigrate.db=" + db()
                : "--spring.datasource.url=jdbc:sqlite:" + db() + "?busy_timeout=5000&transaction_mode=IMMEDIATE";
    }

    /** Where an older release of the application left the database. */
    private void leaveAtTheFirstScript() throws IOException {
        Path older = Files.createDirectories(folder.resolve("older"));
        Files.copy(folder.resolve("scripts/0001-note.sql"), older.resolve("0001-note.sql"));
        FastMigrate database = FastMigrate.sqlite(db()).migrations(older).build();
        database.create();
        database.migrate();
    }

    private void script(String name, String text) throws IOException {
        Files.writeString(Files.createDirectories(folder.resolve("scripts")).resolve(name), text);
    }

    private static String resource(String name) throws IOException {
        try (InputStream in = UsualApplicationTest.class.getClassLoader().getResourceAsStream(name)) {
            return new String(Objects.requireNonNull(in, name).readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    private ConfigurableApplicationContext start(String... arguments) {
        SpringApplication application = new SpringApplication(UsualApplication.class);
        application.setRegisterShutdownHook(false);
        application.addInitializers(context -> context.getBeanFactory().registerSingleton("notes", notes));
        application.addListeners((ApplicationListener<WebServerInitializedEvent>) event -> {
            if (FastMigrate.sqlite(db()).build().version().number() == LATEST) {
                notes.met("the web server", 1);
            }
        });
        return application.run(Stream.concat(
                        Stream.of(
                                "--fastmigrate.migrations=" + folder.resolve("scripts"),
                                "--server.port=0",
                                "--logging.level.root=warn",
                                "--spring.jpa.hibernate.ddl-auto=validate",
                                "--spring.quartz.job-store-type=jdbc",
                                "--spring.quartz.jdbc.initialize-schema=never",
                                "--spring.quartz.properties.org.quartz.jobStore.lockHandler.class="
                                        + "org.quartz.impl.jdbcjobstore.UpdateLockRowSemaphore",
                                "--spring.batch.jdbc.initialize-schema=never",
                                "--spring.session.jdbc.initialize-schema=never",
                                "--spring.autoconfigure.exclude=" + SECURITY,
                                "--management.endpoint.health.probes.enabled=true",
                                "--management.endpoint.health.show-details=always",
                                "--management.endpoints.web.exposure.include=*"),
                        Stream.of(arguments))
                .toArray(String[]::new));
    }

    private static String body(ConfigurableApplicationContext context, String path) throws Exception {
        HttpResponse<String> response = get(context, path);
        assertThat(response.statusCode()).as("%s: %s", path, response.body()).isEqualTo(200);
        return response.body();
    }

    private static HttpResponse<String> get(ConfigurableApplicationContext context, String path) throws Exception {
        String port = context.getEnvironment().getRequiredProperty("local.server.port");
        return HttpClient.newHttpClient()
                .send(
                        HttpRequest.newBuilder(URI.create("http://localhost:" + port + path))
                                .build(),
                        HttpResponse.BodyHandlers.ofString());
    }
}
