package io.fastmigrate.reactive;

import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.boot.builder.SpringApplicationBuilder;

/** Reaches its database by R2DBC, and knows nothing of JDBC. */
@SpringBootApplication
public class ReactiveApplication {

    public static void main(String[] arguments) {
        new SpringApplicationBuilder(ReactiveApplication.class)
                .properties("spring.config.name=reactive")
                .run(arguments);
    }
}
