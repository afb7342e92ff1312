package io.fastmigrate.spring.internal.database;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.zaxxer.hikari.HikariDataSource;
import io.fastmigrate.FastMigrate;
import io.fastmigrate.Version;
import io.fastmigrate.error.InvalidSettingException;
import io.fastmigrate.spring.DatabaseProperties;
import io.fastmigrate.spring.FastMigrateDataSource;
import io.fastmigrate.spring.FastMigrateDatabase;
import io.fastmigrate.spring.Workspace;
import io.fastmigrate.spring.autoconfigure.FastMigrateAutoConfigurationTest;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.Statement;
import java.util.Objects;
import javax.sql.DataSource;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.jdbc.autoconfigure.JdbcConnectionDetails;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Primary;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.SingleConnectionDataSource;
import org.sqlite.SQLiteDataSource;

/** Whose connections the migration uses. */
@ExtendWith(OutputCaptureExtension.class)
class ConnectionsTest {

    @TempDir
    Path folder;

    private Workspace workspace;

    @BeforeEach
    void makeWorkspace() throws Exception {
        workspace = Workspace.in(folder);
        Files.createDirectories(folder.resolve("data"));
    }

    @Test
    void migratesADatabaseInMemoryThroughASingleConnection() {
        SingleConnectionDataSource single = new SingleConnectionDataSource("jdbc:sqlite::memory:", true);
        workspace
                .withoutDb()
                .withBean(DataSource.class, () -> single)
                .run(context ->
                        assertThat(notes(context.getBean(JdbcClient.class))).isEqualTo(1));
    }

    @Test
    void migratesADatabaseInMemoryThroughASharedCache() {
        workspace
                .withoutDb()
                .withPropertyValues(
                        "spring.datasource.url=jdbc:sqlite:file:" + folder.getFileName() + "?mode=memory&cache=shared",
                        "spring.datasource.hikari.maximum-pool-size=4",
                        "spring.datasource.hikari.minimum-idle=4")
                .run(context -> {
                    DataSource pool = context.getBean(DataSource.class);
                    try (Connection one = pool.getConnection();
                            Connection other = pool.getConnection()) {
                        for (Connection connection : new Connection[] {one, other}) {
                            assertThat(notes(JdbcClient.create(new SingleConnectionDataSource(connection, true))))
                                    .isEqualTo(1);
                        }
                    }
                });
    }

    @Test
    void migratesTheMarkedDataSourceAndNotThePrimaryOne() throws Exception {
        workspace
                .withoutDb()
                .withBean("folder", Path.class, () -> folder)
                .withUserConfiguration(PrimaryAndMarked.class)
                .run(context -> assertThat(context).hasNotFailed());
        assertThat(FastMigrate.sqlite(folder.resolve("marked.db")).build().version())
                .isEqualTo(new Version(1));
        assertThat(folder.resolve("primary.db")).doesNotExist();
    }

    @Test
    void namesTheCandidatesWhereThereAreSeveral() {
        workspace
                .withoutDb()
                .withBean("one", DataSource.class, SQLiteDataSource::new)
                .withBean("two", DataSource.class, SQLiteDataSource::new)
                .run(context -> assertThat(
                                FastMigrateAutoConfigurationTest.cause(context, InvalidSettingException.class))
                        .hasMessageContaining("one, two")
                        .satisfies(error -> assertThat(error.advice()).contains("@FastMigrateDataSource or @Primary")));
    }

    @Test
    void migratesWhereConnectionDetailsLead() throws Exception {
        workspace
                .withoutDb()
                .withPropertyValues("spring.datasource.url=jdbc:sqlite:" + folder.resolve("other.db"))
                .withBean(JdbcConnectionDetails.class, () -> details("jdbc:sqlite:" + workspace.db()))
                .run(context -> assertThat(context).hasNotFailed());
        assertThat(workspace.version()).isEqualTo(1);
        assertThat(folder.resolve("other.db")).doesNotExist();
    }

    @Test
    void connectsAsTheUserWhoMigratesWhereTheApplicationConnects() throws Exception {
        String url = "jdbc:h2:mem:users";
        try (HikariDataSource applications = new HikariDataSource()) {
            applications.setJdbcUrl(url);
            applications.setUsername("app");
            applications.setPassword("app-secret");
            try (Connection admin = DriverManager.getConnection(url, "app", "app-secret");
                    Statement statement = admin.createStatement()) {
                statement.execute("CREATE USER ddl PASSWORD 'ddl-secret' ADMIN");
                DatabaseProperties properties = user("ddl", "ddl-secret");
                MigrationUser user = Objects.requireNonNull(MigrationUser.of(FastMigrateDatabase.DEFAULT, properties));
                for (DataSource connections : new DataSource[] {user.on(applications), user.on(url)}) {
                    try (Connection connection = connections.getConnection()) {
                        assertThat(connection.getMetaData().getUserName()).isEqualTo("DDL");
                    }
                }
            }
        }
    }

