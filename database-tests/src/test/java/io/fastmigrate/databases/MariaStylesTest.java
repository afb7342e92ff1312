package io.fastmigrate.databases;

class MariaStylesTest extends ServerStylesTest {

    MariaStylesTest() {
        super("maria", "MariaDB");
    }

    @Override
    String newDatabase() throws Exception {
        return Servers.maria();
    }
}
