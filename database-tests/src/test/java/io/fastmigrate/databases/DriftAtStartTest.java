package io.fastmigrate.databases;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import java.nio.file.Path;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.boot.health.contributor.Status;
import org.springframework.boot.r2dbc.autoconfigure.R2dbcAutoConfiguration;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Configuration;

/** {@code fastmigrate.drift} of an application whose database is on a server. */
@ExtendWith(OutputCaptureExtension.class)
class DriftAtStartTest {

    private static final String BY_HAND = "CREATE INDEX by_hand ON person (name)";

    enum Server {
        POSTGRES("public.", "CREATEDB") {
            @Override
            String newDatabase() throws Exception {
                return Servers.postgres();
            }

            @Override
            String withoutRights(Workshop db) throws Exception {
                String user = "user_" + db.query("SELECT current_database()").get(0);
                db.execute("CREATE ROLE " + user + " LOGIN; GRANT USAGE, CREATE ON SCHEMA public TO " + user
                        + "; GRANT ALL ON ALL TABLES IN SCHEMA public TO " + user);
                return db.url().replace("user=postgres", "user=" + user);
            }
        },
        MARIADB("", "GRANT") {
            @Override
            String newDatabase() throws Exception {
                return Servers.maria();
            }

            @Override
            String withoutRights(Workshop db) throws Exception {
                return Servers.mariaUser(db.url());
            }
        };

        final String schema;
        final String advice;

        Server(String schema, String advice) {
            this.schema = schema;
            this.advice = advice;
        }

        abstract String newDatabase() throws Exception;

        /** Returns the URL for a user who may do everything in that database, and create no other. */
        abstract String withoutRights(Workshop db) throws Exception;
    }

    @TempDir
    Path directory;

    private Workshop migrated(Server server) throws Exception {
        Workshop db = new Workshop(server.newDatabase(), directory);
        db.script("0001-person.sql", "CREATE TABLE person (id INTEGER PRIMARY KEY, name VARCHAR(20) NOT NULL);\n")
                .script("0002-names.sql", "CREATE VIEW names AS SELECT name FROM person;\n");
        db.migrate();
        return db;
    }

    private Health start(String url, String drift) {
        SpringApplication application = new SpringApplication(Plain.class);
        application.setRegisterShutdownHook(false);
        try (ConfigurableApplicationContext context = application.run(
                "--fastmigrate.db=" + url,
                "--fastmigrate.migrations=" + directory.resolve("migrations"),
                "--fastmigrate.drift=" + drift,
                "--logging.level.io.fastmigrate=warn",
                "--logging.level.org.springframework.boot.diagnostics=error",
                "--spring.main.banner-mode=off")) {
            return Objects.requireNonNull(context.getBean("fastmigrateHealthContributor", HealthIndicator.class)
                    .health(true));
        }
    }

    @ParameterizedTest
    @EnumSource
    void findsNothingWhereOnlyScriptsRanAndNamesWhatWasChangedByHand(Server server, CapturedOutput output)
            throws Exception {
        Workshop db = migrated(server);
        db.script("0003-city.sql", "CREATE TABLE city (name VARCHAR(20));\n");
        assertThat(start(db.url(), "fail").getDetails())
                .containsAllEntriesOf(Map.of("version", 3, "drift", "NONE"))
                .doesNotContainKey("driftObjects");
        db.execute(BY_HAND);
        db.execute("DROP VIEW names");

        Health warned = start(db.url(), "warn");

        String added = "added index " + server.schema + (server == Server.MARIADB ? "person." : "") + "by_hand";
        assertThat(warned.getStatus()).isEqualTo(Status.UP);
        assertThat(warned.getDetails())
                .containsEntry("drift", "FOUND")
                .extractingByKey("driftObjects")
                .asString()
                .contains(added, "missing view " + server.schema + "names");
        assertThat(output).contains("is not what its scripts up to version 3 make: ", added);
        assertThat(start(db.url(), "off").getDetails()).doesNotContainKey("drift");
        assertThat(catchThrowable(() -> start(db.url(), "fail"))).isNotNull();
        assertThat(output)
                .contains(
                        "APPLICATION FAILED TO START",
                        "did not pass the comparison of its schema",
                        "is not what its scripts up to version 3 make. ",
                        " objects differ:",
                        "The property is fastmigrate.drift.");
    }

    @ParameterizedTest
    @EnumSource
    void saysThatTheUserMayCreateNoDatabase(Server server, CapturedOutput output) throws Exception {
        Workshop db = migrated(server);
        String url = server.withoutRights(db);

        Health warned = start(url, "warn");

        assertThat(warned.getStatus()).isEqualTo(Status.UP);
        assertThat(warned.getDetails()).containsEntry("drift", "UNKNOWN");
        assertThat(output)
                .contains("It is not known whether the schema of", "no empty database could be created", server.advice);
        assertThat(catchThrowable(() -> start(url, "fail"))).isNotNull();
        assertThat(output.getAll().substring(output.getAll().indexOf("APPLICATION FAILED TO START")))
                .contains("no empty database could be created", server.advice, "The property is fastmigrate.drift.");
    }

    @Configuration(proxyBeanMethods = false)
    @EnableAutoConfiguration(exclude = R2dbcAutoConfiguration.class)
    static class Plain {}
}
