/** The command line. It exports nothing: what programs call is in {@code io.fastmigrate.core}. */
module io.fastmigrate.cli {
    requires info.picocli;
    requires io.fastmigrate.core;
    requires io.fastmigrate.lint;
    requires io.fastmigrate.report;
    requires io.fastmigrate.schema;
    requires org.xerial.sqlitejdbc;
    requires static org.jspecify;

    uses java.util.spi.ToolProvider;

    provides java.util.spi.ToolProvider with
            io.fastmigrate.cli.FastMigrateTool;

    opens io.fastmigrate.cli to
            info.picocli;
    opens io.fastmigrate.cli.command to
            info.picocli;
    opens io.fastmigrate.cli.database to
            info.picocli;
    opens io.fastmigrate.cli.mcp to
            info.picocli;
    opens io.fastmigrate.cli.option to
            info.picocli;
    opens io.fastmigrate.cli.report to
            info.picocli;
    opens io.fastmigrate.cli.schema to
            info.picocli;
}
