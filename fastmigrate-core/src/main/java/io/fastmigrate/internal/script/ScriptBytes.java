package io.fastmigrate.internal.script;

import io.fastmigrate.Script;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** The checksum of what is not SQL: SHA-256 over the bytes with every line end made {@code \n}. */
public final class ScriptBytes {

    private static final int BLOCK = 8192;

    private ScriptBytes() {}

    /** Reads a script to its end; returns lower-case hexadecimal digits. */
    public static String checksum(Script script) throws IOException {
        try (InputStream stream = script.open()) {
            return checksum(stream);
        }
    }

    /** Reads a stream to its end; the caller closes it. */
    public static String checksum(InputStream stream) throws IOException {
        MessageDigest digest = sha256();
        byte[] in = new byte[BLOCK];
        byte[] out = new byte[BLOCK];
        boolean afterReturn = false;
        for (int n = stream.read(in); n >= 0; n = stream.read(in)) {
            int length = 0;
            for (int i = 0; i < n; i++) {
                byte b = in[i];
                if (b == '\r') {
                    out[length++] = '\n';
                } else if (b != '\n' || !afterReturn) {
                    out[length++] = b;
                }
                afterReturn = b == '\r';
            }
            digest.update(out, 0, length);
        }
        return HexFormat.of().formatHex(digest.digest());
    }

    /** Tells whether two files are the same but for their line ends, which a checkout may have changed. */
    public static boolean areEqual(Path one, Path other) throws IOException {
        try (InputStream first = Files.newInputStream(one);
                InputStream second = Files.newInputStream(other)) {
            return checksum(first).equals(checksum(second));
        }
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every Java platform has SHA-256.", e);
        }
    }
}
