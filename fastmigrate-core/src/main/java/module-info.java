/**
 * Database migrations from a folder of numbered scripts and one integer version. Start with {@link io.fastmigrate.FastMigrate}.
 *
 * <p>An application that keeps its scripts in its own module opens their package: {@code opens db.migration;} for {@code
 * classpath:db/migration}.
 */
@SuppressWarnings("module") // the modules that see more are compiled after this one
module io.fastmigrate.core {
    requires transitive java.sql;
    requires org.slf4j;
    requires org.xerial.sqlitejdbc;
    requires static org.jspecify;

    exports io.fastmigrate;
    exports io.fastmigrate.adapter;
    exports io.fastmigrate.error;
    exports io.fastmigrate.internal.authoring to
            io.fastmigrate.lint;
    exports io.fastmigrate.internal.bridge to
            io.fastmigrate.lint,
            io.fastmigrate.schema,
            io.fastmigrate.test;
    exports io.fastmigrate.internal.file to
            io.fastmigrate.lint;
    exports io.fastmigrate.internal.inspect to
            io.fastmigrate.lint,
            io.fastmigrate.report,
            io.fastmigrate.schema;
    exports io.fastmigrate.internal.port to
            io.fastmigrate.lint,
            io.fastmigrate.report,
            io.fastmigrate.schema,
            io.fastmigrate.test;
    exports io.fastmigrate.internal.script to
            io.fastmigrate.lint,
            io.fastmigrate.test;
    exports io.fastmigrate.internal.sql.dialect to
            io.fastmigrate.lint;
    exports io.fastmigrate.internal.sql.names to
            io.fastmigrate.lint;
    exports io.fastmigrate.internal.sql.scan to
            io.fastmigrate.lint;
    exports io.fastmigrate.internal.sql.script to
            io.fastmigrate.lint;
    exports io.fastmigrate.internal.sql.session to
            io.fastmigrate.lint;
    exports io.fastmigrate.internal.sql.statement to
            io.fastmigrate.lint;
    exports io.fastmigrate.internal.sql.token to
            io.fastmigrate.lint;
    exports io.fastmigrate.internal.sqlite to
            io.fastmigrate.test;

    uses io.fastmigrate.adapter.AsyncDatabaseAdapter;
    uses io.fastmigrate.adapter.DatabaseAdapter;
    uses java.sql.Driver;
}
