package io.fastmigrate.spring;

import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.boot.health.contributor.Status;

/** The health of one database: out of service while it is migrated, down when that failed. */
final class FastMigrateHealthIndicator implements HealthIndicator {

    private final String database;
    private final Standings standings;

    FastMigrateHealthIndicator(String database, Standings standings) {
        this.database = database;
        this.standings = standings;
    }

    @Override
    public Health health() {
        HealthFacts facts = HealthFacts.of(database, standings);
        return Health.status(new Status(facts.condition().name()))
                .withDetails(facts.details())
                .build();
    }
}
