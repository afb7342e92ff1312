package io.fastmigrate.documentation;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Links of the pages lead somewhere, on GitHub and on the site; {@code dev/site --check} follows those of the built site. */
class LinksTest {

    private static final Path ROOT = Path.of("..").toAbsolutePath().normalize();
    private static final Path PAGE = ROOT.resolve("docs/install.md");

    static List<Path> pages() throws IOException {
        try (Stream<Path> docs = Files.walk(ROOT.resolve("docs"))) {
            return Stream.concat(
                            Stream.of("README.md", "CHANGELOG.md", "CONTRIBUTING.md", "SECURITY.md")
                                    .map(ROOT::resolve),
                            docs.filter(file -> file.toString().endsWith(".md")).sorted())
                    .toList();
        }
    }

    @ParameterizedTest
    @MethodSource("pages")
    void everyLinkLeadsSomewhere(Path page) throws Exception {
        assertThat(MarkdownPage.read(page).problems()).isEmpty();
    }

    @Test
    void thePagesHaveLinks() throws Exception {
        assertThat(MarkdownPage.read(ROOT.resolve("README.md")).links())
                .hasSizeGreaterThan(50)
                .contains("docs/cli.md", "docs/images/bookmarks.png", "#coming-from-the-python-tool");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "[a](cli.md)                 |",
                "[a](cli.md#squash)          |",
                "![a](images/bookmarks.png)  |",
                "[a](../LICENSE)             |",
                "[a](https://sqlite.org/)    |",
                "`[a](nowhere.md)`           |",
                "[a](nowhere.md)             | install.md: nowhere.md is no file",
                "[a](CLI.md)                 | install.md: CLI.md is no file",
                "![a](images/nowhere.png)    | install.md: images/nowhere.png is no file",
                "[a](adr)                    | install.md: adr is no file",
                "[a](#nowhere)               | install.md: #nowhere has an anchor that its page lacks",
                "[a](cli.md#nowhere)         | install.md: cli.md#nowhere has an anchor that its page lacks",
                "[a](/docs/cli.md)           | install.md: /docs/cli.md is neither a path from here nor an address",
                "[a](ftp://example.org)      | install.md: ftp://example.org is neither a path from here nor an address",
                "[a](https://nowhere)        | install.md: https://nowhere is no valid address",
                "[a](https://a.org/{})       | install.md: https://a.org/{} is no valid address",
                "Text.\\n- a                 | install.md: \"- a\" starts a list without an empty line before it",
                "- a\\n\\n    b\\n- c       | install.md: \"- c\" starts a list without an empty line before it",
                "- a\\n  - b                 | install.md: \"- b\" is not indented by 4",
                "1. a\\n\\n   b              | install.md: \"b\" is not indented by 4",
                "- a\\n\\n  ```sh\\n  b\\n  ``` | install.md: \"...\" is not indented by 4",
            })
    void findsWhatIsWrong(String text, String problem) throws Exception {
        MarkdownPage page = MarkdownPage.of(PAGE, "# Title\n\n" + text.replace("\\n", "\n") + "\n");

        assertThat(page.problems()).isEqualTo(problem == null ? List.of() : List.of(problem));
    }

    @Test
    void theNavigationOfTheSiteHasEveryPage() throws Exception {
        String navigation = Files.readString(ROOT.resolve("site/mkdocs.yml"));

        assertThat(pages())
                .map(page -> ROOT.relativize(page).toString())
                .filteredOn(page -> !page.equals("CONTRIBUTING.md"))
                .allMatch(page -> navigation.contains(page)
                        || navigation.contains(page.substring(0, Math.max(page.lastIndexOf('/'), 0)) + "/*"));
    }

    /** What the pages link to is on the site too. */
    @Test
    void theSiteHasWhatItsPagesLinkTo() throws Exception {
        Matcher published =
                Pattern.compile("(?m)^published=\\((.+)\\)$").matcher(Files.readString(ROOT.resolve("dev/site")));
        assertThat(published.find()).isTrue();
        List<Path> there =
                Stream.of(published.group(1).split(" ", -1)).map(ROOT::resolve).toList();
        for (Path page : pages()) {
            if (there.stream().noneMatch(page::startsWith)) {
                continue;
            }
            Path folder = page.resolveSibling("");
            assertThat(MarkdownPage.read(page).links())
                    .as(page.toString())
                    .filteredOn(link -> !link.contains(":") && !link.startsWith("#"))
                    .map(link -> folder.resolve(link.replaceFirst("#.*", "")).normalize())
                    .allMatch(target -> there.stream().anyMatch(target::startsWith));
        }
    }
}
