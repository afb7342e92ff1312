package io.fastmigrate.sample;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

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
                        URL, "  A \n title ", "one\r\ntwo\u0000", Arrays.asList(" SQLite ", "sqlite", null, "", "c++"))
                .checked();

        assertThat(checked.title()).isEqualTo("A title");
        assertThat(checked.note()).isEqualTo("one\ntwo");
        assertThat(checked.tags()).containsExactly("c++", "sqlite");
    }

    @Test
    void takesTheAddressAsTheTitleWhenThereIsNone() {
        assertThat(new BookmarkDraft("https://example.org/a/", null, null, null)
                        .checked()
                        .title())
                .isEqualTo("example.org/a");
    }

    @Test
    void namesEveryFaultAtOnce() {
        BookmarkDraft draft = new BookmarkDraft(
                "javascript:alert(1)", "t".repeat(301), "n".repeat(5001), List.of("good", "<script>"));

        assertThat(faults(draft).faults()).containsOnlyKeys("url", "title", "note", "tags");
    }

    @Test
    void refusesAnEmptyDraft() {
        assertThat(faults(new BookmarkDraft(null, null, null, null)).faults()).containsOnlyKeys("url");
    }

    @Test
    void refusesTooManyTagsAndTagsWithCommas() {
        List<String> many = IntStream.range(0, 21).mapToObj(i -> "tag" + i).toList();

        assertThat(faults(new BookmarkDraft(URL, "t", null, many)).faults()).containsOnlyKeys("tags");
        assertThat(faults(new BookmarkDraft(URL, "t", null, List.of("a,b"))).faults())
                .containsOnlyKeys("tags");
        assertThat(new BookmarkDraft(URL, "t", null, Collections.nCopies(30, "same"))
                        .checked()
                        .tags())
                .containsExactly("same");
    }

    private static InvalidBookmarkException faults(BookmarkDraft draft) {
        return catchThrowableOfType(InvalidBookmarkException.class, draft::checked);
    }
}
