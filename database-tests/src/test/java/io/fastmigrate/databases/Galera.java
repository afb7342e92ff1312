package io.fastmigrate.databases;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** A Galera cluster of three MariaDB servers on this machine, from Debian's packages, as long as the tests' JVM runs. */
final class Galera {

    static final int NODES = 3;

    private static final Path PROVIDER = Path.of("/usr/lib/galera/libgalera_smm.so");
    private static final AtomicInteger NUMBERS = new AtomicInteger();
    private static final long START_SECONDS = 180;
    private static final int LOG_LINES = 40;

    private static @Nullable Galera running;

    private final Path directory;
    private final List<Node> nodes = new ArrayList<>();

    private Galera() throws IOException {
        directory = ShortLivedFolders.create("galera-");
        for (int i = 0; i < NODES; i++) {
            nodes.add(new Node("node" + i));
        }
    }

    /** Skips the test where there is no Galera; with FASTMIGRATE_REQUIRE_GALERA=true it fails there. */
    static synchronized Galera cluster() throws Exception {
        for (Path needed : List.of(PROVIDER, Path.of("/usr/sbin/mariadbd"), Path.of("/usr/bin/rsync"))) {
            String message = "There is no " + needed
                    + ": the cluster is not tested. Debian has it in mariadb-server, galera-4 and rsync.";
            if (!Files.exists(needed)) {
                assertThat(System.getenv("FASTMIGRATE_REQUIRE_GALERA"))
                        .as(message)
                        .isNotEqualTo("true");
                System.out.println(message);
            }
            assumeTrue(Files.exists(needed), message);
        }
        if (running == null) {
            Galera cluster = new Galera();
            Runtime.getRuntime().addShutdownHook(new Thread(cluster::end));
            cluster.start();
            running = cluster;
        }
        return running;
    }

    private void start() throws Exception {
        Node first = nodes.get(0);
        own(directory);
        run(List.of("mkdir", first.temporary().toString()));
        run(List.of(
                "mariadb-install-db",
                "--no-defaults",
                "--datadir=" + first.data(),
                "--tmpdir=" + first.temporary(),
                "--auth-root-authentication-method=normal",
                "--skip-test-db",
                "--innodb-log-file-size=8M"));
        first.start("--wsrep-new-cluster");
        first.awaitSynced();
        execute(0, "CREATE USER tests@localhost IDENTIFIED BY 'tests'");
        execute(0, "GRANT ALL ON *.* TO tests@localhost");
        for (int i = 1; i < NODES; i++) {
            nodes.get(i).start();
        }
        for (Node node : nodes) {
            node.awaitSynced();
        }
    }

