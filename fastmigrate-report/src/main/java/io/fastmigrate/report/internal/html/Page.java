package io.fastmigrate.report.internal.html;

import io.fastmigrate.report.internal.facts.DatabaseFacts;
import java.time.Instant;
import java.util.List;

/** The whole page. It has no script, and its policy forbids all. */
public final class Page {

    private static final String POLICY =
            "default-src 'none'; style-src 'unsafe-inline'; img-src data:; base-uri 'none'; form-action 'none'";

    private final Html html = new Html();
    private final List<DatabaseFacts> databases;
    private final Instant now;

    private Page(List<DatabaseFacts> databases, Instant now) {
        this.databases = databases;
        this.now = now;
    }

    /**
     * Returns the page.
     *
     * @param now when the facts were read
     */
    public static String of(List<DatabaseFacts> databases, Instant now) {
        return new Page(databases, now).write();
    }

    private String write() {
        html.open("html", "lang", "en");
        head();
        html.open("body");
        html.element("a", "Skip to the content", "class", "skip", "href", "#content");
        html.open("header").element("h1", "Database migrations").open("p", "class", "quiet");
        html.text(Texts.databases(databases.size()) + ", read at ");
        Texts.time(html, now);
        html.text(" UTC").closeLine();
        if (databases.size() > 1) {
            overview();
        }
        html.closeLine().open("main", "id", "content");
        for (int i = 0; i < databases.size(); i++) {
            DatabaseSection.write(html, databases.get(i), id(i));
        }
        html.closeLine();
        html.element("footer", "Written by fastmigrate. It shows the databases as they were at the time above.");
        return html.closeLine().closeLine().toString();
    }

    private void head() {
        html.open("head").empty("meta", "charset", "utf-8");
        html.empty("meta", "http-equiv", "Content-Security-Policy", "content", POLICY);
        html.empty("meta", "name", "viewport", "content", "width=device-width, initial-scale=1");
        html.empty("meta", "name", "referrer", "content", "no-referrer");
        html.empty("link", "rel", "icon", "href", "data:,");
        html.element("title", title()).style(Css.page()).closeLine();
    }

    private String title() {
        return databases.size() == 1
                ? databases.get(0).name() + " \u2013 database migrations"
                : "Migrations of " + Texts.databases(databases.size());
    }

    private void overview() {
        html.open("nav", "aria-label", "Databases").open("ul", "class", "overview");
        for (int i = 0; i < databases.size(); i++) {
            DatabaseFacts database = databases.get(i);
            html.open("li").open("div", "class", "title");
            html.element("a", database.name(), "href", "#" + id(i));
            DatabaseSection.badge(html, database.standing().state());
            html.close();
            if (database.standing().state().hasVersion()) {
                html.element("span", DatabaseSection.versions(database), "class", "quiet");
            }
            html.closeLine();
        }
        html.close().closeLine();
    }

    private static String id(int database) {
        return "d" + (database + 1);
    }
}
