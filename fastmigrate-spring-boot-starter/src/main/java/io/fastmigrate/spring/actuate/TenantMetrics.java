package io.fastmigrate.spring.actuate;

import io.fastmigrate.Fleet.Report.State;
import io.fastmigrate.spring.tenants.TenantStandings;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.MeterBinder;
import java.util.Locale;

/** Gauges of how many tenants' databases are in each state. */
public final class TenantMetrics implements MeterBinder {

    private final TenantStandings tenants;

    public TenantMetrics(TenantStandings tenants) {
        this.tenants = tenants;
    }

    @Override
    public void bindTo(MeterRegistry registry) {
        if (!tenants.isEnabled()) {
            return;
        }
        for (State state : State.values()) {
            Gauge.builder(
                            "fastmigrate.tenants",
                            tenants,
                            source -> source.now().report().count(state))
                    .description("How many tenants' databases were in this state after they were migrated last")
                    .tag("state", state.name().toLowerCase(Locale.ROOT))
                    .register(registry);
        }
    }
}
