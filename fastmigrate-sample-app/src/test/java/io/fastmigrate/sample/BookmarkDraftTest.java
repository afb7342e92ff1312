package io.fastmigrate.sample;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.time.Instant;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class BookmarkDraftTest {

    private static final String URL = "https://example.org/";

    @Test
    void tidiesTitleNoteAndTags() {
        BookmarkDraft.Checked checked = new BookmarkDraft(
                        URL,
                        "  A \n title ",
                        "one\r\ntwo\u0000",
                        Arrays.asList(" SQLite ", "sqlite", null, "", "c++"),
                        null)
                .checked();

        assertThat(checked.title()).isEqualTo("A title");
        assertThat(checked.note()).isEqualTo("one\ntwo");
        assertThat(checked.tags()).containsExactly("c++", "sqlite");
    }

    @Test
    void takesTheAddressAsTheTitleWhenThereIsNone() {
        assertThat(new BookmarkDraft("https://example.org/a/", null, null, null, null)
                        .checked()
                        .title())
                .isEqualTo("example.org/a");
    }

    @Test
    void namesEveryFaultAtOnce() {
        BookmarkDraft draft = new BookmarkDraft(
                "javascript:alert(1)", "t".repeat(301), "n".repeat(5001), List.of("good", "<script>"), null);

        assertThat(faults(draft).faults()).containsOnlyKeys("url", "title", "note", "tags");
        assertThat(faults(draft).faults().keySet().iterator().next()).isEqualTo("url");
    }

    @Test
    void refusesAnEmptyDraft() {
        assertThat(faults(new BookmarkDraft(null, null, null, null, null)).faults())
                .containsOnlyKeys("url");
    }

    @Test
    void refusesTooManyTagsAndTagsWithCommas() {
        List<String> many = IntStream.range(0, 21).mapToObj(i -> "tag" + i).toList();

        assertThat(faults(new BookmarkDraft(URL, "t", null, many, null)).faults())
                .containsOnlyKeys("tags");
        assertThat(faults(new BookmarkDraft(URL, "t", null, List.of("a,b"), null))
                        .faults())
                .containsOnlyKeys("tags");
        assertThat(new BookmarkDraft(URL, "t", null, Collections.nCopies(30, "same"), null)
                        .checked()
                        .tags())
                .containsExactly("same");
    }

    @Test
    void keepsTheDayOfABookmarkThatComesBackAndRefusesTheFuture() {
        Instant day = Instant.parse("2020-02-03T04:05:06.789Z");

        assertThat(new BookmarkDraft(URL, "t", null, null, day).checked().createdAt())
                .contains(Instant.parse("2020-02-03T04:05:06Z"));
        assertThat(faults(new BookmarkDraft(URL, "t", null, null, Instant.now().plusSeconds(3600)))
                        .faults())
                .containsOnlyKeys("createdAt");
    }

    private static InvalidBookmarkException faults(BookmarkDraft draft) {
        return catchThrowableOfType(InvalidBookmarkException.class, draft::checked);
    }
}
