package io.fastmigrate.lint.internal.fix;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** Tells whether files are as they were. */
final class Fingerprint {

    private Fingerprint() {}

    static String of(String text) {
        return of(text.getBytes(StandardCharsets.UTF_8));
    }

    /** Returns that of a file; a hyphen if there is none. */
    static String of(Path file) throws IOException {
        return Files.exists(file) ? of(Files.readAllBytes(file)) : "-";
    }

    private static String of(byte[] bytes) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every Java platform has SHA-256.", e);
        }
    }
}
