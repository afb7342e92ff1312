package io.fastmigrate.test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.fastmigrate.test.internal.server.MemoryFolders;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The server that the test kit starts, with its data in memory where there is some. */
class EmbeddedPostgresServerTest {

    /** A JVM that ends without a word. */
    static final class Killed {

        private Killed() {}

        public static void main(String[] arguments) throws SQLException {
            System.out.println(start());
            Runtime.getRuntime().halt(7);
        }
    }

    /** Starts one and returns its data directory and URL. */
    private static String start() throws SQLException {
        EmbeddedPostgresServer server = new EmbeddedPostgresServer();
        String url = server.url() + "?user=postgres";
        try (Connection connection = DriverManager.getConnection(url)) {
            return FastMigrateTestTest.query(connection, "SHOW data_directory") + " " + url;
        }
    }

    @Test
    void leavesNothingInMemoryWhenItsJvmIsKilled() throws Exception {
        assumeTrue(MemoryFolders.next().isPresent(), "There is no memory for files.");
        Process killed = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        Killed.class.getName())
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        List<String> left = List.of(new String(killed.getInputStream().readAllBytes(), StandardCharsets.UTF_8)
                .strip()
                .split(" ", 2));
        assertThat(killed.waitFor()).isEqualTo(7);
        Path folder = Path.of(left.get(0));
        assertThat(folder).isDirectory().hasParent(Path.of("/dev/shm"));

        Path own = Path.of(start().split(" ", 2)[0]);
        assertThat(folder).doesNotExist();
        assertThat(folder.resolveSibling(folder.getFileName() + ".lock")).doesNotExist();
        assertThatThrownBy(() -> DriverManager.getConnection(left.get(1)).close())
                .isInstanceOf(SQLException.class);
        MemoryFolders.next();
        assertThat(own).isDirectory();
        assertThat(Files.exists(own.resolve("postmaster.pid"))).isTrue();
    }
}
