package io.fastmigrate.internal.script;

import io.fastmigrate.Script;
import io.fastmigrate.Version;
import io.fastmigrate.internal.bridge.Bridge;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The scripts that one script replaces, as a comment at its head says: {@code -- fastmigrate: squashes 0001..0120}. It has the
 * number of the last of them.
 */
public record SquashedRange(Version first, Version last) {

    /** What every comment for us contains. */
    private static final String OURS = "fastmigrate:";

    private static final String MARKER = "--\\s*fastmigrate:\\s*squashes\\s+([0-9]{4})\\.\\.([0-9]{4})\\s*";

    private static final String NO_TRANSACTION = "--\\s*fastmigrate:\\s*no-transaction\\s*";

    /** The marker stands among the first comments, which are short. */
    private static final int HEAD_BYTES = 2048;

    /** Returns what says so at the head of a script. */
    public String marker() {
        return "-- fastmigrate: squashes " + this;
    }

    /**
     * Returns what a script replaces; empty for a script that replaces none, or that cannot be read.
     *
     * @throws io.fastmigrate.error.InvalidScriptException if its number is not the last of the range
     */
    public static Optional<SquashedRange> of(Script script) {
        Optional<MatchResult> marker = comment(script, MARKER);
        if (marker.isEmpty()) {
            return Optional.empty();
        }
        SquashedRange range = new SquashedRange(
                number(marker.get().group(1)), number(marker.get().group(2)));
        if (!range.last().equals(script.version()) || range.first().isAfter(range.last())) {
            throw Bridge.errors()
                    .invalidScript(
                            List.of(script.location()),
                            null,
                            script.location() + " says that it squashes " + range + ", but its number is "
                                    + script.version().padded() + ".",
                            "Give it the number of the last script that it replaces, or correct the comment.");
        }
        return Optional.of(range);
    }

    /** Tells whether a script asks to run outside a transaction. */
    public static boolean isWithoutTransaction(Script script) {
        return comment(script, NO_TRANSACTION).isPresent();
    }

    private static Optional<MatchResult> comment(Script script, String form) {
        if (script.kind() != Script.Kind.SQL) {
            return Optional.empty();
        }
        String head;
        try (InputStream in = script.open()) {
            head = new String(in.readNBytes(HEAD_BYTES), StandardCharsets.UTF_8);
        } catch (IOException e) {
            return Optional.empty(); // whoever runs it says why
        }
        if (!head.contains(OURS)) {
            return Optional.empty();
        }
        Pattern pattern = Pattern.compile(form); // here, as hardly any script has such a comment
        for (String line : (head.startsWith("\uFEFF") ? head.substring(1) : head).split("\r?\n|\r", -1)) {
            Matcher comment = pattern.matcher(line.strip());
            if (comment.matches()) {
                return Optional.of(comment.toMatchResult());
            }
            if (!line.isBlank() && !line.strip().startsWith("--")) {
                return Optional.empty();
            }
        }
        return Optional.empty();
    }

    private static Version number(String digits) {
        return new Version(Integer.parseInt(digits));
    }

    /** Tells whether a script of this number is one of those that were replaced. */
    public boolean contains(Version version) {
        return !first.isAfter(version) && !version.isAfter(last);
    }

    /** Returns the name of the directory that its scripts are moved to. */
    public String directory() {
        return first.padded() + "-" + last.padded();
    }

    @Override
    public String toString() {
        return first.padded() + ".." + last.padded();
    }
}
