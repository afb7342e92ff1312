package io.fastmigrate.internal.adopt;

import io.fastmigrate.JavaMigration;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A script that another tool ran. */
final class OldScript {

    private static final int MAX_DESCRIPTION = 60;

    private final String description;
    private final String origin;
    private final byte[] text;
    private final Run run;
    private final Kind kind;

    private OldScript(String description, String origin, byte[] text, Run run, Kind kind) {
        this.description = description;
        this.origin = origin;
        this.text = text;
        this.run = run;
        this.kind = kind;
    }

    private record Kind(@Nullable JavaMigration java, boolean repeatable) {
        static final Kind NUMBERED = new Kind(null, false);
    }

    /** When, how long and by whom it was run, as far as the tool says. */
    private record Run(Instant at, Duration took, String by) {
        static final Run UNKNOWN = new Run(Instant.EPOCH, Duration.ZERO, "");
    }

    static OldScript of(String description, String origin, byte[] text) {
        return new OldScript(slug(description), origin, text, Run.UNKNOWN, Kind.NUMBERED);
    }

    /** Takes a migration in Java that does what the other tool's did. */
    static OldScript of(JavaMigration java, String origin) {
        return new OldScript(java.description(), origin, new byte[0], Run.UNKNOWN, new Kind(java, false));
    }

    OldScript ran(@Nullable String at, @Nullable String millis, @Nullable String by) {
        Run told = new Run(instant(at), duration(millis), by == null ? "" : by);
        return new OldScript(description, origin, text, told, kind);
    }

    /** Returns it as one that has no number, and runs again when it is changed. */
    OldScript repeatable() {
        return new OldScript(description, origin, text, run, new Kind(null, true));
    }

    /** Returns it as one that has a number. */
    OldScript numbered() {
        return new OldScript(description, origin, text, run, new Kind(kind.java(), false));
    }

    boolean isRepeatable() {
        return kind.repeatable();
    }

    /** Returns the migration in Java that it is; empty where it is text. */
    Optional<JavaMigration> java() {
        return Optional.ofNullable(kind.java());
    }

    String content() {
        return new String(text, StandardCharsets.UTF_8);
    }

    private static String slug(String words) {
        StringBuilder slug = new StringBuilder();
        boolean gap = false;
        for (int character : words.codePoints().toArray()) {
            if (!Character.isLetterOrDigit(character)) {
                gap = !slug.isEmpty();
            } else if (slug.length() < MAX_DESCRIPTION) {
                slug.append(gap ? "-" : "").appendCodePoint(character);
                gap = false;
            }
        }
        return slug.isEmpty() ? "script" : slug.toString();
    }

    /** Flyway and Liquibase write UTC or local time, with a blank or a T, or milliseconds; it is not worth an error. */
    private static Instant instant(@Nullable String text) {
        try {
            return text == null
                    ? Instant.EPOCH
                    : text.matches("\\d{10,}")
                            ? Instant.ofEpochMilli(Long.parseLong(text))
                            : LocalDateTime.parse(text.trim().replace(' ', 'T')).toInstant(ZoneOffset.UTC);
        } catch (DateTimeException | NumberFormatException e) {
            return Instant.EPOCH;
        }
    }

    private static Duration duration(@Nullable String millis) {
        return millis != null && millis.matches("\\d{1,12}")
                ? Duration.ofMillis(Long.parseLong(millis))
                : Duration.ZERO;
    }

    /** Returns a few words with hyphens, for the name of the new script. */
    String description() {
        return description;
    }

    /** Returns what the other tool calls it. */
    String origin() {
        return origin;
    }

    byte[] text() {
        return text;
    }

    Instant appliedAt() {
        return run.at();
    }

    Duration took() {
        return run.took();
    }

    /** Returns who ran it, an empty text where the tool does not say. */
    String appliedBy() {
        return run.by();
    }
}
