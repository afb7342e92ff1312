package io.fastmigrate.databases;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** A pooler in front of the tests' PostgreSQL, from Debian's package, with few connections to the server. */
final class PgBouncer implements AutoCloseable {

    private static final Path PROGRAM = Path.of("/usr/sbin/pgbouncer");

    private final Path directory;
    private final int port;
    private final Process process;

    private PgBouncer(Path directory, int port, Process process) {
        this.directory = directory;
        this.port = port;
        this.process = process;
    }

    /**
     * Starts one; skips the test where there is none, and with FASTMIGRATE_REQUIRE_PGBOUNCER=true fails there.
     *
     * @param mode session or transaction
     */
    static PgBouncer start(String mode) throws Exception {
        String message = "There is no " + PROGRAM + ": poolers are not tested. Debian has it in pgbouncer.";
        if (!Files.exists(PROGRAM)) {
            assertThat(System.getenv("FASTMIGRATE_REQUIRE_PGBOUNCER"))
                    .as(message)
                    .isNotEqualTo("true");
            System.out.println(message);
        }
        assumeTrue(Files.exists(PROGRAM), message);
        int port = Ports.free();
        Path directory = Files.createTempDirectory("pgbouncer");
        Path settings = Files.write(
                directory.resolve("pgbouncer.ini"),
                List.of(
                        "[databases]",
                        "* = host=127.0.0.1 port=" + Servers.postgresPort() + " user=postgres",
                        "[pgbouncer]",
                        "listen_addr = 127.0.0.1",
                        "listen_port = " + port,
                        "unix_socket_dir =",
                        "auth_type = any",
                        "pool_mode = " + mode,
                        "default_pool_size = " + (mode.equals("session") ? 50 : 4),
                        "max_client_conn = 200",
                        "ignore_startup_parameters = extra_float_digits"));
        boolean root = "root".equals(System.getProperty("user.name"));
        if (root) {
            assertThat(new ProcessBuilder("chown", "-R", "nobody", directory.toString())
                            .start()
                            .waitFor())
                    .isZero();
        }
        List<String> plain = List.of(PROGRAM.toString(), settings.toString());
        List<String> command =
                root ? List.of("setpriv", "--reuid=nobody", "--clear-groups", plain.get(0), plain.get(1)) : plain;
        Path log = directory.resolveSibling(directory.getFileName() + ".log");
        log.toFile().deleteOnExit();
        PgBouncer pooler = new PgBouncer(
                directory,
                port,
                new ProcessBuilder(command)
                        .redirectErrorStream(true)
                        .redirectOutput(log.toFile())
                        .start());
        pooler.await(log);
        return pooler;
    }

    private void await(Path log) throws Exception {
        long end = System.nanoTime() + TimeUnit.MINUTES.toNanos(2);
        while (true) {
            try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
                assertThat(socket.isConnected()).isTrue();
                return;
            } catch (IOException e) {
                assertThat(process.isAlive() && System.nanoTime() < end)
                        .as(Files.readString(log))
                        .isTrue();
                Thread.sleep(50);
            }
        }
    }

    /** Returns the way to a database through the pooler. */
    String url(String direct) {
        return direct.replaceFirst("localhost:\\d+", "127.0.0.1:" + port);
    }

    @Override
    public void close() throws IOException {
        process.destroyForcibly().onExit().join();
        Files.delete(directory.resolve("pgbouncer.ini"));
        Files.delete(directory);
    }
}
