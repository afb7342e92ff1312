package io.fastmigrate.sample;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;

/** The page in a real browser; skipped where there is none, unless FASTMIGRATE_REQUIRE_BROWSER is true. */
@SpringBootTest(webEnvironment = SpringBootTest.WebEnvironment.RANDOM_PORT)
class BrowserIT {

    private static final Path SCREENSHOTS = Path.of("target", "screenshots").toAbsolutePath();

    @TempDir
    static Path folder;

    @TempDir
    Path profile;

    @LocalServerPort
    private int port;

    private Chromium browser;

    @DynamicPropertySource
    static void database(DynamicPropertyRegistry registry) {
        registry.add("fastmigrate.db", () -> folder.resolve("bookmarks.db").toString());
    }

    @BeforeEach
    void openThePage() throws Exception {
        browser = Chromium.startOrSkip(profile);
        browser.open("http://127.0.0.1:" + port + "/");
        browser.await("document.querySelectorAll('.bookmark').length > 0");
        browser.await("document.querySelectorAll('#history li').length > 0");
    }

    @AfterEach
    void close() throws Exception {
        if (browser != null) {
            browser.close();
        }
    }

    @Test
    void showsTheListAndTheSchema() throws Exception {
        assertThat(browser.evaluate("document.title")).isEqualTo("Bookmarks");
        assertThat(text("#count")).isEqualTo("6 bookmarks");
        assertThat(text("#version")).isEqualTo(text("#target")).isEqualTo("10");
        assertThat(text("#state")).isEqualTo("Up to date");
        assertThat(browser.evaluate("document.querySelectorAll('#history li').length"))
                .isEqualTo("10");
        browser.saveScreenshot(SCREENSHOTS.resolve("light.png"));
        String light = browser.evaluate("getComputedStyle(document.body).backgroundColor");

        browser.send(
                "Emulation.setEmulatedMedia",
                Map.of(
                        "features",
                        List.of(
                                Map.of("name", "prefers-color-scheme", "value", "dark"),
                                Map.of("name", "prefers-reduced-motion", "value", "reduce"))));

        assertThat(browser.evaluate("getComputedStyle(document.body).backgroundColor"))
                .isNotEqualTo(light);
        browser.saveScreenshot(SCREENSHOTS.resolve("dark.png"));
        assertThat(browser.faults()).isEmpty();
    }

    @Test
    void fitsOnAPhone() throws Exception {
        browser.send(
                "Emulation.setDeviceMetricsOverride",
                Map.of("width", 360, "height", 740, "deviceScaleFactor", 2, "mobile", true));

        assertThat(browser.evaluate("document.documentElement.scrollWidth")).isEqualTo("360");
        browser.saveScreenshot(SCREENSHOTS.resolve("phone.png"));
    }

    @Test
    void searchesWhatIsTypedWhateverItIs() throws Exception {
        browser.press("/");
        browser.type("\"fts5*");
        browser.await("document.querySelectorAll('.bookmark').length === 1");
        assertThat(text(".bookmark h2")).isEqualTo("SQLite: FTS5");
        assertThat(browser.evaluate("location.search")).contains("fts5");

        browser.type("\" NOT (");
        browser.await("document.querySelectorAll('.bookmark').length === 0");
        assertThat(text("#empty")).contains("Nothing found.");
        assertThat(browser.evaluate("document.querySelector('#problem').hidden"))
                .isEqualTo("true");
        assertThat(browser.faults()).isEmpty();
    }

    @Test
    void addsFiltersAndDeletesABookmark() throws Exception {
        String title = "<img src=x onerror=\"window.ran=1\"> & more";
        browser.click("#new");
        browser.await("document.querySelector('#editor').open");
        browser.type("javascript:alert(1)");
        browser.click("#form [type=submit]");
        browser.await("document.querySelector('#url-fault').textContent !== ''");
        assertThat(text("#url-fault")).contains("http://");
        assertThat(browser.evaluate("document.activeElement.id")).isEqualTo("url");
        browser.saveScreenshot(SCREENSHOTS.resolve("form.png"));

        browser.evaluate("document.activeElement.select()");
        browser.type("HTTPS://Example.org/a?b=c");
        browser.click("#title");
        browser.type(title);
        browser.click("#tag-input");
        browser.type("Browser, test");
        browser.click("#form [type=submit]");
        browser.await("!document.querySelector('#editor').open");
        browser.await("document.querySelectorAll('.bookmark').length === 7");
        assertThat(text(".bookmark .link")).isEqualTo(title);
        assertThat(browser.evaluate("document.querySelector('.bookmark .link').href"))
                .isEqualTo("https://example.org/a?b=c");
        assertThat(browser.evaluate("typeof window.ran")).isEqualTo("undefined");

        browser.click("#tags li:first-child .tag");
        browser.await("document.querySelectorAll('.bookmark').length === 1");
        assertThat(text("#list-title")).isEqualTo("Tagged “browser”");
        assertThat(browser.evaluate("document.querySelector('#tags .tag').ariaPressed"))
                .isEqualTo("true");

        browser.click(".bookmark .delete");
        browser.await("document.querySelectorAll('.bookmark').length === 0");
        assertThat(text("#deleted-title")).isEqualTo("Deleted “" + title + "”.");
        assertThat(browser.evaluate("document.activeElement.id")).isEqualTo("undo");
        browser.saveScreenshot(SCREENSHOTS.resolve("deleted.png"));
        browser.open("http://127.0.0.1:" + port + "/");
        browser.await("document.querySelectorAll('.bookmark').length === 6");
        assertThat(browser.faults()).isEmpty();
    }

    @Test
    void focusesTheFirstOfTwoWrongFields() throws Exception {
        browser.click("#new");
        browser.await("document.querySelector('#editor').open");
        browser.type("no address");
        browser.click("#tag-input");
        browser.type("<script>");
        browser.click("#form [type=submit]");

        browser.await("document.querySelector('#url-fault').textContent !== ''");
        assertThat(text("#tags-fault")).isNotEmpty();
        assertThat(browser.evaluate("document.activeElement.id")).isEqualTo("url");
    }

    @Test
    void putsADeletedBookmarkBackAsItWas() throws Exception {
        String order = "[...document.querySelectorAll('.bookmark .link')].map((link) => link.textContent).join()";
        String tags = "[...document.querySelectorAll('#tags .tag')].map((tag) => tag.textContent).join()";
        String before = browser.evaluate(order);
        String tagsBefore = browser.evaluate(tags);

        browser.click(".bookmark:first-child .delete");
        browser.await("document.querySelectorAll('.bookmark').length === 5");
        browser.click("#undo");
        browser.await("document.querySelectorAll('.bookmark').length === 6");

        assertThat(browser.evaluate(order)).isEqualTo(before);
        assertThat(browser.evaluate(tags)).isEqualTo(tagsBefore);
        assertThat(browser.evaluate("document.querySelector('#deleted').hidden"))
                .isEqualTo("true");
    }

    @Test
    void leadsOutOfAnEmptyList() throws Exception {
        browser.click("#q");
        browser.type("xyzzy");
        browser.await("!document.querySelector('#empty').hidden");
        browser.click("#empty-all");
        browser.await("document.querySelectorAll('.bookmark').length === 6");
        assertThat(browser.evaluate("document.querySelector('#q').value")).isEmpty();
    }

    private String text(String selector) throws Exception {
        return browser.evaluate("document.querySelector('" + selector + "').textContent.trim()");
    }
}
