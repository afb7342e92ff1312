package io.fastmigrate.internal.adapter;

import java.util.Locale;

/** The methods of an adapter. */
enum Hook {
    GET_CONNECTION("getConnection"),
    ENSURE_META_TABLE("ensureMetaTable"),
    GET_VERSION("getVersion"),
    SET_VERSION("setVersion"),
    EXECUTE_SQL("executeSql"),
    CLOSE_CONNECTION("closeConnection"),
    TRY_LOCK("tryLock"),
    UNLOCK("unlock"),
    READ_HISTORY("readHistory"),
    WRITE_HISTORY("writeHistory"),
    READ_REPEATABLE("readRepeatable"),
    WRITE_REPEATABLE("writeRepeatable"),
    BEGIN("begin"),
    COMMIT("commit"),
    ROLLBACK("rollback");

    private final String javaName;

    Hook(String javaName) {
        this.javaName = javaName;
    }

    String javaName() {
        return javaName;
    }

    String pythonName() {
        return name().toLowerCase(Locale.ROOT);
    }
}
