package io.fastmigrate.sample;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The page in a real browser when the server that it came from is gone, and when it is back. */
class LostServerIT {

    private static final Path SCREENSHOTS = Path.of("target", "screenshots").toAbsolutePath();

    @TempDir
    Path folder;

    @TempDir
    Path profile;

    @Test
    void saysThatTheServerIsLostAndRecoversWhenItIsBack() throws Exception {
        try (Chromium browser = Chromium.startOrSkip(profile)) {
            String address;
            try (SampleJar jar = SampleJar.start(folder)) {
                address = jar.address();
                browser.open(address + "/");
                browser.await("document.querySelectorAll('.bookmark').length === 6");
                awaitText(browser, "#state", "Up to date");
                deleteAll(address);
                browser.open(address + "/");
                awaitText(browser, "#empty-title", "No bookmarks yet.");
                assertThat(browser.evaluate("document.querySelector('#empty-add').hidden"))
                        .isEqualTo("false");
            }

            awaitText(browser, "#state", "Unreachable");
            assertThat(browser.evaluate("document.querySelector('#state').className"))
                    .isEqualTo("state bad");
            browser.click("#q");
            browser.type("fts5");
            browser.await("!document.querySelector('#problem').hidden");
            assertThat(browser.evaluate("document.querySelector('#problem').textContent"))
                    .contains("The server cannot be reached.");
            assertThat(browser.evaluate("document.querySelector('#empty').hidden"))
                    .isEqualTo("true");
            assertThat(browser.evaluate("document.querySelector('#count').textContent"))
                    .isEmpty();
            browser.saveScreenshot(SCREENSHOTS.resolve("lost.png"));

            try (SampleJar back = SampleJar.start(
                    folder, "--server.port=" + URI.create(address).getPort())) {
                back.address();
                awaitText(browser, "#state", "Up to date");
                browser.await("document.querySelector('#problem').hidden");
                awaitText(browser, "#empty-title", "Nothing found.");
            }
        }
    }

    private static void deleteAll(String address) throws Exception {
        HttpClient client = HttpClient.newHttpClient();
        for (int id = 1; id <= 6; id++) {
            HttpRequest delete = HttpRequest.newBuilder(URI.create(address + "/api/bookmarks/" + id))
                    .DELETE()
                    .build();
            assertThat(client.send(delete, HttpResponse.BodyHandlers.discarding())
                            .statusCode())
                    .isEqualTo(204);
        }
    }

    private static void awaitText(Chromium browser, String selector, String text) throws Exception {
        browser.await("document.querySelector('" + selector + "').textContent.trim() === '" + text + "'");
    }
}
