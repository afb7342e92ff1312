package io.fastmigrate.spring.autoconfigure;

import static io.fastmigrate.spring.autoconfigure.FastMigrateAutoConfigurationTest.cause;
import static org.assertj.core.api.Assertions.assertThat;

import io.fastmigrate.FastMigrate;
import io.fastmigrate.Fleet;
import io.fastmigrate.adapter.AsyncDatabaseAdapter;
import io.fastmigrate.adapter.DatabaseAdapter;
import io.fastmigrate.error.InvalidSettingException;
import io.fastmigrate.spring.FastMigrateDatabase;
import io.fastmigrate.spring.TenantDatabases;
import io.fastmigrate.spring.TenantMigrations;
import io.fastmigrate.spring.Workspace;
import io.fastmigrate.spring.actuate.Standings;
import io.fastmigrate.spring.internal.observe.Standing;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import javax.sql.DataSource;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.jdbc.autoconfigure.DataSourceAutoConfiguration;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Adapters that are beans; their databases are H2's, of which the engine is told nothing. */
class AdapterBeanTest {

    private static final String DB = "of no one's scheme ../x?y=#z";

    @TempDir
    Path folder;

    private Workspace workspace;

    @BeforeEach
    void makeScripts() throws Exception {
        workspace = Workspace.in(folder);
        Files.writeString(
                folder.resolve("scripts/0001-notes.sql"), "CREATE TABLE note (id INT PRIMARY KEY, text VARCHAR(9));");
    }

    @Test
    void hasNoVendorThatADirectoryCouldBeCalled() {
        runner().withPropertyValues("fastmigrate.db=" + DB, "fastmigrate.migrations=" + folder + "/{vendor}")
                .withBean("adapter", DatabaseAdapter.class, () -> new H2Adapter(folder))
                .run(context -> assertThat(
                                FastMigrateAutoConfigurationTest.cause(context, InvalidSettingException.class))
                        .hasMessageContainingAll("fastmigrate.migrations", "{vendor}", "adapter"));
    }

    @Test
    void isGivenTheTextOfDbUntouched() {
        runner().withPropertyValues("fastmigrate.db=" + DB)
                .withBean("adapter", DatabaseAdapter.class, () -> new H2Adapter(folder))
                .run(context -> {
                    assertThat(context).hasNotFailed();
                    assertThat(context.getBean(FastMigrate.class).version().number())
                            .isEqualTo(1);
                    assertThat(context.getBean(H2Adapter.class).asked).containsOnly(DB);
                    assertThat(context.getBean(Standings.class)
                                    .now("fastMigrate")
                                    .state())
                            .isEqualTo(Standing.State.UP_TO_DATE);
                });
    }

    @Test
    void mayBeAsynchronous() {
        runner().withPropertyValues("fastmigrate.db=" + DB)
                .withBean("adapter", AsyncDatabaseAdapter.class, () -> new AsyncH2Adapter(folder))
                .run(context -> assertThat(
                                context.getBean(FastMigrate.class).version().number())
                        .isEqualTo(1));
    }

    @Test
    void makesNoDataSourceOfItsDb() {
        runner().withPropertyValues("fastmigrate.db=data/app.db")
                .withBean("adapter", DatabaseAdapter.class, () -> new H2Adapter(folder))
                .run(context -> assertThat(context).hasNotFailed().doesNotHaveBean(DataSource.class));
    }

    @Test
    void leavesTheDataSourceOfDbToAnotherDatabasesAdapter() {
        runner().withPropertyValues(workspace.properties())
                .withPropertyValues("fastmigrate.databases.audit.db=" + DB)
                .withConfiguration(AutoConfigurations.of(DataSourceAutoConfiguration.class))
                .withUserConfiguration(AuditAdapter.class)
                .run(context -> {
                    assertThat(context).hasSingleBean(DataSource.class);
                    assertThat(context.getBean("auditFastMigrate", FastMigrate.class)
                                    .version()
                                    .number())
                            .isEqualTo(1);
                    assertThat(workspace.version()).isEqualTo(1);
                    assertThat(context.getBean(H2Adapter.class).asked).containsOnly(DB);
                });
    }

