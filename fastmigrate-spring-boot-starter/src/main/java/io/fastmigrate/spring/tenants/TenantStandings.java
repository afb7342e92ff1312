package io.fastmigrate.spring.tenants;

import io.fastmigrate.Fleet;
import io.fastmigrate.Fleet.Report.Outcome;
import io.fastmigrate.Fleet.Report.State;
import io.fastmigrate.spring.FastMigrateDatabase;
import io.fastmigrate.spring.internal.Redaction;
import io.fastmigrate.spring.internal.observe.HealthFacts;
import io.fastmigrate.spring.internal.observe.HealthSource;
import io.fastmigrate.spring.internal.observe.Standing;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.ObjectProvider;

/**
 * Where the tenants' databases stand: what endpoint, health and metrics tell. Knows what the last run found, and reads no
 * database. Thread safe.
 */
public final class TenantStandings implements HealthSource {

    private final ObjectProvider<TenantRuns> migrations;
    private final boolean enabled;

    /** Asks for the bean when it is needed: making it can migrate, and no one who only looks may be why. */
    public TenantStandings(ObjectProvider<TenantRuns> migrations, boolean enabled) {
        this.migrations = migrations;
        this.enabled = enabled;
    }

    /** Returns null where there are no tenants, or they are not migrated and so nothing is known of them. */
    public static @Nullable TenantStandings enabled(ObjectProvider<TenantStandings> tenants) {
        TenantStandings there = tenants.getIfAvailable();
        return there == null || !there.enabled ? null : there;
    }

    public boolean isEnabled() {
        return enabled;
    }

    /** Returns what takes the directories of this tenant's database, and of the scripts of all, out of a text. */
    public Redaction redaction(String database) {
        return migrations.getObject().redaction(database);
    }

    /** Returns the schema of a tenant's database; empty where the tenant has a database. */
    public Optional<String> schemaOf(String database) {
        return migrations.getObject().schemaOf(database);
    }

    public Snapshot now() {
        return migrations.getObject().snapshot();
    }

    @Override
    public Map<String, Supplier<HealthFacts>> health() {
        return enabled ? Map.of(FastMigrateDatabase.TENANTS, () -> now().health()) : Map.of();
    }

    /**
     * What is known at one moment.
     *
     * @param done whether all have been migrated or verified once
     */
    public record Snapshot(Fleet.Report report, boolean done) {

        public Standing.State state() {
            if (report.count(State.FAILED) > 0) {
                return Standing.State.FAILED;
            }
            return done && report.isComplete() ? Standing.State.UP_TO_DATE : Standing.State.PENDING;
        }

        /** Returns the health of all together: out of service before they are migrated, down when one failed. */
        HealthFacts health() {
            Map<String, Object> details = new LinkedHashMap<>();
            details.put("state", state().name());
            details.put("databases", report.outcomes().size());
            details.put("migrated", report.count(State.MIGRATED));
            details.put("upToDate", report.count(State.UP_TO_DATE));
            details.put("failed", report.count(State.FAILED));
            details.put("notTried", report.count(State.NOT_TRIED));
            return new HealthFacts(
                    switch (state()) {
                        case UP_TO_DATE -> HealthFacts.Condition.UP;
                        case PENDING -> HealthFacts.Condition.OUT_OF_SERVICE;
                        default -> HealthFacts.Condition.DOWN;
                    },
                    details);
        }

        /** Returns how many databases are at each version, the lowest version first. */
        public Map<Integer, Long> versions() {
            return report.outcomes().stream()
                    .flatMap(outcome -> outcome.version().stream())
                    .collect(Collectors.groupingBy(version -> version.number(), TreeMap::new, Collectors.counting()));
        }

        /** Returns what a database is called where paths are not shown: its path below the directory that all are in. */
        public String name(String database, @Nullable Path directory, Redaction redaction) {
            return directory == null
                    ? redaction.apply(database)
                    : file(database)
                            .filter(file -> file.startsWith(directory))
                            .map(file -> directory.relativize(file).toString())
                            .findFirst()
                            .orElseGet(() -> redaction.apply(database));
        }

        /** Returns the deepest directory that all files are in; null where that is none or the root. */
        @Nullable
        public Path directory() {
            List<Path> parents = report.outcomes().stream()
                    .map(Outcome::database)
                    .flatMap(Snapshot::file)
                    .flatMap(file -> Stream.ofNullable(file.getParent()))
                    .distinct()
                    .toList();
            Path common = parents.isEmpty() ? null : parents.get(0);
            for (Path parent : parents) {
                while (common != null && !parent.startsWith(common)) {
                    common = common.getParent();
                }
            }
            return common == null || common.getNameCount() == 0 ? null : common;
        }

        /** Returns the file of this name; empty where it is a URL. */
        private static Stream<Path> file(String database) {
            try {
                return Stream.of(Path.of(database)).filter(Path::isAbsolute);
            } catch (InvalidPathException e) {
                return Stream.empty();
            }
        }
    }
}
