package io.fastmigrate.spring.internal.failure;

import static org.assertj.core.api.Assertions.assertThat;

import com.zaxxer.hikari.HikariDataSource;
import io.fastmigrate.spring.Workspace;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import javax.sql.DataSource;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.assertj.AssertableApplicationContext;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.core.env.Environment;
import org.springframework.core.env.StandardEnvironment;

/** What is refused before there is a database is told with the whole name of its property, and of its database. */
class FailureOriginsTest {

    @TempDir
    Path folder;

    private ApplicationContextRunner two;
    private Environment environment = new StandardEnvironment();

    @BeforeEach
    void makeWorkspace() throws Exception {
        two = withoutDb()
                .withPropertyValues(
                        "fastmigrate.databases.orders.db=" + folder.resolve("orders.db"),
                        "fastmigrate.databases.audit.db=" + folder.resolve("audit.db"));
    }

    private ApplicationContextRunner withoutDb() throws Exception {
        return Workspace.in(folder).withoutDb().withInitializer(context -> environment = context.getEnvironment());
    }

    private FailureAnalysis analysis(AssertableApplicationContext context) {
        return Objects.requireNonNull(new FastMigrateFailureAnalyzer(environment)
                .analyze(Objects.requireNonNull(context.getStartupFailure())));
    }

    @ParameterizedTest
    @CsvSource({
        "lock-timeout, -5s",
        "connect-timeout, -1s",
        "script-timeout, -1s",
        "hook-timeout, -1s",
        "keep-backups, -1",
        "backup-directory, ~/backups",
        "migrations, filesystem:scripts",
    })
    void namesThePropertyOfOneOfSeveralDatabases(String property, String value) {
        two.withPropertyValues("fastmigrate.databases.orders." + property + "=" + value)
                .run(context -> {
                    FailureAnalysis analysis = analysis(context);
                    assertThat(analysis.getDescription()).startsWith("The database orders could not be migrated.");
                    assertThat(analysis.getAction())
                            .endsWith("The property is fastmigrate.databases.orders." + property + ".");
                });
    }

    @Test
    void namesThePropertyThatRefusesNames() throws Exception {
        Files.writeString(Files.createDirectory(folder.resolve("named")).resolve("1-orders.sql"), "SELECT 1;\n");
        two.withPropertyValues(
                        "fastmigrate.databases.orders.migrations=" + folder.resolve("named"),
                        "fastmigrate.databases.orders.strict-naming=true")
                .run(context -> assertThat(analysis(context).getAction())
                        .contains("switch strict-naming off")
                        .endsWith("The property is fastmigrate.databases.orders.strict-naming."));
    }

    @Test
    void namesThePropertyOfTheOnlyDatabase() throws Exception {
        withoutDb()
                .withPropertyValues("fastmigrate.db=" + folder.resolve("app.db"))
                .withPropertyValues("fastmigrate.lock-timeout=-5s")
                .run(context -> {
                    FailureAnalysis analysis = analysis(context);
                    assertThat(analysis.getDescription()).startsWith("The database could not be migrated.");
                    assertThat(analysis.getAction()).endsWith("The property is fastmigrate.lock-timeout.");
                });
    }

    @Test
    void saysWhereThePropertiesOfTheDatabaseAreWhereNoneIsKnown() {
        two.withPropertyValues("fastmigrate.databases.orders.db=~/orders.db")
                .run(context -> assertThat(analysis(context).getAction())
                        .endsWith("The properties of this database begin with fastmigrate.databases.orders."));
    }

    @ParameterizedTest
    @CsvSource({"my-db, myDb", "my-db, mydb", "my_db, MyDb"})
    void namesBothSpellingsOfOneName(String one, String other) {
        two.withPropertyValues(
                        "fastmigrate.databases[" + one + "].db=" + folder.resolve("my.db"),
                        "fastmigrate.databases[" + other + "].lock-timeout=5s")
                .run(context -> assertThat(context)
                        .getFailure()
                        .hasMessageContainingAll(
                                "fastmigrate.databases." + one, "fastmigrate.databases." + other, "two spellings"));
    }

    /** A property of a pool that is not made must not send the application to an embedded database. */
    @Test
    void aUrlOfAnotherPoolChangesNothing() throws Exception {
        withoutDb()
                .withPropertyValues("fastmigrate.db=" + folder.resolve("app.db"))
                .withPropertyValues(
                        "spring.datasource.tomcat.url=jdbc:sqlite:" + folder.resolve("tomcat.db"),
                        "spring.datasource.dbcp2.url=jdbc:sqlite:" + folder.resolve("dbcp2.db"))
                .run(context -> assertThat(context.getBean(DataSource.class))
                        .isInstanceOfSatisfying(
                                HikariDataSource.class,
                                pool -> assertThat(pool.getJdbcUrl()).contains("app.db")));
    }

    @ParameterizedTest
    @CsvSource({"hikari.jdbc-url", "tomcat.url", "dbcp2.url"})
    void aUrlThatOnlyThePoolKnowsIsToldFromNone(String property) throws Exception {
        withoutDb()
                .withClassLoader(new FilteredClassLoader("org.h2", "org.hsqldb", "org.apache.derby"))
                .withPropertyValues("spring.datasource." + property + "=jdbc:sqlite:" + folder.resolve("pool.db"))
                .run(context -> {
                    FailureAnalysis analysis = new NoDatabaseFailureAnalyzer(environment)
                            .analyze(Objects.requireNonNull(context.getStartupFailure()));
                    assertThat(analysis).isNotNull();
                    assertThat(analysis.getDescription()).startsWith("spring.datasource." + property + " is set");
                });
    }
}
