package io.fastmigrate.spring;

import io.fastmigrate.spring.autoconfigure.FastMigrateAutoConfiguration;
import io.fastmigrate.spring.autoconfigure.FastMigrateDataSourceAutoConfiguration;
import io.fastmigrate.spring.autoconfigure.FastMigrateNamedDataSourcesAutoConfiguration;
import io.fastmigrate.spring.autoconfigure.FastMigrateTenantsAutoConfiguration;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.jdbc.autoconfigure.DataSourceAutoConfiguration;
import org.springframework.boot.jdbc.autoconfigure.DataSourceInitializationAutoConfiguration;
import org.springframework.boot.jdbc.autoconfigure.DataSourceTransactionManagerAutoConfiguration;
import org.springframework.boot.jdbc.autoconfigure.JdbcClientAutoConfiguration;
import org.springframework.boot.jdbc.autoconfigure.JdbcTemplateAutoConfiguration;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;

/** A folder with a database that is not there yet and a directory of scripts. */
public record Workspace(Path folder) {

    public static final String NOTES = """
            CREATE TABLE note (id INTEGER PRIMARY KEY, text TEXT NOT NULL);
            INSERT INTO note (text) VALUES ('first');
            """;

    public static Workspace in(Path folder) throws IOException {
        Files.createDirectories(folder.resolve("scripts"));
        return new Workspace(folder).script("0001-notes.sql", NOTES);
    }

    public Workspace script(String name, String text) throws IOException {
        Files.writeString(folder.resolve("scripts").resolve(name), text);
        return this;
    }

    /** Writes a script into the folder of the repeatable ones. */
    public Workspace repeatable(String name, String text) throws IOException {
        Files.createDirectories(scripts().resolve("repeatable"));
        return script("repeatable/" + name, text);
    }

    public Path db() {
        return folder.resolve("data").resolve("app.db");
    }

    public Path scripts() {
        return folder.resolve("scripts");
    }

    /** The properties that name this database and these scripts. */
    public String[] properties() {
        return new String[] {"fastmigrate.db=" + db(), "fastmigrate.migrations=" + scripts()};
    }

    /** A runner with everything that belongs to JDBC, and these properties. */
    public ApplicationContextRunner runner() {
        return bare().withPropertyValues(properties());
    }

    /** The same, without the name of the database. */
    public ApplicationContextRunner withoutDb() {
        return bare().withPropertyValues("fastmigrate.migrations=" + scripts());
    }

    public static ApplicationContextRunner bare() {
        return new ApplicationContextRunner()
                .withConfiguration(AutoConfigurations.of(
                        FastMigrateAutoConfiguration.class,
                        FastMigrateTenantsAutoConfiguration.class,
                        FastMigrateDataSourceAutoConfiguration.class,
                        FastMigrateNamedDataSourcesAutoConfiguration.class,
                        DataSourceAutoConfiguration.class,
                        DataSourceInitializationAutoConfiguration.class,
                        JdbcTemplateAutoConfiguration.class,
                        JdbcClientAutoConfiguration.class,
                        DataSourceTransactionManagerAutoConfiguration.class));
    }

    /** The first column of the first row. */
    public String query(String sql) throws SQLException {
        try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + db());
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(sql)) {
            return rows.next() ? String.valueOf(rows.getString(1)) : "no row";
        }
    }

    public int version() throws SQLException {
        return Integer.parseInt(query("SELECT version FROM _meta"));
    }
}
