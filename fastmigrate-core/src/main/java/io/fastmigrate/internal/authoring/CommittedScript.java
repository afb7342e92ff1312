package io.fastmigrate.internal.authoring;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** A script as a commit of Git has it. */
public final class CommittedScript {

    /** In characters: of the name of an object where Git uses SHA-1. */
    private static final int SHA_1 = 40;

    private final Git git;
    private final Path directory;
    private final Git.Entry entry;

    CommittedScript(Git git, Path directory, Git.Entry entry) {
        this.git = git;
        this.directory = directory;
        this.entry = entry;
    }

    public String fileName() {
        return entry.name();
    }

    /** Returns where it is, or was, in the migrations directory. */
    public Path path() {
        return directory.resolve(entry.name());
    }

    public int number() {
        return ScriptDirectories.number(entry.name());
    }

    /** Tells, without asking Git, whether these are the bytes that the commit has. */
    public boolean has(byte[] bytes) {
        try {
            MessageDigest digest = MessageDigest.getInstance(entry.object().length() == SHA_1 ? "SHA-1" : "SHA-256");
            digest.update(("blob " + bytes.length + "\0").getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(digest.digest(bytes)).equals(entry.object());
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every Java platform has SHA-1 and SHA-256.", e);
        }
    }

    /** Returns the text that the commit has. */
    public String text() {
        return git.text(directory, entry.object());
    }
}
