package io.fastmigrate.sample;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.webmvc.test.autoconfigure.AutoConfigureMockMvc;
import org.springframework.http.MediaType;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;
import org.springframework.test.web.servlet.assertj.MockMvcTester;
import org.springframework.test.web.servlet.assertj.MvcTestResult;

@SpringBootTest
@AutoConfigureMockMvc
class BookmarkApiTest {

    @TempDir
    static Path folder;

    @Autowired
    private MockMvcTester mvc;

    @Autowired
    private JdbcClient jdbc;

    @DynamicPropertySource
    static void database(DynamicPropertyRegistry registry) {
        registry.add("fastmigrate.db", () -> folder.resolve("bookmarks.db").toString());
    }

    @BeforeEach
    void empty() {
        jdbc.sql("DELETE FROM bookmark").update();
        jdbc.sql("DELETE FROM tag").update();
    }

    @Test
    void addsAndReturnsABookmark() {
        MvcTestResult added = add("""
                {"url": "HTTPS://Example.org", "title": "Example", "note": "a note", "tags": ["B", "a"]}""");

        assertThat(added)
                .hasStatus(201)
                .headers()
                .hasHeaderSatisfying(
                        "Location",
                        values -> assertThat(values).singleElement().asString().startsWith("/api/bookmarks/"));
        String location = String.valueOf(added.getResponse().getHeader("Location"));
        assertThat(mvc.get().uri(location)).hasStatusOk().bodyJson().isLenientlyEqualTo("""
                        {"url": "https://example.org/", "title": "Example", "note": "a note", "tags": ["a", "b"]}""");
    }

    @Test
    void refusesASecondBookmarkOfOnePage() {
        assertThat(add("{\"url\": \"https://example.org/\"}")).hasStatus(201);

        assertThat(add("{\"url\": \"https://EXAMPLE.org:443\"}"))
                .hasStatus(409)
                .bodyJson()
                .extractingPath("$.detail")
                .asString()
                .contains("https://example.org/ already");
        assertThat(total("")).isEqualTo(1);
    }

