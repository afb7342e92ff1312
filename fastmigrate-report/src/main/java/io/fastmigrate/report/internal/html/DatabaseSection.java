package io.fastmigrate.report.internal.html;

import io.fastmigrate.report.internal.facts.DatabaseFacts;
import io.fastmigrate.report.internal.model.Schema;
import java.util.List;

/** All about one database. */
final class DatabaseSection {

    private final Html html;
    private final DatabaseFacts database;
    private final String id;

    private DatabaseSection(Html html, DatabaseFacts database, String id) {
        this.html = html;
        this.database = database;
        this.id = id;
    }

    static void write(Html html, DatabaseFacts database, String id) {
        new DatabaseSection(html, database, id).write();
    }

    static void badge(Html html, DatabaseFacts.State state) {
        String tone = switch (state) {
            case UP_TO_DATE -> "good";
            case PENDING, MIGRATING, AHEAD -> "wait";
            case UNMANAGED, MISSING, UNREADABLE -> "bad";
        };
        html.element("span", state.text(), "class", "badge " + tone);
    }

    /** Returns the version, and the target if it is another one. */
    static String versions(DatabaseFacts database) {
        DatabaseFacts.Standing standing = database.standing();
        return "Version " + standing.version()
                + (standing.version() == standing.target() ? "" : ", scripts up to " + standing.target());
    }

    private void write() {
        html.open("section", "class", "database", "id", id, "aria-labelledby", id + "-name");
        head();
        PendingSection.write(html, database.scripts(), id);
        HistorySection.write(html, database.scripts(), id);
        Schema schema = database.schema();
        if (schema != null) {
            SchemaSection.write(html, schema, id);
        }
        html.closeLine();
    }

    private void head() {
        DatabaseFacts.Standing standing = database.standing();
        html.open("header").open("div", "class", "title");
        html.element("h2", database.name(), "id", id + "-name");
        badge(html, standing.state());
        html.closeLine();
        html.open("dl", "class", "facts");
        if (standing.state().hasVersion()) {
            fact("Version", Integer.toString(standing.version()));
            fact("Highest script", Integer.toString(standing.target()));
            fact("Pending", Texts.count(database.scripts().pending().size(), "script"));
        }
        if (!database.location().isEmpty() && !database.location().equals(database.name())) {
            fact("Database", database.location());
        }
        html.closeLine();
        explain(standing);
        standing.problems().forEach(this::problem);
        standing.warnings().forEach(this::warning);
        jumps();
        html.closeLine();
    }

    private void fact(String name, String value) {
        html.open("div").element("dt", name).element("dd", value).close();
    }

    private void explain(DatabaseFacts.Standing standing) {
        String text = switch (standing.state()) {
            case MISSING -> "There is no database yet. The first migration, or fastmigrate create, makes it.";
            case UNMANAGED ->
                "The database has no version (no table _meta). Bring it under management with fastmigrate enroll or"
                        + " fastmigrate adopt.";
            case AHEAD -> "The database is newer than these scripts.";
            case MIGRATING -> standing.note();
            default -> "";
        };
        if (!text.isEmpty()) {
            html.element("p", text);
        }
    }

    private void problem(DatabaseFacts.Problem problem) {
        html.open("div", "class", "notice problem").open("p").element("strong", problem.title());
        html.close()
                .element("p", problem.message())
                .element("p", problem.advice())
                .closeLine();
    }

    private void warning(String message) {
        html.open("div", "class", "notice warning").open("p").element("strong", "Warning: ");
        html.text(message).close().closeLine();
    }

    private void jumps() {
        DatabaseFacts.Scripts scripts = database.scripts();
        Schema schema = database.schema();
        html.open("nav", "class", "jumps", "aria-label", "Parts of " + database.name());
        jump("pending", "Pending scripts", scripts.pending().size());
        jump(
                "history",
                "History",
                scripts.applied().size() + scripts.repeatable().size());
        if (schema != null) {
            jump("schema", "Schema", schema.withoutViews().size());
            jump("tables", "Tables", schema.tables().size());
        }
        html.closeLine();
    }

    private void jump(String part, String title, int number) {
        if (number > 0) {
            html.element("a", title + " (" + number + ")", "href", "#" + id + "-" + part);
        }
    }

    /** Opens a part of a database's section. */
    static void open(Html html, String id, String title) {
        html.open("section", "class", "card", "id", id, "aria-labelledby", id + "-title");
        html.element("h3", title, "id", id + "-title");
    }

    /** Writes a list of names in one paragraph; nothing without any. */
    static void names(Html html, String title, List<String> names) {
        if (!names.isEmpty()) {
            html.open("p").text(title + ": ");
            for (int i = 0; i < names.size(); i++) {
                html.text(i == 0 ? "" : ", ").element("code", names.get(i));
            }
            html.closeLine();
        }
    }
}