    @Test
    void hasToSayForWhichOfSeveralDatabasesItIs() {
        runner().withPropertyValues(workspace.properties())
                .withPropertyValues("fastmigrate.databases.audit.db=" + DB)
                .withBean("untied", DatabaseAdapter.class, () -> new H2Adapter(folder))
                .run(context -> assertThat(cause(context, InvalidSettingException.class))
                        .hasMessageContaining("The adapter untied does not say which of the databases")
                        .hasMessageContaining("fastMigrate, audit"));
    }

    @Test
    void isRefusedBesideAnotherForOneDatabase() {
        runner().withPropertyValues("fastmigrate.db=" + DB)
                .withBean("one", DatabaseAdapter.class, () -> new H2Adapter(folder))
                .withBean("other", AsyncDatabaseAdapter.class, () -> new AsyncH2Adapter(folder))
                .run(context -> assertThat(cause(context, InvalidSettingException.class))
                        .hasMessageContaining("several adapters for the database fastMigrate: one, other"));
    }

    @Test
    void needsADb() {
        runner().withBean("adapter", DatabaseAdapter.class, () -> new H2Adapter(folder))
                .run(context -> assertThat(cause(context, InvalidSettingException.class))
                        .hasMessageContaining("The adapter adapter has no database: fastmigrate.db is not set"));
    }

    @Test
    void takesNoUser() {
        runner().withPropertyValues("fastmigrate.db=" + DB, "fastmigrate.username=admin")
                .withBean("adapter", DatabaseAdapter.class, () -> new H2Adapter(folder))
                .run(context -> assertThat(cause(context, InvalidSettingException.class))
                        .hasMessageContaining("the adapter adapter connects by itself"));
    }

    @Test
    void servesTenants() throws Exception {
        for (String tenant : List.of("tenant:a", "tenant:b")) {
            H2Adapter adapter = new H2Adapter(folder);
            try (Connection connection = adapter.getConnection(tenant)) {
                adapter.ensureMetaTable(connection);
            }
        }
        runner().withPropertyValues("fastmigrate.tenants.migrations=" + workspace.scripts())
                .withUserConfiguration(TenantAdapter.class)
                .run(context -> {
                    TenantMigrations tenants = context.getBean(TenantMigrations.class);
                    assertThat(tenants.report().count(Fleet.Report.State.MIGRATED))
                            .isEqualTo(2);
                    assertThat(context.getBean(H2Adapter.class).asked).contains("tenant:a", "tenant:b");
                });
    }

    @Test
    void needsNoSqliteDriver() {
        runner().withPropertyValues("fastmigrate.db=" + DB)
                .withClassLoader(new FilteredClassLoader("org.sqlite"))
                .withBean("adapter", DatabaseAdapter.class, () -> new H2Adapter(folder))
                .run(context -> assertThat(context).hasNotFailed());
    }

    @Test
    void noDatabaseButSqliteNeedsTheSqliteDriver() {
        runner().withPropertyValues("fastmigrate.db=jdbc:h2:" + folder.resolve("h2/app"))
                .withClassLoader(new FilteredClassLoader("org.sqlite"))
                .run(context -> assertThat(context).hasNotFailed());
        runner().withPropertyValues("spring.datasource.url=jdbc:h2:" + folder.resolve("h2/own"))
                .withConfiguration(AutoConfigurations.of(DataSourceAutoConfiguration.class))
                .withClassLoader(new FilteredClassLoader("org.sqlite"))
                .run(context -> assertThat(context).hasNotFailed());
    }

    @ParameterizedTest
    @ValueSource(strings = {"db/app", "mongo://host/app", "data/app.db"})
    void theTextOfAConfigPyIsNoDataSource(String db) throws Exception {
        Files.writeString(folder.resolve("scripts/config.py"), "def get_connection(db):\n    return None\n");
        runner().withPropertyValues("fastmigrate.db=" + db, "fastmigrate.enabled=false")
                .run(context -> assertThat(context).hasNotFailed().doesNotHaveBean(DataSource.class));
    }

