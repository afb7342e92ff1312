package io.fastmigrate.internal.jdbc.dump;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/** The BEGIN and the COMMIT round all that <a href="https://www.postgresql.org/docs/current/app-pgrestore.html">pg_restore</a> writes. */
final class OuterTransaction {

    private static final int NEAR = 4096;
    private static final String BEGIN = "\nBEGIN;\n";
    private static final String COMMIT = "\nCOMMIT;\n";

    private OuterTransaction() {}

    /** Makes them blank, so that the statements can share a transaction with others. */
    static void removeFrom(Path script) throws DumpException {
        try (RandomAccessFile file = new RandomAccessFile(script.toFile(), "rw")) {
            String head = read(file, 0);
            long tailAt = Math.max(0, file.length() - NEAR);
            String tail = read(file, tailAt);
            int begin = head.indexOf(BEGIN);
            int commit = tail.lastIndexOf(COMMIT);
            if (begin < 0 || commit < 0) {
                throw new DumpException(
                        "pg_restore does not write it as one transaction.",
                        "Restore it into a new database, or name another pg_dump with the setting dump-tool.",
                        null);
            }
            blank(file, begin, BEGIN);
            blank(file, tailAt + commit, COMMIT);
        } catch (IOException e) {
            throw new DumpException(
                    "its statements cannot be written: " + e,
                    "Free disk space in the directory of backups, or specify another one with backup-directory.",
                    e);
        }
    }

    private static String read(RandomAccessFile file, long at) throws IOException {
        byte[] bytes = new byte[(int) Math.min(NEAR, file.length() - at)];
        file.seek(at);
        file.readFully(bytes);
        return new String(bytes, StandardCharsets.ISO_8859_1);
    }

    private static void blank(RandomAccessFile file, long at, String line) throws IOException {
        file.seek(at);
        file.writeBytes("\n" + " ".repeat(line.length() - 2) + "\n");
    }
}
