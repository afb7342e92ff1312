package io.fastmigrate.databases;

import com.zaxxer.hikari.HikariConfig;
import java.nio.file.Path;
import java.util.List;

class PostgresPoolContractTest extends ServerPoolContract {

    @Override
    protected HikariConfig pool(Path place) throws Exception {
        String url = Servers.postgres();
        for (String role : List.of("pool_owner", "everything")) {
            Servers.execute(
                    url, "DO $$ BEGIN CREATE ROLE " + role + "; EXCEPTION WHEN duplicate_object THEN NULL; END $$");
            Servers.execute(url, "GRANT ALL ON SCHEMA public TO " + role);
        }
        return leadingTo(
                url,
                "SET ROLE pool_owner; SET app.tenant = 'mine'; SET search_path = public, pg_temp;"
                        + " SET statement_timeout = '77s'; LISTEN changes; PREPARE kept AS SELECT 1;"
                        + " SELECT pg_advisory_lock_shared(815)");
    }

    @Override
    List<String> questions() {
        return List.of(
                "SELECT name, setting || ' from ' || source FROM pg_settings WHERE name NOT LIKE 'transaction%'",
                "SELECT 'role', current_setting('role') UNION ALL SELECT 'user', session_user"
                        + " UNION ALL SELECT 'tenant', current_setting('app.tenant', true)",
                "SELECT 'prepared ' || name, statement FROM pg_prepared_statements WHERE from_sql",
                "SELECT 'listens to ' || c, '' FROM pg_listening_channels() c",
                "SELECT 'cursor ' || name, '' FROM pg_cursors WHERE is_holdable",
                "SELECT 'lock ' || objid, mode FROM pg_locks WHERE locktype = 'advisory' AND pid = pg_backend_pid()",
                "SELECT 'temporary ' || relname, '' FROM pg_class WHERE relnamespace = pg_my_temp_schema()");
    }

    @Override
    List<String> statementsThatLeaveTraces() {
        return List.of(
                "SET ROLE everything",
                "SET SESSION AUTHORIZATION everything",
                "SET app.tenant = 'theirs'",
                "SELECT set_config('search_path', '', false)",
                "SET default_transaction_read_only = on",
                "RESET ALL",
                "CREATE TEMPORARY TABLE scratch (i INT)",
                "PREPARE theirs AS SELECT 2",
                "DEALLOCATE ALL",
                "DECLARE c CURSOR WITH HOLD FOR SELECT 1",
                "UNLISTEN *",
                "SELECT pg_advisory_lock(4711)",
                "DO $$ BEGIN PERFORM set_config('app.tenant', 'theirs', false); END $$");
    }
}
