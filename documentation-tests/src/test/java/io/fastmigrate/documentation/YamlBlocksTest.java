package io.fastmigrate.documentation;

import static org.assertj.core.api.Assertions.assertThat;

import io.fastmigrate.FastMigrate;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The configuration that the pages show starts an application that has nothing else, and migrates what it names. */
class YamlBlocksTest {

    private static final Pattern PLACE = Pattern.compile("classpath:([\\w/]+)");
    private static final Pattern DATABASE = Pattern.compile("\\bdb: (data/\\S+)");

    /** A server, on which {@code TenantSchemasTest} starts it, Kubernetes ({@code KubernetesBlocksTest}), or GitHub ({@code HooksIT}). */
    private static final Pattern NEEDS_MORE = Pattern.compile("\\bdb: jdbc:postgresql:|^apiVersion:|runs-on:");

    @TempDir
    Path directory;

    static Stream<Block> blocks() throws IOException {
        return Block.all().stream()
                .filter(block -> block.language().equals("yaml"))
                .filter(block -> !NEEDS_MORE.matcher(block.text()).find());
    }

    @ParameterizedTest
    @MethodSource("blocks")
    void startsAnApplication(Block block) throws Exception {
        Project project = new Project(directory);
        project.addApplication();
        project.compile();
        project.addResource("application.yml", block.text());
        project.addResource("migrations/0001-first.sql", "CREATE TABLE first (x TEXT);\n");
        for (Matcher place = PLACE.matcher(block.text()); place.find(); ) {
            project.addResource(place.group(1) + "/0001-first.sql", "CREATE TABLE first (x TEXT);\n");
        }
        List<String> named = DATABASE.matcher(block.text())
                .results()
                .map(found -> found.group(1))
                .toList();
        for (String pattern : named) {
            if (pattern.contains("*")) {
                createTenant(pattern.replace("*", "one"));
                createTenant(pattern.replace("*", "two"));
            }
        }

        // A block that only tunes what is there already is read beside the two lines of every page.
        Project.Ended ended = named.isEmpty()
                ? project.run("app.Application", "--fastmigrate.db=data/app.db")
                : project.run("app.Application");

        assertThat(ended.exitCode()).as(ended.output()).isZero();
        assertThat(ended.output()).doesNotContain(" ERROR ");
        List<Path> databases = databases();
        assertThat(databases).hasSizeGreaterThanOrEqualTo(Math.max(1, named.size()));
        assertThat(databases)
                .allSatisfy(database -> assertThat(
                                FastMigrate.sqlite(database).build().version().number())
                        .isEqualTo(1));
    }

    private void createTenant(String path) {
        FastMigrate.sqlite(directory.resolve(path)).build().create();
    }

    private List<Path> databases() throws IOException {
        try (Stream<Path> files = Files.walk(directory.resolve("data"))) {
            return files.filter(file -> file.toString().toLowerCase(Locale.ROOT).endsWith(".db"))
                    .toList();
        }
    }
}
