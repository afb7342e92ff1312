package io.fastmigrate.slices;

import static org.assertj.core.api.Assertions.assertThat;

import io.fastmigrate.FastMigrate;
import io.fastmigrate.Script;
import io.fastmigrate.Version;
import io.fastmigrate.test.AtVersion;
import io.fastmigrate.test.FastMigrateTest;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.test.context.NestedTestConfiguration;
import org.springframework.test.context.NestedTestConfiguration.EnclosingConfiguration;

/** The test kit reads several locations as the starter does, from the annotation and from properties. */
@NestedTestConfiguration(EnclosingConfiguration.OVERRIDE)
class FastMigrateSeveralLocationsTest {

    abstract static class Shelves {

        @Autowired
        private FastMigrate fastMigrate;

        @Test
        void startsWithAll() {
            assertThat(fastMigrate.version()).isEqualTo(new Version(4));
        }

        @Test
        @AtVersion(2)
        void standsAtAVersion() {
            assertThat(fastMigrate.version()).isEqualTo(new Version(2));
            assertThat(fastMigrate.migrate().applied())
                    .extracting(entry -> entry.fileName())
                    .containsExactly("0003-pages.sql", "0004-shelf.sql");
            assertThat(fastMigrate.scripts())
                    .extracting(Script::location)
                    .contains("classpath:slice-vendors/sqlite/0004-shelf.sql");
        }
    }

    @Nested
    @SpringBootTest(properties = "fastmigrate.migrations=classpath:no/such/place")
    @FastMigrateTest(migrations = {"classpath:${what:slices}", "classpath:slice-vendors/{vendor}"})
    class OfTheAnnotation extends Shelves {}

    @Nested
    @SpringBootTest(properties = "fastmigrate.migrations=classpath:slices, classpath:slice-vendors/{vendor}")
    @FastMigrateTest
    class OfOneText extends Shelves {}

    @Nested
    @SpringBootTest(
            properties = {
                "fastmigrate.migrations[0]=classpath:slices",
                "fastmigrate.migrations[1]=classpath:slice-vendors/{vendor}"
            },
            args = "--fastmigrate.migrations=classpath:no/such/place")
    @FastMigrateTest
    class OfAListAboveOneText extends Shelves {}
}
