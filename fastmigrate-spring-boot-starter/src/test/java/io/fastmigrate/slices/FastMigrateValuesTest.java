package io.fastmigrate.slices;

import static org.assertj.core.api.Assertions.assertThat;

import io.fastmigrate.FastMigrate;
import io.fastmigrate.Version;
import io.fastmigrate.test.AtVersion;
import io.fastmigrate.test.FastMigrateTest;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.test.context.NestedTestConfiguration;
import org.springframework.test.context.NestedTestConfiguration.EnclosingConfiguration;

/** The test kit puts the same texts into scripts as the starter does, from the annotation and from properties. */
@NestedTestConfiguration(EnclosingConfiguration.OVERRIDE)
class FastMigrateValuesTest {

    private static final String SCRIPTS = "fastmigrate.migrations=classpath:slice-values";

    abstract static class Labels {

        @Autowired
        private FastMigrate fastMigrate;

        private static String label(Connection connection) throws SQLException {
            try (Statement statement = connection.createStatement();
                    ResultSet rows = statement.executeQuery("SELECT label FROM shelf")) {
                return rows.next() ? rows.getString(1) : "none";
            }
        }

        @Test
        void startsWithThem(Connection connection) throws SQLException {
            assertThat(label(connection)).isEqualTo("library");
        }

        @Test
        @AtVersion(1)
        void standsAtAVersion(Connection connection) throws SQLException {
            assertThat(fastMigrate.version()).isEqualTo(new Version(1));
            assertThat(label(connection)).isEqualTo("none");
            fastMigrate.migrate();
            assertThat(label(connection)).isEqualTo("library");
        }
    }

    @Nested
    @SpringBootTest(properties = {SCRIPTS, "fastmigrate.values.shelf=shelf", "fastmigrate.values[app_owner]=library"})
    @FastMigrateTest
    class OfProperties extends Labels {}

    @Nested
    @SpringBootTest(
            properties = {SCRIPTS, "fastmigrate.values.shelf=${what:shelf}", "fastmigrate.values.[app_owner]=another"})
    @FastMigrateTest(values = "app_owner=library")
    class OfBoth extends Labels {}
}
