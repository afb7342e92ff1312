package io.fastmigrate.internal.jdbc.connection;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.sql.SQLException;
import java.util.HexFormat;

/**
 * Finds out from the database's catalogue what became of one statement that shares no transaction with its
 * checkpoint, and clears away what an unfinished one left. Made for one statement, on one connection.
 */
public interface StatementProbe {

    /** What is known of a statement that was begun. */
    enum Outcome {
        /** All that it does is there. */
        DONE,
        /** It did nothing, or it can be run again without harm. */
        NOT_DONE,
        /** Nothing is known of before; run again it fails if it had been done, with an error of {@link #mayHaveBeenDone}. */
        TRY,
        /** Nothing tells. */
        UNKNOWN
    }

    /**
     * Returns what is there of all that the statement names, in at most 64 characters, before it runs for the first time;
     * empty where nothing tells.
     */
    String snapshot() throws SQLException;

    /**
     * Says what became of the statement. May bring it to its end where it stopped half-way.
     *
     * @param before the snapshot of before it began; empty for none
     */
    Outcome outcome(String before) throws SQLException;

    /**
     * Tells whether an error may say that the statement had been done before, or that something else has its names; asked
     * after {@link Outcome#TRY} alone.
     */
    default boolean mayHaveBeenDone(SQLException e) {
        return false;
    }

    /** Prepares each try: sets what it needs, and clears away what earlier tries left. */
    default void beforeTry() throws SQLException {}

    /**
     * Clears away what a try left that failed.
     *
     * @return whether the statement has come to its end after all
     */
    default boolean afterFailure() throws SQLException {
        return false;
    }

    /** Makes sure that a try that did not fail did what it says. */
    default void afterSuccess() throws SQLException {}

    /** Says where a person finds out whether the statement was done. */
    default String howToTell() {
        return "Check whether its result is there.";
    }

    /** For databases of which nothing is known. */
    static StatementProbe none(Outcome outcome) {
        return new StatementProbe() {
            @Override
            public String snapshot() {
                return "";
            }

            @Override
            public Outcome outcome(String before) {
                return outcome;
            }
        };
    }

    /** Makes a snapshot of any length fit. */
    static String digest(String facts) {
        try {
            byte[] hash = MessageDigest.getInstance("SHA-256").digest(facts.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(hash);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }
}
