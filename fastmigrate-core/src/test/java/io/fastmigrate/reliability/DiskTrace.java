package io.fastmigrate.reliability;

import java.io.BufferedReader;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads what strace wrote about a process: all that it did to the files below one directory, in order. */
final class DiskTrace {

    /** What strace is started with. All text is hexadecimal, so that nothing in it can be taken for something else. */
    static List<String> command(Path output) {
        return List.of(
                "strace",
                "-f",
                "-qq",
                "-xx",
                "--seccomp-bpf",
                "-s",
                "16777216",
                "-o",
                output.toString(),
                "-e",
                "trace=open,openat,creat,close,write,pwrite64,writev,pwritev,pwritev2,lseek,ftruncate,truncate,fsync,"
                        + "fdatasync,sync_file_range,rename,renameat,renameat2,link,linkat,unlink,unlinkat,mkdir,mkdirat,"
                        + "rmdir,symlink,symlinkat,dup,dup2,dup3,copy_file_range,sendfile");
    }

    private static final Pattern CALL = Pattern.compile("^(\\d+) +(\\w+)\\((.*)\\) += (-?\\d+|\\?).*$", Pattern.DOTALL);
    private static final Pattern UNFINISHED = Pattern.compile("^(\\d+) +(.*) <unfinished \\.\\.\\.>$", Pattern.DOTALL);
    private static final Pattern RESUMED = Pattern.compile("^(\\d+) +<\\.\\.\\. \\w+ resumed>(.*)$", Pattern.DOTALL);

    private static final class Open {
        private final int node;
        private final boolean appends;
        private long position;

        private Open(int node, boolean appends) {
            this.node = node;
            this.appends = appends;
        }
    }

    private final Path root;
    private final Disk disk;
    private final Map<Integer, Open> open = new HashMap<>();
    private final List<DiskOp> ops = new ArrayList<>();

    private DiskTrace(Path root, Disk disk) {
        this.root = root;
        this.disk = disk;
    }

