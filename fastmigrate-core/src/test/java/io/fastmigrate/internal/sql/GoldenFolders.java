package io.fastmigrate.internal.sql;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** Cases kept as folders of an {@code input.sql} and what is {@code expected} of it. */
public final class GoldenFolders {

    private GoldenFolders() {}

    public static List<Path> under(String name) {
        try (Stream<Path> folders = Files.list(Path.of("src/test/resources", name))) {
            return folders.filter(Files::isDirectory).sorted().toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public static byte[] input(Path folder) throws IOException {
        return Files.readAllBytes(folder.resolve("input.sql"));
    }

    public static String expected(Path folder) throws IOException {
        return Files.readString(folder.resolve("expected"), StandardCharsets.UTF_8);
    }
}
