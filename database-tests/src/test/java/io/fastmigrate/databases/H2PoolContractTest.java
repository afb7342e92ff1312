package io.fastmigrate.databases;

import com.zaxxer.hikari.HikariConfig;
import io.fastmigrate.test.Capability;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

class H2PoolContractTest extends ServerPoolContract {

    String url(Path place) {
        return "jdbc:h2:" + place;
    }

    @Override
    protected HikariConfig pool(Path place) throws Exception {
        return leadingTo(url(place), "SET @mine = 5; SET LOCK_TIMEOUT 4444; CREATE LOCAL TEMPORARY TABLE kept (i INT)");
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
                "SET @theirs = 7",
                "SET @mine = 7",
                "SET @mine = NULL",
                "SET LOCK_TIMEOUT 1234",
                "SET QUERY_TIMEOUT 98765",
                "SET TIME ZONE '+07:00'",
                "SET SCHEMA INFORMATION_SCHEMA",
                "SET NON_KEYWORDS VALUE",
                "CREATE LOCAL TEMPORARY TABLE scratch (i INT)",
                "DROP TABLE kept");
    }

    @Override
    protected Set<Capability> capabilities() {
        return EnumSet.complementOf(EnumSet.of(Capability.RESTORE));
    }
}
