package io.fastmigrate.test.internal.database;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/** Folders for databases, all below one that is removed when the JVM ends. */
public final class TemporaryFolders {

    private static final AtomicLong NUMBERS = new AtomicLong();

    private TemporaryFolders() {}

    private static final class Root {

        private static final Path FOLDER = make();

        private static Path make() {
            try {
                Path folder = Files.createTempDirectory("fastmigrate-test-");
                Runtime.getRuntime().addShutdownHook(new Thread(() -> remove(folder), "fastmigrate-test-removal"));
                return folder;
            } catch (IOException e) {
                throw new UncheckedIOException("Cannot create a temporary folder for the databases of tests", e);
            }
        }
    }

    public static Path create() {
        try {
            return Files.createDirectory(Root.FOLDER.resolve(String.valueOf(NUMBERS.incrementAndGet())));
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot create a temporary folder for a test's database", e);
        }
    }

    /** Removes a folder with all that is in it. What is still open on Windows stays for the end of the JVM. */
    public static void remove(Path folder) {
        try {
            Files.walkFileTree(folder, new Removal());
        } catch (IOException e) {
            // The system cleans its temporary folder.
        }
    }

    private static final class Removal extends SimpleFileVisitor<Path> {

        @Override
        public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
            Files.deleteIfExists(file);
            return FileVisitResult.CONTINUE;
        }

        @Override
        public FileVisitResult visitFileFailed(Path file, IOException e) {
            return FileVisitResult.CONTINUE;
        }

        @Override
        public FileVisitResult postVisitDirectory(Path folder, @Nullable IOException e) throws IOException {
            Files.deleteIfExists(folder);
            return FileVisitResult.CONTINUE;
        }
    }
}
