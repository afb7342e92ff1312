package io.fastmigrate.documentation;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What the pages for Kotlin, Quarkus and Micronaut show is in the applications that {@code dev/integrations} starts. */
class IntegrationPagesTest {

    private static final Path APPLICATIONS = Path.of("..", "integrations");

    @ParameterizedTest
    @ValueSource(strings = {"kotlin", "micronaut", "quarkus"})
    void showsWhatIsStarted(String name) throws Exception {
        List<Block> blocks = Block.all().stream()
                .filter(block -> block.page().equals(name + ".md"))
                .toList();
        List<String> files = files(APPLICATIONS.resolve(name));

        assertThat(blocks).isNotEmpty();
        assertThat(blocks)
                .allSatisfy(block ->
                        assertThat(files).as(block.place()).anyMatch(file -> file.contains(words(block.text()))));
    }

    private static List<String> files(Path application) throws IOException {
        try (Stream<Path> files = Files.walk(application)) {
            List<String> texts = new ArrayList<>();
            for (Path file : files.filter(Files::isRegularFile).sorted().toList()) {
                if (!application.relativize(file).startsWith("target")) {
                    texts.add(words(Files.readString(file)));
                }
            }
            return texts;
        }
    }

    /** Indentation does not count. */
    private static String words(String text) {
        return text.strip().replaceAll("\\s+", " ");
    }
}
