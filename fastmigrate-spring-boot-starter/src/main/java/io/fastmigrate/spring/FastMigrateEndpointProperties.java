package io.fastmigrate.spring;

import org.springframework.boot.context.properties.ConfigurationProperties;

/** The properties {@code management.endpoint.fastmigrate.*} that are not Actuator's own. */
@ConfigurationProperties("management.endpoint.fastmigrate")
public class FastMigrateEndpointProperties {

    /** Whether the endpoint shows absolute paths. */
    private boolean showPaths;

    /** Whether the endpoint shows who applied a script, which names users and hosts. */
    private boolean showDetails;

    public boolean isShowPaths() {
        return showPaths;
    }

    public void setShowPaths(boolean showPaths) {
        this.showPaths = showPaths;
    }

    public boolean isShowDetails() {
        return showDetails;
    }

    public void setShowDetails(boolean showDetails) {
        this.showDetails = showDetails;
    }
}