    @Test
    void refusesAUserForSqliteAndShowsNoPassword(CapturedOutput output) {
        workspace
                .runner()
                .withPropertyValues("fastmigrate.username=ddl", "fastmigrate.password=top-secret")
                .run(context -> assertThat(
                                FastMigrateAutoConfigurationTest.cause(context, InvalidSettingException.class))
                        .hasMessageContaining("SQLite has no users"));
        workspace
                .withoutDb()
                .withPropertyValues(
                        "spring.datasource.url=jdbc:sqlite:" + workspace.db(),
                        "fastmigrate.username=ddl",
                        "fastmigrate.password=top-secret")
                .run(context -> assertThat(
                                FastMigrateAutoConfigurationTest.cause(context, InvalidSettingException.class))
                        .hasMessageContaining("SQLite has no users"));
        assertThat(output).doesNotContain("top-secret");
    }

    @Test
    void takesTheScriptsOfTheKindOfDatabase() throws Exception {
        for (String kind : new String[] {"sqlite", "h2"}) {
            Files.createDirectories(folder.resolve("kinds/" + kind));
            Files.writeString(
                    folder.resolve("kinds/" + kind + "/0001-" + kind + ".sql"), "CREATE TABLE t (id INTEGER);");
        }
        for (String db :
                new String[] {"", "fastmigrate.db=" + workspace.db(), "spring.datasource.url=jdbc:h2:mem:kinds"}) {
            workspace
                    .withoutDb()
                    .withPropertyValues(
                            "fastmigrate.migrations=" + folder + "/kinds/{vendor}", db.isEmpty() ? "a=b" : db)
                    .run(context -> assertThat(
                                    context.getBean(FastMigrate.class).scripts())
                            .singleElement()
                            .asString()
                            .contains(db.contains("app.db") ? "sqlite" : "h2"));
        }
    }

    @Test
    void namesThePropertyOfTheDatabaseThatIsMeant() {
        workspace
                .withoutDb()
                .withPropertyValues(
                        "fastmigrate.databases.audit.db=jdbc:h2:mem:audit",
                        "fastmigrate.databases.audit.password=top-secret")
                .run(context -> assertThat(
                                FastMigrateAutoConfigurationTest.cause(context, InvalidSettingException.class))
                        .hasMessageContaining("fastmigrate.databases.audit.password")
                        .satisfies(
                                error -> assertThat(error.advice()).contains("fastmigrate.databases.audit.username")));
    }

    @Test
    void refusesAPasswordWithoutAUser() {
        DatabaseProperties properties = new DatabaseProperties();
        properties.setPassword("top-secret");
        assertThatThrownBy(() -> MigrationUser.of(FastMigrateDatabase.DEFAULT, properties))
                .isInstanceOf(InvalidSettingException.class)
                .hasMessageContaining("no username")
                .hasMessageNotContaining("top-secret");
    }

    private static DatabaseProperties user(String name, String password) {
        DatabaseProperties properties = new DatabaseProperties();
        properties.setUsername(name);
        properties.setPassword(password);
        return properties;
    }

    private static int notes(JdbcClient jdbc) {
        return jdbc.sql("SELECT count(*) FROM note").query(Integer.class).single();
    }

    private static JdbcConnectionDetails details(String url) {
        return new JdbcConnectionDetails() {
            @Override
            public String getUsername() {
                return "";
            }

            @Override
            public String getPassword() {
                return "";
            }

            @Override
            public String getJdbcUrl() {
                return url;
            }
        };
    }

    @Configuration(proxyBeanMethods = false)
    static class PrimaryAndMarked {

        @Bean
        @Primary
        DataSource primary(Path folder) {
            return sqlite(folder.resolve("primary.db"));
        }

        @Bean
        @FastMigrateDataSource
        DataSource marked(Path folder) {
            return sqlite(folder.resolve("marked.db"));
        }

        private static DataSource sqlite(Path file) {
            SQLiteDataSource dataSource = new SQLiteDataSource();
            dataSource.setUrl("jdbc:sqlite:" + file);
            return dataSource;
        }
    }
}
