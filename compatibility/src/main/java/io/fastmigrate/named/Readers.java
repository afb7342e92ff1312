package io.fastmigrate.named;

import jakarta.persistence.EntityManager;
import jakarta.persistence.PersistenceContext;
import java.time.LocalDate;
import java.util.UUID;
import org.springframework.stereotype.Repository;
import org.springframework.transaction.annotation.Transactional;

@Repository
class Readers {

    @PersistenceContext
    private EntityManager entities;

    long count() {
        return entities.createQuery("SELECT count(r) FROM Reader r", Long.class).getSingleResult();
    }

    @Transactional
    String add(String name) {
        Reader reader = new Reader();
        reader.name = name;
        reader.born = LocalDate.of(1815, 12, 23);
        reader.card = UUID.fromString("0d8f5e0e-4a7c-4c50-9d3d-2d8c3b1a9f00");
        reader.active = true;
        entities.persist(reader);
        entities.flush();
        entities.clear();
        Reader read = entities.find(Reader.class, reader.id);
        return read.id + " " + read.name + " " + read.born + " " + read.card + " " + read.active;
    }
}
