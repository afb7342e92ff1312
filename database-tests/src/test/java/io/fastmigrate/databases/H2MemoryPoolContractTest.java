package io.fastmigrate.databases;

import com.zaxxer.hikari.HikariConfig;
import io.fastmigrate.backend.Capability;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;

class H2MemoryPoolContractTest extends ServerPoolContract {

    @Override
    protected HikariConfig pool(Path place) throws Exception {
        return leadingTo(
                "jdbc:h2:mem:" + Objects.requireNonNull(place.getParent()).getFileName() + System.nanoTime(),
                "SET @mine = 5; SET LOCK_TIMEOUT 4444; CREATE LOCAL TEMPORARY TABLE kept (i INT)");
    }

    /** The lease has a connection of its own. */
    @Override
    protected int smallestPool() {
        return 2;
    }

    @Override
    List<String> questions() {
        return List.of(
                "SELECT STATE_KEY, STATE_COMMAND FROM INFORMATION_SCHEMA.SESSION_STATE",
                "SELECT SETTING_NAME, SETTING_VALUE FROM INFORMATION_SCHEMA.SETTINGS WHERE SETTING_NAME NOT LIKE 'info.%'"
                        + " AND SETTING_NAME NOT LIKE 'property.%'",
                "SELECT 'lock timeout', CAST(LOCK_TIMEOUT() AS VARCHAR) UNION ALL SELECT 'schema', SCHEMA()");
    }

    @Override
    List<String> statementsThatLeaveTraces() {
        return List.of(
                "SET @mine = 7",
                "SET LOCK_TIMEOUT 1234",
                "SET TIME ZONE '+07:00'",
                "CREATE LOCAL TEMPORARY TABLE scratch (i INT)",
                "DROP TABLE kept");
    }

    @Override
    protected Set<Capability> capabilities() {
        return EnumSet.complementOf(EnumSet.of(Capability.RESTORE, Capability.ENROLL, Capability.RUN_PROCESSES));
    }
}