    @Test
    void saysWhichFieldIsAtFault() {
        assertThat(add("{\"url\": \"javascript:alert(1)\", \"tags\": [\"<b>\"]}"))
                .hasStatus(400)
                .hasContentType(MediaType.APPLICATION_PROBLEM_JSON)
                .bodyJson()
                .extractingPath("$.errors")
                .asMap()
                .containsOnlyKeys("url", "tags");
        assertThat(total("")).isZero();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "null", "{", "[]", "\"text\"", "{\"url\": {\"a\": 1}}", "{\"tags\": 7}"})
    void answersABodyThatIsNoBookmarkWithAProblem(String body) {
        assertThat(add(body)).hasStatus(400);
        assertThat(total("")).isZero();
    }

    @Test
    void refusesOtherMediaTypesAndHugeBodies() {
        assertThat(mvc.post()
                        .uri("/api/bookmarks")
                        .contentType(MediaType.TEXT_PLAIN)
                        .content("{}"))
                .hasStatus(415);
        assertThat(add("{\"url\": \"https://example.org/\", \"note\": \"" + "x".repeat(70_000) + "\"}"))
                .hasStatus(413);
    }

    @Test
    void findsWordsTheirBeginningsAndTags() {
        add("{\"url\": \"https://example.org/1\", \"title\": \"Rebuilding tables\", \"tags\": [\"sql\"]}");
        add("{\"url\": \"https://example.org/2\", \"title\": \"Café\", \"note\": \"tables to sit at\"}");

        assertThat(total("?q=tables")).isEqualTo(2);
        assertThat(total("?q=rebuil")).isEqualTo(1);
        assertThat(total("?q=cafe")).isEqualTo(1);
        assertThat(total("?q=tables&tag=sql")).isEqualTo(1);
        assertThat(total("?tag=sql")).isEqualTo(1);
        assertThat(total("?tag=other")).isZero();
        assertThat(total("?q=nothing")).isZero();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "\"",
                "*",
                "\"\"",
                "a\"b",
                "AND",
                "OR OR",
                "NEAR(",
                "title:",
                "-x",
                "^",
                "(",
                "'; DROP TABLE bookmark; --",
                "\u0000",
                "%",
                "_",
                "{x}",
                "\ud83d\ude00",
                "NOT NOT"
            })
    void takesAnythingAsSearchInput(String typed) {
        add("{\"url\": \"https://example.org/1\", \"title\": \"Something\"}");

        assertThat(mvc.get().uri("/api/bookmarks").param("q", typed)).hasStatusOk();
        assertThat(total("")).isEqualTo(1);
    }

    @Test
    void findsAWordBetweenSignsThatMeanSomethingToFts5() {
        add("{\"url\": \"https://example.org/1\", \"title\": \"Something\"}");

        assertThat(mvc.get().uri("/api/bookmarks").param("q", "*\"something\"*:^("))
                .bodyJson()
                .extractingPath("$.total")
                .isEqualTo(1);
    }

    @Test
    void changesABookmarkAndItsTags() {
        String location = String.valueOf(add("{\"url\": \"https://example.org/1\", \"tags\": [\"old\"]}")
                .getResponse()
                .getHeader("Location"));
        add("{\"url\": \"https://example.org/2\"}");

        assertThat(put(location, "{\"url\": \"https://example.org/3\", \"title\": \"New\", \"tags\": [\"new\"]}"))
                .hasStatusOk();
        assertThat(put(location, "{\"url\": \"https://example.org/2\"}")).hasStatus(409);
        assertThat(put("/api/bookmarks/99999", "{\"url\": \"https://example.org/4\"}"))
                .hasStatus(404);
        assertThat(total("?q=New&tag=new")).isEqualTo(1);
        assertThat(mvc.get().uri("/api/tags")).bodyJson().isStrictlyEqualTo("[{\"name\": \"new\", \"count\": 1}]");
    }

    @Test
    void deletesABookmarkWithItsTagsAndItsWords() {
        String location = String.valueOf(add("{\"url\": \"https://example.org/1\", \"tags\": [\"a\"]}")
                .getResponse()
                .getHeader("Location"));

        assertThat(mvc.delete().uri(location)).hasStatus(204);
        assertThat(mvc.delete().uri(location)).hasStatus(404);
        assertThat(mvc.get().uri(location)).hasStatus(404);
        assertThat(mvc.get().uri("/api/tags")).bodyJson().isStrictlyEqualTo("[]");
        assertThat(total("?q=example")).isZero();
    }

    @Test
    void pagesThroughTheList() {
        IntStream.range(0, 7).forEach(i -> add("{\"url\": \"https://example.org/" + i + "\"}"));

        assertThat(mvc.get().uri("/api/bookmarks?limit=3&offset=6")).bodyJson().satisfies(json -> {
            assertThat(json).extractingPath("$.total").isEqualTo(7);
            assertThat(json).extractingPath("$.bookmarks").asArray().hasSize(1);
        });
        assertThat(mvc.get().uri("/api/bookmarks?limit=-1&offset=-5")).hasStatusOk();
        assertThat(mvc.get().uri("/api/bookmarks?limit=many")).hasStatus(400);
    }

    @Test
    void takesManyAtOnce() throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(8);
        try {
            List<Callable<Integer>> calls = IntStream.range(0, 40)
                    .<Callable<Integer>>mapToObj(i -> () -> add("{\"url\": \"https://example.org/" + i
                                    + "\", \"tags\": [\"shared\", \"t" + i % 5 + "\"]}")
                            .getResponse()
                            .getStatus())
                    .toList();
            for (Future<Integer> status : threads.invokeAll(calls)) {
                assertThat(status.get()).isEqualTo(201);
            }
        } finally {
            threads.shutdownNow();
        }
        assertThat(total("?tag=shared")).isEqualTo(40);
    }

    @Test
    void showsTheSchemaAndServesThePageWithoutAnythingFromElsewhere() {
        assertThat(mvc.get().uri("/actuator/fastmigrate"))
                .hasStatusOk()
                .bodyJson()
                .satisfies(json -> {
                    assertThat(json).extractingPath("$.format").isEqualTo(1);
                    assertThat(json)
                            .extractingPath("$.contexts.bookmarks.databases.fastMigrate.state")
                            .isEqualTo("UP_TO_DATE");
                    assertThat(json)
                            .extractingPath("$.contexts.bookmarks.databases.fastMigrate.version")
                            .isEqualTo(10);
                    assertThat(json)
                            .extractingPath("$.contexts.bookmarks.databases.fastMigrate.target")
                            .isEqualTo(10);
                    assertThat(json)
                            .extractingPath("$.contexts.bookmarks.databases.fastMigrate.applied[0].appliedAt")
                            .asString()
                            .endsWith("Z");
                });
        assertThat(mvc.get().uri("/actuator/fastmigrate")).bodyText().doesNotContain(String.valueOf(folder));
        assertThat(mvc.get().uri("/index.html"))
                .hasStatusOk()
                .hasHeader(
                        "Content-Security-Policy",
                        "default-src 'self'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'")
                .bodyText()
                .contains("<title>Bookmarks</title>")
                .doesNotContain("src=\"http", "href=\"http");
    }

    private MvcTestResult add(String body) {
        return mvc.post()
                .uri("/api/bookmarks")
                .contentType(MediaType.APPLICATION_JSON)
                .content(body)
                .exchange();
    }

    private MvcTestResult put(String location, String body) {
        return mvc.put()
                .uri(location)
                .contentType(MediaType.APPLICATION_JSON)
                .content(body)
                .exchange();
    }

    private int total(String query) {
        Page page = mvc.get()
                .uri("/api/bookmarks" + query)
                .exchange()
                .assertThat()
                .hasStatusOk()
                .bodyJson()
                .convertTo(Page.class)
                .actual();
        return page.total();
    }
}
