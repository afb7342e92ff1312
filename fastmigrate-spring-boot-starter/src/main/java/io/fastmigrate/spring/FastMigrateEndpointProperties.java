package io.fastmigrate.spring;

import java.util.HashSet;
import java.util.Set;
import org.springframework.boot.actuate.endpoint.Show;
import org.springframework.boot.context.properties.ConfigurationProperties;

/** The properties {@code management.endpoint.fastmigrate.*} that are not Actuator's own. */
@ConfigurationProperties("management.endpoint.fastmigrate")
public class FastMigrateEndpointProperties {

    /** When to show absolute paths and URLs. */
    private Show showPaths = Show.NEVER;

    /** When to show who applied a script, which names users and hosts. */
    private Show showDetails = Show.NEVER;

    /** Whether the endpoint answers browsers, which accept HTML, with a page. */
    private boolean page;

    /**
     * Roles used to determine whether a user is authorized to be shown paths and details. When empty, all authenticated users
     * are authorized.
     */
    private final Set<String> roles = new HashSet<>();

    public Show getShowPaths() {
        return showPaths;
    }

    public void setShowPaths(Show showPaths) {
        this.showPaths = showPaths;
    }

    public Show getShowDetails() {
        return showDetails;
    }

    public void setShowDetails(Show showDetails) {
        this.showDetails = showDetails;
    }

    public boolean isPage() {
        return page;
    }

    public void setPage(boolean page) {
        this.page = page;
    }

    public Set<String> getRoles() {
        return roles;
    }
}
