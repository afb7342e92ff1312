package io.fastmigrate.spring.actuate;

import io.fastmigrate.FastMigrate;
import io.fastmigrate.Fleet;
import io.fastmigrate.HistoryEntry;
import io.fastmigrate.Script;
import io.fastmigrate.Status;
import io.fastmigrate.Version;
import io.fastmigrate.error.FastMigrateException;
import io.fastmigrate.spring.actuate.FastMigrateEndpoint.Applied;
import io.fastmigrate.spring.actuate.FastMigrateEndpoint.Backup;
import io.fastmigrate.spring.actuate.FastMigrateEndpoint.Caution;
import io.fastmigrate.spring.actuate.FastMigrateEndpoint.Database;
import io.fastmigrate.spring.actuate.FastMigrateEndpoint.LastRun;
import io.fastmigrate.spring.actuate.FastMigrateEndpoint.Pending;
import io.fastmigrate.spring.actuate.FastMigrateEndpoint.Problem;
import io.fastmigrate.spring.actuate.FastMigrateEndpoint.Progress;
import io.fastmigrate.spring.actuate.FastMigrateEndpoint.Tenant;
import io.fastmigrate.spring.actuate.FastMigrateEndpoint.Tenants;
import io.fastmigrate.spring.internal.Redaction;
import io.fastmigrate.spring.internal.observe.Standing;
import io.fastmigrate.spring.tenants.TenantStandings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Describes databases for the endpoint, with what may be shown. */
final class Descriptions {

    private static final int MOST_TENANTS = 20;

    private final boolean showPaths;
    private final boolean showDetails;

    Descriptions(boolean showPaths, boolean showDetails) {
        this.showPaths = showPaths;
        this.showDetails = showDetails;
    }

    Database of(String name, Standings standings) {
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
                status == null ? List.of() : scripts(status.pending()),
                status == null ? List.of() : scripts(status.aboveTarget()),
                status == null ? List.of() : applied(status.applied()),
                status == null ? List.of() : applied(status.appliedRepeatable()),
                status == null ? List.of() : applied(status.missing()),
                status == null ? List.of() : cautions(status, redaction),
                standing.running() == null ? null : Progress.of(standing.running()),
                standing.lastRun() == null ? null : LastRun.of(standing.lastRun()),
                lastBackup(database),
                error == null ? null : Problem.of(error, redaction));
    }

    private static List<Pending> scripts(List<Script> scripts) {
        return scripts.stream().map(Pending::of).toList();
    }

    private List<Applied> applied(List<HistoryEntry> entries) {
        return entries.stream().map(entry -> Applied.of(entry, showDetails)).toList();
    }

    Tenants of(TenantStandings tenants) {
        TenantStandings.Snapshot now = tenants.now();
        Map<String, Integer> states = new LinkedHashMap<>();
        for (Fleet.Report.State state : Fleet.Report.State.values()) {
            states.put(state.name(), now.report().count(state));
        }
        Path directory = now.directory();
        List<Tenant> failed = now.report().failed().stream()
                .limit(MOST_TENANTS)
                .map(outcome -> tenant(outcome, now, directory, tenants))
                .toList();
        return new Tenants(now.state().name(), now.report().outcomes().size(), states, now.versions(), failed);
    }

    private Tenant tenant(
            Fleet.Report.Outcome outcome,
            TenantStandings.Snapshot now,
            @Nullable Path directory,
            TenantStandings tenants) {
        String database = outcome.database();
        Redaction redaction = showPaths ? Redaction.ofSecrets() : tenants.redaction(database);
        return new Tenant(
                showPaths
                        ? redaction.apply(database)
                        : tenants.schemaOf(database).orElseGet(() -> now.name(database, directory, redaction)),
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
}
