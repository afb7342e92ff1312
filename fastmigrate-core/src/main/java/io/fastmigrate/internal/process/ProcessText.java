package io.fastmigrate.internal.process;

import java.io.File;
import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * Gives arguments and environment to a process in the encoding of the file system's names. Java 17 writes them in {@code
 * file.encoding}, which may be another one: then a path with an umlaut would be that of no file. What the encoding cannot
 * write is refused, where Java would put a question mark.
 *
 * @param names the encoding that a process and the file system expect
 * @param java the encoding in which Java is going to write; on Windows both are UTF-16
 */
public record ProcessText(Charset names, Charset java) {

    private static final int FIRST_WITH_ENCODING_OF_NAMES = 19;

    /** Returns how this Java does it. */
    public static ProcessText ofThisJava() {
        if (File.separatorChar == '\\') {
            return new ProcessText(StandardCharsets.UTF_16LE, StandardCharsets.UTF_16LE);
        }
        Charset names = namesEncoding();
        boolean same = Runtime.version().feature() >= FIRST_WITH_ENCODING_OF_NAMES;
        return new ProcessText(names, same ? names : Charset.defaultCharset());
    }

    private static Charset namesEncoding() {
        String name = System.getProperty("sun.jnu.encoding", "");
        return !name.isEmpty() && Charset.isSupported(name) ? Charset.forName(name) : Charset.defaultCharset();
    }

    /** Changes the texts that a builder was given; those that are inherited go on as they are. */
    public void applyTo(ProcessBuilder builder) throws IOException {
        List<String> command = new ArrayList<>();
        for (String argument : builder.command()) {
            command.add(written(argument));
        }
        builder.command(command);
        for (Map.Entry<String, String> variable : builder.environment().entrySet()) {
            if (!Objects.equals(System.getenv(variable.getKey()), variable.getValue())) {
                variable.setValue(written(variable.getValue()));
            }
        }
    }

    /** Returns the text that Java writes as the bytes that are meant: UTF-8 where the encoding of names lacks a letter. */
    String written(String text) throws IOException {
        if (StandardCharsets.US_ASCII.newEncoder().canEncode(text)) {
            return text;
        }
        byte[] meant = text.getBytes(names.newEncoder().canEncode(text) ? names : StandardCharsets.UTF_8);
        String written = new String(meant, java);
        if (!Arrays.equals(written.getBytes(java), meant)) {
            throw new IOException("its arguments have characters that this program's locale does not support (" + names
                    + "): start Java with LC_ALL=C.UTF-8");
        }
        return written;
    }
}
