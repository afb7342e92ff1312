package io.fastmigrate.spring;

import java.sql.SQLTransientConnectionException;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.ResponseStatus;

/**
 * A connection was requested before the database was migrated, in the phase {@link MigrationPhase#GATE}. To the client of
 * a web request it is a 503.
 */
@ResponseStatus(HttpStatus.SERVICE_UNAVAILABLE)
public final class DatabaseNotReadyException extends SQLTransientConnectionException {

    private static final long serialVersionUID = 1L;

    private final String advice;

    /** Makes one; only the starter does. */
    public DatabaseNotReadyException(String message, String advice, @Nullable Throwable cause) {
        super(message, cause);
        this.advice = advice;
    }

    /** Returns what to do. */
    public String advice() {
        return advice;
    }
}