    /**
     * Reads a trace.
     *
     * @param root the directory that was watched, with symbolic links resolved
     * @param before what was in it before
     */
    static List<DiskOp> read(Path trace, Path root, Disk before) throws IOException {
        DiskTrace reader = new DiskTrace(root, before.copy());
        Map<String, String> unfinished = new HashMap<>();
        try (BufferedReader lines = Files.newBufferedReader(trace, StandardCharsets.ISO_8859_1)) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                Matcher begins = UNFINISHED.matcher(line);
                Matcher ends = RESUMED.matcher(line);
                if (begins.matches()) {
                    unfinished.put(begins.group(1), begins.group(2));
                } else if (ends.matches()) {
                    reader.call(ends.group(1) + " " + unfinished.remove(ends.group(1)) + ends.group(2));
                } else {
                    reader.call(line);
                }
            }
        }
        return reader.ops;
    }

    private void call(String line) {
        Matcher call = CALL.matcher(line);
        if (!call.matches() || call.group(4).equals("?") || Long.parseLong(call.group(4)) < 0) {
            return;
        }
        String arguments = call.group(3);
        long result = Long.parseLong(call.group(4));
        switch (call.group(2)) {
            case "open", "openat", "creat" -> opened(arguments, (int) result);
            case "close" -> open.remove(descriptor(arguments));
            case "write", "pwrite64" -> written(call.group(2).equals("pwrite64"), arguments, (int) result);
            case "lseek" -> at(arguments).ifPresent(file -> file.position = result);
            case "ftruncate" -> at(arguments).ifPresent(file -> add(new DiskOp.Resize(file.node, last(arguments))));
            case "fsync", "fdatasync" -> at(arguments).ifPresent(file -> add(new DiskOp.Sync(file.node)));
            case "dup", "dup2", "dup3" ->
                at(arguments).ifPresentOrElse(file -> open.put((int) result, file), () -> open.remove((int) result));
            case "rename", "renameat", "renameat2" -> renamed(paths(arguments));
            case "link", "linkat" -> {
                List<Path> both = paths(arguments);
                name(both.get(1), node(both.get(0)));
            }
            case "unlink", "unlinkat", "rmdir" -> unname(paths(arguments).get(0));
            case "mkdir", "mkdirat" -> made(paths(arguments).get(0));
            default -> refuse(line, arguments);
        }
    }

    /** What is not understood must not be passed over where it concerns the directory. */
    private void refuse(String line, String arguments) {
        boolean ours = !arguments.isEmpty()
                && Character.isDigit(arguments.charAt(0))
                && at(arguments).isPresent();
        if (ours || paths(arguments).stream().anyMatch(this::isWatched)) {
            throw new IllegalStateException("not understood: " + line.substring(0, Math.min(200, line.length())));
        }
    }

    private boolean isWatched(Path path) {
        return path.startsWith(root) && !Disk.isShared(path);
    }

    private void add(DiskOp op) {
        ops.add(op);
        disk.apply(op, Disk.Fate.WHOLE);
    }

    private void opened(String arguments, int descriptor) {
        Path path = paths(arguments).get(0);
        open.remove(descriptor);
        if (!isWatched(path)) {
            return;
        }
        int node = node(path);
        if (node < 0) {
            node = disk.newFile();
            name(path, node);
        } else if (arguments.contains("O_TRUNC") && disk.size(node) > 0) {
            add(new DiskOp.Resize(node, 0));
        }
        open.put(descriptor, new Open(node, arguments.contains("O_APPEND")));
    }

    private void written(boolean positioned, String arguments, int length) {
        byte[] bytes = texts(arguments).get(0);
        if (descriptor(arguments) == 1 && new String(bytes, StandardCharsets.UTF_8).contains("done: ")) {
            add(new DiskOp.Reported());
        }
        at(arguments).ifPresent(file -> {
            long offset = positioned ? last(arguments) : file.appends ? disk.size(file.node) : file.position;
            if (!positioned) {
                file.position = offset + length;
            }
            add(new DiskOp.Write(file.node, offset, ByteBuffer.wrap(bytes, 0, length)));
        });
    }

    /** A rename is two changes, which a power cut can part. */
    private void renamed(List<Path> both) {
        if (!isWatched(both.get(0)) && !isWatched(both.get(1))) {
            return;
        }
        int node = node(both.get(0));
        name(both.get(1), node);
        unname(both.get(0));
    }

    private void made(Path path) {
        if (isWatched(path)) {
            int node = disk.newNode();
            add(new DiskOp.NewDirectory(node));
            name(path, node);
        }
    }

    private void name(Path path, int node) {
        if (isWatched(path)) {
            add(new DiskOp.Name(node(parent(path)), String.valueOf(path.getFileName()), node));
        }
    }

    private void unname(Path path) {
        if (isWatched(path)) {
            add(new DiskOp.Unname(node(parent(path)), String.valueOf(path.getFileName())));
        }
    }

    private static Path parent(Path path) {
        return Objects.requireNonNull(path.getParent());
    }

    private int node(Path path) {
        int node = Disk.ROOT;
        if (path.equals(root)) {
            return node;
        }
        for (Path name : root.relativize(path)) {
            node = node < 0 ? node : disk.child(node, name.toString());
        }
        return node;
    }

    private Optional<Open> at(String arguments) {
        return Optional.ofNullable(open.get(descriptor(arguments)));
    }

    private static int descriptor(String arguments) {
        int end = 0;
        while (end < arguments.length() && Character.isDigit(arguments.charAt(end))) {
            end++;
        }
        return end == 0 ? -1 : Integer.parseInt(arguments.substring(0, end));
    }

    private static long last(String arguments) {
        return Long.parseLong(
                arguments.substring(arguments.lastIndexOf(',') + 1).trim());
    }

    private static List<Path> paths(String arguments) {
        return texts(arguments).stream()
                .map(text -> Path.of(new String(text, StandardCharsets.UTF_8)).toAbsolutePath())
                .toList();
    }

    private static List<byte[]> texts(String arguments) {
        List<byte[]> texts = new ArrayList<>();
        for (int from = arguments.indexOf('"'); from >= 0; from = arguments.indexOf('"', from + 1)) {
            int to = arguments.indexOf('"', from + 1);
            ByteArrayOutputStream bytes = new ByteArrayOutputStream((to - from) / 4);
            for (int i = from + 1; i < to; i += 4) {
                bytes.write(Integer.parseInt(arguments, i + 2, i + 4, 16));
            }
            texts.add(bytes.toByteArray());
            from = to;
        }
        return texts;
    }
}
