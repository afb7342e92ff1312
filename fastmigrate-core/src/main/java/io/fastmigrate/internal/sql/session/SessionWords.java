package io.fastmigrate.internal.sql.session;

import java.util.Set;

/** Words and functions of all dialects by which statements read or change what their session remembers. */
final class SessionWords {

    /** Give the same answer again in the same state of the session. */
    static final Set<String> PURE = Set.of(
            "CONCAT",
            "CONCAT_WS",
            "REPLACE",
            "IF",
            "IFNULL",
            "NULLIF",
            "COALESCE",
            "CAST",
            "CONVERT",
            "UPPER",
            "LOWER",
            "TRIM",
            "IN",
            "AND",
            "OR",
            "SELECT",
            "SET_CONFIG",
            "CURRENT_SETTING");

    static final Set<String> VOLATILE = Set.of(
            "FROM",
            "NEXT",
            "NEXTVAL",
            "PREVIOUS",
            "CURRVAL",
            "LASTVAL",
            "ROWNUM",
            "SYSDATE",
            "SYSTIMESTAMP",
            "CURRENT_TIMESTAMP",
            "CURRENT_DATE",
            "CURRENT_TIME",
            "LOCALTIME",
            "LOCALTIMESTAMP",
            "UTC_DATE",
            "UTC_TIME",
            "UTC_TIMESTAMP",
            "@@TIMESTAMP",
            "@@IDENTITY",
            "@@LAST_INSERT_ID",
            "@@INSERT_ID",
            "@@WARNING_COUNT",
            "@@ERROR_COUNT",
            "@@IN_TRANSACTION");

    /** Settings that the next statement uses up. */
    static final Set<String> USED_UP = Set.of("INSERT_ID", "RAND_SEED1", "RAND_SEED2");

    /** What {@code SET} changes for everybody, or for other sessions. */
    static final Set<String> BEYOND_SESSION = Set.of("STATEMENT", "PASSWORD", "DEFAULT", "GLOBAL", "PERSIST");

    static final Set<String> LAST_NUMBERS = Set.of("LAST_INSERT_ID", "IDENTITY", "SCOPE_IDENTITY", "LASTVAL");

    /** What the last statement did; any other statement changes the answer. */
    static final Set<String> LAST_COUNTS = Set.of("FOUND_ROWS", "ROW_COUNT");

    static final Set<String> INSERTS = Set.of("INSERT", "REPLACE", "MERGE", "LOAD", "WITH");
    static final Set<String> UNKNOWN = Set.of("CALL", "EXECUTE", "DO");
    static final Set<String> LOCKS = Set.of(
            "GET_LOCK",
            "PG_ADVISORY_LOCK",
            "PG_ADVISORY_LOCK_SHARED",
            "PG_TRY_ADVISORY_LOCK",
            "PG_TRY_ADVISORY_LOCK_SHARED");
    static final Set<String> UNLOCKS =
            Set.of("RELEASE_LOCK", "RELEASE_ALL_LOCKS", "PG_ADVISORY_UNLOCK", "PG_ADVISORY_UNLOCK_ALL");

    private SessionWords() {}
}
