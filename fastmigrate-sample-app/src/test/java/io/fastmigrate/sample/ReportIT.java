package io.fastmigrate.sample;

import static org.assertj.core.api.Assertions.assertThat;

import io.fastmigrate.FastMigrate;
import io.fastmigrate.TransactionScope;
import io.fastmigrate.report.HtmlReport;
import io.fastmigrate.report.ReportedDatabase;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * The report in a real browser: with the sample's database, and with 100 tables made by 1,000 scripts; on a telephone and on a desk,
 * light and dark, on paper, by keyboard, and without JavaScript. Its screenshots are in {@code target/screenshots}; with {@code
 * -Dfastmigrate.images=write} those of the README are written again.
 */
class ReportIT {

    private static final Path SCREENSHOTS = Path.of("target", "screenshots").toAbsolutePath();
    private static final Path IMAGES = Path.of("..", "docs", "images").toAbsolutePath();

    @TempDir
    static Path shared;

    @TempDir
    Path folder;

    @TempDir
    Path profile;

    private Chromium browser;

    @BeforeEach
    void startBrowser() throws Exception {
        browser = Chromium.startOrSkip(profile);
    }

    @AfterEach
    void close() throws Exception {
        if (browser != null) {
            browser.close();
        }
    }

    private FastMigrate sample() throws IOException {
        Path scripts = SampleJar.copyOfScripts(folder.resolve("migrations"));
        FastMigrate sample = FastMigrate.sqlite(folder.resolve("bookmarks.db"))
                .migrations(scripts)
                .appliedBy("ada@example")
                .build();
        sample.create();
        sample.migrate();
        Files.writeString(
                scripts.resolve("0011-add-folders.sql"),
                "CREATE TABLE folder (id INTEGER PRIMARY KEY, name TEXT NOT NULL);\n");
        Files.writeString(
                scripts.resolve("0012-compact.sql"),
                "CREATE INDEX tag_name ON tag (name);\nVACUUM;\nANALYZE tag;\nCREATE TABLE log (x);\n");
        return sample;
    }

