package io.fastmigrate.sample;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** A bookmark as somebody sends it: anything may be missing or wrong until it has been {@linkplain #checked() checked}. */
record BookmarkDraft(
        @Nullable String url,
        @Nullable String title,
        @Nullable String note,
        @Nullable List<@Nullable String> tags,
        @Nullable Instant createdAt) {

    private static final int MAX_TITLE = 300;
    private static final int MAX_NOTE = 5000;
    private static final int MAX_TAGS = 20;
    private static final Pattern TAG = Pattern.compile("[\\p{L}\\p{N}][\\p{L}\\p{M}\\p{N} ._+#/-]{0,39}");
    private static final Pattern CONTROL = Pattern.compile("[\\p{Cc}&&[^\\n\\t]]");

    /**
     * A draft without faults: the address in its one spelling, a title, tidy tags.
     *
     * @param createdAt when a bookmark that comes back after its deletion was made, in whole seconds; empty for a new one
     */
    record Checked(String url, String title, String note, List<String> tags, Optional<Instant> createdAt) {}

    /**
     * Returns the tidy draft.
     *
     * @throws InvalidBookmarkException naming every fault at once
     */
    Checked checked() {
        Map<String, String> faults = new LinkedHashMap<>();
        String address = address(faults);
        String name = clean(title).replaceAll("\\s+", " ");
        if (name.isEmpty()) {
            name = shorten(address.replaceFirst("^https?://", "").replaceFirst("/$", ""));
        }
        String text = clean(note);
        checkLength(faults, "title", name, MAX_TITLE);
        checkLength(faults, "note", text, MAX_NOTE);
        List<String> labels = labels(faults);
        Optional<Instant> created = created(faults);
        if (!faults.isEmpty()) {
            throw new InvalidBookmarkException(faults);
        }
        return new Checked(address, name, text, labels, created);
    }

    private String address(Map<String, String> faults) {
        String text = clean(url);
        if (text.isEmpty()) {
            faults.put("url", "An address is needed, such as https://example.org.");
            return "";
        }
        try {
            return BookmarkUrl.normalise(text);
        } catch (IllegalArgumentException e) {
            faults.put("url", String.valueOf(e.getMessage()));
            return "";
        }
    }

    private List<String> labels(Map<String, String> faults) {
        List<String> labels = (tags == null ? List.<@Nullable String>of() : tags)
                .stream()
                        .filter(Objects::nonNull)
                        .map(tag -> clean(tag).replaceAll("\\s+", " ").toLowerCase(Locale.ROOT))
                        .filter(tag -> !tag.isEmpty())
                        .distinct()
                        .sorted()
                        .toList();
        if (labels.size() > MAX_TAGS) {
            faults.put("tags", "A bookmark has at most " + MAX_TAGS + " tags.");
        }
        labels.stream()
                .filter(tag -> !TAG.matcher(tag).matches())
                .findFirst()
                .ifPresent(tag -> faults.put(
                        "tags",
                        "A tag has up to 40 letters, digits, spaces and . _ + # / -; this one differs: "
                                + shorten(tag)));
        return labels;
    }

    private Optional<Instant> created(Map<String, String> faults) {
        Optional<Instant> created = Optional.ofNullable(createdAt).map(time -> time.truncatedTo(ChronoUnit.SECONDS));
        if (created.filter(time -> time.isBefore(Instant.EPOCH) || time.isAfter(Instant.now()))
                .isPresent()) {
            faults.put("createdAt", "A bookmark is made after 1970 and not in the future.");
        }
        return created;
    }

    private static void checkLength(Map<String, String> faults, String field, String text, int limit) {
        int length = text.codePointCount(0, text.length());
        if (length > limit) {
            faults.put(field, "At most " + limit + " characters are allowed; this text has " + length + ".");
        }
    }

    private static String clean(@Nullable String text) {
        return text == null
                ? ""
                : CONTROL.matcher(text.replace("\r\n", "\n")).replaceAll("").strip();
    }

    private static String shorten(String text) {
        return text.length() <= 100 ? text : text.substring(0, text.offsetByCodePoints(0, 60)) + "…";
    }
}
