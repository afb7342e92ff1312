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
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.security.config.Customizer;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.core.userdetails.User;
import org.springframework.security.provisioning.InMemoryUserDetailsManager;
import org.springframework.security.web.SecurityFilterChain;

/** The endpoint behind Spring Security: the user of a request decides what is shown. */
@Timeout(120)
class SecuredEndpointTest {

    /** Everyone may ask, also without a name. */
    @EnableAutoConfiguration(
            excludeName = {
                "org.springframework.boot.session.autoconfigure.SessionAutoConfiguration",
                "org.springframework.boot.session.jdbc.autoconfigure.JdbcSessionAutoConfiguration"
            })
    static class Secured {

        @Bean
        SecurityFilterChain security(HttpSecurity http) throws Exception {
            return http.authorizeHttpRequests(requests -> requests.anyRequest().permitAll())
                    .httpBasic(Customizer.withDefaults())
                    .build();
        }

        @Bean
        InMemoryUserDetailsManager users() {
            return new InMemoryUserDetailsManager(
                    User.withUsername("reader")
                            .password("{noop}x")
                            .roles("USER")
                            .build(),
                    User.withUsername("operator")
                            .password("{noop}x")
                            .roles("OPERATOR")
                            .build(),
                    User.withUsername("auditor")
                            .password("{noop}x")
                            .authorities("AUDITOR")
                            .build());
        }
    }

    @TempDir
    Path folder;

    @BeforeEach
    void writeScript() throws Exception {
        Path scripts = Files.createDirectories(folder.resolve("scripts"));
        Files.writeString(scripts.resolve("0001-note.sql"), "CREATE TABLE note (id INTEGER PRIMARY KEY);");
    }

    private ConfigurableApplicationContext start(String... arguments) {
        return SpringApplication.run(
                Secured.class,
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

    /** Of both properties each is asked for alone: a path is the database's name, a detail who applied the script. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '~',
            nullValues = "-",
            value = {
                // paths         ~ details         ~ roles            ~ who shown paths to    ~ who shown details to
                "-               ~ -               ~ -                ~                       ~ ",
                "when-authorized ~ never           ~ OPERATOR,AUDITOR ~ operator auditor      ~ ",
                "never           ~ when-authorized ~ OPERATOR         ~                       ~ operator",
                "always          ~ when-authorized ~ -                ~ - reader operator auditor ~ reader operator auditor",
                "WHEN_AUTHORIZED ~ always          ~ NONE             ~                       ~ - reader operator auditor",
            })
    void showsPathsAndDetailsToWhomTheyAreShown(
            String paths, String details, String roles, String seesPaths, String seesDetails) throws Exception {
        String prefix = "--management.endpoint.fastmigrate.";
        String[] arguments = Stream.of(
                        paths == null ? null : prefix + "show-paths=" + paths,
                        details == null ? null : prefix + "show-details=" + details,
                        roles == null ? null : prefix + "roles=" + roles)
                .flatMap(Stream::ofNullable)
                .toArray(String[]::new);
        try (ConfigurableApplicationContext context = start(arguments)) {
            for (String user : new String[] {"-", "reader", "operator", "auditor"}) {
                for (String path : new String[] {"", "/fastMigrate"}) {
                    HttpResponse<String> response = get(context, "/actuator/fastmigrate" + path, user);
                    assertThat(response.statusCode()).as(user).isEqualTo(200);
                    assertThat(response.body().contains(folder.toString()))
                            .as("path shown to %s", user)
                            .isEqualTo(words(seesPaths).anyMatch(user::equals));
                    assertThat(response.body().contains("\"appliedBy\":\"someone\""))
                            .as("details shown to %s", user)
                            .isEqualTo(words(seesDetails).anyMatch(user::equals));
                }
            }
        }
    }

    private static Stream<String> words(String text) {
        return text == null ? Stream.empty() : Stream.of(text.split(" "));
    }

    @Test
    void answersThatADatabaseIsUnknown() throws Exception {
        try (ConfigurableApplicationContext context = start()) {
            assertThat(get(context, "/actuator/fastmigrate/other", "operator").statusCode())
                    .isEqualTo(404);
        }
    }

    private static HttpResponse<String> get(ConfigurableApplicationContext context, String path, String user)
            throws Exception {
        String port = context.getEnvironment().getRequiredProperty("local.server.port");
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create("http://localhost:" + port + path));
        if (!user.equals("-")) {
            String login = Base64.getEncoder().encodeToString((user + ":x").getBytes(StandardCharsets.UTF_8));
            request.header("Authorization", "Basic " + login);
        }
        return HttpClient.newHttpClient().send(request.build(), HttpResponse.BodyHandlers.ofString());
    }
}
