package io.fastmigrate.databases;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.AnnotatedElementContext;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.io.TempDirFactory;

/**
 * Folders for the data of servers and for {@code @TempDir}: in memory where there is enough of it, since a database is made and dropped there several times
 * faster than on a disk; otherwise in the temporary directory. All of them are removed when the tests' JVM has ended.
 */
final class ShortLivedFolders implements TempDirFactory {

    private static final Path MEMORY = Path.of("/dev/shm");
    private static final long ENOUGH_BYTES = 6L << 30;

    /** Ends when the JVM does, however that ends, since its input does. The servers need a moment to end. */
    private static final String REMOVE = "trap '' INT TERM; cat >/dev/null; sleep 5; rm -rf \"$0\"";

    private static @Nullable Path all;

    @Override
    public Path createTempDirectory(AnnotatedElementContext element, ExtensionContext extension) throws IOException {
        return create("junit-");
    }

    static Path create(String prefix) throws IOException {
        return Files.createTempDirectory(all(), prefix);
    }

    private static synchronized Path all() throws IOException {
        Path known = all;
        if (known == null) {
            String prefix = "fastmigrate-tests-"; // the path of a socket within it has no more than 107 bytes
            known = hasMemory() ? Files.createTempDirectory(MEMORY, prefix) : Files.createTempDirectory(prefix);
            // Servers that run as another user have their data within it.
            known.toFile().setExecutable(true, false);
            new ProcessBuilder("sh", "-c", REMOVE, known.toString())
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .redirectError(ProcessBuilder.Redirect.DISCARD)
                    .start();
            all = known;
        }
        return known;
    }

    private static boolean hasMemory() throws IOException {
        return Files.isWritable(MEMORY)
                && Files.getFileStore(MEMORY).getUsableSpace() >= ENOUGH_BYTES
                && runsPrograms(MEMORY);
    }

    /** Containers mount it so that nothing in it runs, and some tests write programs. */
    private static boolean runsPrograms(Path folder) throws IOException {
        Path program = Files.createTempFile(folder, "fastmigrate-", ".sh");
        try {
            return program.toFile().setExecutable(true) && Files.isExecutable(program);
        } finally {
            Files.delete(program);
        }
    }
}
