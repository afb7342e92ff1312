package io.fastmigrate.sample;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;

/** A bookmark keeper: one page, a JSON API, and a database that migrates itself. */
@SpringBootApplication
public class SampleApplication {

    /** Starts the application; {@code --fastmigrate.db=PATH} says where the bookmarks are kept. */
    public static void main(String[] arguments) {
        SpringApplication.run(SampleApplication.class, arguments);
    }
}
