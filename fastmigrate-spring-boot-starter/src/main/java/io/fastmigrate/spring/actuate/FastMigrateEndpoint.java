package io.fastmigrate.spring.actuate;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.fastmigrate.FastMigrate;
import io.fastmigrate.Fleet;
import io.fastmigrate.HistoryEntry;
import io.fastmigrate.Script;
import io.fastmigrate.Status;
import io.fastmigrate.Version;
import io.fastmigrate.error.FastMigrateException;
import io.fastmigrate.error.ScriptFailedException;
import io.fastmigrate.spring.FastMigrateEndpointProperties;
import io.fastmigrate.spring.internal.Redaction;
import io.fastmigrate.spring.internal.observe.RunState;
import io.fastmigrate.spring.internal.observe.Standing;
import io.fastmigrate.spring.tenants.TenantStandings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.actuate.endpoint.OperationResponseBody;
import org.springframework.boot.actuate.endpoint.annotation.Endpoint;
import org.springframework.boot.actuate.endpoint.annotation.ReadOperation;
import org.springframework.boot.actuate.endpoint.annotation.Selector;

/** The Actuator endpoint {@code fastmigrate}: where each database stands beside its scripts. It only reads. */
@Endpoint(id = "fastmigrate")
public class FastMigrateEndpoint {

    private static final int FORMAT = 1;
    private static final int MOST_TENANTS = 20;

    private final Standings standings;
    private final @Nullable TenantStandings tenants;
    private final boolean showPaths;
    private final boolean showDetails;

    public FastMigrateEndpoint(
            Standings standings, @Nullable TenantStandings tenants, FastMigrateEndpointProperties properties) {
        this.standings = standings;
        this.tenants = tenants;
        this.showPaths = properties.isShowPaths();
        this.showDetails = properties.isShowDetails();
    }

    /**
     * Reads every database once; one that cannot be read is described by its error. Those of tenants are not read: what
     * was found when they were migrated is told.
     */
    @ReadOperation
    public Databases databases() {
        Map<String, Database> described = new LinkedHashMap<>();
        standings.names().forEach(name -> described.put(name, describe(name)));
        return new Databases(FORMAT, described, tenants == null ? null : describe(tenants));
    }

    /** Reads one database; null, which becomes a 404, when there is none of that name. */
    @ReadOperation
    public @Nullable Databases database(@Selector String database) {
        return standings.names().contains(database)
                ? new Databases(FORMAT, Map.of(database, describe(database)), null)
                : null;
    }

    private Database describe(String name) {
        FastMigrate database = standings.database(name);
        Standing standing = standings.now(name);
        Redaction redaction = showPaths ? Redaction.ofSecrets() : Redaction.of(database);
        Status status = standing.status();
        FastMigrateException error = standing.error();
        return new Database(
                standing.state().name(),
                status == null ? null : status.version().number(),
                status == null ? null : status.target().number(),
                showPaths ? redaction.apply(database.databaseName()) : null,
                status == null
                        ? List.of()
                        : status.pending().stream().map(Pending::of).toList(),
                status == null ? List.of() : applied(status.applied()),
                status == null ? List.of() : applied(status.missing()),
                status == null ? List.of() : cautions(status, redaction),
                standing.running() == null ? null : Progress.of(standing.running()),
                standing.lastRun() == null ? null : LastRun.of(standing.lastRun()),
                lastBackup(database),
                error == null ? null : Problem.of(error, redaction));
    }

    private List<Applied> applied(List<HistoryEntry> entries) {
        return entries.stream().map(entry -> Applied.of(entry, showDetails)).toList();
    }

    private Tenants describe(TenantStandings tenants) {
        TenantStandings.Snapshot now = tenants.now();
        Map<String, Integer> states = new LinkedHashMap<>();
        for (Fleet.Report.State state : Fleet.Report.State.values()) {
            states.put(state.name(), now.report().count(state));
        }
        Path directory = now.directory();
        List<Tenant> failed = now.report().failed().stream()
                .limit(MOST_TENANTS)
                .map(outcome -> describe(outcome, now, directory, tenants))
                .toList();
        return new Tenants(now.state().name(), now.report().outcomes().size(), states, now.versions(), failed);
    }

    private Tenant describe(
            Fleet.Report.Outcome outcome,
            TenantStandings.Snapshot now,
            @Nullable Path directory,
            TenantStandings tenants) {
        String database = outcome.database();
        Redaction redaction = showPaths ? Redaction.ofSecrets() : tenants.redaction(database);
        return new Tenant(
                showPaths ? redaction.apply(database) : now.name(database, directory, redaction),
                outcome.version().map(Version::number).orElse(null),
                outcome.failure().map(error -> Problem.of(error, redaction)).orElse(null));
    }

    private static List<Caution> cautions(Status status, Redaction redaction) {
        return status.warnings().stream()
                .map(warning -> new Caution(warning.kind().name(), redaction.apply(warning.message())))
                .toList();
    }

    /** The file's own time says more exactly than its name when it was made. */
    private @Nullable Backup lastBackup(FastMigrate database) {
        try {
            List<Path> backups = database.backups();
            if (backups.isEmpty()) {
                return null;
            }
            Path last = backups.get(backups.size() - 1);
            return new Backup(
                    showPaths ? last.toString() : String.valueOf(last.getFileName()),
                    Files.getLastModifiedTime(last).toInstant(),
                    Files.size(last));
        } catch (IOException | FastMigrateException e) {
            return null; // it is being removed, or this kind of database has none
        }
    }

