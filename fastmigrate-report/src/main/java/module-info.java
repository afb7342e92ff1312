/** A page about databases. Start with {@link io.fastmigrate.report.HtmlReport}. */
module io.fastmigrate.report {
    requires transitive io.fastmigrate.core;
    requires static org.jspecify;

    exports io.fastmigrate.report;
}
