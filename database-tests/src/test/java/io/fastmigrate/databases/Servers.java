package io.fastmigrate.databases;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;

/** Servers that run as long as the tests' JVM does, and fresh databases on them. */
final class Servers {

    private static final AtomicInteger NUMBERS = new AtomicInteger();

    /** So many databases of PostgreSQL are kept, each of some 8 MB in memory; older ones are of tests that have ended. */
    private static final int KEPT = 200;

    private static final Queue<String> POSTGRES_DATABASES = new ConcurrentLinkedQueue<>();

    private Servers() {}

    /** One PostgreSQL for all tests; another one only for tests that stop it. */
    private static final class Postgres {
        static final EmbeddedPostgres SERVER = start();

        private static EmbeddedPostgres start() {
            try {
                return EmbeddedPostgres.builder()
                        .setDataDirectory(ShortLivedFolders.create("postgres-"))
                        .setPort(Ports.free())
                        .setServerConfig("fsync", "off")
                        .setServerConfig("autovacuum", "off") // it takes transaction numbers, which tests count
                        .setServerConfig("max_connections", "100")
                        .setServerConfig("max_prepared_transactions", "10")
                        .start();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    private static final class Maria {
        static final MariaServer SERVER = start();

        private static MariaServer start() {
            try {
                return MariaServer.runningWithTls();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    /** Makes a database on PostgreSQL and returns its URL. */
    static String postgres() throws SQLException {
        String name = "t" + NUMBERS.incrementAndGet();
        execute(postgres("postgres"), "CREATE DATABASE " + name);
        POSTGRES_DATABASES.add(name);
        if (POSTGRES_DATABASES.size() > KEPT) {
            dropUnlessHeld(POSTGRES_DATABASES.remove());
        }
        return postgres(name);
    }

    /** A transaction that a test left prepared, or a slot, keeps a database. */
    private static void dropUnlessHeld(String name) {
        try {
            execute(postgres("postgres"), "DROP DATABASE IF EXISTS " + name + " WITH (FORCE)");
        } catch (SQLException e) {
            return;
        }
    }

    static String postgres(String name) {
        return "jdbc:postgresql://localhost:" + Postgres.SERVER.getPort() + "/" + name + "?user=postgres";
    }

    static int postgresPort() {
        return Postgres.SERVER.getPort();
    }

    /** Makes a database on MariaDB and returns its URL. */
    static String maria() throws SQLException {
        String name = "t" + NUMBERS.incrementAndGet();
        execute(maria("test"), "CREATE DATABASE " + name);
        return maria(name);
    }

    static String maria(String name) {
        return Maria.SERVER.url(name);
    }

    /** Returns the URL of a user who may do everything in that database, and nothing outside. */
    static String mariaUser(String url) throws SQLException {
        String name = url.replaceFirst(".*/(\\w+)\\?.*", "$1");
        execute(url, "CREATE USER IF NOT EXISTS 'only" + name + "'@'localhost' IDENTIFIED BY 'tests'");
        execute(url, "GRANT ALL ON " + name + ".* TO 'only" + name + "'@'localhost'");
        return url.replace("user=tests", "user=only" + name);
    }

    /** Returns the path of a program that came with MariaDB. */
    static String mariaProgram(String name) {
        return Maria.SERVER.program(name);
    }

    static void execute(String url, String sql) throws SQLException {
        try (Connection connection = DriverManager.getConnection(url);
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }
}
