package io.fastmigrate.schema.internal;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Stream;

/**
 * Keeps in files what scripts made on temporary databases, so that they do not run again. A file that cannot be read, or is damaged, counts as
 * missing, and where none can be written the work is done without.
 */
public final class SchemaCache {

    private static final int KEPT = 100;
    private static final int DIGEST_LENGTH = 32;
    private static final String SUFFIX = ".schema";

    private final Path directory;
    private final String build;

    /** @param build what tells this build of the program from another one, which may write definitions in another way */
    public SchemaCache(Path directory, String build) {
        this.directory = directory;
        this.build = build;
    }

    /**
     * Returns what is kept, or makes and keeps it.
     *
     * @param key the same only where the same would be made; empty where that is not known, so that nothing is kept
     */
    public List<String> get(Optional<String> key, Supplier<List<String>> made) {
        if (key.isEmpty()) {
            return made.get();
        }
        Path file = directory.resolve(
                HexFormat.of().formatHex(sha256((build + '\0' + key.get()).getBytes(StandardCharsets.UTF_8))) + SUFFIX);
        Optional<List<String>> kept = read(file);
        if (kept.isPresent()) {
            return kept.get();
        }
        List<String> texts = made.get();
        write(file, texts);
        return texts;
    }

    private static Optional<List<String>> read(Path file) {
        if (!Files.isRegularFile(file)) {
            return Optional.empty();
        }
        try {
            byte[] all = Files.readAllBytes(file);
            if (all.length < DIGEST_LENGTH) {
                return Optional.empty();
            }
            byte[] texts = Arrays.copyOfRange(all, DIGEST_LENGTH, all.length);
            if (!Arrays.equals(sha256(texts), Arrays.copyOf(all, DIGEST_LENGTH))) {
                return Optional.empty();
            }
            Files.setLastModifiedTime(file, FileTime.from(Instant.now())); // those that were used last are kept
            return Optional.of(texts(texts));
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    private static List<String> texts(byte[] bytes) throws IOException {
        List<String> texts = new ArrayList<>();
        DataInputStream in = new DataInputStream(new ByteArrayInputStream(bytes));
        while (in.available() > 0) {
            texts.add(new String(in.readNBytes(in.readInt()), StandardCharsets.UTF_8));
        }
        return texts;
    }

    private static byte[] bytes(List<String> texts) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        DataOutputStream out = new DataOutputStream(bytes);
        for (String text : texts) {
            byte[] each = text.getBytes(StandardCharsets.UTF_8);
            out.writeInt(each.length);
            out.write(each);
        }
        return bytes.toByteArray();
    }

    /** No one reads a half-written file: it gets its name when it is whole. */
    private void write(Path file, List<String> texts) {
        try {
            Files.createDirectories(directory);
            Path part = Files.createTempFile(directory, "new-", SUFFIX); // only this user can read it
            try {
                byte[] bytes = bytes(texts);
                Files.write(part, sha256(bytes));
                Files.write(part, bytes, StandardOpenOption.APPEND);
                Files.move(part, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
            } finally {
                Files.deleteIfExists(part);
            }
            removeOldest();
        } catch (IOException e) {
            return; // a directory that this user may not write, or a full disk: the next call makes it again
        }
    }

    private void removeOldest() throws IOException {
        try (Stream<Path> files = Files.list(directory)) {
            List<Path> newestFirst = files.filter(file -> file.toString().endsWith(SUFFIX))
                    .sorted(Comparator.comparing(SchemaCache::time).reversed())
                    .toList();
            for (Path file : newestFirst.subList(Math.min(KEPT, newestFirst.size()), newestFirst.size())) {
                Files.deleteIfExists(file);
            }
        }
    }

    private static FileTime time(Path file) {
        try {
            return Files.getLastModifiedTime(file);
        } catch (IOException e) {
            return FileTime.fromMillis(0); // gone
        }
    }

    private static byte[] sha256(byte[] bytes) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(bytes);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every Java platform has SHA-256.", e);
        }
    }
}
