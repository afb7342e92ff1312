package io.fastmigrate.databases;

import static org.assertj.core.api.Assertions.assertThat;

import io.fastmigrate.adapter.DatabaseAdapter;
import io.fastmigrate.internal.adapter.AdapterBackend;
import io.fastmigrate.internal.jdbc.JdbcBackend;
import io.fastmigrate.internal.jdbc.connection.JdbcAccess;
import io.fastmigrate.internal.jdbc.dump.DumpSettings;
import io.fastmigrate.internal.port.Backend;
import io.fastmigrate.internal.port.Capability;
import io.fastmigrate.internal.sqlite.SqliteBackend;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The contract asks of each capability what happens with it and without it: there must be a backend for both. */
class CapabilitiesTest {

    @TempDir
    Path directory;

    @SuppressWarnings("NullAway") // set before each test
    CapabilitiesTest() {}

    private static JdbcAccess access(Optional<String> dumpTool) {
        return new JdbcAccess(
                null,
                null,
                null,
                Duration.ofSeconds(10),
                new DumpSettings(Optional.empty(), dumpTool, Optional.empty()));
    }

    private Map<String, Backend<?>> backends() throws Exception {
        JdbcAccess none = access(Optional.of("/nowhere"));
        Map<String, Backend<?>> backends = new LinkedHashMap<>();
        backends.put("SQLite", SqliteBackend.file(directory.resolve("app.db")));
        backends.put("an adapter", AdapterBackend.of(new NoAdapter(), "no:database"));
        backends.put("PostgreSQL", JdbcBackend.url(Servers.postgres(), none));
        backends.put("MariaDB", JdbcBackend.url(Servers.maria(), none));
        backends.put(
                "MariaDB with its programs",
                JdbcBackend.url(Servers.maria(), access(Optional.of(Servers.mariaProgram("mariadb-dump")))));
        backends.put("H2", JdbcBackend.url("jdbc:h2:" + directory.resolve("h2"), none));
        backends.put("H2 in memory", JdbcBackend.url("jdbc:h2:mem:capabilities;DB_CLOSE_DELAY=-1", none));
        backends.put("DuckDB", JdbcBackend.url("jdbc:duckdb:" + directory.resolve("duck.db"), none));
        backends.get("H2").create();
        backends.get("H2 in memory").create();
        backends.get("DuckDB").create();
        return backends;
    }

    @Test
    void eachIsThereInOneBackendAndMissingInAnother() throws Exception {
        Map<String, Backend<?>> backends = backends();
        for (Capability capability : Capability.values()) {
            TreeSet<String> with = new TreeSet<>();
            TreeSet<String> without = new TreeSet<>();
            backends.forEach((name, backend) -> (backend.can(capability) ? with : without).add(name));
            assertThat(with).as("with %s", capability).isNotEmpty();
            assertThat(without).as("without %s", capability).isNotEmpty();
        }
    }

    /** The six hooks and no more. */
    private static final class NoAdapter implements DatabaseAdapter<String> {
        @Override
        public String getConnection(String db) {
            return db;
        }

        @Override
        public void ensureMetaTable(String conn) {}

        @Override
        public int getVersion(String conn) {
            return 0;
        }

        @Override
        public void setVersion(String conn, int version) {}

        @Override
        public boolean executeSql(String conn, String sql) {
            return true;
        }
    }
}
