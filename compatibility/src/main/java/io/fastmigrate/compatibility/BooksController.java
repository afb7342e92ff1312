package io.fastmigrate.compatibility;

import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

@RestController
class BooksController {

    private final Books books;

    BooksController(Books books) {
        this.books = books;
    }

    @GetMapping("/books")
    Iterable<Book> books() {
        return books.findAll();
    }
}
