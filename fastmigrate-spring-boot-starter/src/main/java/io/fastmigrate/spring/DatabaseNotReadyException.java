package io.fastmigrate.spring;

import java.sql.SQLTransientConnectionException;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.ResponseStatus;

/** What a closed {@link Gate} answers who asks for a connection. To the client of a web request it is a 503. */
@ResponseStatus(HttpStatus.SERVICE_UNAVAILABLE)
final class DatabaseNotReadyException extends SQLTransientConnectionException {

    private static final long serialVersionUID = 1L;

    private final String advice;

    DatabaseNotReadyException(String message, String advice, @Nullable Throwable cause) {
        super(message, cause);
        this.advice = advice;
    }

    String advice() {
        return advice;
    }
}
