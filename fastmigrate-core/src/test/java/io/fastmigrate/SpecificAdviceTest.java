package io.fastmigrate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.fastmigrate.error.ChangedScriptException;
import io.fastmigrate.error.DatabaseUnmanagedException;
import io.fastmigrate.error.FastMigrateException;
import io.fastmigrate.error.InvalidSettingException;
import io.fastmigrate.error.ScriptFailedException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Advice that names the cause where "correct the script" would send people the wrong way. */
class SpecificAdviceTest {

    @TempDir
    Path folder;

    @Test
    void neverAdvisesToAcceptAnotherApplicationsScripts() throws Exception {
        Sandbox shop = Sandbox.in(folder).script("0001-products.sql", "CREATE TABLE product (id);");
        shop.managed().migrate();
        Path blog = folder.resolve("blog");
        new Sandbox(shop.database(), blog)
                .script("0001-posts.sql", "CREATE TABLE post (id);")
                .script("0002-title.sql", "SELECT 1;");

        FastMigrateException failure = catchThrowableOfType(
                ChangedScriptException.class,
                () -> FastMigrate.sqlite(shop.database())
                        .migrations(blog)
                        .build()
                        .migrate());

        assertThat(failure).hasMessageContaining("0001-posts.sql").hasMessageContaining("0001-products.sql");
        assertThat(failure.advice()).contains("another application").doesNotContain("accept");
        assertThat(shop.query("SELECT version FROM _meta")).containsExactly("1");
    }

    @Test
    void saysOfAShellScriptThatItHasWindowsLineEnds() throws Exception {
        String text =
                "#!/bin/sh\nset -eu\n\nprintf 'one\\rtwo\\n'\nif [ -n \"$1\" ]; then\n  echo \"database: $1\"\nfi\n";
        Sandbox sandbox = Sandbox.in(folder)
                .script("0001-a.sql", "CREATE TABLE a (id);")
                .script("0002-count.sh", text.replace("\n", "\r\n"));
        List<String> lines = new ArrayList<>();
        MigrationListener listener = new MigrationListener() {
            @Override
            public void onOutput(Script script, String line) {
                lines.add(line);
            }
        };
        FastMigrate fastMigrate = sandbox.managed();

        ScriptFailedException failure =
                catchThrowableOfType(ScriptFailedException.class, fastMigrate.withListener(listener)::migrate);

        assertThat(failure).hasMessageContaining("0002-count.sh");
        assertThat(failure.advice()).contains("CRLF", ".gitattributes");
        assertThat(failure.getMessage()).doesNotContain("\r");
        assertThat(lines).isNotEmpty().noneMatch(line -> line.contains("\r"));
        assertThat(sandbox.query("SELECT version FROM _meta")).containsExactly("1");
        sandbox.script("0002-count.sh", text);
        assertThat(fastMigrate.migrate().applied()).hasSize(1);
        sandbox.script("0002-count.sh", text.replace("\n", "\r\n"));
        assertThat(fastMigrate.verify().warnings()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "filesystem:./outside",
                "classpath*:migrations",
                "classpath:migrations,classpath:more",
                "classpath:migrations/*.sql",
                "http://localhost/migrations",
                "one,two"
            })
    void namesThePrefixThatIsNotKnownAndThoseThatAre(String location) {
        FastMigrateException failure = catchThrowableOfType(
                InvalidSettingException.class,
                () -> FastMigrate.sqlite(folder.resolve("app.db"))
                        .migrations(location)
                        .build());
        // What stands behind the scheme of a URL may be a password.
        assertThat(failure).hasMessageContaining(location.replaceFirst("(?<=^http://).*", "..."));
        assertThat(failure.advice()).contains("classpath:");
        assertThat(folder.resolve("app.db")).doesNotExist();
    }

    @ParameterizedTest
    @ValueSource(strings = {"file:%s", "file://%s", "file://localhost%s", "%s"})
    void takesADirectoryWithFileBeforeIt(String form) throws Exception {
        Sandbox sandbox = Sandbox.in(folder).script("0001-a.sql", "CREATE TABLE a (id);");
        FastMigrate fastMigrate = sandbox.builder()
                .migrations(form.replace("%s", sandbox.migrations().toString()))
                .build();
        fastMigrate.create();
        assertThat(fastMigrate.migrate().applied()).hasSize(1);
    }

    @ParameterizedTest
    @CsvSource({
        "flyway_schema_history (installed_rank), Flyway, adopt",
        "DATABASECHANGELOG (ORDEREXECUTED), Liquibase, adopt",
        "flyway_schema_history (id), '', enroll",
        "person (id), '', enroll"
    })
    void namesTheCommandForADatabaseOfAnotherTool(String table, String tool, String command) throws Exception {
        Sandbox sandbox = Sandbox.in(folder).script("0001-a.sql", "CREATE TABLE a (id);");
        sandbox.execute("CREATE TABLE " + table);
        for (Runnable call : List.<Runnable>of(
                sandbox.builder().build()::migrate,
                sandbox.builder().build()::version,
                sandbox.builder().build()::create)) {
            DatabaseUnmanagedException failure = catchThrowableOfType(DatabaseUnmanagedException.class, call::run);
            assertThat(failure.advice()).contains(tool, "fastmigrate " + command);
        }
    }
}
