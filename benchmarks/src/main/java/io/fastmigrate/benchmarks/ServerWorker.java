package io.fastmigrate.benchmarks;

import io.fastmigrate.FastMigrate;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Arrays;
import java.util.logging.LogManager;
import org.flywaydb.core.Flyway;

/** The process that is measured on a server: like {@link Worker}, with a URL in place of a file. */
public final class ServerWorker {

    private ServerWorker() {}

    /** Expects the contender, the URL, the scripts, and how often to migrate. */
    public static void main(String[] args) throws Exception {
        PrintStream out = System.out;
        System.setOut(new PrintStream(OutputStream.nullOutputStream(), false, StandardCharsets.UTF_8));
        LogManager.getLogManager().reset();
        int calls = Integer.parseInt(args[3]);
        long began = System.nanoTime();
        Migrator migrator = migrator(Contender.valueOf(args[0]), args[1], Path.of(args[2]));
        for (int call = 0; call < calls; call++) {
            migrator.migrate();
            long ended = System.nanoTime();
            out.println("nanos " + (ended - began));
            began = System.nanoTime();
        }
        out.flush();
    }

    private static Migrator migrator(Contender contender, String url, Path scripts) {
        return switch (contender) {
            case LIMIT -> () -> atTheLimit(url, scripts);
            case FASTMIGRATE -> FastMigrate.database(url).migrations(scripts).build()::migrate;
            case FLYWAY ->
                Flyway.configure()
                        .dataSource(url, null, null)
                        .locations("filesystem:" + scripts)
                        .load()::migrate;
            case LIQUIBASE -> new LiquibaseMigrator(url, scripts);
            default -> throw new IllegalArgumentException(contender + " does not migrate servers in this benchmark.");
        };
    }

    /** One connection; the version and the history are read; for each script BEGIN, its text, the version, COMMIT. */
    private static void atTheLimit(String url, Path scripts) throws SQLException, IOException {
        String[] names = scripts.toFile().list();
        if (names == null) {
            throw new IOException(scripts + " cannot be listed");
        }
        Arrays.sort(names);
        try (Connection connection = DriverManager.getConnection(url);
                Statement statement = connection.createStatement()) {
            int version = version(statement);
            connection.setAutoCommit(false);
            for (String name : names) {
                int number = Integer.parseInt(name, 0, 4, 10);
                if (number > version) {
                    for (String sql : Files.readString(scripts.resolve(name)).split(";\\R")) {
                        statement.execute(sql);
                    }
                    statement.execute("UPDATE _meta SET version = " + number + " WHERE id = 1");
                    connection.commit();
                }
            }
        }
    }

    private static int version(Statement statement) throws SQLException {
        int version;
        try (ResultSet row = statement.executeQuery("SELECT version FROM _meta WHERE id = 1")) {
            version = row.next() ? row.getInt(1) : 0;
        }
        if (version > 0) {
            try (ResultSet rows = statement.executeQuery(
                    "SELECT version, file_name, checksum FROM _fastmigrate_history ORDER BY version")) {
                while (rows.next()) {
                    rows.getString(3);
                }
            }
        }
        return version;
    }
}
