package io.fastmigrate.databases;

import static org.assertj.core.api.Assertions.assertThat;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** A PostgreSQL of one test's own, which may be stopped, started again and followed. */
final class PostgresServer implements AutoCloseable {

    private final Path data;
    private final Path log;
    private final int port;
    private @Nullable EmbeddedPostgres server;

    private PostgresServer(Path data, int port) {
        this.data = data;
        this.log = data.resolveSibling(data.getFileName() + ".log");
        this.port = port;
    }

    /** Makes a server that does not run yet; its port is free. */
    static PostgresServer stopped(Path data) throws IOException {
        return new PostgresServer(data, Ports.free());
    }

    static PostgresServer running(Path data) throws IOException {
        PostgresServer server = stopped(data);
        server.start();
        return server;
    }

    void start() throws IOException {
        server = EmbeddedPostgres.builder()
                .setDataDirectory(data)
                .setCleanDataDirectory(false)
                .setPort(port)
                .setPGStartupWait(Duration.ofMinutes(3))
                .setServerConfig("fsync", "off")
                .setServerConfig("log_statement", "all")
                .setErrorRedirector(ProcessBuilder.Redirect.appendTo(log.toFile()))
                .setOutputRedirector(ProcessBuilder.Redirect.appendTo(log.toFile()))
                .start();
    }

    /** Ends all connections and the server. */
    void stop() throws IOException {
        if (server != null) {
            server.close();
            server = null;
        }
    }

    /** Makes a server that follows this one, from a copy of its files. */
    PostgresServer follower(Path copy) throws Exception {
        stop();
        assertThat(new ProcessBuilder("cp", "-a", data.toString(), copy.toString())
                        .start()
                        .waitFor())
                .isZero();
        start();
        Files.createFile(copy.resolve("standby.signal"));
        Files.writeString(
                copy.resolve("postgresql.auto.conf"),
                "primary_conninfo = 'host=127.0.0.1 port=" + port + " user=postgres'\n",
                StandardOpenOption.APPEND);
        return running(copy);
    }

    /** Asks for a password from a user. */
    void askPassword(String user) throws Exception {
        Path rules = data.resolve("pg_hba.conf");
        Files.writeString(rules, "host all " + user + " all scram-sha-256\n" + Files.readString(rules));
        Servers.execute(url("postgres"), "SELECT pg_reload_conf()");
    }

    int port() {
        return port;
    }

    String url(String database) {
        return "jdbc:postgresql://127.0.0.1:" + port + "/" + database + "?user=postgres";
    }

    /** Returns what the server wrote into its log, with all statements. */
    String log() throws IOException {
        return Files.readString(log);
    }

    @Override
    public void close() throws IOException {
        stop();
    }
}
