package io.fastmigrate.spring.autoconfigure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.zaxxer.hikari.HikariDataSource;
import io.fastmigrate.FastMigrate;
import io.fastmigrate.Version;
import io.fastmigrate.spring.FastMigrateConnectionDetails;
import io.fastmigrate.spring.Workspace;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.jdbc.autoconfigure.JdbcConnectionDetails;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.SimpleDriverDataSource;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;
import org.sqlite.SQLiteDataSource;

class FastMigrateDataSourceAutoConfigurationTest {

    @TempDir
    Path folder;

    private Workspace workspace;

    @BeforeEach
    void makeWorkspace() throws Exception {
        workspace = Workspace.in(folder);
    }

    @Test
    void makesTheApplicationsDataSourceOfTheFileSoThatJdbcNeedsNoFurtherLine() {
        workspace.runner().run(context -> {
            assertThat(context)
                    .hasSingleBean(DataSource.class)
                    .hasSingleBean(JdbcTemplate.class)
                    .hasSingleBean(JdbcClient.class)
                    .hasSingleBean(PlatformTransactionManager.class);
            try (Connection connection = context.getBean(DataSource.class).getConnection()) {
                assertThat(connection.getMetaData().getDatabaseProductName()).isEqualTo("SQLite");
            }
            JdbcClient jdbc = context.getBean(JdbcClient.class);
            assertThat(jdbc.sql("SELECT text FROM note").query(String.class).single())
                    .isEqualTo("first");
            assertThat(jdbc.sql("PRAGMA foreign_keys").query(Integer.class).single())
                    .isEqualTo(1);
            assertThat(jdbc.sql("PRAGMA busy_timeout").query(Integer.class).single())
                    .isEqualTo(5000);
        });
    }

    @Test
    void letsTheHikariPropertiesDecide() {
        workspace
                .runner()
                .withPropertyValues(
                        "spring.datasource.hikari.maximum-pool-size=3",
                        "spring.datasource.hikari.data-source-properties.foreign_keys=false")
                .run(context -> {
                    HikariDataSource pool = context.getBean(HikariDataSource.class);
                    assertThat(pool.getMaximumPoolSize()).isEqualTo(3);
                    JdbcClient jdbc = context.getBean(JdbcClient.class);
                    assertThat(jdbc.sql("PRAGMA foreign_keys")
                                    .query(Integer.class)
                                    .single())
                            .isZero();
                    assertThat(jdbc.sql("PRAGMA busy_timeout")
                                    .query(Integer.class)
                                    .single())
                            .isEqualTo(5000);
                });
    }

    @Test
    void letsTransactionsThatReadFirstWaitForEachOther() {
        workspace.runner().run(context -> {
            TransactionTemplate transaction =
                    new TransactionTemplate(context.getBean(PlatformTransactionManager.class));
            JdbcClient jdbc = context.getBean(JdbcClient.class);
            ExecutorService threads = Executors.newFixedThreadPool(4);
            try {
                for (Future<@Nullable Integer> written :
                        threads.invokeAll(Collections.<Callable<@Nullable Integer>>nCopies(
                                40,
                                () -> transaction.execute(status -> {
                                    int count = jdbc.sql("SELECT count(*) FROM note")
                                            .query(Integer.class)
                                            .single();
                                    return jdbc.sql("INSERT INTO note (text) VALUES (:text)")
                                            .param("text", "after " + count)
                                            .update();
                                })))) {
                    assertThat(written.get()).isEqualTo(1);
                }
            } finally {
                threads.shutdownNow();
            }
            assertThat(jdbc.sql("SELECT count(DISTINCT text) FROM note")
                            .query(Integer.class)
                            .single())
                    .isEqualTo(41);
        });
    }

    @Test
    void opensPathsWithCharactersThatMeanSomethingInUrls() throws Exception {
        Path odd = folder.resolve("a b/ü?c#d%20e&f='g'$(h).db");
        workspace
                .withoutDb()
                .withPropertyValues("fastmigrate.db=" + odd)
                .run(context -> assertThat(context.getBean(JdbcClient.class)
                                .sql("SELECT count(*) FROM note")
                                .query(Integer.class)
                                .single())
                        .isEqualTo(1));
        assertThat(odd).isRegularFile();
        try (var files = Files.list(folder.resolve("a b"))) {
            assertThat(files.filter(file -> file.toString().endsWith(".db"))).containsExactly(odd);
        }
    }

