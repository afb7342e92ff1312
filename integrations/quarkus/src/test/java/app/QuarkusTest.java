package app;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Starts the application as it was built. */
class QuarkusTest {

    @TempDir
    Path directory;

    @Test
    void migratesBeforeTheFirstUse() throws Exception {
        assertEquals(List.of("book: Emma", "book: Villette"), books(start()));
        assertTrue(Files.exists(directory.resolve("books.mv.db")));

        assertEquals(List.of("book: Emma", "book: Villette"), books(start()));
    }

    private static List<String> books(String output) {
        return output.lines().filter(line -> line.startsWith("book: ")).toList();
    }

    private String start() throws Exception {
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Dbooks.db=" + directory.resolve("books"),
                        "-jar",
                        "target/quarkus-app/quarkus-run.jar")
                .redirectErrorStream(true)
                .start();
        process.getOutputStream().close();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertEquals(0, process.waitFor(), output);
        return output;
    }
}
