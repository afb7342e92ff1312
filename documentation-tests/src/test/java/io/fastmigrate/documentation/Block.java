package io.fastmigrate.documentation;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * A fenced block of a page.
 *
 * @param page the page's name, as {@code spring-boot.md}
 * @param line of its first line in the page, from 1
 * @param language what stands behind the fence, as {@code yaml}; empty without
 */
record Block(String page, int line, String language, String text) {

    private static final Path ROOT = Path.of("..").toAbsolutePath().normalize();
    private static final Pattern FENCE = Pattern.compile("^```(\\w*)\\n(.*?)^```$", Pattern.DOTALL | Pattern.MULTILINE);
    private static final Pattern CLASS =
            Pattern.compile("^(?:public )?(?:final )?(?:class|record|interface) (\\w+)", Pattern.MULTILINE);

    /** Returns all blocks of README and docs, page by page. */
    static List<Block> all() throws IOException {
        List<Block> blocks = new ArrayList<>();
        try (Stream<Path> docs = Files.list(ROOT.resolve("docs"))) {
            List<Path> pages = Stream.concat(Stream.of(ROOT.resolve("README.md")), docs.sorted())
                    .filter(page -> page.toString().endsWith(".md"))
                    .toList();
            for (Path page : pages) {
                String text = Files.readString(page);
                Matcher fence = FENCE.matcher(text);
                while (fence.find()) {
                    int line = (int) text.substring(0, fence.start(2)).lines().count() + 1;
                    blocks.add(new Block(
                            String.valueOf(page.getFileName()), line, fence.group(1), String.valueOf(fence.group(2))));
                }
            }
        }
        return blocks;
    }

    static List<Block> of(String page, String language) throws IOException {
        return all().stream()
                .filter(block -> block.page().equals(page) && block.language().equals(language))
                .toList();
    }

    String place() {
        return page + ":" + line;
    }

    /** Returns the name of the type that it declares; empty if it is a piece of a method. */
    Optional<String> typeName() {
        return CLASS.matcher(text).results().findFirst().map(found -> found.group(1));
    }
}