    /** Environment files keep line ends, and people write what a driver or another tool takes. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "%s",
                " %s\r\n",
                "file:%s",
                "file://%s?cache=private",
                "file:%s#part",
                "File:%s",
                "jdbc:sqlite:%s",
                "JDBC:SQLITE:%s",
                "Jdbc:sqlite:file:%s?cache=private",
                "jdbc:sqlite:%s \n"
            })
    void migrationAndApplicationOpenOneFile(String form) throws Exception {
        Path app = Files.createDirectory(folder.resolve("own")).resolve("app.db");
        for (String prefix : List.of("", "databases.other.")) {
            Files.deleteIfExists(app);
            workspace
                    .withoutDb()
                    .withPropertyValues("fastmigrate." + prefix + "db=" + String.format(form, app))
                    .run(context -> {
                        assertThat(context).hasNotFailed();
                        String bean = prefix.isEmpty() ? "dataSource" : "fastMigrate.other.dataSource";
                        try (Connection connection =
                                        context.getBean(bean, DataSource.class).getConnection();
                                var statement = connection.createStatement();
                                var files = statement.executeQuery("PRAGMA database_list")) {
                            assertThat(files.getString("file")).isEqualTo(app.toString());
                            assertThat(statement
                                            .executeQuery("SELECT count(*) FROM note")
                                            .getInt(1))
                                    .isEqualTo(1);
                        }
                    });
            try (var files = Files.list(app.getParent())) {
                assertThat(files.filter(file -> file.toString().endsWith(".db")))
                        .containsExactly(app);
            }
        }
    }

    @Test
    void neverMakesAnEmptyFileItself() {
        workspace.runner().withPropertyValues("fastmigrate.enabled=false").run(context -> {
            assertThat(context).hasNotFailed();
            assertThatThrownBy(() -> context.getBean(DataSource.class).getConnection())
                    .hasStackTraceContaining("unable to open database file");
            assertThat(workspace.db()).doesNotExist();
        });
    }

    @Test
    void givesNoOneAConnectionBeforeTheMigration() {
        workspace
                .runner()
                .withBean("aaa", FirstComer.class)
                .run(context ->
                        assertThat(context.getBean(FirstComer.class).notes).isEqualTo(1));
    }

    @Test
    void backsOffFromTheApplicationsOwnDataSource() {
        SQLiteDataSource own = new SQLiteDataSource();
        own.setUrl("jdbc:sqlite:" + folder.resolve("own.db"));
        workspace
                .runner()
                .withBean("own", DataSource.class, () -> own)
                .run(context -> assertThat(context.getBean(DataSource.class)).isSameAs(own));
    }

    @Test
    void backsOffFromConnectionDetailsWhichSayWhatIsMigratedToo() throws Exception {
        String url = "jdbc:h2:mem:details-" + folder.getFileName();
        workspace
                .script("0001-notes.sql", "CREATE TABLE note (id INTEGER PRIMARY KEY, text VARCHAR(100));")
                .runner()
                .withBean(JdbcConnectionDetails.class, () -> details(url))
                .withPropertyValues("fastmigrate.username=of-db", "fastmigrate.password=of-db")
                .run(context -> {
                    try (Connection connection =
                            context.getBean(DataSource.class).getConnection()) {
                        assertThat(connection.getMetaData().getURL()).isEqualTo(url);
                    }
                    assertThat(context.getBean(FastMigrate.class).databaseName())
                            .isEqualTo(url);
                    assertThat(context.getBean(FastMigrate.class).version()).isEqualTo(new Version(1));
                });
        assertThat(workspace.db()).doesNotExist();
    }

    @Test
    void migratesByTheRouteThatItsOwnConnectionDetailsName() throws Exception {
        Path own = folder.resolve("own.db");
        workspace
                .runner()
                .withBean(JdbcConnectionDetails.class, () -> details("jdbc:h2:mem:details"))
                .withBean(FastMigrateConnectionDetails.class, () -> new FastMigrateConnectionDetails() {
                    @Override
                    public String getJdbcUrl() {
                        return "jdbc:sqlite:" + own;
                    }

                    @Override
                    public @Nullable String getUsername() {
                        return null;
                    }

                    @Override
                    public @Nullable String getPassword() {
                        return null;
                    }
                })
                .run(context -> assertThat(context).hasNotFailed());
        assertThat(FastMigrate.sqlite(own).build().version()).isEqualTo(new Version(1));
        assertThat(workspace.db()).doesNotExist();
    }

    @Test
    void connectsWithoutAPoolWhereNoneIsOnTheClassPath() {
        workspace
                .runner()
                .withClassLoader(new FilteredClassLoader(
                        "com.zaxxer.hikari", "org.apache.tomcat.jdbc", "org.apache.commons.dbcp2"))
                .run(context -> {
                    JdbcClient jdbc = context.getBean(JdbcClient.class);
                    assertThat(jdbc.sql("SELECT text FROM note")
                                    .query(String.class)
                                    .single())
                            .isEqualTo("first");
                    assertThat(jdbc.sql("PRAGMA foreign_keys")
                                    .query(Integer.class)
                                    .single())
                            .isEqualTo(1);
                });
    }

    @Test
    void makesTheTypeOfDataSourceThatTheApplicationNames() {
        workspace
                .runner()
                .withPropertyValues("spring.datasource.type=" + SimpleDriverDataSource.class.getName())
                .run(context -> {
                    assertThat(context).hasSingleBean(SimpleDriverDataSource.class);
                    assertThat(context.getBean(JdbcClient.class)
                                    .sql("SELECT text FROM note")
                                    .query(String.class)
                                    .single())
                            .isEqualTo("first");
                });
    }

    private static JdbcConnectionDetails details(String url) {
        return new JdbcConnectionDetails() {
            @Override
            public String getUsername() {
                return "sa";
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

    /** Takes the DataSource itself, and asks it in its constructor. */
    static class FirstComer {

        final int notes;

        FirstComer(DataSource dataSource) {
            notes = JdbcClient.create(dataSource)
                    .sql("SELECT count(*) FROM note")
                    .query(Integer.class)
                    .single();
        }
    }
}
