package io.fastmigrate.spring;

import io.fastmigrate.FastMigrate;
import io.fastmigrate.model.FastMigrateException;
import io.fastmigrate.model.HistoryEntry;
import io.fastmigrate.model.Script;
import io.fastmigrate.model.Status;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.actuate.endpoint.OperationResponseBody;
import org.springframework.boot.actuate.endpoint.annotation.Endpoint;
import org.springframework.boot.actuate.endpoint.annotation.ReadOperation;

/** The Actuator endpoint {@code fastmigrate}: where each database stands beside its scripts. It only reads. */
@Endpoint(id = "fastmigrate")
public class FastMigrateEndpoint {

    private static final int FORMAT = 1;
    private static final String ERROR = "ERROR";

    private final Map<String, FastMigrate> databases;
    private final boolean showPaths;

    /**
     * Makes the endpoint.
     *
     * @param databases by the names of their beans
     * @param showPaths whether absolute paths are shown
     */
    public FastMigrateEndpoint(Map<String, FastMigrate> databases, boolean showPaths) {
        this.databases = new LinkedHashMap<>(databases);
        this.showPaths = showPaths;
    }

    /** Reads every database once; one that cannot be read is described by its error. */
    @ReadOperation
    public Databases databases() {
        Map<String, Database> described = new LinkedHashMap<>();
        databases.forEach((name, database) -> described.put(name, describe(database)));
        return new Databases(FORMAT, described);
    }

    private Database describe(FastMigrate database) {
        Redaction redaction = showPaths ? Redaction.none() : Redaction.of(database);
        String path = showPaths ? database.databaseName() : null;
        try {
            return describe(path, database.status(), redaction);
        } catch (FastMigrateException e) {
            Problem problem = new Problem(
                    e.getClass().getSimpleName(),
                    redaction.apply(String.valueOf(e.getMessage())),
                    redaction.apply(e.advice()));
            return new Database(ERROR, null, null, path, List.of(), List.of(), List.of(), List.of(), problem);
        }
    }

    private static Database describe(@Nullable String path, Status status, Redaction redaction) {
        return new Database(
                status.state().name(),
                status.version().number(),
                status.target().number(),
                path,
                status.pending().stream().map(Pending::of).toList(),
                status.applied().stream().map(Applied::of).toList(),
                status.missing().stream().map(Applied::of).toList(),
                status.warnings().stream()
                        .map(warning -> new Caution(warning.kind().name(), redaction.apply(warning.message())))
                        .toList(),
                null);
    }

    /**
     * What the endpoint answers.
     *
     * @param format of this answer; raised when a reader of the format before would misread it
     * @param databases by the names of their beans
     */
    public record Databases(int format, Map<String, Database> databases) implements OperationResponseBody {}

    /**
     * One database.
     *
     * @param state the name of a {@link Status.State}, or {@code ERROR}
     * @param version null when there is an error
     * @param target the highest script's number; null when there is an error
     * @param path of the file, or its URL; null unless paths are shown
     * @param pending scripts that have not run, in order
     * @param applied the history, in order
     * @param missing entries of the history whose script is gone, which is no error
     * @param error why the database or its scripts could not be read; else null
     */
    public record Database(
            String state,
            @Nullable Integer version,
            @Nullable Integer target,
            @Nullable String path,
            List<Pending> pending,
            List<Applied> applied,
            List<Applied> missing,
            List<Caution> warnings,
            @Nullable Problem error) {}

    /**
     * A script that has not run.
     *
     * @param kind {@code sql}, {@code py}, {@code sh} or {@code java}
     */
    public record Pending(int version, String file, String kind) {

        private static Pending of(Script script) {
            return new Pending(
                    script.version().number(), script.fileName(), script.kind().extension());
        }
    }

    /**
     * A script that ran.
     *
     * @param from the version before it
     * @param kind {@code sql}, {@code py}, {@code sh} or {@code java}
     * @param appliedAt in UTC
     * @param tookMillis how long it ran
     */
    public record Applied(
            int version,
            int from,
            String file,
            String kind,
            String checksum,
            Instant appliedAt,
            long tookMillis,
            String appliedBy) {

        private static Applied of(HistoryEntry entry) {
            return new Applied(
                    entry.version().number(),
                    entry.from().number(),
                    entry.fileName(),
                    entry.kind().extension(),
                    entry.checksum(),
                    entry.appliedAt(),
                    entry.took().toMillis(),
                    entry.appliedBy());
        }
    }

    /**
     * Something a person should see.
     *
     * @param kind the name of a {@link io.fastmigrate.model.Warning.Kind}
     */
    public record Caution(String kind, String message) {}

    /**
     * Why a database could not be read.
     *
     * @param type the simple name of the exception
     * @param advice what to do
     */
    public record Problem(String type, String message, String advice) {}
}
