package io.fastmigrate.spring.internal.database;

import io.fastmigrate.MigrationListener;
import io.fastmigrate.Warning;
import io.fastmigrate.spring.internal.StarterLog;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Writes the warnings of tenants' databases to the log; what a thousand of them say alike, it writes once. */
record TenantWarnings(Set<String> written) implements MigrationListener {

    private static final Logger log = LoggerFactory.getLogger(StarterLog.NAME);

    @Override
    public void onWarning(Warning warning) {
        if (written.add(warning.message())) {
            log.warn("{}", warning.message());
        }
    }
}
