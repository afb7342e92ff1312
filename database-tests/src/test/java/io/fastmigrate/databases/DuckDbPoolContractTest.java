package io.fastmigrate.databases;

import com.zaxxer.hikari.HikariConfig;
import io.fastmigrate.test.Capability;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

class DuckDbPoolContractTest extends ServerPoolContract {

    @Override
    protected HikariConfig pool(Path place) throws Exception {
        return leadingTo(
                "jdbc:duckdb:" + place,
                "SET VARIABLE mine = [{'a': 5, 'b': 'it''s'}]; SET VARIABLE none = NULL; PREPARE ours AS SELECT 3;"
                        + " CREATE TEMP TABLE kept (i INT); SET null_order = 'nulls_first'");
    }

    @Override
    List<String> questions() {
        return List.of(
                "SELECT name, value FROM duckdb_settings()",
                "SELECT 'variable ' || name, value::VARCHAR FROM duckdb_variables()",
                "SELECT 'prepared ' || name, statement FROM duckdb_prepared_statements()",
                "SELECT 'database ' || database_name, path FROM duckdb_databases()",
                "SELECT 'temporary ' || table_name, sql FROM duckdb_tables() WHERE temporary",
                "SELECT 'temporary ' || view_name, sql FROM duckdb_views() WHERE temporary AND NOT internal",
                "SELECT 'temporary ' || function_name, macro_definition FROM duckdb_functions()"
                        + " WHERE database_name = 'temp' AND NOT internal",
                "SELECT 'place', current_database() || '.' || current_schema()");
    }

    @Override
    List<String> statementsThatLeaveTraces() {
        return List.of(
                "SET VARIABLE theirs = 7",
                "SET VARIABLE mine = 6",
                "RESET VARIABLE mine",
                "SET VARIABLE none = 1",
                "PREPARE ours AS SELECT 4",
                "DEALLOCATE ours",
                "DROP TABLE temp.kept",
                "CREATE TEMP TABLE scratch (i INT)",
                "CREATE TEMP VIEW scratch AS SELECT 1 AS i",
                "CREATE TEMP MACRO scratch(a) AS a + 1",
                "SET threads = 1",
                "SET default_order = 'desc'",
                "SET null_order = 'nulls_last'",
                "PREPARE theirs AS SELECT 2",
                "ATTACH ':memory:' AS other",
                "ATTACH ':memory:' AS other; USE other");
    }

    @Override
    protected Set<Capability> capabilities() {
        return EnumSet.complementOf(EnumSet.of(Capability.RESTORE, Capability.ENROLL));
    }
}
