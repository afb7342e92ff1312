package io.fastmigrate.named;

import org.springframework.boot.ApplicationRunner;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.annotation.Bean;

/** Has JPA on SQLite, two more databases by their names, and tenants; only what every Spring Boot has in one place. */
@SpringBootApplication
public class NamedApplication {

    public static void main(String[] arguments) {
        new SpringApplicationBuilder(NamedApplication.class)
                .properties("spring.config.name=named")
                .run(arguments);
    }

    @Bean
    ApplicationRunner lastRunner(Readers readers) {
        return arguments -> System.out.println("The runner met " + readers.count() + " readers");
    }
}
