package io.fastmigrate.internal.jdbc.dump;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Whose rights the views, triggers and routines of a dump of MySQL's or MariaDB's run with. In a copy, a definer has no rights, and
 * only a privileged user may name another one.
 */
final class DumpDefiners {

    /** In bytes: longer than what stands before a definer, and the longest one, in which every sign may be doubled. */
    private static final int BEGINNING = 1024;

    private static final int BUFFER = 64 * 1024;

    /** The beginning of a line that the program wrote; in rows, it writes the end of a line as \\n. */
    private static final Pattern DEFINER = Pattern.compile(
            "^(?:CREATE|/\\*!\\d{5,6}(?: CREATE\\*/ /\\*!\\d{5,6})?) (DEFINER=" + "(`(?:[^`]|``)*`@`(?:[^`]|``)*`)).*",
            Pattern.DOTALL);

    private DumpDefiners() {}

    /** Overwrites each with spaces, which leaves what is made to whoever makes it; returns those that were there. */
    static Set<String> clear(Path file) throws IOException {
        Set<String> found = new TreeSet<>();
        byte[] line = new byte[BEGINNING];
        int length = 0;
        long beginning = 0;
        long position = 0;
        try (InputStream in = new BufferedInputStream(Files.newInputStream(file), BUFFER);
                RandomAccessFile out = new RandomAccessFile(file.toFile(), "rw")) {
            for (int next = in.read(); next >= 0; next = in.read()) {
                position++;
                if (next != '\n' && length < BEGINNING) {
                    line[length++] = (byte) next;
                } else if (next == '\n') {
                    Matcher matcher = DEFINER.matcher(new String(line, 0, length, StandardCharsets.ISO_8859_1));
                    if (matcher.matches()) {
                        out.seek(beginning + matcher.start(1));
                        out.write(" ".repeat(matcher.end(1) - matcher.start(1)).getBytes(StandardCharsets.US_ASCII));
                        found.add(new String(
                                matcher.group(2).getBytes(StandardCharsets.ISO_8859_1), StandardCharsets.UTF_8));
                    }
                    beginning = position;
                    length = 0;
                }
            }
        }
        return found;
    }
}
