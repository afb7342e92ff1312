package io.fastmigrate.internal.adopt;

import java.io.BufferedInputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * A change set whose SQL Liquibase has written for an empty database: {@link LiquibaseUpdateSql}.
 *
 * @param name file, id and author
 * @param traits words that say how Liquibase runs it
 * @param checksum what Liquibase calculates now; its number of the method, a colon, the sum
 * @param text its statements; empty where it has none for this database
 */
record GeneratedChangeSet(String name, Set<String> traits, String checksum, String text) {

    private static final Pattern OWN = Pattern.compile(
            "(?is)(?:INSERT\\s+INTO|UPDATE|DELETE\\s+FROM|CREATE\\s+TABLE)\\s+(?:[\\w\"`]+\\.)*[\"`]?DATABASECHANGELOG(?:LOCK)?\\b.*");

    /** Liquibase's file names are the same with and without these. */
    static String plain(String file) {
        return file.replace('\\', '/').replaceFirst("^classpath:", "").replaceFirst("^(?:\\./|/)+", "");
    }

    /**
     * Reads all change sets of an answer, by their names.
     *
     * @param delimiters whether a script can say what ends its statements
     * @throws Failed if Liquibase failed
     */
    static Map<String, GeneratedChangeSet> read(Path answer, boolean delimiters) throws IOException, Failed {
        try (DataInputStream in = new DataInputStream(new BufferedInputStream(Files.newInputStream(answer)))) {
            Map<String, GeneratedChangeSet> found = new LinkedHashMap<>();
            int kind = in.readUnsignedByte();
            while (kind == LiquibaseUpdateSql.CHANGE_SET) {
                String name = plain(text(in)) + "::" + text(in) + "::" + text(in);
                Set<String> traits = Set.of(text(in).strip().split(" ", -1));
                String checksum = text(in);
                StringBuilder script = new StringBuilder();
                for (kind = in.readUnsignedByte(); kind > LiquibaseUpdateSql.FAILURE; kind = in.readUnsignedByte()) {
                    String piece = text(in).strip();
                    script.append(kind == LiquibaseUpdateSql.COMMENT ? comment(piece) : statement(piece, delimiters));
                }
                String text = isComment(script.toString()) ? "" : script.toString();
                found.put(name, new GeneratedChangeSet(name, traits, checksum, text));
            }
            if (kind == LiquibaseUpdateSql.FAILURE) {
                throw new Failed(text(in), text(in));
            }
            return found;
        }
    }

    /** Liquibase failed. */
    static final class Failed extends Exception {
        private static final long serialVersionUID = 1;

        private final String kind;

        Failed(String kind, String message) {
            super(message);
            this.kind = kind;
        }

        /** Tells whether a class could not be loaded. */
        boolean isOfItsClasses() {
            return kind.startsWith("java.lang.") && kind.matches(".*(?:NotFoundException|Error)");
        }

        /** Returns the name of the exception that was the first. */
        String kind() {
            return kind;
        }
    }

    private static String text(DataInputStream in) throws IOException {
        return new String(in.readNBytes(in.readInt()), StandardCharsets.UTF_8);
    }

    private static String comment(String text) {
        return text.startsWith("Changeset ") || text.startsWith("WARNING The following SQL may change")
                ? ""
                : "-- "
                        + text.lines()
                                .reduce((one, next) -> one + (next.startsWith("--") ? "\n" : "\n-- ") + next)
                                .orElse("")
                        + "\n";
    }

    /** A tag is one more of Liquibase's entries in its table. */
    private static String statement(String text, boolean delimiters) {
        return OWN.matcher(text).matches() || isComment(text) ? "" : ChangeSet.ended(text, delimiters);
    }

    private static boolean isComment(String text) {
        return text.lines().allMatch(line -> line.isBlank() || line.strip().startsWith("--"));
    }

    /** Tells whether Liquibase may have left it out on purpose. */
    boolean isConditional() {
        return traits.contains("conditional");
    }

    boolean hasPreconditions() {
        return traits.contains("preconditions");
    }

    GeneratedChangeSet withText(String other) {
        return new GeneratedChangeSet(name, traits, checksum, other);
    }

    boolean runsAlways() {
        return traits.contains("always");
    }

    boolean runsOnChange() {
        return traits.contains("onChange");
    }

    boolean runsOutsideTransaction() {
        return traits.contains("outside");
    }

    /** Tells whether it is another text than what a recorded checksum was calculated of; those of other methods do not tell. */
    boolean isChangedSince(String recorded) {
        int method = recorded.indexOf(':');
        return method > 0
                && checksum.startsWith(recorded.substring(0, method + 1))
                && !checksum.toLowerCase(Locale.ROOT).equals(recorded.toLowerCase(Locale.ROOT));
    }
}