    /** The tables refer to others as those of a grown application do: mostly to a few, some to themselves, some to none. */
    private static FastMigrate large() throws IOException, SQLException {
        Path database = shared.resolve("large.db");
        Path scripts = shared.resolve("many");
        FastMigrate large = FastMigrate.sqlite(database)
                .migrations(scripts)
                .transaction(TransactionScope.RUN)
                .build();
        if (Files.exists(database)) {
            return large;
        }
        Files.createDirectories(scripts);
        Random random = new Random(11);
        List<String> things =
                List.of("customers", "orders", "invoices", "products", "shipments", "payments", "contracts");
        for (int i = 1; i <= 1000; i++) {
            StringBuilder sql = new StringBuilder();
            if (i <= 100) {
                sql.append("CREATE TABLE ")
                        .append(table(things, i))
                        .append(" (id INTEGER PRIMARY KEY, name TEXT NOT NULL");
                int keys = i < 8 || i % 9 == 0 ? 0 : 1 + random.nextInt(3);
                for (int key = 0; key < keys; key++) {
                    int other = random.nextInt(3) > 0 ? 1 + random.nextInt(7) : 1 + random.nextInt(Math.min(i, 40));
                    sql.append(", ").append(things.get(other % 7)).append(key).append("_id INTEGER REFERENCES ");
                    sql.append(table(things, other));
                }
                sql.append(", note TEXT)");
            } else {
                sql.append("CREATE INDEX index_").append(i).append(" ON ").append(table(things, 1 + i % 100));
                sql.append(" (name, ").append(i).append(")");
            }
            Files.writeString(scripts.resolve(String.format(Locale.ROOT, "%04d-step-%d.sql", i, i)), sql + ";\n");
        }
        large.create();
        large.migrate();
        try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + database);
                Statement statement = connection.createStatement()) {
            statement.executeUpdate("UPDATE _fastmigrate_history SET applied_at ="
                    + " strftime('%Y-%m-%dT%H:%M:%fZ', '2022-03-01', (version * 36 + version % 7 * 20) || ' hours')");
        }
        return large;
    }

    private static String table(List<String> things, int number) {
        return things.get(number % 7) + (number < 8 ? "" : "_part_" + number);
    }

    private void open(FastMigrate database, String name) throws Exception {
        Path file = folder.resolve(name + ".html");
        Files.writeString(
                file,
                HtmlReport.of(List.of(ReportedDatabase.of(name, database).hiding(ReportedDatabase.Part.LOCATION)))
                        .html());
        browser.open(file.toUri().toString());
    }

    private void look(int width, String scheme) throws Exception {
        browser.send(
                "Emulation.setDeviceMetricsOverride",
                Map.of("width", width, "height", 900, "deviceScaleFactor", 1, "mobile", width < 500));
        browser.send(
                "Emulation.setEmulatedMedia",
                Map.of(
                        "media",
                        "screen",
                        "features",
                        List.of(Map.of("name", "prefers-color-scheme", "value", scheme))));
    }

    @ParameterizedTest
    @CsvSource({"390, light", "390, dark", "1280, light", "1280, dark"})
    void theSampleIsLegible(int width, String scheme) throws Exception {
        open(sample(), "bookmarks");
        look(width, scheme);
        assertLegible(width);
        save("report-sample-" + width + "-" + scheme, "body");
    }

    @ParameterizedTest
    @CsvSource({"390, light", "390, dark", "1280, light", "1280, dark"})
    void aHundredTablesAndAThousandScriptsAreLegible(int width, String scheme) throws Exception {
        open(large(), "shop");
        look(width, scheme);
        assertThat(browser.evaluate("document.querySelectorAll('.er a').length"))
                .isEqualTo("100");
        assertThat(browser.evaluate("document.querySelectorAll('.time li').length"))
                .isEqualTo("1000");
        assertLegible(width);
        save("report-large-" + width + "-" + scheme, "body");
        browser.evaluate("document.querySelector('.er').style.maxHeight = 'none',"
                + " document.querySelector('.er').style.width = 'max-content'");
        save("report-large-picture-" + width + "-" + scheme, ".er");
    }

    /** Nothing runs over the edge, texts stay in their boxes, and have enough contrast. */
    private void assertLegible(int width) throws Exception {
        assertThat(browser.evaluate("document.documentElement.scrollWidth")).isEqualTo(Integer.toString(width));
        assertThat(browser.evaluate("""
                [...document.querySelectorAll('body *')]
                  .filter(e => !e.closest('.er, .scroll, .skip') && e.getClientRects().length)
                  .filter(e => e.getBoundingClientRect().right > innerWidth || e.getBoundingClientRect().left < 0)
                  .map(e => e.outerHTML.slice(0, 200)).join('\\n')""")).isEmpty();
        assertThat(browser.evaluate("""
                [...document.querySelectorAll('.er a')].flatMap(a => {
                  const box = a.querySelector('.box').getBBox();
                  const texts = [...a.querySelectorAll('text')].map(t => t.getBBox());
                  const outside = texts.some(t => t.x < box.x || t.x + t.width > box.x + box.width || t.y + t.height > box.y + box.height);
                  const over = texts.some((t, i) => texts.some((o, j) => i < j && t.x < o.x + o.width && o.x < t.x + t.width
                    && t.y < o.y + o.height && o.y < t.y + t.height));
                  return outside || over ? [a.textContent] : [];
                }).join('\\n')""")).isEmpty();
        assertThat(browser.evaluate(CONTRAST)).isEmpty();
        assertThat(browser.evaluate("document.scripts.length")).isEqualTo("0");
        assertThat(browser.faults()).isEmpty();
    }

    /** Returns texts whose contrast is below 4.5, and lines below 3, by the formula of WCAG 2. */
    private static final String CONTRAST = """
            (() => {
              const rgb = c => (c.match(/[\\d.]+/g) || []).map(Number);
              const light = c => rgb(c).slice(0, 3).map(v => v / 255)
                .map(v => v <= .04045 ? v / 12.92 : ((v + .055) / 1.055) ** 2.4)
                .reduce((sum, v, i) => sum + v * [.2126, .7152, .0722][i], 0);
              const ratio = (a, b) => (Math.max(light(a), light(b)) + .05) / (Math.min(light(a), light(b)) + .05);
              const ground = e => { for (; e; e = e.parentElement) {
                const c = getComputedStyle(e).backgroundColor; if (rgb(c)[3] !== 0) return c; } return 'rgb(255,255,255)'; };
              const weak = [];
              for (const e of document.querySelectorAll('body *')) {
                const own = [...e.childNodes].some(n => n.nodeType === 3 && n.data.trim());
                if (!own || e.closest('title')) continue;
                const svg = e.closest('svg');
                const back = svg ? getComputedStyle(svg.querySelector(e.matches('.name') ? '.head' : '.box')).fill : ground(e);
                const style = getComputedStyle(e);
                if (ratio(svg ? style.fill : style.color, back) < 4.5) weak.push(e.outerHTML.slice(0, 120));
              }
              for (const e of document.querySelectorAll('.er .line')) {
                if (ratio(getComputedStyle(e).stroke, ground(e.closest('.er'))) < 3) weak.push(e.getAttribute('class'));
              }
              return weak.slice(0, 20).join('\\n');
            })()""";

    @Test
    void thePictureFollowsTheKeyboardAndTheMouse() throws Exception {
        open(sample(), "bookmarks");
        look(1280, "light");
        browser.send("Emulation.setFocusEmulationEnabled", Map.of("enabled", true));
        browser.evaluate("document.querySelector('.er a.b0').focus()");
        assertThat(browser.evaluate("getComputedStyle(document.querySelector('.er .line.t0')).strokeWidth"))
                .isEqualTo("3.5px");
        assertThat(browser.evaluate("document.querySelector('.er').tabIndex")).isEqualTo("0");
        browser.click(".er a.b0");
        browser.await("location.hash === '#d1-t1'");
        assertThat(browser.evaluate("getComputedStyle(document.querySelector('article:target')).outlineStyle"))
                .isEqualTo("solid");
    }

    @Test
    void itNeedsNoJavaScriptAndMonthsOpenByKeyboard() throws Exception {
        browser.send("Emulation.setScriptExecutionDisabled", Map.of("value", true));
        open(large(), "shop");
        look(1280, "light");
        browser.evaluate("document.querySelector('details:not([open]) summary').focus()");
        String open = browser.evaluate("document.querySelectorAll('details[open]').length");
        browser.press("\r");
        browser.await("document.querySelectorAll('details[open]').length === " + open + " + 1");
    }

    @Test
    void paperShowsAllThatIsClosedOnTheScreen() throws Exception {
        open(large(), "shop");
        browser.send("Emulation.setEmulatedMedia", Map.of("media", "print"));
        assertThat(browser.evaluate("""
                [...document.querySelectorAll('.time li')].filter(e => !e.checkVisibility() || e.offsetHeight === 0).length""")).isEqualTo("0");
        assertThat(browser.evaluate("getComputedStyle(document.querySelector('.er')).overflow"))
                .isEqualTo("visible");
        String pdf = browser.send("Page.printToPDF", Map.of("preferCSSPageSize", true))
                .path("data")
                .asString();
        Files.createDirectories(SCREENSHOTS);
        Files.write(SCREENSHOTS.resolve("report-large.pdf"), Base64.getDecoder().decode(pdf));
    }

    @Test
    void theImagesOfTheReadmeAreSmall() throws Exception {
        open(sample(), "bookmarks");
        look(1280, "light");
        browser.evaluate("document.body.innerHTML = document.body.innerHTML.replaceAll('" + folder + "/', '')");
        save("report", "body", 1000);
        assertThat(browser.evaluate("document.body.innerText")).doesNotContain(folder.toString());
        if ("write".equals(System.getProperty("fastmigrate.images"))) {
            Files.copy(
                    SCREENSHOTS.resolve("report.png"),
                    IMAGES.resolve("report.png"),
                    StandardCopyOption.REPLACE_EXISTING);
        }
        assertThat(IMAGES.resolve("report.png")).isNotEmptyFile();
        assertThat(Files.size(IMAGES.resolve("report.png"))).isLessThanOrEqualTo(150_000);
    }

    private void save(String name, String selector) throws Exception {
        save(name, selector, 9000);
    }

    /** Saves an element, also what is beyond the window, down to a height. */
    private void save(String name, String selector, int highest) throws Exception {
        String[] box = browser.evaluate(
                        "(() => { const b = document.querySelector('" + selector
                                + "').getBoundingClientRect(); return `${b.x + scrollX} ${b.y + scrollY} ${b.width} ${b.height}`; })()")
                .split(" ", -1);
        Map<String, ?> clip = Map.of(
                "x",
                Double.valueOf(box[0]),
                "y",
                Double.valueOf(box[1]),
                "width",
                Double.valueOf(box[2]),
                "height",
                Math.min(Double.parseDouble(box[3]), highest),
                "scale",
                1);
        String data = browser.send(
                        "Page.captureScreenshot", Map.of("format", "png", "captureBeyondViewport", true, "clip", clip))
                .path("data")
                .asString();
        Files.createDirectories(SCREENSHOTS);
        Files.write(SCREENSHOTS.resolve(name + ".png"), Base64.getDecoder().decode(data));
    }
}
