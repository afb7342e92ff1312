package io.fastmigrate.reactive;

import jakarta.annotation.PostConstruct;
import org.springframework.boot.ApplicationArguments;
import org.springframework.boot.ApplicationRunner;
import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;
import reactor.core.publisher.Mono;

/** Queries while it is being made, and writes in transactions. */
@Component
public class Fruits implements ApplicationRunner {

    private final DatabaseClient client;

    Fruits(DatabaseClient client) {
        this.client = client;
    }

    @PostConstruct
    void look() {
        System.out.println("PostConstruct met " + count() + " fruits");
    }

    @Override
    public void run(ApplicationArguments arguments) {
        System.out.println("The runner met " + count() + " fruits");
    }

    public Long count() {
        return client.sql("SELECT count(*) FROM fruit")
                .map(row -> row.get(0, Long.class))
                .one()
                .block();
    }

    @Transactional
    public Mono<Long> add(int id, String name) {
        return client.sql("INSERT INTO fruit VALUES (:id, :name)")
                .bind("id", id)
                .bind("name", name)
                .fetch()
                .rowsUpdated();
    }

    /** Adds one, and fails before the end of the transaction. */
    @Transactional
    public Mono<Long> addAndFail(int id, String name) {
        return add(id, name).then(Mono.error(new IllegalStateException("no room")));
    }
}
