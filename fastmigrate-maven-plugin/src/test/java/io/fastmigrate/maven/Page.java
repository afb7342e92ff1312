package io.fastmigrate.maven;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;

/** The pages of the documentation. */
final class Page {

    private static final Path DOCS = Path.of("..", "docs").toAbsolutePath().normalize();

    private Page() {}

    static String text(String name) throws IOException {
        return Files.readString(DOCS.resolve(name));
    }

    /** Returns the blocks of a language below a heading. */
    static List<String> blocks(String name, String heading, String language) throws IOException {
        String page = text(name);
        int start = page.indexOf("\n## " + heading + "\n");
        if (start < 0) {
            throw new IllegalStateException("docs/" + name + " has no heading " + heading);
        }
        int end = page.indexOf("\n## ", start + 1);
        String section = page.substring(start, end < 0 ? page.length() : end);
        return blocks(section, language);
    }

    /** Returns the blocks of a language. */
    static List<String> blocks(String text, String language) {
        return Pattern.compile("^```" + language + "\\n(.*?)^```$", Pattern.DOTALL | Pattern.MULTILINE)
                .matcher(text)
                .results()
                .map(block -> block.group(1))
                .toList();
    }
}
