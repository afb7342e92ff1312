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

    private static final Pattern MARKER =
            Pattern.compile("--\\s*fastmigrate:\\s*squashes\\s+([0-9]{4})\\.\\.([0-9]{4})\\s*");

    private static final Pattern NO_TRANSACTION = Pattern.compile("--\\s*fastmigrate:\\s*no-transaction\\s*");

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
        if (script.kind() != Script.Kind.SQL) {
            return Optional.empty();
        }
        Optional<SquashedRange> range = comment(script, MARKER)
                .map(marker -> new SquashedRange(number(marker.group(1)), number(marker.group(2))));
        if (range.isPresent()
                && (!range.get().last().equals(script.version())
                        || range.get().first().isAfter(range.get().last()))) {
            throw Bridge.errors()
                    .invalidScript(
                            List.of(script.location()),
                            null,
                            script.location() + " says that it squashes " + range.get() + ", but its number is "
                                    + script.version().padded() + ".",
                            "Give it the number of the last script that it replaces, or correct the comment.");
        }
        return range;
    }

    /** Tells whether a script asks to run outside a transaction. */
    public static boolean isWithoutTransaction(Script script) {
        return script.kind() == Script.Kind.SQL
                && comment(script, NO_TRANSACTION).isPresent();
    }

    private static Optional<MatchResult> comment(Script script, Pattern form) {
        String head;
        try (InputStream in = script.open()) {
            head = new String(in.readNBytes(HEAD_BYTES), StandardCharsets.UTF_8);
        } catch (IOException e) {
            return Optional.empty(); // whoever runs it says why
        }
        if (!head.contains("fastmigrate:")) {
            return Optional.empty();
        }
        for (String line : (head.startsWith("\uFEFF") ? head.substring(1) : head).split("\r?\n|\r", -1)) {
            Matcher comment = form.matcher(line.strip());
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
