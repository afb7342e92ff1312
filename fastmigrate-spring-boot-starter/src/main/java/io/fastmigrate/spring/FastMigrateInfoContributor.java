package io.fastmigrate.spring;

import java.util.LinkedHashMap;
import java.util.Map;
import org.springframework.boot.actuate.info.Info;
import org.springframework.boot.actuate.info.InfoContributor;

/** Says below {@code fastmigrate} which version each database is at. */
final class FastMigrateInfoContributor implements InfoContributor {

    private final Standings standings;

    FastMigrateInfoContributor(Standings standings) {
        this.standings = standings;
    }

    @Override
    public void contribute(Info.Builder builder) {
        Map<String, Object> databases = new LinkedHashMap<>();
        standings.names().forEach(name -> databases.put(name, describe(standings.recent(name))));
        builder.withDetail("fastmigrate", databases);
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
