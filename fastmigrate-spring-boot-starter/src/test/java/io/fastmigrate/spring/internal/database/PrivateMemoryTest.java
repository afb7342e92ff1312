package io.fastmigrate.spring.internal.database;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fastmigrate.error.InvalidSettingException;
import io.fastmigrate.spring.Workspace;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.DriverManagerDataSource;
import org.springframework.jdbc.datasource.LazyConnectionDataSourceProxy;
import org.springframework.jdbc.datasource.SimpleDriverDataSource;
import org.springframework.jdbc.datasource.SingleConnectionDataSource;

/** What is migrated in memory is what the application's connections reach, or the start says what to change. */
class PrivateMemoryTest {

    @TempDir
    Path folder;

    @ParameterizedTest
    @CsvSource({
        "jdbc:h2:mem:, jdbc:h2:mem:app;DB_CLOSE_DELAY=-1",
        "JDBC:H2:MEM:;MODE=MySQL, jdbc:h2:mem:app;DB_CLOSE_DELAY=-1",
        "jdbc:duckdb:, jdbc:duckdb::memory:app",
        "jdbc:duckdb::memory:, jdbc:duckdb::memory:app",
        "jdbc:duckdb:memory:;threads=2, jdbc:duckdb::memory:app",
        "jdbc:sqlite::memory:, jdbc:sqlite:file:app?mode=memory&cache=shared",
        "JDBC:SQLITE:, jdbc:sqlite:file:app?mode=memory&cache=shared",
    })
    void knowsWhichConnectionsShareNothing(String url, String shared) {
        assertThat(PrivateMemory.shared(url)).isEqualTo(shared);
        assertThat(PrivateMemory.shared(shared)).isNull();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "jdbc:h2:mem:app",
                "jdbc:h2:file:./mem:",
                "jdbc:duckdb:data/app.db",
                "jdbc:duckdb::memory:app",
                "jdbc:sqlite:memory.db",
                "jdbc:postgresql://host/memory"
            })
    void leavesAllOthersAlone(String url) {
        assertThat(PrivateMemory.shared(url)).isNull();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "jdbc:h2:mem:",
                "jdbc:h2:mem:simple",
                "jdbc:h2:mem:simple;MODE=MySQL",
                "jdbc:sqlite::memory:",
                "jdbc:sqlite:file:notes?mode=memory&cache=shared"
            })
    void refusesWhatEndsWithEachConnectionWhereThereIsNoPool(String url) throws Exception {
        Workspace.in(folder)
                .withoutDb()
                .withPropertyValues(
                        "spring.datasource.url=" + url,
                        "spring.datasource.type=" + SimpleDriverDataSource.class.getName())
                .run(context -> assertThat(context)
                        .getFailure()
                        .rootCause()
                        .isInstanceOf(InvalidSettingException.class)
                        .hasMessageContaining("ends with each connection"));
        assertThatThrownBy(() ->
                        PrivateMemory.refuse(new LazyConnectionDataSourceProxy(new DriverManagerDataSource(url)), null))
                .isInstanceOf(InvalidSettingException.class);
    }

    @Test
    void whatTheAdviceSaysStarts() throws Exception {
        Workspace.in(folder)
                .script("0001-notes.sql", "CREATE TABLE note (text VARCHAR(20)); INSERT INTO note VALUES ('first');")
                .withoutDb()
                .withPropertyValues(
                        "spring.datasource.url=jdbc:h2:mem:" + folder.getFileName() + ";DB_CLOSE_DELAY=-1",
                        "spring.datasource.type=" + SimpleDriverDataSource.class.getName())
                .run(context -> assertThat(context.getBean(JdbcClient.class)
                                .sql("SELECT text FROM note")
                                .query(String.class)
                                .single())
                        .isEqualTo("first"));
        PrivateMemory.refuse(new SingleConnectionDataSource("jdbc:h2:mem:", true), null);
    }

    @Test
    void refusesADatabaseOfDuckDbThatTheMigrationsConnectionWouldTakeWithIt() throws Exception {
        Workspace.in(folder)
                .withoutDb()
                .withPropertyValues("fastmigrate.db=jdbc:duckdb::memory:app")
                .run(context ->
                        assertThat(context).getFailure().rootCause().isInstanceOf(InvalidSettingException.class));
    }
}
