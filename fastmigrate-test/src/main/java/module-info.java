/**
 * The test kit: a fresh database for each test, and contract suites for writers of adapters. Its packages are open, since
 * JUnit and Spring call what is in them.
 */
@SuppressWarnings("requires-automatic") // Spring's jars have no descriptors
open module io.fastmigrate.test {
    requires transitive io.fastmigrate.core;
    requires transitive org.junit.jupiter.api;
    requires org.assertj.core;
    requires org.xerial.sqlitejdbc;
    requires static com.zaxxer.hikari;
    requires static io.fastmigrate.lint;
    requires static org.hibernate.orm.core;
    requires static org.jspecify;
    requires static spring.beans;
    requires static spring.context;
    requires static spring.core;
    requires static spring.test;

    exports io.fastmigrate.test;
    exports io.fastmigrate.test.verify;
}
