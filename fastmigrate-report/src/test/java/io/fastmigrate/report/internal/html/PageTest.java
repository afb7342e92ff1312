package io.fastmigrate.report.internal.html;

import static org.assertj.core.api.Assertions.assertThat;

import io.fastmigrate.report.internal.facts.DatabaseFacts;
import io.fastmigrate.report.internal.model.Schema;
import io.fastmigrate.report.internal.model.Table;
import java.io.StringReader;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.IntStream;
import javax.xml.parsers.DocumentBuilderFactory;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;
import org.xml.sax.InputSource;

class PageTest {

    private static final Instant NOW = Instant.parse("2026-02-03T04:05:06Z");
    private static final String EVIL = "\"'&<script>alert(1)</script>\u0000\u0007\ud800\u202e";
    private static final String SHOWN = "\"'&<script>alert(1)</script>\ufffd\ufffd\ufffd\u202e";

    private static DatabaseFacts facts(
            DatabaseFacts.Standing standing, DatabaseFacts.Scripts scripts, @Nullable Schema schema) {
        return new DatabaseFacts("main", "/data/app.db", standing, scripts, schema);
    }

    private static DatabaseFacts.Standing standing(DatabaseFacts.State state) {
        return new DatabaseFacts.Standing(state, 7, 9, "", List.of(), List.of());
    }

    private static DatabaseFacts.Applied applied(int number, String when) {
        String padded = String.format(Locale.ROOT, "%04d", number);
        return new DatabaseFacts.Applied(
                padded, padded + "-a.sql", Instant.parse(when), Duration.ofMillis(12), "ada@host");
    }

    private static Table table(String name, Table.ForeignKey... keys) {
        return new Table(
                name,
                "table",
                List.of(new Table.Column("id", "INTEGER", false, "")),
                List.of("id"),
                List.of(keys),
                new Table.Objects(List.of(), List.of()));
    }

    /** Parses the page as XML, which is stricter than HTML. */
    private static Document parse(String page) throws Exception {
        return DocumentBuilderFactory.newInstance().newDocumentBuilder().parse(new InputSource(new StringReader(page)));
    }

    private static List<Element> all(Document document, String name) {
        NodeList nodes = document.getElementsByTagName(name);
        return IntStream.range(0, nodes.getLength())
                .mapToObj(i -> (Element) nodes.item(i))
                .toList();
    }

    private static DatabaseFacts evil() {
        Table table = new Table(
                EVIL,
                "table",
                List.of(new Table.Column(EVIL, EVIL, true, EVIL)),
                List.of(EVIL),
                List.of(new Table.ForeignKey(List.of(EVIL), EVIL, List.of(EVIL), EVIL)),
                new Table.Objects(
                        List.of(new Table.Index(EVIL, List.of(EVIL), true)), List.of(new Table.Trigger(EVIL, EVIL))));
        return new DatabaseFacts(
                EVIL,
                EVIL,
                new DatabaseFacts.Standing(
                        DatabaseFacts.State.MIGRATING,
                        1,
                        2,
                        EVIL,
                        List.of(new DatabaseFacts.Problem(EVIL, EVIL, EVIL)),
                        List.of(EVIL)),
                new DatabaseFacts.Scripts(
                        List.of(new DatabaseFacts.Pending(
                                EVIL, EVIL, EVIL, List.of(new DatabaseFacts.Finding(EVIL, EVIL, 3, EVIL)))),
                        List.of(EVIL),
                        List.of(new DatabaseFacts.Applied(EVIL, EVIL, NOW, Duration.ZERO, EVIL)),
                        List.of(),
                        List.of(EVIL)),
                new Schema(List.of(table)));
    }

    @Test
    void everyTextIsShownAndNoneIsMarkup() throws Exception {
        String page = Page.of(List.of(evil(), evil()), NOW);
        Document document = parse(page);
        assertThat(page).doesNotContain("<script");
        assertThat(all(document, "script")).isEmpty();
        String text = document.getDocumentElement().getTextContent();
        // Each place of evil() twice, in texts; more in titles and lists.
        assertThat(text.split(java.util.regex.Pattern.quote(SHOWN), -1).length - 1)
                .isGreaterThan(50);
    }

    @Test
    void itHasNoScriptAndLoadsNothing() throws Exception {
        Document document = parse(Page.of(List.of(evil()), NOW));
        for (String name : List.of("script", "img", "iframe", "object", "embed", "form", "base")) {
            assertThat(all(document, name)).as(name).isEmpty();
        }
        assertThat(all(document, "link"))
                .singleElement()
                .satisfies(link -> assertThat(link.getAttribute("href")).isEqualTo("data:,"));
        assertThat(all(document, "a"))
                .allSatisfy(link -> assertThat(link.getAttribute("href")).startsWith("#"));
        assertThat(all(document, "style"))
                .allSatisfy(style -> assertThat(style.getTextContent()).doesNotContain("url(", "@import"));
        assertThat(all(document, "meta"))
                .anySatisfy(meta -> assertThat(meta.getAttribute("content")).startsWith("default-src 'none'"));
    }

    @Test
    void everyLinkLeadsToOnePlace() throws Exception {
        Document document = parse(Page.of(List.of(evil(), evil()), NOW));
        List<String> ids = new ArrayList<>();
        all(document, "*").stream()
                .map(element -> element.getAttribute("id"))
                .filter(id -> !id.isEmpty())
                .forEach(ids::add);
        assertThat(ids).doesNotHaveDuplicates();
        Set<String> targets = new HashSet<>();
        all(document, "a").forEach(link -> targets.add(link.getAttribute("href").substring(1)));
        assertThat(ids).containsAll(targets);
    }

