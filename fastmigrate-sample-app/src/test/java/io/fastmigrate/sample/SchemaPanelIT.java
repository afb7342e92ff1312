package io.fastmigrate.sample;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fastmigrate.FastMigrate;
import io.fastmigrate.error.ScriptFailedException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;

/** The page's panel in a real browser while the database is migrated, and when that failed. */
class SchemaPanelIT {

    private static final Path SCREENSHOTS = Path.of("target", "screenshots").toAbsolutePath();

    @TempDir
    Path folder;

    @TempDir
    Path profile;

    private Path scripts;
    private Chromium browser;

    @BeforeEach
    void startBrowser() throws Exception {
        scripts = SampleJar.copyOfScripts(folder.resolve("migrations"));
        browser = Chromium.startOrSkip(profile);
    }

    @AfterEach
    void close() throws Exception {
        if (browser != null) {
            browser.close();
        }
    }

    @Test
    void tellsHowFarAMigrationIsBehindTheGateAndThatItIsDone() throws Exception {
        Path release = folder.resolve("release");
        Files.writeString(scripts.resolve("0011-hold.sh"), "while [ ! -e '" + release + "' ]; do sleep 0.05; done\n");
        Files.writeString(scripts.resolve("0012-after.sql"), "CREATE TABLE after (x);\n");
        try (SampleJar jar = SampleJar.start(
                folder,
                "--fastmigrate.phase=gate",
                "--fastmigrate.gate-timeout=10m",
                "--fastmigrate.db=app.db",
                "--fastmigrate.migrations=" + scripts)) {
            browser.open(jar.address() + "/");
            awaitText("#schema-note", "83\u00a0%: 0011-hold.sh, 11 of 12");
            assertThat(text("#state")).isEqualTo("Migrating");
            assertThat(text("#version")).isEqualTo("10");
            assertThat(text("#target")).isEqualTo("12");
            assertThat(browser.evaluate("document.querySelector('#progress').value"))
                    .isEqualTo("83");
            assertThat(browser.evaluate("document.querySelector('#progress').hidden"))
                    .isEqualTo("false");
            browser.saveScreenshot(SCREENSHOTS.resolve("migrating.png"));

            Files.createFile(release);
            awaitText("#state", "Up to date");
            assertThat(text("#version")).isEqualTo(text("#target")).isEqualTo("12");
            assertThat(browser.evaluate("document.querySelector('#progress').hidden"))
                    .isEqualTo("true");
            browser.await("document.querySelectorAll('.bookmark').length === 6");
            assertThat(browser.faults()).isEmpty();
        }
    }

    @Test
    void tellsWhatFailedAndThatItIsSetRight() throws Exception {
        try (ConfigurableApplicationContext context = new SpringApplicationBuilder(SampleApplication.class)
                .registerShutdownHook(false)
                .run(
                        "--server.port=0",
                        "--fastmigrate.db=" + folder.resolve("app.db"),
                        "--fastmigrate.migrations=" + scripts)) {
            FastMigrate database = context.getBean(FastMigrate.class);
            Path broken = scripts.resolve("0011-broken.sql");
            Files.writeString(broken, "CREATE TABLE broken (x);\nINSERT INTO nowhere VALUES (1);\n");
            assertThatThrownBy(database::migrate).isInstanceOf(ScriptFailedException.class);

            String page = "http://127.0.0.1:" + context.getEnvironment().getProperty("local.server.port") + "/";
            browser.open(page);
            awaitText("#state", "Failed");
            assertThat(text("#schema-note"))
                    .contains("0011-broken.sql:2:13: no such table: nowhere")
                    .doesNotContain(folder.toString());
            assertThat(text("#version")).isEqualTo("10");
            assertThat(text("#target")).isEqualTo("11");
            browser.saveScreenshot(SCREENSHOTS.resolve("failed.png"));

            Files.writeString(broken, "CREATE TABLE broken (x);\n");
            database.migrate();
            browser.open(page);
            awaitText("#state", "Up to date");
            assertThat(text("#version")).isEqualTo("11");
        }
    }

    private void awaitText(String selector, String text) throws Exception {
        browser.await("document.querySelector('" + selector + "').textContent.trim() === '" + text + "'");
    }

    private String text(String selector) throws Exception {
        return browser.evaluate("document.querySelector('" + selector + "').textContent.trim()");
    }
}
