package io.fastmigrate.sample;

/** There is another bookmark with this address. */
final class DuplicateBookmarkException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    DuplicateBookmarkException(String url) {
        super("There is a bookmark of " + url + " already.");
    }
}
