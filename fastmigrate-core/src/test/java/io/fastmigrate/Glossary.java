package io.fastmigrate;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The words that {@code docs/style.md} replaces, as patterns, and the search for them in the files of the project. */
final class Glossary {

    /**
     * A word to replace.
     *
     * @param word as {@code docs/style.md} has it
     * @param files which files it is looked for in, by their path in the project
     */
    record Word(String word, Pattern pattern, Pattern files) {}

    private static final Pattern ANY = Pattern.compile("");
    private static final Pattern JAVA = Pattern.compile("\\.java$");
    /** Elsewhere a starter is Spring's artefact. */
    private static final Pattern NOT_SPRING =
            Pattern.compile("^(fastmigrate-(core|cli|test)|database-tests)/.*\\.java$");

    static final List<Word> WORDS = List.of(
            new Word("anew", Pattern.compile("\\b[Aa]new\\b|Anew(?![a-z])"), ANY),
            new Word("nobody", Pattern.compile("\\b[Nn]obody(?!')\\b|Nobody(?![a-z])"), ANY),
            prose("in vain", "\\bin vain\\b"),
            prose("shall", "\\bshall\\b"),
            new Word("meanwhile", Pattern.compile("(?<!in the )\\b[Mm]eanwhile\\b|Meanwhile(?![a-z])"), ANY),
            new Word(
                    "of its own",
                    Pattern.compile("\\b[Oo]f (its|their) own\\b(?! \\w)|Of(Its|Their)Own(?![a-z])"),
                    ANY),
            new Word("the begin", Pattern.compile("\\b(the|a|its|their|this|each|every|own) begin\\b"), ANY),
            prose("lets this user not in", "\\blets? [\\w ]{1,30} not in\\b"),
            new Word("starter", Pattern.compile("(?i)(?<!spring boot )\\bstarters?\\b(?<!-starter)"), NOT_SPRING),
            prose("as is", "\\bas is\\b"),
            new Word("as is", Pattern.compile("AS_IS|\\bas-is\\b|\\basIs\\b"), ANY),
            new Word("what is pending", Pattern.compile("\\b[Ww]hat is pending\\b|WhatIsPending"), ANY),
            new Word("what ran", Pattern.compile("\\b[Ww]hat (ran|has run|had run)\\b|WhatRan(?![a-z])"), ANY),
            prose("takes stock", "\\b(take|takes|took|taking|taken) stock\\b"),
            prose("sight", "\\bsights?\\b"),
            prose("a look", "\\b(a|one|each|every|last|first|next|whose) look\\b(?! (meant|like))"),
            name("Scout"),
            new Word("Review", Pattern.compile("\\b(class|record|new) Review\\b|\\breview\\."), JAVA),
            name("Inventory"),
            name("Trouble"),
            new Word("Patience", Pattern.compile("\\bPatience\\b|RetryPolicy patience"), JAVA),
            name("Absence"),
            name("NotFromHere"),
            name("MySqlMemory"),
            name("PostgresMemory"),
            new Word("Fence", Pattern.compile("\\bFence\\b"), JAVA),
            name("StarterLock"),
            prose("Ledger", "\\bledgers?\\b|Ledger(?![a-z])"),
            new Word("Orphan", Pattern.compile("\\b(class|record|new) Orphan|\\bOrphans?[ <(.]|\\bORPHANS?\\b"), JAVA),
            name("Bystanders"),
            prose("door", "\\bdoors?\\b|Doors?(?![a-z])"),
            new Word("Contents", Pattern.compile("\\b(class|record|new) Contents\\b|\\.contents\\("), JAVA),
            name("KeptJournal"),
            new Word("demandX", Pattern.compile("\\bdemand[A-Z]\\w*"), JAVA),
            new Word("telling", Pattern.compile("\\btelling\\("), ANY),
            prose("caveat", "\\bcaveats?\\b|Caveats?(?![a-z])"));

    /** Files that speak of these words, or are not ours to write. */
    private static final Set<String> EXCEPT = Set.of(
            "LICENSE",
            "docs/style.md",
            "fastmigrate-core/src/test/java/io/fastmigrate/Glossary.java",
            "fastmigrate-core/src/test/java/io/fastmigrate/WordsTest.java");

