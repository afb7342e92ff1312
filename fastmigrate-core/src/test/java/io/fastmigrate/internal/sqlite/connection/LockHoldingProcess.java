package io.fastmigrate.internal.sqlite.connection;

import java.sql.Connection;
import java.sql.DriverManager;

/** Another program: has a database to itself until it is killed, and says so with an exclamation mark. */
final class LockHoldingProcess {

    private LockHoldingProcess() {}

    public static void main(String[] arguments) throws Exception {
        try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + arguments[0])) {
            Sql.run(connection, "BEGIN EXCLUSIVE");
            System.out.print('!');
            System.out.flush();
            System.in.read();
        }
    }
}
