package io.fastmigrate.compatibility;

import io.fastmigrate.spring.MigrationFinishedEvent;
import io.fastmigrate.spring.MigrationStartedEvent;
import org.springframework.context.event.EventListener;
import org.springframework.stereotype.Component;

/** Is told of application events, when it may use the database. */
@Component
class Witness {

    private final Books books;

    Witness(Books books) {
        this.books = books;
    }

    @EventListener
    void started(MigrationStartedEvent event) {
        System.out.println("Event: started " + event.database());
    }

    @EventListener
    void finished(MigrationFinishedEvent event) {
        System.out.println("Event: finished " + event.database() + " with " + books.count() + " books");
    }
}