    /** Single places: a part of the path, and the text there that may stay. */
    private static final List<List<String>> ALLOWED = List.of(
            // a user of the operating system
            List.of("databases/PgBouncer.java", "nobody"),
            List.of("databases/BackupRowsTest.java", "nobody"),
            List.of("reliability/FaultsIT.java", "nobody"),
            List.of("file/MigrationFileLockTest.java", "nobody"));

    private static final Set<String> NOT_ENTERED = Set.of(".git", "target", ".idea", ".mvn");
    private static final Pattern TEXT =
            Pattern.compile("(\\.(java|md|txt|xml|py|sh|properties|yml|json|js|html|imports|svg)"
                    + "|/(expected|stdout|stderr|[^./]+))$");
    /** The start of a line that only carries on what the line before began: a comment, or a part of a literal. */
    private static final Pattern LEADING = Pattern.compile("^\\s*(/\\*\\*|\\*(?!/)|//|#|>|--)?\\s*");

    private Glossary() {}

    private static Word prose(String word, String pattern) {
        return new Word(word, Pattern.compile(pattern, Pattern.CASE_INSENSITIVE), ANY);
    }

    /** The name of a type, with its variables: whole, or as the beginning or the end of another name. */
    private static Word name(String word) {
        String variable = Character.toLowerCase(word.charAt(0)) + word.substring(1);
        return new Word(word, Pattern.compile(word + "(?![a-z])|\\b" + variable + "(?![a-z])"), JAVA);
    }

    /** Returns a line for each word that stands in a file below a directory: where, which one, and its surroundings. */
    static List<String> findBelow(Path root) throws IOException {
        List<String> found = new ArrayList<>();
        Files.walkFileTree(root, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult preVisitDirectory(Path directory, BasicFileAttributes attributes) {
                return NOT_ENTERED.contains(String.valueOf(directory.getFileName()))
                        ? FileVisitResult.SKIP_SUBTREE
                        : FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
                String path = root.relativize(file).toString().replace('\\', '/');
                if (!EXCEPT.contains(path) && TEXT.matcher("/" + path).find()) {
                    found.addAll(find(path, new String(Files.readAllBytes(file), StandardCharsets.UTF_8)));
                }
                return FileVisitResult.CONTINUE;
            }
        });
        return found;
    }

    /** Returns the same for one text, and for the name of its file. Sentences are followed from line to line. */
    static List<String> find(String path, String text) {
        List<Integer> starts = new ArrayList<>();
        StringBuilder sentences = new StringBuilder();
        for (String line : text.split("\n", -1)) {
            String rest = LEADING.matcher(line).replaceFirst("");
            if (rest.startsWith("+ \"") && sentences.length() > 1 && sentences.charAt(sentences.length() - 2) == '"') {
                sentences.setLength(sentences.length() - 2);
                rest = rest.substring("+ \"".length());
            }
            starts.add(sentences.length());
            sentences.append(rest.stripTrailing()).append(' ');
        }
        List<String> found = new ArrayList<>();
        for (Word word : WORDS) {
            if (!word.files().matcher(path).find()) {
                continue;
            }
            Matcher inPath = word.pattern().matcher(path);
            if (inPath.find()) {
                found.add(path + ": " + word.word());
            }
            Matcher matcher = word.pattern().matcher(sentences);
            while (matcher.find()) {
                String around = around(sentences, matcher.start(), matcher.end());
                if (ALLOWED.stream().noneMatch(each -> path.contains(each.get(0)) && around.contains(each.get(1)))) {
                    found.add(path + ":" + line(starts, matcher.start()) + ": " + word.word() + ": " + around);
                }
            }
        }
        return found;
    }

    private static int line(List<Integer> starts, int offset) {
        int line = 0;
        while (line < starts.size() && starts.get(line) <= offset) {
            line++;
        }
        return line;
    }

    private static String around(CharSequence text, int start, int end) {
        return text.subSequence(Math.max(0, start - 40), Math.min(text.length(), end + 40))
                .toString();
    }
}
