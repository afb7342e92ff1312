package io.fastmigrate.compatibility;

import io.fastmigrate.JavaMigration;
import io.fastmigrate.Version;
import io.fastmigrate.spring.FastMigrateDatabase;
import java.sql.Connection;
import java.sql.Statement;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.context.annotation.Bean;

/** What an application has that meets its database in many ways: each of them reads a column of the last script. */
@SpringBootApplication
public class Application {

    public static void main(String[] arguments) {
        SpringApplication.run(Application.class, arguments);
    }

    @Bean
    @FastMigrateDatabase(FastMigrateDatabase.DEFAULT)
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
}
