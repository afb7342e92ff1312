package io.fastmigrate.compatibility;

import io.fastmigrate.model.JavaMigration;
import io.fastmigrate.model.Version;
import jakarta.annotation.PostConstruct;
import java.sql.Connection;
import java.sql.Statement;
import org.springframework.boot.ApplicationRunner;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.context.annotation.Bean;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

/** What an application has that meets its database in many ways: each of them reads a column of the last script. */
@SpringBootApplication
public class Application {

    public static void main(String[] arguments) {
        SpringApplication.run(Application.class, arguments);
    }

    @Bean
    JavaMigration addEmma() {
        return new JavaMigration() {
            @Override
            public Version version() {
                return new Version(4);
            }

            @Override
            public String description() {
                return "add-emma";
            }

            @Override
            public void migrate(Connection connection) throws Exception {
                try (Statement statement = connection.createStatement()) {
                    statement.execute("INSERT INTO book (title, pages) VALUES ('Emma', 474)");
                }
            }
        };
    }

    @Bean
    ApplicationRunner secondRunner(Books books) {
        return arguments -> System.out.println("The runner met " + books.count() + " books");
    }

    @Component
    static class Greeter {

        private final JdbcClient jdbc;

        Greeter(JdbcClient jdbc) {
            this.jdbc = jdbc;
        }

        @PostConstruct
        void greet() {
            System.out.println("PostConstruct met pages "
                    + jdbc.sql("SELECT max(pages) FROM book").query(Integer.class).single());
        }
    }

    @RestController
    static class BooksController {

        private final Books books;

        BooksController(Books books) {
            this.books = books;
        }

        @GetMapping("/books")
        Iterable<Book> books() {
            return books.findAll();
        }
    }
}
