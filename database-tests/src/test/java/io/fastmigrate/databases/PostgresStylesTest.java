package io.fastmigrate.databases;

class PostgresStylesTest extends ServerStylesTest {

    PostgresStylesTest() {
        super("postgres", "PostgreSQL");
    }

    @Override
    String newDatabase() throws Exception {
        return Servers.postgres();
    }
}
