package io.fastmigrate.spring;

import io.fastmigrate.model.FleetReport;
import io.fastmigrate.model.FleetReport.State;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;

/** The health of all tenants' databases together: out of service before they are migrated, down when one failed. */
final class TenantHealthIndicator implements HealthIndicator {

    private final TenantStandings tenants;

    TenantHealthIndicator(TenantStandings tenants) {
        this.tenants = tenants;
    }

    @Override
    public Health health() {
        TenantStandings.Snapshot now = tenants.now();
        FleetReport report = now.report();
        Health.Builder health = switch (now.state()) {
            case UP_TO_DATE -> Health.up();
            case PENDING -> Health.outOfService();
            default -> Health.down();
        };
        return health.withDetail("state", now.state().name())
                .withDetail("databases", report.outcomes().size())
                .withDetail("migrated", report.count(State.MIGRATED))
                .withDetail("upToDate", report.count(State.UP_TO_DATE))
                .withDetail("failed", report.count(State.FAILED))
                .withDetail("notTried", report.count(State.NOT_TRIED))
                .build();
    }
}
