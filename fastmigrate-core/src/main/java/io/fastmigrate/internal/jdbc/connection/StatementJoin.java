package io.fastmigrate.internal.jdbc.connection;

import java.sql.SQLException;
import java.util.List;

/** How several statements are sent to a server as one message, of which none runs after one that failed. */
public enum StatementJoin {

    /** Each is sent alone. */
    NONE,

    /** One behind the other, as PostgreSQL takes them. */
    SEMICOLONS,

    /**
     * As a block of MariaDB, which takes only one statement in a message but lets that be a block.
     *
     * @see <a href="https://mariadb.com/kb/en/begin-end/">BEGIN NOT ATOMIC</a>
     */
    BLOCK;

    /** Begins a transaction, in a block. */
    public static final String BEGIN = "SET autocommit = 0";

    /** Ends one. Without COMMIT, the next one would be as the last one: its isolation level, or READ ONLY. */
    static final List<String> COMMIT = List.of("COMMIT", "SET autocommit = 1");

    private static final int SYNTAX = 1064;
    private static final int NOT_PREPARED = 1295;

    public boolean isPossible() {
        return this != NONE;
    }

    /** Returns the message. */
    public String of(List<String> statements) {
        String all = String.join("; ", statements);
        return this == BLOCK ? "BEGIN NOT ATOMIC " + all + "; END" : all;
    }

    /** Tells whether a server cannot read such a message, as in another mode, or does not prepare it, as drivers may ask it to. */
    public boolean isRefused(SQLException e) {
        return this == BLOCK && (e.getErrorCode() == SYNTAX || e.getErrorCode() == NOT_PREPARED);
    }

    /**
     * Returns a message whose statements run only where a condition holds.
     *
     * @throws IllegalStateException where that cannot be said
     */
    public String onlyIf(String condition, List<String> statements) {
        if (this != BLOCK) {
            throw new IllegalStateException("Only a block has conditions.");
        }
        return "BEGIN NOT ATOMIC IF " + condition + " THEN " + String.join("; ", statements) + "; END IF; END";
    }
}
