package io.fastmigrate.spring.gate;

import io.fastmigrate.error.FastMigrateException;
import io.fastmigrate.spring.DatabaseNotReadyException;
import io.fastmigrate.spring.internal.failure.FastMigrateFailureAnalyzer;
import java.util.Collections;
import java.util.Map;
import java.util.WeakHashMap;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.boot.diagnostics.FailureAnalyzer;
import org.springframework.core.Ordered;
import org.springframework.core.env.Environment;

/**
 * Explains a start that needed the database before it was migrated, in the phase {@code gate}. Hibernate, for one, keeps
 * to itself why it got no connection, and fails later for what it then does not know; so what was refused is remembered.
 */
class DatabaseNotReadyFailureAnalyzer implements FailureAnalyzer, Ordered {

    private static final Map<Environment, DatabaseNotReadyException> REFUSED =
            Collections.synchronizedMap(new WeakHashMap<>());

    private final Environment environment;

    DatabaseNotReadyFailureAnalyzer(Environment environment) {
        this.environment = environment;
    }

    /** Remembers that a bean got no connection while the context of this environment was refreshed. */
    static void remember(Environment environment, DatabaseNotReadyException refused) {
        REFUSED.putIfAbsent(environment, refused);
    }

    static void forget(Environment environment) {
        REFUSED.remove(environment);
    }

    @Override
    public @Nullable FailureAnalysis analyze(Throwable failure) {
        DatabaseNotReadyException refused = REFUSED.get(environment);
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof FastMigrateException) {
                return null; // which has its own analysis
            }
            refused = cause instanceof DatabaseNotReadyException known ? known : refused;
        }
        if (refused == null) {
            return null;
        }
        return refused.getCause() instanceof FastMigrateException known
                ? FastMigrateFailureAnalyzer.analysis(known, environment)
                : new FailureAnalysis(String.valueOf(refused.getMessage()), refused.advice(), failure);
    }

    /** Before the analysis of what merely followed. */
    @Override
    public int getOrder() {
        return HIGHEST_PRECEDENCE;
    }
}
