package io.fastmigrate.sample;

import java.net.URI;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ProblemDetail;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** The JSON API. Problems are answered as RFC 9457 describes them. */
@RestController
@RequestMapping("/api")
class BookmarkController {

    private static final int MAX_LIMIT = 200;

    private final BookmarkStore store;

    BookmarkController(BookmarkStore store) {
        this.store = store;
    }

    @GetMapping("/bookmarks")
    Page list(
            @RequestParam(name = "q", required = false) @Nullable String words,
            @RequestParam(name = "tag", required = false) @Nullable String tag,
            @RequestParam(name = "limit", defaultValue = "50") int limit,
            @RequestParam(name = "offset", defaultValue = "0") int offset) {
        return store.find(words, tag, Math.min(Math.max(limit, 1), MAX_LIMIT), Math.max(offset, 0));
    }

    @GetMapping("/bookmarks/{id}")
    ResponseEntity<Bookmark> get(@PathVariable("id") long id) {
        return ResponseEntity.of(store.find(id));
    }

    @GetMapping("/tags")
    List<Tag> tags() {
        return store.tags();
    }

    @PostMapping(path = "/bookmarks", consumes = MediaType.APPLICATION_JSON_VALUE)
    ResponseEntity<Bookmark> add(@RequestBody BookmarkDraft draft) {
        Bookmark added = store.add(draft.checked());
        return ResponseEntity.created(URI.create("/api/bookmarks/" + added.id()))
                .body(added);
    }

    @PutMapping(path = "/bookmarks/{id}", consumes = MediaType.APPLICATION_JSON_VALUE)
    ResponseEntity<Bookmark> change(@PathVariable("id") long id, @RequestBody BookmarkDraft draft) {
        return ResponseEntity.of(store.change(id, draft.checked()));
    }

    @DeleteMapping("/bookmarks/{id}")
    ResponseEntity<Void> delete(@PathVariable("id") long id) {
        return store.delete(id)
                ? ResponseEntity.noContent().build()
                : ResponseEntity.notFound().build();
    }

    @ExceptionHandler
    ProblemDetail invalid(InvalidBookmarkException e) {
        ProblemDetail problem = ProblemDetail.forStatusAndDetail(HttpStatus.BAD_REQUEST, "The bookmark is not valid.");
        problem.setProperty("errors", e.faults());
        return problem;
    }

    @ExceptionHandler
    ProblemDetail duplicate(DuplicateBookmarkException e) {
        return ProblemDetail.forStatusAndDetail(HttpStatus.CONFLICT, String.valueOf(e.getMessage()));
    }
}
