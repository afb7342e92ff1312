package io.fastmigrate.internal.sql.token;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;

/**
 * SHA-256 over a script's tokens: each is followed by one NUL, which no token holds, and the last of a statement by
 * another one. White space, comments and the semicolon that ends a statement are no part of it, and line ends within
 * tokens are {@code \n}: a checkout with other line ends is the same script.
 */
public final class TokenDigest {

    private static final int FIRST_BLOCK = 1024;
    private static final int BLOCK = 32 * 1024;
    private static final int SHORT = 2 * Long.BYTES;

    /** Copied for each script: to have one made by its name, a thousand times, has the JDK write code at run time. */
    private static final MessageDigest FRESH = newDigest();

    private final MessageDigest digest;
    /** Most scripts are short, and a run makes one digest for each. */
    private byte[] block = new byte[FIRST_BLOCK];

    private int used;
    private boolean returns;
    /** Over the tokens with the line ends that they have; null as long as none has another one than {@code \n}. */
    private @Nullable MessageDigest written;

    public TokenDigest() {
        digest = copyOf(FRESH);
    }

    /** Words of eight bytes. They are fast once they are compiled, and slow to begin with. */
    private static final class Words {
        static final VarHandle OF = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
    }

    private static MessageDigest newDigest() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every Java platform has SHA-256.", e);
        }
    }

    private static MessageDigest copyOf(MessageDigest digest) {
        try {
            return (MessageDigest) digest.clone();
        } catch (CloneNotSupportedException e) {
            throw new IllegalStateException("The JDK's own SHA-256 can be copied.", e);
        }
    }

    /** Is told of all bytes before the tokens in them: as long as none is a carriage return, no token is searched for one. */
    public void expect(byte[] text, int from, int to) {
        returns = returns || contains(text, from, to);
    }

    private static boolean contains(byte[] text, int from, int to) {
        for (int i = from; i < to; i++) {
            if (text[i] == '\r') {
                return true;
            }
        }
        return false;
    }

    /** Tells whether a token has a line end that is made {@code \n}. */
    public boolean normalizes(byte[] text, int from, int to) {
        return returns && contains(text, from, to);
    }

    /** Takes in a part of what has no tokens; none may end between the two signs of a line end. */
    public void piece(byte[] text, int from, int to) {
        if (normalizes(text, from, to)) {
            normalized(text, from, to, 0);
            return;
        }
        flush();
        digest.update(text, from, to - from);
        if (written != null) {
            written.update(text, from, to - from);
        }
    }

    public void token(byte[] text, int from, int to) {
        if (normalizes(text, from, to)) {
            normalized(text, from, to, 1);
            return;
        }
        int length = to - from;
        int at = used;
        if (length <= SHORT && block.length == BLOCK && from + SHORT <= text.length && at + SHORT < BLOCK) {
            // Most tokens are short. What is copied too much is written over by what follows.
            Words.OF.set(block, at, (long) Words.OF.get(text, from));
            Words.OF.set(block, at + Long.BYTES, (long) Words.OF.get(text, from + Long.BYTES));
            block[at + length] = 0;
            used = at + length + 1;
        } else {
            longToken(text, from, length);
        }
    }

    private void longToken(byte[] text, int from, int length) {
        reserve(Math.min(length, BLOCK - 1) + 1);
        if (length >= BLOCK) {
            flush();
            digest.update(text, from, length);
            if (written != null) {
                written.update(text, from, length);
            }
        } else {
            System.arraycopy(text, from, block, used, length);
            used += length;
        }
        block[used++] = 0;
    }

    private void normalized(byte[] text, int from, int to, int closing) {
        flush();
        if (written == null) {
            written = copyOf(digest);
        }
        written.update(text, from, to - from);
        written.update(new byte[closing]);
        byte[] lines = new byte[to - from + 1];
        int length = 0;
        for (int i = from; i < to; i++) {
            if (text[i] == '\r') {
                lines[length++] = '\n';
            } else if (text[i] != '\n' || i == from || text[i - 1] != '\r') {
                lines[length++] = text[i];
            }
        }
        digest.update(lines, 0, length + closing);
    }

    public void endOfStatement() {
        reserve(1);
        block[used++] = 0;
    }

    /** Makes room for so many bytes, which can then be {@linkplain #reset taken back}. */
    public void reserve(int bytes) {
        if (bytes > block.length - used) {
            flush();
            if (bytes > block.length || block.length < BLOCK) {
                block = new byte[BLOCK];
            }
        }
    }

    public int mark() {
        return used;
    }

    /** Takes back what came since {@link #mark()}; only within what was reserved before it. */
    public void reset(int mark) {
        used = mark;
    }

    /** Takes in a token of one byte. There must be room for it. */
    public void sign(byte sign) {
        block[used] = sign;
        block[used + 1] = 0;
        used += 2;
    }

    /** Takes in tokens that end with their NUL each. There must be room for them. */
    public void tokens(byte[] closed) {
        System.arraycopy(closed, 0, block, used, closed.length);
        used += closed.length;
    }

    /** Returns the checksum. Nothing can be taken in after it. */
    public ScriptChecksum finish() {
        flush();
        String digits = HexFormat.of().formatHex(digest.digest());
        return ScriptChecksum.ofTokens(
                digits, written == null ? digits : HexFormat.of().formatHex(written.digest()));
    }

    /** Returns the digits, which are lower-case hexadecimal, for what was taken in so far, and goes on. */
    public String soFar() {
        flush();
        return HexFormat.of().formatHex(copyOf(digest).digest());
    }

    private void flush() {
        digest.update(block, 0, used);
        if (written != null) {
            written.update(block, 0, used);
        }
        used = 0;
    }
}
