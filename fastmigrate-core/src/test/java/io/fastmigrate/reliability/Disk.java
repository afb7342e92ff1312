package io.fastmigrate.reliability;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/** Files and directories by their numbers, as they are on a disk; the directory that is watched has number 0. */
final class Disk {

    static final int ROOT = 0;

    /** How much of an operation reached the disk. */
    enum Fate {
        WHOLE,
        NOTHING,
        /** Of a write the first half of its sectors. */
        HALF,
        /** Of a write the length alone, over zeros. */
        LENGTH
    }

    private static final int SECTOR = 512;

    private final Map<Integer, byte[]> files = new HashMap<>();
    private final Map<Integer, TreeMap<String, Integer>> directories = new HashMap<>();
    private int nodes;

    private Disk() {}

    /** Reads a directory with everything in it, except what SQLite shares in memory. */
    static Disk of(Path directory) throws IOException {
        Disk disk = new Disk();
        disk.read(directory);
        return disk;
    }

    private int read(Path path) throws IOException {
        int node = newNode();
        if (Files.isDirectory(path)) {
            directories.put(node, new TreeMap<>());
            try (Stream<Path> children = Files.list(path)) {
                for (Path child : children.sorted().toList()) {
                    if (!isShared(child)) {
                        directories.get(node).put(String.valueOf(child.getFileName()), read(child));
                    }
                }
            }
        } else {
            files.put(node, Files.readAllBytes(path));
        }
        return node;
    }

    static boolean isShared(Path path) {
        return path.toString().endsWith("-shm");
    }

    Disk copy() {
        Disk copy = new Disk();
        copy.files.putAll(files);
        directories.forEach((node, names) -> copy.directories.put(node, new TreeMap<>(names)));
        copy.nodes = nodes;
        return copy;
    }

    int newNode() {
        return nodes++;
    }

    int newFile() {
        int node = newNode();
        files.put(node, new byte[0]);
        return node;
    }

    boolean isDirectory(int node) {
        return directories.containsKey(node);
    }

    int size(int file) {
        return files.getOrDefault(file, new byte[0]).length;
    }

    /** Returns what has this name, or -1. */
    int child(int directory, String name) {
        return directories.getOrDefault(directory, new TreeMap<>()).getOrDefault(name, -1);
    }

    void apply(DiskOp op, Fate fate) {
        if (fate == Fate.NOTHING) {
            return;
        }
        if (op instanceof DiskOp.Write write) {
            write(write, fate);
        } else if (op instanceof DiskOp.Resize resize) {
            files.put(
                    resize.file(), Arrays.copyOf(files.getOrDefault(resize.file(), new byte[0]), (int) resize.size()));
        } else if (op instanceof DiskOp.NewDirectory made) {
            directories.putIfAbsent(made.node(), new TreeMap<>());
        } else if (op instanceof DiskOp.Name name) {
            directories
                    .computeIfAbsent(name.directory(), node -> new TreeMap<>())
                    .put(name.name(), name.node());
        } else if (op instanceof DiskOp.Unname unname) {
            directories
                    .computeIfAbsent(unname.directory(), node -> new TreeMap<>())
                    .remove(unname.name());
        }
    }

    private void write(DiskOp.Write write, Fate fate) {
        byte[] old = files.getOrDefault(write.file(), new byte[0]);
        int offset = (int) write.offset();
        int length = write.bytes().remaining();
        int kept = switch (fate) {
            case HALF -> Math.max(Math.min(length, SECTOR), length / 2 / SECTOR * SECTOR);
            case LENGTH -> 0;
            default -> length;
        };
        int end = fate == Fate.HALF ? offset + kept : offset + length;
        byte[] changed = Arrays.copyOf(old, Math.max(old.length, end));
        write.bytes().get(0, changed, offset, kept);
        files.put(write.file(), changed);
    }

    /** Returns what tells one content of the disk from another. */
    String digest() {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            digest(ROOT, digest);
            return HexFormat.of().formatHex(digest.digest());
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    private void digest(int directory, MessageDigest digest) {
        for (Map.Entry<String, Integer> entry : names(directory)) {
            digest.update(entry.getKey().getBytes(StandardCharsets.UTF_8));
            if (isDirectory(entry.getValue())) {
                digest.update((byte) '/');
                digest(entry.getValue(), digest);
                digest.update((byte) '.');
            } else {
                digest.update((byte) ':');
                byte[] content = files.getOrDefault(entry.getValue(), new byte[0]);
                digest.update(String.valueOf(content.length).getBytes(StandardCharsets.UTF_8));
                digest.update(content);
            }
        }
    }

    private List<Map.Entry<String, Integer>> names(int directory) {
        return List.copyOf(directories.getOrDefault(directory, new TreeMap<>()).entrySet());
    }

    /** Writes everything that can be reached by its name into a directory that is there and empty. */
    void writeTo(Path target) throws IOException {
        writeTo(ROOT, target);
    }

    private void writeTo(int directory, Path target) throws IOException {
        for (Map.Entry<String, Integer> entry : names(directory)) {
            Path path = target.resolve(entry.getKey());
            if (isDirectory(entry.getValue())) {
                writeTo(entry.getValue(), Files.createDirectory(path));
            } else {
                Files.write(path, files.getOrDefault(entry.getValue(), new byte[0]));
            }
        }
    }
}
