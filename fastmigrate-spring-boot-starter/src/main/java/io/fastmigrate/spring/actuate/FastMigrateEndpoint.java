package io.fastmigrate.spring.actuate;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.fastmigrate.Fleet;
import io.fastmigrate.HistoryEntry;
import io.fastmigrate.Script;
import io.fastmigrate.Status;
import io.fastmigrate.error.FastMigrateException;
import io.fastmigrate.error.ScriptFailedException;
import io.fastmigrate.spring.FastMigrateEndpointProperties;
import io.fastmigrate.spring.internal.Redaction;
import io.fastmigrate.spring.internal.observe.RunState;
import io.fastmigrate.spring.tenants.TenantStandings;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.actuate.endpoint.OperationResponseBody;
import org.springframework.boot.actuate.endpoint.annotation.Endpoint;
import org.springframework.boot.actuate.endpoint.annotation.ReadOperation;
import org.springframework.boot.actuate.endpoint.annotation.Selector;
import org.springframework.context.ApplicationContext;

/**
 * The Actuator endpoint {@code fastmigrate}: where each database stands beside its scripts, by the contexts that migrate
 * them. It only reads.
 */
@Endpoint(id = "fastmigrate")
public class FastMigrateEndpoint {

    private static final int FORMAT = 1;

    private final ApplicationContext context;
    private final FastMigrateEndpointProperties properties;

    public FastMigrateEndpoint(ApplicationContext context, FastMigrateEndpointProperties properties) {
        this.context = context;
        this.properties = properties;
    }

    /**
     * Reads every database once; one that cannot be read is described by its error. Those of tenants are not read: what
     * was found when they were migrated is told.
     */
    @ReadOperation
    public MigrationsDescriptor databases() {
        return databases(withoutUser());
    }

    MigrationsDescriptor databases(Descriptions descriptions) {
        Map<String, ContextDescriptor> contexts = new LinkedHashMap<>();
        for (ApplicationContext each = context; each != null; each = each.getParent()) {
            TenantStandings tenants = local(each, TenantStandings.class);
            contexts.put(
                    id(each),
                    new ContextDescriptor(
                            parentId(each),
                            databases(each, name -> true, descriptions),
                            tenants == null || !tenants.isEnabled() ? null : descriptions.of(tenants)));
        }
        return new MigrationsDescriptor(FORMAT, contexts);
    }

    /** Reads one database, of each context that has one of that name; null, which becomes a 404, when none has. */
    @ReadOperation
    public @Nullable MigrationsDescriptor database(@Selector String database) {
        return database(database, withoutUser());
    }

    @Nullable
    MigrationsDescriptor database(String database, Descriptions descriptions) {
        Map<String, ContextDescriptor> contexts = new LinkedHashMap<>();
        for (ApplicationContext each = context; each != null; each = each.getParent()) {
            Map<String, Database> found = databases(each, database::equals, descriptions);
            if (!found.isEmpty()) {
                contexts.put(id(each), new ContextDescriptor(parentId(each), found, null));
            }
        }
        return contexts.isEmpty() ? null : new MigrationsDescriptor(FORMAT, contexts);
    }

    /** Returns what knows of the databases of each context: the one that is asked first, then its parents. */
    List<Standings> standings() {
        List<Standings> found = new ArrayList<>();
        for (ApplicationContext each = context; each != null; each = each.getParent()) {
            Standings standings = local(each, Standings.class);
            if (standings != null) {
                found.add(standings);
            }
        }
        return found;
    }

    /** By JMX no user is known, and who may ask may see what an authorized user sees. */
    private Descriptions withoutUser() {
        return new Descriptions(
                properties.getShowPaths().isShown(true),
                properties.getShowDetails().isShown(true));
    }

    private static String id(ApplicationContext context) {
        return String.valueOf(context.getId());
    }

    private static @Nullable String parentId(ApplicationContext context) {
        ApplicationContext parent = context.getParent();
        return parent == null ? null : id(parent);
    }

    /** Returns a bean of this context, and none of its parents. */
    private static <T> @Nullable T local(ApplicationContext context, Class<T> type) {
        String[] names = context.getBeanNamesForType(type);
        return names.length == 0 ? null : context.getBean(names[0], type);
    }

    private static Map<String, Database> databases(
            ApplicationContext context, Predicate<String> wanted, Descriptions descriptions) {
        Map<String, Database> described = new LinkedHashMap<>();
        Standings standings = local(context, Standings.class);
        if (standings != null) {
            standings.own().stream()
                    .filter(wanted)
                    .forEach(name -> described.put(name, descriptions.of(name, standings)));
        }
        return described;
    }

    /**
     * What the endpoint answers.
     *
     * @param format of this answer; raised when a reader of the format before would misread it
     * @param contexts by their identifiers: the one that is asked first, then its parents
     */
    public record MigrationsDescriptor(int format, Map<String, ContextDescriptor> contexts)
            implements OperationResponseBody {}

    /**
     * What one application context migrates.
     *
     * @param parentId identifier of the parent context; null without one
     * @param databases by their names
     * @param tenants null where there are none, and where one database alone was asked for
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record ContextDescriptor(
            @Nullable String parentId,
            Map<String, Database> databases,
            @Nullable Tenants tenants) {}

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
     * @param database its path below the directory that all are in, or its schema; the whole one where paths are shown
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
     * @param target the highest script's number, up to the target that was set; null with the state {@code ERROR}
     * @param path of the file, or its URL; null unless paths are shown
     * @param pending scripts that have not run, in order
     * @param aboveTarget scripts above the target that was set, in order
     * @param applied the history, in order
     * @param appliedRepeatable the repeatable scripts as they ran last, in the order of their names
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
            List<Pending> aboveTarget,
            List<Applied> applied,
            List<Applied> appliedRepeatable,
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

        static Progress of(RunState.Running run) {
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

        static LastRun of(RunState.Ended run) {
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
     * @param version its number; null if it is repeatable
     * @param kind {@code sql}, {@code py}, {@code sh} or {@code java}
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record Pending(@Nullable Integer version, String file, String kind) {

        static Pending of(Script script) {
            return new Pending(
                    script.isRepeatable() ? null : script.version().number(),
                    script.fileName(),
                    script.kind().extension());
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

        static Applied of(HistoryEntry entry, boolean showDetails) {
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

        static Problem of(FastMigrateException error, Redaction redaction) {
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
