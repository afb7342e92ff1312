package io.fastmigrate.spring;

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
record Workspace(Path folder) {

    static final String NOTES = """
            CREATE TABLE note (id INTEGER PRIMARY KEY, text TEXT NOT NULL);
            INSERT INTO note (text) VALUES ('first');
            """;

    static Workspace in(Path folder) throws IOException {
        Files.createDirectories(folder.resolve("scripts"));
        return new Workspace(folder).script("0001-notes.sql", NOTES);
    }

    Workspace script(String name, String text) throws IOException {
        Files.writeString(folder.resolve("scripts").resolve(name), text);
        return this;
    }

    Path db() {
        return folder.resolve("data").resolve("app.db");
    }

    Path scripts() {
        return folder.resolve("scripts");
    }

    /** The properties that name this database and these scripts. */
    String[] properties() {
        return new String[] {"fastmigrate.db=" + db(), "fastmigrate.migrations=" + scripts()};
    }

    /** A runner with everything that belongs to JDBC, and these properties. */
    ApplicationContextRunner runner() {
        return bare().withPropertyValues(properties());
    }

    /** The same, without the name of the database. */
    ApplicationContextRunner withoutDb() {
        return bare().withPropertyValues("fastmigrate.migrations=" + scripts());
    }

    static ApplicationContextRunner bare() {
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
    String query(String sql) throws SQLException {
        try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + db());
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(sql)) {
            return rows.next() ? String.valueOf(rows.getString(1)) : "no row";
        }
    }

    int version() throws SQLException {
        return Integer.parseInt(query("SELECT version FROM _meta"));
    }
}
