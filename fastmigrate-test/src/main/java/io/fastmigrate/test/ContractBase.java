package io.fastmigrate.test;

import static org.junit.jupiter.api.Assumptions.assumeFalse;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.fastmigrate.FastMigrate;
import io.fastmigrate.FastMigrateBuilder;
import io.fastmigrate.JavaMigration;
import io.fastmigrate.Version;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.Statement;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import org.opentest4j.TestAbortedException;

/** What the parts of the contract share: a fresh database and a fresh directory of scripts for each test. */
abstract class ContractBase {

    static final String CREATE = "CREATE TABLE person (id INTEGER PRIMARY KEY, name VARCHAR(100));\n";
    static final String ADA = "INSERT INTO person (id, name) VALUES (1, 'Ada');\n";
    static final String GRACE = "INSERT INTO person (id, name) VALUES (2, 'Grace');\n";
    static final String BROKEN = "INSERT INTO nowhere (id) VALUES (1);\n";
    static final String NAMES = "SELECT name FROM person ORDER BY id";

    @TempDir
    Path directory;

    TestDatabase database;
    Migrations migrations;

    @SuppressWarnings("NullAway") // all is set before each test
    ContractBase() {}

    /** See {@link BackendContract#newDatabase}. */
    protected abstract TestDatabase newDatabase(Path place) throws Exception;

    @BeforeEach
    void open() throws Exception {
        try {
            database = newDatabase(directory.resolve("database"));
        } catch (TestAbortedException e) {
            Set<String> required = RequiredBackends.of(System.getenv(RequiredBackends.VARIABLE));
            if (required.contains(RequiredBackends.name(getClass()))) {
                throw new AssertionError(
                        RequiredBackends.VARIABLE + " names this backend, but it is skipped: " + e.getMessage(), e);
            }
            throw e;
        }
        migrations = new Migrations(directory.resolve("migrations"));
    }

    @AfterEach
    @SuppressWarnings("ConstantConditions") // it is null where the test was skipped
    void close() throws Exception {
        if (database != null) {
            database.close();
        }
    }

    FastMigrateBuilder builder() {
        return database.builder().migrations(migrations.directory());
    }

    FastMigrate managed() {
        FastMigrate fastMigrate = builder().build();
        fastMigrate.create();
        return fastMigrate;
    }

    void require(Capability capability) {
        assumeTrue(database.capabilities().contains(capability), () -> "This database cannot " + capability + ".");
    }

    void requireAbsent(Capability capability) {
        assumeFalse(database.capabilities().contains(capability), () -> "This database can " + capability + ".");
    }

    /** A Java migration of some statements. */
    static class Statements implements JavaMigration {
        private final int number;
        private final String sql;

        Statements(int number, String sql) {
            this.number = number;
            this.sql = sql;
        }

        @Override
        public Version version() {
            return new Version(number);
        }

        @Override
        public String description() {
            return "java";
        }

        @Override
        public void migrate(Connection connection) throws Exception {
            try (Statement statement = connection.createStatement()) {
                statement.execute(sql.strip().replaceFirst(";$", ""));
            }
        }
    }
}
