package io.fastmigrate.compatibility;

import jakarta.annotation.PostConstruct;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** Queries while it is being made. */
@Component
class Greeter {

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
