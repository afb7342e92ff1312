package io.fastmigrate.compatibility;

import org.springframework.boot.ApplicationArguments;
import org.springframework.boot.ApplicationRunner;
import org.springframework.stereotype.Component;

@Component
class SecondRunner implements ApplicationRunner {

    private final Books books;

    SecondRunner(Books books) {
        this.books = books;
    }

    @Override
    public void run(ApplicationArguments arguments) {
        System.out.println("The runner met " + books.count() + " books");
    }
}
