package io.fastmigrate.internal.jdbc.dump;

import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/** Rows in a form that can be compared with those of another table, in whatever order they come; constant memory. */
public final class RowsDigest {

    private static final BigInteger END = BigInteger.ONE.shiftLeft(256);

    private final MessageDigest digest;
    private BigInteger sum = BigInteger.ZERO;
    private long count;

    public RowsDigest() {
        try {
            digest = MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has it", e);
        }
    }

    /** Adds a row: the text that only this row has. */
    public void add(String row) {
        sum = sum.add(new BigInteger(1, digest.digest(row.getBytes(StandardCharsets.UTF_8))))
                .mod(END);
        count++;
    }

    public boolean isEmpty() {
        return count == 0;
    }

    @Override
    public String toString() {
        return count + " rows, " + sum.toString(16);
    }
}
