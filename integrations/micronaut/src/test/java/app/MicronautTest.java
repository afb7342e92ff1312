package app;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.fastmigrate.FastMigrate;
import io.micronaut.context.ApplicationContext;
import io.micronaut.context.exceptions.BeanInstantiationException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MicronautTest {

    @TempDir
    Path directory;

    @Test
    void migratesBeforeTheFirstUse() {
        Path database = directory.resolve("books.db");
        try (ApplicationContext context = ApplicationContext.run(Map.of("books.db", database.toString()))) {
            assertEquals(List.of("Emma", "Villette"), context.getBean(Books.class).titles());
        }
        assertEquals(2, FastMigrate.sqlite(database).build().version().number());

        try (ApplicationContext again = ApplicationContext.run(Map.of("books.db", database.toString()))) {
            assertEquals(List.of("Emma", "Villette"), again.getBean(Books.class).titles());
        }
    }

    @Test
    void doesNotStartWithoutTheMigration() {
        Map<String, Object> settings =
                Map.of("books.db", directory.resolve("none.db").toString(), "migrations.enabled", "false");
        try (ApplicationContext context = ApplicationContext.run(settings)) {
            assertThrows(BeanInstantiationException.class, () -> context.getBean(Books.class));
        }
    }
}