    /**
     * What the endpoint answers.
     *
     * @param format of this answer; raised when a reader of the format before would misread it
     * @param databases by their names
     * @param tenants null where there are none, and where one database alone was asked for
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record Databases(
            int format,
            Map<String, Database> databases,
            @Nullable Tenants tenants) implements OperationResponseBody {}

    /**
     * The databases of all tenants, as they were when this process migrated them last.
     *
     * @param state {@code PENDING} before all are done, {@code FAILED} where one failed, else {@code UP_TO_DATE}
     * @param databases how many there are
     * @param states how many are in each {@link Fleet.Report.State}
     * @param versions how many are at each version; those whose version could not be read are left out
     * @param failed the first 20 of those that failed
     */
    public record Tenants(
            String state,
            int databases,
            Map<String, Integer> states,
            Map<Integer, Long> versions,
            List<Tenant> failed) {}

    /**
     * A tenant's database that failed.
     *
     * @param database its path below the directory that all are in; the whole one where paths are shown
     * @param version null where it could not be read
     * @param error why it failed
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record Tenant(
            String database,
            @Nullable Integer version,
            @Nullable Problem error) {}

    /**
     * One database.
     *
     * @param state the name of a {@link Status.State}, {@code MIGRATING}, {@code FAILED} or {@code ERROR}
     * @param version null with the state {@code ERROR}
     * @param target the highest script's number; null with the state {@code ERROR}
     * @param path of the file, or its URL; null unless paths are shown
     * @param pending scripts that have not run, in order
     * @param applied the history, in order
     * @param missing entries of the history whose script is gone, which is no error
     * @param progress of the run that is on; null unless the state is {@code MIGRATING}
     * @param lastRun how the last run of this process ended; null before that
     * @param lastBackup the newest backup beside the database; null without one
     * @param error why the last run failed, or why the database or its scripts cannot be read; else null
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record Database(
            String state,
            @Nullable Integer version,
            @Nullable Integer target,
            @Nullable String path,
            List<Pending> pending,
            List<Applied> applied,
            List<Applied> missing,
            List<Caution> warnings,
            @Nullable Progress progress,
            @Nullable LastRun lastRun,
            @Nullable Backup lastBackup,
            @Nullable Problem error) {}

    /**
     * How far a run is.
     *
     * @param percent of the whole run, 0 to 99; each script counts the same
     * @param script the file that runs; null before the first
     * @param scriptPercent how much of it has run; null where that is not known
     * @param scriptNumber which of the scripts of this run it is, from 1; 0 before the first
     * @param scripts how many scripts the run has
     * @param elapsedMillis since the run began
     * @param waitingFor who is waited for; null when no one is
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record Progress(
            int percent,
            @Nullable String script,
            @Nullable Integer scriptPercent,
            int scriptNumber,
            int scripts,
            long elapsedMillis,
            @Nullable String waitingFor) {

        private static Progress of(RunState.Running run) {
            Script script = run.script();
            return new Progress(
                    run.percent(),
                    script == null ? null : script.fileName(),
                    run.progress() == null || run.progress().percent() < 0
                            ? null
                            : run.progress().percent(),
                    script == null ? 0 : run.done() + 1,
                    run.total(),
                    run.elapsed().toMillis(),
                    run.waitingFor());
        }
    }

    /**
     * A run of this process that ended.
     *
     * @param outcome {@code NOTHING_PENDING}, {@code MIGRATED}, {@code FAILED} or {@code INTERRUPTED}
     * @param from the version before; null where it was not known
     * @param to the version after; null where it is not known
     * @param startedAt in UTC
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record LastRun(
            String outcome,
            @Nullable Integer from,
            @Nullable Integer to,
            Instant startedAt,
            long tookMillis) {

        private static LastRun of(RunState.Ended run) {
            return new LastRun(
                    run.outcome().name(),
                    run.from() == null ? null : run.from().number(),
                    run.to() == null ? null : run.to().number(),
                    run.began(),
                    run.took().toMillis());
        }
    }

    /**
     * A backup.
     *
     * @param file its name; its path where paths are shown
     * @param madeAt in UTC
     */
    public record Backup(String file, Instant madeAt, long bytes) {}

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
     * @param appliedBy user and host; null unless details are shown
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record Applied(
            int version,
            int from,
            String file,
            String kind,
            String checksum,
            Instant appliedAt,
            long tookMillis,
            @Nullable String appliedBy) {

        private static Applied of(HistoryEntry entry, boolean showDetails) {
            return new Applied(
                    entry.version().number(),
                    entry.from().number(),
                    entry.fileName(),
                    entry.kind().extension(),
                    entry.checksum(),
                    entry.appliedAt(),
                    entry.took().toMillis(),
                    showDetails ? entry.appliedBy() : null);
        }
    }

    /**
     * Something a person should see.
     *
     * @param kind the name of a {@link io.fastmigrate.Warning.Kind}
     */
    public record Caution(String kind, String message) {}

    /**
     * What went wrong.
     *
     * @param type the simple name of the exception
     * @param advice what to do
     * @param script the file that failed; null where it was none
     * @param line in that file, from 1; null where it is not known
     * @param column in that line, from 1; null where it is not known
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record Problem(
            String type,
            String message,
            String advice,
            @Nullable String script,
            @Nullable Integer line,
            @Nullable Integer column) {

        private static Problem of(FastMigrateException error, Redaction redaction) {
            ScriptFailedException failed = error instanceof ScriptFailedException script ? script : null;
            Script.Position position = failed == null ? null : failed.position().orElse(null);
            return new Problem(
                    error.getClass().getSimpleName(),
                    redaction.apply(String.valueOf(error.getMessage())),
                    redaction.apply(error.advice()),
                    failed == null ? null : failed.script().fileName(),
                    position == null ? null : position.line(),
                    position == null ? null : position.column());
        }
    }
}