    private void end() {
        nodes.forEach(Node::destroy);
        try {
            new ProcessBuilder("rm", "-rf", directory.toString()).start().waitFor();
        } catch (IOException | InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Root's rsync would give its rights away on the way, so that root lets another user run the servers. */
    private static boolean isRoot() {
        return "root".equals(System.getProperty("user.name"));
    }

    private static void own(Path directory) throws Exception {
        if (isRoot()) {
            assertThat(new ProcessBuilder("chown", "mysql", directory.toString())
                            .start()
                            .waitFor())
                    .isZero();
        }
    }

    private static List<String> asServer(List<String> command) {
        List<String> whole = new ArrayList<>();
        if (isRoot()) {
            whole.addAll(List.of("setpriv", "--reuid=mysql", "--regid=mysql", "--clear-groups"));
        }
        whole.addAll(command);
        return whole;
    }

    private void run(List<String> command) throws Exception {
        Path log = directory.resolveSibling(directory.getFileName() + ".log");
        int exit = new ProcessBuilder(asServer(command))
                .redirectErrorStream(true)
                .redirectOutput(log.toFile())
                .start()
                .waitFor();
        assertThat(exit).as(Files.readString(log)).isZero();
        Files.delete(log);
    }

    /** Makes a database and returns its name. */
    String database() throws SQLException {
        String name = "g" + NUMBERS.incrementAndGet();
        execute(0, "CREATE DATABASE " + name);
        return name;
    }

    /** Returns the URL of a database by way of one node. */
    String url(int node, String database) {
        return "jdbc:mariadb://127.0.0.1:" + nodes.get(node).port + "/" + database + "?user=tests&password=tests";
    }

    /** Returns the URL for questions, which see what was committed at any node before. */
    String patientUrl(int node, String database) {
        return url(node, database) + "&sessionVariables=wsrep_sync_wait=15";
    }

    void execute(int node, String sql) throws SQLException {
        try (Connection connection = nodes.get(node).connect();
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    /** Ends a node's server by SIGKILL. */
    void kill(int node) {
        nodes.get(node).destroy();
    }

    /** Brings a node back that was killed. */
    void startAgain(int node) throws Exception {
        nodes.get(node).start();
        nodes.get(node).awaitSynced();
    }

    /** Takes a node's network away. */
    void isolate(int node) throws Exception {
        execute(node, "SET GLOBAL wsrep_provider_options = 'gmcast.isolate=1'");
        nodes.get(node).await("wsrep_ready", "OFF");
    }

    /** Gives a node its network back, and waits for nothing. */
    void reconnect(int node) throws SQLException {
        execute(node, "SET GLOBAL wsrep_provider_options = 'gmcast.isolate=0'");
    }

    Optional<String> status(int node, String name) throws SQLException {
        return nodes.get(node).status(name);
    }

    void awaitSynced() throws Exception {
        for (Node node : nodes) {
            node.awaitSynced();
        }
    }

    /** One server. */
    private final class Node {

        private final String name;
        private final int port = Ports.free();
        private final int group = Ports.free();
        private final int increments = Ports.free();
        private final int snapshots = Ports.free();
        private @Nullable Process process;

        Node(String name) throws IOException {
            this.name = name;
        }

        Path data() {
            return directory.resolve(name);
        }

        /** Where no other server puts its temporary tables: a server that starts deletes all that it finds there. */
        Path temporary() {
            return directory.resolve(name + ".tmp");
        }

        void start(String... more) throws Exception {
            run(List.of("mkdir", "-p", data().toString(), temporary().toString()));
            List<String> command = new ArrayList<>(List.of(
                    "mariadbd",
                    "--no-defaults",
                    "--datadir=" + data(),
                    "--tmpdir=" + temporary(),
                    "--socket=" + data() + ".sock",
                    "--pid-file=" + data() + ".pid",
                    "--port=" + port,
                    "--bind-address=127.0.0.1",
                    "--binlog-format=ROW",
                    "--innodb-autoinc-lock-mode=2",
                    "--innodb-flush-log-at-trx-commit=2",
                    "--innodb-log-file-size=8M",
                    "--innodb-buffer-pool-size=32M",
                    "--wsrep-on=ON",
                    "--wsrep-provider=" + PROVIDER,
                    "--wsrep-cluster-name=tests",
                    "--wsrep-cluster-address=gcomm://" + addresses(),
                    "--wsrep-node-name=" + name,
                    "--wsrep-node-address=127.0.0.1:" + group,
                    "--wsrep-sst-method=rsync",
                    "--wsrep-sst-receive-address=127.0.0.1:" + snapshots,
                    "--wsrep-provider-options=gcache.size=32M;evs.suspect_timeout=PT3S;base_port=" + group
                            + ";gmcast.listen_addr=tcp://127.0.0.1:" + group + ";ist.recv_addr=127.0.0.1:"
                            + increments));
            command.addAll(List.of(more));
            Path log = log();
            log.toFile().deleteOnExit();
            process = new ProcessBuilder(asServer(command))
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()))
                    .start();
        }

        private Path log() {
            return directory.resolveSibling(directory.getFileName() + "." + name + ".log");
        }

        private String endOfLog() throws IOException {
            List<String> lines = Files.readAllLines(log());
            return String.join("\n", lines.subList(Math.max(0, lines.size() - LOG_LINES), lines.size()));
        }

        private String addresses() {
            return IntStream.range(0, NODES)
                    .mapToObj(i -> "127.0.0.1:" + nodes.get(i).group)
                    .collect(Collectors.joining(","));
        }

        Connection connect() throws SQLException {
            return DriverManager.getConnection("jdbc:mariadb://127.0.0.1:" + port + "/?"
                    + (running == null ? "user=root" : "user=tests&password=tests"));
        }

        Optional<String> status(String variable) throws SQLException {
            try (Connection connection = connect();
                    Statement statement = connection.createStatement();
                    ResultSet rows = statement.executeQuery("SHOW GLOBAL STATUS LIKE '" + variable + "'")) {
                return rows.next() ? Optional.of(rows.getString(2)) : Optional.empty();
            }
        }

        void awaitSynced() throws Exception {
            await("wsrep_ready", "ON");
            await("wsrep_local_state_comment", "Synced");
        }

        /** A server that is starting takes no one in; one that ended never will. */
        void await(String variable, String value) throws Exception {
            long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(START_SECONDS);
            while (true) {
                try {
                    if (status(variable).filter(value::equals).isPresent()) {
                        return;
                    }
                } catch (SQLException e) {
                    assertThat(process != null && process.isAlive())
                            .as(name + " has ended: " + e + "\n" + endOfLog())
                            .isTrue();
                }
                assertThat(System.nanoTime()).as(name + ": " + variable).isLessThan(end);
                Thread.sleep(100);
            }
        }

        void destroy() {
            Process server = process;
            if (server != null) {
                server.destroyForcibly().onExit().join();
            }
        }
    }
}
