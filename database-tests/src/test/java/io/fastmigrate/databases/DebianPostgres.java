package io.fastmigrate.databases;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A PostgreSQL of the operating system's packages, with the programs that belong to it. It asks for passwords, and ends
 * with the tests' JVM.
 */
final class DebianPostgres {

    static final String PASSWORD = "t00ls-secret";

    private static final AtomicInteger NUMBERS = new AtomicInteger();
    private static final Path HOMES = Path.of("/usr/lib/postgresql");

    private DebianPostgres() {}

    /** Whether tests that need database programs must not be skipped. */
    static boolean isRequired() {
        return Boolean.parseBoolean(System.getenv("FASTMIGRATE_REQUIRE_DATABASE_TOOLS"));
    }

    /** Skips the test where there is none, with a line that says so; fails it where there must be one. */
    static void require() {
        boolean there = bin().isPresent();
        assertThat(there || !isRequired())
                .as("PostgreSQL's packages are installed")
                .isTrue();
        assumeTrue(there, "Skipped: the packages of PostgreSQL (server and pg_dump) are not installed here.");
    }

    /** Returns the directory of the newest version's programs. */
    static Optional<Path> bin() {
        Optional<Path> newest = Optional.empty();
        try (DirectoryStream<Path> versions = Files.newDirectoryStream(HOMES, "[0-9]*")) {
            for (Path version : versions) {
                Path bin = version.resolve("bin");
                boolean whole =
                        Files.isExecutable(bin.resolve("postgres")) && Files.isExecutable(bin.resolve("pg_dump"));
                if (whole && (newest.isEmpty() || bin.compareTo(newest.get()) > 0)) {
                    newest = Optional.of(bin);
                }
            }
        } catch (IOException e) {
            return Optional.empty();
        }
        return newest;
    }

    private static final class Running {
        static final int PORT = start();

        private static int start() {
            try {
                return startServer(bin().orElseThrow());
            } catch (IOException e) {
                throw new IllegalStateException(e);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new IllegalStateException(e);
            }
        }
    }

    private static int startServer(Path bin) throws IOException, InterruptedException {
        Path home = ShortLivedFolders.create("debian-");
        Path password = Files.writeString(home.resolve("password"), PASSWORD + "\n");
        boolean root = System.getProperty("user.name").equals("root");
        if (root) {
            run(List.of("chown", "-R", "postgres", home.toString()));
        }
        List<String> as = root ? List.of("runuser", "-u", "postgres", "--") : List.of();
        Path data = home.resolve("data");
        run(command(
                as,
                bin.resolve("initdb").toString(),
                "--pgdata=" + data,
                "--username=postgres",
                "--pwfile=" + password,
                "--auth=scram-sha-256",
                "--encoding=UTF8",
                "--no-sync"));
        int port = Ports.free();
        String pgCtl = bin.resolve("pg_ctl").toString();
        String options = "-p " + port + " -k " + home + " -c fsync=off -c listen_addresses=localhost";
        run(command(as, pgCtl, "start", "-w", "-t", "180", "-D", data.toString(), "-o", options, "-l", home + "/log"));
        Runtime.getRuntime()
                .addShutdownHook(
                        new Thread(() -> stop(command(as, pgCtl, "stop", "-m", "immediate", "-D", data.toString()))));
        return port;
    }

    /** Returns what pg_dump writes of a database, rows included, without what differs from run to run. */
    static List<String> dump(String database) throws IOException, InterruptedException {
        ProcessBuilder builder = new ProcessBuilder(
                        bin().orElseThrow().resolve("pg_dump").toString(),
                        "--host=localhost",
                        "--port=" + port(),
                        "--username=postgres",
                        database)
                .redirectErrorStream(true);
        builder.environment().put("PGPASSWORD", PASSWORD);
        Process process = builder.start();
        List<String> lines = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8)
                .lines()
                .filter(line -> !line.startsWith("\\restrict") && !line.startsWith("\\unrestrict"))
                .toList();
        assertThat(process.waitFor()).as(lines.toString()).isZero();
        return lines;
    }

    private static List<String> command(List<String> as, String... words) {
        List<String> command = new ArrayList<>(as);
        command.addAll(List.of(words));
        return command;
    }

    private static void run(List<String> command) throws IOException, InterruptedException {
        Path log = Files.createTempFile("debian-postgres", ".log");
        Process process = new ProcessBuilder(command)
                .directory(Path.of("/").toFile())
                .redirectErrorStream(true)
                .redirectOutput(log.toFile())
                .start();
        int exitCode = process.waitFor();
        String output = Files.readString(log, StandardCharsets.UTF_8);
        Files.delete(log);
        assertThat(exitCode).as("%s: %s", command, output).isZero();
    }

    private static void stop(List<String> command) {
        try {
            run(command);
        } catch (IOException e) {
            throw new IllegalStateException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    static int port() {
        return Running.PORT;
    }

    /** Returns the URL of a database, for a user who needs no password in it where one is given beside. */
    static String url(String database) {
        return "jdbc:postgresql://localhost:" + port() + "/" + database + "?user=postgres&password=" + PASSWORD;
    }

    /** Makes a database and returns its name. */
    static String newDatabase() throws SQLException {
        String name = "tools" + NUMBERS.incrementAndGet();
        Servers.execute(url("postgres"), "CREATE DATABASE " + name);
        return name;
    }

    /** Lets the server take TLS too, and returns its own certificate by which it proves that it is localhost. */
    static Path useTls() throws IOException, InterruptedException, SQLException {
        Path data;
        try (Connection connection = DriverManager.getConnection(url("postgres"));
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("SHOW data_directory")) {
            row.next();
            data = Path.of(row.getString(1));
        }
        Path certificate = data.resolve("server.crt");
        Path key = data.resolve("server.key");
        List<String> make = List.of(
                "openssl",
                "req",
                "-new",
                "-x509",
                "-days",
                "30",
                "-nodes",
                "-subj",
                "/CN=localhost",
                "-addext",
                "subjectAltName=DNS:localhost",
                "-keyout",
                key.toString(),
                "-out",
                certificate.toString());
        run(make);
        Files.setPosixFilePermissions(key, PosixFilePermissions.fromString("rw-------"));
        if (System.getProperty("user.name").equals("root")) {
            run(List.of("chown", "postgres", key.toString(), certificate.toString()));
        }
        Servers.execute(url("postgres"), "ALTER SYSTEM SET ssl = on");
        Servers.execute(url("postgres"), "SELECT pg_reload_conf()");
        while (!isUp(url("postgres") + "&sslmode=require")) {
            Thread.onSpinWait();
        }
        return certificate;
    }

    static boolean isUp(String url) {
        try {
            DriverManager.getConnection(url).close();
            return true;
        } catch (SQLException e) {
            return false;
        }
    }
}
