package io.fastmigrate.test.examples;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** What the guide shows is, word for word, what is compiled and tested here. */
class GuideTest {

    private static final Pattern JAVA = Pattern.compile("```java\n(.*?)```", Pattern.DOTALL);
    private static final Pattern CLASS = Pattern.compile("class (\\w+)");
    private static final Path HERE = Path.of("src/test/java/io/fastmigrate/test/examples");

    @Test
    void showsTheAdapterAndItsTestAsTheyAre() throws Exception {
        String guide = Files.readString(Path.of("../docs/adapters.md"));
        List<String> blocks =
                JAVA.matcher(guide).results().map(found -> found.group(1)).toList();
        assertThat(blocks).hasSize(2);
        for (String block : blocks) {
            String name = CLASS.matcher(block)
                    .results()
                    .map((MatchResult found) -> found.group(1))
                    .findFirst()
                    .orElseThrow();
            assertThat("package io.fastmigrate.test.examples;\n\n" + block)
                    .isEqualTo(Files.readString(HERE.resolve(name + ".java")));
        }
    }
}
