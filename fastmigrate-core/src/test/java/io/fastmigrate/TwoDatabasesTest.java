package io.fastmigrate;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Locale;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TwoDatabasesTest {

    @TempDir
    Path directory;

    @Test
    void liveSideBySideInOneJvm() throws Exception {
        Sandbox one = Sandbox.in(directory.resolve("one"));
        Sandbox other = Sandbox.in(directory.resolve("other"));
        for (int i = 1; i <= 20; i++) {
            one.script(String.format(Locale.ROOT, "%04d-x.sql", i), "CREATE TABLE one" + i + " (a);");
            other.script(String.format(Locale.ROOT, "%04d-x.sql", 2 * i), "CREATE TABLE other" + i + " (a);");
        }
        FastMigrate first = one.managed();
        FastMigrate second = other.managed();
        CompletableFuture<Report> running = CompletableFuture.supplyAsync(first::migrate);
        assertThat(second.migrate().after()).isEqualTo(new Version(40));
        assertThat(running.get().after()).isEqualTo(new Version(20));
        assertThat(one.query("SELECT count(*) FROM sqlite_schema WHERE name LIKE 'one%'"))
                .containsExactly("20");
        assertThat(other.query("SELECT count(*) FROM sqlite_schema WHERE name LIKE 'other%'"))
                .containsExactly("20");
    }
}
