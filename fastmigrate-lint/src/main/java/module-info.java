/**
 * Reads migration scripts before they run. Start with {@link io.fastmigrate.lint.Linter}.
 */
module io.fastmigrate.lint {
    requires transitive io.fastmigrate.core;
    requires java.sql;
    requires org.xerial.sqlitejdbc;
    requires static org.jspecify;

    exports io.fastmigrate.lint;
}