    @Test
    void findingsHaveNoPlaceWhereThereAreNone() {
        DatabaseFacts.Pending pending = new DatabaseFacts.Pending("0008-a.sql", "atomic", "", List.of());
        String page = Page.of(
                List.of(facts(
                        standing(DatabaseFacts.State.PENDING),
                        new DatabaseFacts.Scripts(List.of(pending), List.of(), List.of(), List.of(), List.of()),
                        null)),
                NOW);
        assertThat(page).contains("0008-a.sql", "atomic").doesNotContain("Findings");
    }

    @Test
    void findingsStandBesideTheirScript() {
        DatabaseFacts.Pending pending = new DatabaseFacts.Pending(
                "0008-a.sql",
                "atomic",
                "",
                List.of(new DatabaseFacts.Finding("warning", "drop-column", 4, "Drops a column")));
        String page = Page.of(
                List.of(facts(
                        standing(DatabaseFacts.State.PENDING),
                        new DatabaseFacts.Scripts(List.of(pending), List.of(), List.of(), List.of(), List.of()),
                        null)),
                NOW);
        assertThat(page).contains("Findings", "warning, line 4: Drops a column (drop-column)");
    }

    @Test
    void saysOfEachStateWhatItIs() {
        for (DatabaseFacts.State state : DatabaseFacts.State.values()) {
            String page = Page.of(List.of(facts(standing(state), DatabaseFacts.Scripts.NONE, null)), NOW);
            assertThat(page).contains(">" + state.text() + "</span>");
            assertThat(page.contains("<dt>Version</dt>")).isEqualTo(state.hasVersion());
        }
    }

    @Test
    void aThousandScriptsAreGroupedByMonthAndTheNewestAreOpen() throws Exception {
        List<DatabaseFacts.Applied> applied = new ArrayList<>();
        for (int i = 0; i < 1000; i++) {
            applied.add(applied(
                    i + 1,
                    Instant.parse("2020-01-01T00:00:00Z")
                            .plus(Duration.ofDays(2L * i))
                            .toString()));
        }
        Document document = parse(Page.of(
                List.of(facts(
                        standing(DatabaseFacts.State.UP_TO_DATE),
                        new DatabaseFacts.Scripts(List.of(), List.of(), applied, List.of(), List.of()),
                        null)),
                NOW));
        List<Element> months = all(document, "details");
        assertThat(months).hasSize(66);
        assertThat(months.get(0).hasAttribute("open")).isTrue();
        assertThat(months.get(65).hasAttribute("open")).isFalse();
        assertThat(months.stream().filter(month -> month.hasAttribute("open")).count())
                .isLessThan(5);
        assertThat(document.getDocumentElement().getTextContent()).contains("0001-a.sql", "1000-a.sql");
        assertThat(months.get(0).getTextContent()).contains("1000-a.sql");
    }

    @Test
    void aThousandScriptsOfOneDayAreDivided() throws Exception {
        List<DatabaseFacts.Applied> applied = new ArrayList<>();
        for (int i = 1; i <= 1000; i++) {
            applied.add(applied(i, "2026-02-03T04:05:06Z"));
        }
        Document document = parse(Page.of(
                List.of(facts(
                        standing(DatabaseFacts.State.UP_TO_DATE),
                        new DatabaseFacts.Scripts(List.of(), List.of(), applied, List.of(), List.of()),
                        null)),
                NOW));
        List<Element> groups = all(document, "details");
        assertThat(groups).hasSize(10);
        assertThat(groups.stream().filter(group -> group.hasAttribute("open"))).hasSize(1);
        assertThat(groups.get(0).getTextContent()).startsWith("2026-02 100 scripts, 0901 to 1000");
    }

    @Test
    void showsEachTableOfThePictureAndItsForeignKeys() throws Exception {
        Schema schema = new Schema(List.of(
                table("a"),
                table("b", new Table.ForeignKey(List.of("id"), "A", List.of(), "CASCADE")),
                table("c", new Table.ForeignKey(List.of("id"), "elsewhere", List.of("x"), ""))));
        Document document = parse(Page.of(
                List.of(facts(standing(DatabaseFacts.State.UP_TO_DATE), DatabaseFacts.Scripts.NONE, schema)), NOW));
        Element picture = all(document, "svg").get(0);
        assertThat(picture.getElementsByTagName("a").getLength()).isEqualTo(3);
        assertThat(all(document, "g"))
                .singleElement()
                .satisfies(line -> assertThat(line.getTextContent()).isEqualTo("\u2192 a"));
        assertThat(document.getDocumentElement().getTextContent())
                .contains("id \u2192 A, on delete cascade", "id \u2192 elsewhere(x)");
    }

    @Test
    void cutsNamesThatAreTooLongForABox() throws Exception {
        Document document = parse(Page.of(
                List.of(facts(
                        standing(DatabaseFacts.State.UP_TO_DATE),
                        DatabaseFacts.Scripts.NONE,
                        new Schema(List.of(table("n".repeat(200)), table("\u6f22".repeat(40)))))),
                NOW));
        assertThat(all(document, "text").stream().map(Element::getTextContent))
                .contains("n".repeat(27) + "\u2026", "\u6f22".repeat(13) + "\u2026");
    }
}
