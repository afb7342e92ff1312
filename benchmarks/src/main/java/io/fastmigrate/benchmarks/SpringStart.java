package io.fastmigrate.benchmarks;

import java.sql.SQLException;
import javax.sql.DataSource;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.context.ConfigurableApplicationContext;

/** The least application that has a database: it opens one connection and ends. */
@SpringBootConfiguration(proxyBeanMethods = false)
@EnableAutoConfiguration
public class SpringStart {

    /** Starts and ends. */
    public static void main(String[] args) throws SQLException {
        SpringApplication application = new SpringApplication(SpringStart.class);
        application.setWebApplicationType(WebApplicationType.NONE);
        try (ConfigurableApplicationContext context = application.run(args)) {
            context.getBean(DataSource.class).getConnection().close();
        }
    }
}
