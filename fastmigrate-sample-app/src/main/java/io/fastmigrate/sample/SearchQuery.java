package io.fastmigrate.sample;

import java.util.Arrays;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * What somebody typed into the search field, as a query of FTS5. Each word is a quoted string, so that nothing in it is
 * an operator, and the last one also finds words that begin with it.
 */
final class SearchQuery {

    private static final int MAX_LENGTH = 200;
    private static final String SEPARATORS = "[^\\p{L}\\p{M}\\p{N}]+";

    private SearchQuery() {}

    /** Returns the query; empty if there is no letter and no digit to look for. */
    static Optional<String> of(String typed) {
        String text = typed.length() <= MAX_LENGTH ? typed : typed.substring(0, MAX_LENGTH);
        String words = Arrays.stream(text.split(SEPARATORS))
                .filter(word -> !word.isEmpty())
                .map(word -> '"' + word + '"')
                .collect(Collectors.joining(" "));
        return words.isEmpty() ? Optional.empty() : Optional.of(words + '*');
    }
}
