package io.fastmigrate.spring.internal.failure;

import io.fastmigrate.FastMigrate;
import io.fastmigrate.error.FastMigrateException;
import io.fastmigrate.spring.MigrationPhase;
import io.fastmigrate.spring.internal.database.BoundProperties;
import io.fastmigrate.spring.internal.database.DatabaseNames;
import io.fastmigrate.spring.internal.database.Switches;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.boot.diagnostics.FailureAnalyzer;
import org.springframework.core.Ordered;
import org.springframework.core.env.Environment;
import org.springframework.util.StringUtils;

/**
 * Explains a start that connects to a SQLite file before the migration has created it. No connection of the application creates
 * it, as that would be an empty database.
 */
class MissingFileFailureAnalyzer implements FailureAnalyzer, Ordered {

    private static final String SQLITE = "org.sqlite.SQLiteException";
    private static final int CANNOT_OPEN = 14;

    private final Environment environment;

    MissingFileFailureAnalyzer(Environment environment) {
        this.environment = environment;
    }

    @Override
    public @Nullable FailureAnalysis analyze(Throwable failure) {
        String missing = isRefusedToOpen(failure) ? missingFile() : null;
        if (missing == null) {
            return null;
        }
        String problem = "The application connects to " + missing + ", which does not exist: ";
        if (!Switches.isEnabled(environment)) {
            return new FailureAnalysis(
                    problem + "fastmigrate.enabled is false, so that nothing creates it.",
                    "Set fastmigrate.enabled to true, or create the database before the start (fastmigrate create,"
                            + " fastmigrate migrate).",
                    failure);
        }
        return isInPhaseRunner()
                ? new FailureAnalysis(
                        problem + "a bean connects during the start, and the phase runner creates it only afterwards.",
                        "Set fastmigrate.phase to early, or to gate.",
                        failure)
                : null;
    }

    private boolean isInPhaseRunner() {
        return MigrationPhase.RUNNER
                .name()
                .equalsIgnoreCase(
                        environment.getProperty("fastmigrate.phase", "").strip());
    }

    private static boolean isRefusedToOpen(Throwable failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof FastMigrateException) {
                return false;
            }
            if (cause instanceof SQLException refused
                    && cause.getClass().getName().equals(SQLITE)
                    && refused.getErrorCode() == CANNOT_OPEN) {
                return true;
            }
        }
        return false;
    }

    private @Nullable String missingFile() {
        List<String> places = new ArrayList<>();
        places.add(environment.getProperty("fastmigrate.db"));
        for (String name : DatabaseNames.named(environment, true)) {
            places.add(BoundProperties.database(environment, name).getDb());
        }
        return places.stream()
                .filter(StringUtils::hasText)
                .map(db -> FastMigrate.database(db).build().databaseName())
                .filter(MissingFileFailureAnalyzer::isMissing)
                .findFirst()
                .orElse(null);
    }

    private static boolean isMissing(String pathOrUrl) {
        try {
            return !pathOrUrl.startsWith("jdbc:") && Files.notExists(Path.of(pathOrUrl));
        } catch (InvalidPathException e) {
            return false;
        }
    }

    /** Before Spring Boot's own analyses, of which one may explain the bean instead. */
    @Override
    public int getOrder() {
        return HIGHEST_PRECEDENCE;
    }
}