    @Test
    void aUrlOfAnotherSchemeIsNoDataSource() {
        runner().withPropertyValues("fastmigrate.db=mongo://host/app", "fastmigrate.enabled=false")
                .run(context -> assertThat(context).hasNotFailed().doesNotHaveBean(DataSource.class));
    }

    private ApplicationContextRunner runner() {
        return new ApplicationContextRunner()
                .withConfiguration(AutoConfigurations.of(
                        FastMigrateAutoConfiguration.class,
                        FastMigrateTenantsAutoConfiguration.class,
                        FastMigrateDataSourceAutoConfiguration.class))
                .withPropertyValues("fastmigrate.migrations=" + workspace.scripts())
                .withBean("folder", Path.class, () -> folder);
    }

    @Configuration(proxyBeanMethods = false)
    static class AuditAdapter {

        @Bean
        @FastMigrateDatabase("audit")
        H2Adapter auditAdapter(Path folder) {
            return new H2Adapter(folder);
        }
    }

    @Configuration(proxyBeanMethods = false)
    static class TenantAdapter {

        @Bean
        @FastMigrateDatabase("tenants")
        H2Adapter tenantAdapter(Path folder) {
            return new H2Adapter(folder);
        }

        @Bean
        TenantDatabases tenantDatabases() {
            return () -> List.of("tenant:a", "tenant:b");
        }
    }

    /** Keeps each text's database in its own file. */
    static class H2Adapter implements DatabaseAdapter<Connection> {

        final List<String> asked = new CopyOnWriteArrayList<>();
        private final Path folder;

        H2Adapter(Path folder) {
            this.folder = folder;
        }

        @Override
        public Connection getConnection(String db) throws SQLException {
            asked.add(db);
            return DriverManager.getConnection("jdbc:h2:" + folder.resolve("h2-" + Integer.toHexString(db.hashCode())));
        }

        @Override
        public void ensureMetaTable(Connection conn) throws SQLException {
            execute(conn, "CREATE TABLE IF NOT EXISTS _meta (id INT PRIMARY KEY, version INT NOT NULL)");
            execute(conn, "INSERT INTO _meta SELECT 1, 0 WHERE NOT EXISTS (SELECT * FROM _meta)");
        }

        @Override
        public int getVersion(Connection conn) throws SQLException {
            try (Statement statement = conn.createStatement();
                    ResultSet rows = statement.executeQuery("SELECT version FROM _meta")) {
                rows.next();
                return rows.getInt(1);
            }
        }

        @Override
        public void setVersion(Connection conn, int version) throws SQLException {
            execute(conn, "UPDATE _meta SET version = " + version);
        }

        @Override
        public boolean executeSql(Connection conn, String sql) throws SQLException {
            execute(conn, sql);
            return true;
        }

        @Override
        public void closeConnection(Connection conn) throws SQLException {
            conn.close();
        }

        private static void execute(Connection conn, String sql) throws SQLException {
            try (Statement statement = conn.createStatement()) {
                statement.execute(sql);
            }
        }
    }

    /** The same, later. */
    static class AsyncH2Adapter implements AsyncDatabaseAdapter<Connection> {

        private final H2Adapter adapter;

        AsyncH2Adapter(Path folder) {
            this.adapter = new H2Adapter(folder);
        }

        @Override
        public CompletionStage<Connection> getConnection(String db) {
            return later(() -> adapter.getConnection(db));
        }

        @Override
        public CompletionStage<?> ensureMetaTable(Connection conn) {
            return later(() -> {
                adapter.ensureMetaTable(conn);
                return true;
            });
        }

        @Override
        public CompletionStage<Integer> getVersion(Connection conn) {
            return later(() -> adapter.getVersion(conn));
        }

        @Override
        public CompletionStage<?> setVersion(Connection conn, int version) {
            return later(() -> {
                adapter.setVersion(conn, version);
                return true;
            });
        }

        @Override
        public CompletionStage<Boolean> executeSql(Connection conn, String sql) {
            return later(() -> adapter.executeSql(conn, sql));
        }

        private static <T> CompletionStage<T> later(Callable<T> work) {
            return CompletableFuture.supplyAsync(() -> {
                try {
                    return work.call();
                } catch (Exception e) {
                    throw new CompletionException(e);
                }
            });
        }
    }
}
