package io.fastmigrate.report;

import io.fastmigrate.FastMigrate;
import io.fastmigrate.report.internal.facts.DatabaseFacts;
import io.fastmigrate.report.internal.html.Page;
import java.time.Instant;
import java.util.List;

/**
 * A page that shows where databases stand: version, history, pending scripts with their plan, and the schema as a picture and table by
 * table. One HTML file without scripts, images or style sheets from elsewhere.
 *
 * <pre>{@code
 * Files.writeString(Path.of("report.html"), HtmlReport.of(fastMigrate).html());
 * }</pre>
 */
public final class HtmlReport {

    private final List<ReportedDatabase> databases;

    private HtmlReport(List<ReportedDatabase> databases) {
        this.databases = databases;
    }

    /** Makes the report of one database, which is called as {@link FastMigrate#databaseName()} says. */
    public static HtmlReport of(FastMigrate database) {
        return of(List.of(ReportedDatabase.of(database.databaseName(), database)));
    }

    /** Makes the report of databases, in this order. */
    public static HtmlReport of(List<ReportedDatabase> databases) {
        return new HtmlReport(List.copyOf(databases));
    }

    /**
     * Reads the databases and returns the page. Never writes to a database; one that is missing, unmanaged or cannot be read is shown as
     * such.
     */
    public String html() {
        List<DatabaseFacts> facts =
                databases.stream().map(ReportedDatabase::read).toList();
        return Page.of(facts, Instant.now());
    }
}
