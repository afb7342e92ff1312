package io.fastmigrate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.InstanceOfAssertFactories.STRING;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The words of code, docs and messages: {@code docs/style.md} says which ones to replace, and by what. */
class WordsTest {

    private static final Path ROOT = Path.of("..").toAbsolutePath().normalize();
    private static final String SOURCE = "fastmigrate-core/src/main/java/Example.java";

    @Test
    void noFileHasAWordThatTheGlossaryReplaces() throws IOException {
        assertThat(Glossary.findBelow(ROOT))
                .as("words that docs/style.md replaces")
                .isEmpty();
    }

    static List<String> wordsOfThePage() throws IOException {
        return Files.readAllLines(ROOT.resolve("docs/style.md")).stream()
                .dropWhile(line -> !line.startsWith("| Not |"))
                .skip(2)
                .takeWhile(line -> line.startsWith("|"))
                .flatMap(line -> Stream.of(line.split("\\|", -1)[1].split(",", -1)))
                .map(word -> word.replaceAll("\\(.*\\)", "").strip())
                .toList();
    }

    @Test
    void thePageAndThePatternsHaveTheSameWords() throws IOException {
        assertThat(Glossary.WORDS.stream().map(Glossary.Word::word).distinct())
                .containsExactlyInAnyOrderElementsOf(wordsOfThePage());
    }

    @ParameterizedTest
    @MethodSource("wordsOfThePage")
    void everyWordOfThePageIsFound(String word) {
        String text = "class " + word.replace("demandX", "demandRestore").replace("telling", "telling(x)") + " {}";

        assertThat(Glossary.find(SOURCE, text)).isNotEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/** Waits in\n     * vain. */",
                "# Waits in\n# vain.",
                "throw new X(\"Waits in\"\n        + \" vain.\");",
                "String.valueOf(\"in vain\")",
                "What is\npending runs."
            })
    void aWordMayRunOverALine(String text) {
        assertThat(Glossary.find(SOURCE, text)).hasSize(1);
    }

    @Test
    void tellsTheLineAndTheWord() {
        assertThat(Glossary.find("docs/page.md", "One.\nTwo.\nNobody knows.\n"))
                .singleElement(STRING)
                .startsWith("docs/page.md:3: nobody: One. Two. Nobody knows.");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "BEGIN; COMMIT;",
                "Without a BEGIN before it.",
                "io.fastmigrate:fastmigrate-spring-boot-starter",
                "The Spring Boot starter migrates.",
                "In the meantime, others begin.",
                "It takes orders as it is."
            })
    void sqlAndSpringKeepTheirWords(String text) {
        assertThat(Glossary.find(SOURCE, text)).isEmpty();
    }
}
