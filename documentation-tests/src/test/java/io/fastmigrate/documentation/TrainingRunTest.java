package io.fastmigrate.documentation;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** An application that was processed ahead of time, as a jar: what is set when it runs decides, not what was set when it was built. */
class TrainingRunTest {

    private static final List<String> TRAINING = List.of("-Dspring.context.exit=onRefresh");

    @TempDir
    Path directory;

    private Project project;

    @BeforeEach
    void writeApplication() throws Exception {
        project = new Project(directory);
        project.addApplication();
        project.compile();
        project.addResource("application.yml", """
                fastmigrate:
                  db: data/app.db
                  databases:
                    audit:
                      db: data/audit.db
                  tenants:
                    db: tenants/*.db
                spring.main.web-application-type: none
                """);
        project.addResource("migrations/0001-fruit.sql", "CREATE TABLE fruit (id INTEGER PRIMARY KEY);\n");
    }

    @Test
    void leavesEveryDatabaseAloneWhereTheRunSaysSo() throws Exception {
        build();

        assertThat(train(Map.of(), "-Dfastmigrate.enabled=false")).isEmpty();
        assertThat(train(Map.of("FASTMIGRATE_ENABLED", "false"))).isEmpty();
        assertThat(train(Map.of(), "-Dfastmigrate.databases.audit.enabled=false"))
                .containsExactly("app.db");
        assertThat(train(Map.of("FASTMIGRATE_DATABASES_AUDIT_ENABLED", "false")))
                .containsExactly("app.db");
        assertThat(start()).containsExactly("app.db", "audit.db");
    }

    @Test
    void migratesWhereTheRunSaysSoAlthoughItWasBuiltOtherwise() throws Exception {
        build("-Dfastmigrate.enabled=false", "-Dfastmigrate.databases.audit.enabled=false");

        assertThat(train(Map.of(), "-Dfastmigrate.enabled=false")).isEmpty();
        assertThat(train(Map.of(), "-Dfastmigrate.databases.audit.enabled=false"))
                .containsExactly("app.db");
        assertThat(start()).containsExactly("app.db", "audit.db");
    }

    @Test
    void leavesEveryDatabaseAloneWithoutProcessingToo() throws Exception {
        project.pack();
        Project.Ended ended = project.run(
                Map.of(), List.of("-Dspring.context.exit=onRefresh", "-Dfastmigrate.enabled=false", "-jar", "app.jar"));
        assertThat(ended.exitCode()).as(ended.output()).isZero();
        assertThat(ended.output()).doesNotContainIgnoringCase("migrat");
        assertThat(directory.resolve("data")).doesNotExist();
    }

    private void build(String... settings) throws Exception {
        project.processAheadOfTime(settings);
        project.pack();
        assertThat(directory.resolve("data")).doesNotExist();
    }

    private List<String> train(Map<String, String> environment, String... settings) throws Exception {
        return run(environment, Stream.concat(TRAINING.stream(), Stream.of(settings)));
    }

    private List<String> start() throws Exception {
        return run(Map.of(), Stream.of());
    }

    /** Returns which databases the program has migrated. */
    private List<String> run(Map<String, String> environment, Stream<String> settings) throws Exception {
        List<String> options = new ArrayList<>(List.of("-Dspring.aot.enabled=true"));
        options.addAll(settings.toList());
        options.addAll(List.of("-jar", "app.jar"));
        Project.Ended ended = project.run(environment, options);
        assertThat(ended.exitCode()).as(ended.output()).isZero();
        assertThat(ended.output()).contains("Starting AOT-processed Application");
        Path data = directory.resolve("data");
        List<String> migrated = new ArrayList<>();
        for (String name : List.of("app.db", "audit.db")) {
            boolean told = ended.output().contains(data.resolve(name) + " migrated from version 0 to 1");
            assertThat(Files.exists(data.resolve(name)) && Files.size(data.resolve(name)) > 0)
                    .isEqualTo(told);
            if (told) {
                migrated.add(name);
                Files.delete(data.resolve(name));
            }
        }
        if (migrated.isEmpty()) {
            assertThat(data).doesNotExist();
            assertThat(ended.output()).doesNotContain(" io.fastmigrate ");
        }
        return migrated;
    }
}
