package io.fastmigrate.spring.actuate;

import io.fastmigrate.spring.FastMigrateDatabase;
import io.fastmigrate.spring.internal.observe.Standing;
import io.fastmigrate.spring.tenants.TenantStandings;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.actuate.info.Info;
import org.springframework.boot.actuate.info.InfoContributor;

/** Says below {@code fastmigrate} which version each database is at, and those of all tenants. */
public final class FastMigrateInfoContributor implements InfoContributor {

    private final Standings standings;
    private final @Nullable TenantStandings tenants;

    public FastMigrateInfoContributor(Standings standings, @Nullable TenantStandings tenants) {
        this.standings = standings;
        this.tenants = tenants;
    }

    @Override
    public void contribute(Info.Builder builder) {
        Map<String, Object> databases = new LinkedHashMap<>();
        standings.names().forEach(name -> databases.put(name, describe(standings.recent(name))));
        if (tenants != null) {
            databases.put(FastMigrateDatabase.TENANTS, describe(tenants.now()));
        }
        builder.withDetail("fastmigrate", databases);
    }

    private static Map<String, Object> describe(TenantStandings.Snapshot tenants) {
        Map<String, Object> facts = new LinkedHashMap<>();
        facts.put("state", tenants.state().name());
        facts.put("databases", tenants.report().outcomes().size());
        facts.put("versions", tenants.versions());
        return facts;
    }

    private static Map<String, Object> describe(Standing standing) {
        Map<String, Object> facts = new LinkedHashMap<>();
        facts.put("state", standing.state().name());
        if (standing.status() != null) {
            facts.put("version", standing.status().version().number());
            facts.put("target", standing.status().target().number());
        }
        return facts;
    }
}
