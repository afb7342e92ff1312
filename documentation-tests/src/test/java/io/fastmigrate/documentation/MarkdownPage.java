package io.fastmigrate.documentation;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/** A page of Markdown: where its links lead, and what GitHub and the site would show in different ways. */
final class MarkdownPage {

    private static final Pattern BLOCK = Pattern.compile("^( *)```.*?^\\1```$", Pattern.DOTALL | Pattern.MULTILINE);
    private static final Pattern CODE = Pattern.compile("`[^`\\n]*`");
    private static final Pattern HEADING = Pattern.compile("^#+ (.*)$", Pattern.MULTILINE);
    private static final Pattern LINK = Pattern.compile("\\]\\(([^)]*)\\)");
    private static final Pattern NESTED = Pattern.compile("^ {1,3}(?:[-*]|\\d+\\.) .*$", Pattern.MULTILINE);
    private static final Pattern INDENTED = Pattern.compile("(?<=\\n\\n) {1,3}\\S.*$", Pattern.MULTILINE);
    private static final Pattern LIST_AFTER_TEXT = Pattern.compile(
            "(?<=\\n)(?:(?![-*] |\\d+\\. |[ #\\n]).*\\n|(?<=\\n\\n)(?: {4,}.*\\n)+)((?:[-*]|\\d+\\.) .*)");

    private final Path file;
    private final String text;

    private MarkdownPage(Path file, String text) {
        this.file = file;
        this.text = text;
    }

    static MarkdownPage read(Path file) throws IOException {
        return of(file, Files.readString(file));
    }

    /** Returns a page at this place, with this text. */
    static MarkdownPage of(Path file, String text) {
        return new MarkdownPage(file, BLOCK.matcher(text).replaceAll("$1..."));
    }

    /** Returns what is wrong with its links, and which of its lists and paragraphs only GitHub would understand. */
    List<String> problems() throws IOException {
        List<String> problems = new ArrayList<>();
        for (String link : links()) {
            String problem = problemOf(link);
            if (!problem.isEmpty()) {
                problems.add(file.getFileName() + ": " + link + " " + problem);
            }
        }
        NESTED.matcher(text).results().forEach(found -> problems.add(line(found.group(), "is not indented by 4")));
        INDENTED.matcher(text)
                .results()
                .filter(found -> !NESTED.matcher(found.group()).matches())
                .forEach(found -> problems.add(line(found.group(), "is not indented by 4")));
        LIST_AFTER_TEXT
                .matcher(text)
                .results()
                .forEach(found -> problems.add(line(found.group(1), "starts a list without an empty line before it")));
        return problems;
    }

    private String line(String line, String problem) {
        return file.getFileName() + ": \"" + line.strip() + "\" " + problem;
    }

    List<String> links() {
        return LINK.matcher(CODE.matcher(text).replaceAll("code"))
                .results()
                .map(found -> found.group(1))
                .toList();
    }

    private String problemOf(String link) throws IOException {
        if (link.startsWith("https://") || link.startsWith("http://")) {
            return hasHost(link) ? "" : "is no valid address";
        }
        if (link.isBlank() || link.contains(":") || link.contains(" ") || link.startsWith("/")) {
            return "is neither a path from here nor an address";
        }
        int sharp = link.indexOf('#');
        String path = sharp < 0 ? link : link.substring(0, sharp);
        Path target = path.isEmpty() ? file : file.resolveSibling(path).normalize();
        if (!Files.isRegularFile(target)) {
            return "is no file";
        }
        if (sharp < 0) {
            return "";
        }
        Set<String> anchors = path.isEmpty() ? anchors() : read(target).anchors();
        return anchors.contains(link.substring(sharp + 1)) ? "" : "has an anchor that its page lacks";
    }

    private static boolean hasHost(String link) {
        try {
            String host = URI.create(link).getHost();
            return host != null && (host.contains(".") || host.equals("localhost"));
        } catch (IllegalArgumentException e) {
            return false;
        }
    }

    /** The anchors that GitHub gives to headings; a heading that stands twice gets a number. */
    private Set<String> anchors() {
        Set<String> anchors = new HashSet<>();
        Map<String, Integer> seen = new HashMap<>();
        HEADING.matcher(text).results().map(MarkdownPage::anchor).forEach(anchor -> {
            int before = seen.merge(anchor, 1, Integer::sum) - 1;
            anchors.add(before == 0 ? anchor : anchor + "-" + before);
        });
        return anchors;
    }

    private static String anchor(MatchResult heading) {
        return heading.group(1)
                .strip()
                .toLowerCase(Locale.ROOT)
                .replaceAll("\\]\\([^)]*\\)", "")
                .replaceAll("[^\\p{L}\\p{N}_ -]", "")
                .replace(' ', '-');
    }
}
