package io.fastmigrate.databases;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;

/** All definitions and rows of one database, but for what counts rows that were rolled back. */
final class DatabaseFacts {

    private DatabaseFacts() {}

    static List<String> ofMaria(String url) throws SQLException {
        try (Connection connection = DriverManager.getConnection(url)) {
            String name = connection.getCatalog();
            List<String> facts = new ArrayList<>();
            for (String table : sorted(
                    connection,
                    "SELECT table_name FROM information_schema.tables WHERE table_schema = DATABASE() AND table_name NOT"
                            + " LIKE '\\_%'")) {
                String quoted = "`" + inner(table) + "`";
                facts.addAll(rows(connection, "SHOW CREATE TABLE " + quoted));
                facts.addAll(sorted(connection, "SELECT * FROM " + quoted));
            }
            for (String question : List.of(
                    "SELECT trigger_name, event_object_table, action_order, action_statement FROM information_schema.triggers"
                            + " WHERE trigger_schema = DATABASE()",
                    "SELECT routine_name, routine_type, routine_definition, routine_comment, is_deterministic, security_type"
                            + " FROM information_schema.routines WHERE routine_schema = DATABASE()",
                    "SELECT event_name, event_definition, status FROM information_schema.events WHERE event_schema ="
                            + " DATABASE()",
                    "SELECT user FROM mysql.user WHERE user REGEXP '^[uvwr][0-9]+$'",
                    "SELECT schema_name FROM information_schema.schemata WHERE schema_name LIKE 'd_\\_'",
                    "SELECT version FROM _meta",
                    "SELECT version, file_name, kind, checksum FROM _fastmigrate_history",
                    "SELECT * FROM _fastmigrate_progress WHERE version > 0")) {
                facts.addAll(sorted(connection, question));
            }
            return facts.stream()
                    .map(fact -> fact.replaceAll(" AUTO_INCREMENT=\\d+", "")
                            .replace("`" + name + "`", "`db`")
                            .replace("`only" + name + "`", "`user`"))
                    .toList();
        }
    }

    static List<String> ofH2(String url) throws SQLException {
        try (Connection connection = DriverManager.getConnection(url)) {
            return rows(connection, "SCRIPT NOPASSWORDS").stream()
                    .filter(line -> !line.contains("_fastmigrate_") && !line.contains("_FASTMIGRATE_"))
                    .map(line -> line.replaceAll(" RESTART WITH \\d+", ""))
                    .sorted()
                    .toList();
        }
    }

    static List<String> ofPostgres(String url) throws SQLException {
        try (Connection connection = DriverManager.getConnection(url)) {
            String ours = " WHERE n.nspname !~ '^(pg_|information_schema)' AND c.relname !~ '^_'";
            List<String> facts = new ArrayList<>();
            for (String question : List.of(
                    "SELECT c.oid::regclass, c.relkind, c.reloptions, c.relrowsecurity, pg_get_indexdef(i.indexrelid),"
                            + " i.indisvalid, pg_get_expr(c.relpartbound, c.oid) FROM pg_class c JOIN pg_namespace n ON n.oid ="
                            + " c.relnamespace LEFT JOIN pg_index i ON i.indexrelid = c.oid" + ours + "",
                    "SELECT c.oid::regclass, a.attname, format_type(a.atttypid, a.atttypmod), a.attnotnull, a.attidentity,"
                            + " a.attgenerated, pg_get_expr(d.adbin, d.adrelid) FROM pg_class c JOIN pg_namespace n ON n.oid ="
                            + " c.relnamespace JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum > 0 AND NOT"
                            + " a.attisdropped LEFT JOIN pg_attrdef d ON d.adrelid = c.oid AND d.adnum = a.attnum"
                            + ours
                            + "",
                    "SELECT conrelid::regclass, conname, convalidated, pg_get_constraintdef(oid) FROM pg_constraint WHERE"
                            + " conrelid <> 0 AND connamespace NOT IN (SELECT oid FROM pg_namespace WHERE nspname ~ '^pg_')"
                            + " AND conrelid::regclass::text !~ '^_'",
                    "SELECT t.typname, string_agg(e.enumlabel, ', ' ORDER BY e.enumsortorder) FROM pg_enum e JOIN pg_type t ON"
                            + " t.oid = e.enumtypid GROUP BY 1",
                    "SELECT p.oid::regprocedure, p.prosrc FROM pg_proc p JOIN pg_namespace n ON n.oid = p.pronamespace WHERE"
                            + " n.nspname !~ '^(pg_|information_schema)'",
                    "SELECT tgname, tgrelid::regclass FROM pg_trigger WHERE NOT tgisinternal",
                    "SELECT polname, polrelid::regclass FROM pg_policy",
                    "SELECT stxname, stxrelid::regclass FROM pg_statistic_ext",
                    "SELECT datname FROM pg_database WHERE datname ~ '^(extra|side)'",
                    "SELECT rolname FROM pg_roles WHERE rolname ~ '^ro[0-9]'",
                    "SELECT version FROM _meta",
                    "SELECT version, file_name, kind, checksum FROM _fastmigrate_history",
                    "SELECT * FROM _fastmigrate_progress WHERE version > 0")) {
                facts.addAll(sorted(connection, question));
            }
            for (String table : sorted(
                    connection,
                    "SELECT c.oid::regclass FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace" + ours
                            + " AND c.relkind IN ('r', 'p', 'm')")) {
                facts.addAll(sorted(connection, "SELECT * FROM " + inner(table)));
            }
            return facts;
        }
    }

    /** Returns what pg_dump writes of the schema, but for tables that migration tools keep for themselves; null without it. */
    static String definitionsOfPostgres(String url) throws Exception {
        if (DebianPostgres.bin().isEmpty()) {
            return "no pg_dump is here";
        }
        try (Connection connection = DriverManager.getConnection(url)) {
            String server = rows(connection, "SHOW server_version_num").get(0);
            Process program = new ProcessBuilder(
                            DebianPostgres.bin()
                                    .orElseThrow()
                                    .resolve("pg_dump")
                                    .toString(),
                            "--schema-only",
                            "--exclude-table=*._*",
                            "--exclude-table=*.flyway_schema_history",
                            url.replaceFirst("^jdbc:", ""))
                    .redirectErrorStream(true)
                    .start();
            String text = new String(program.getInputStream().readAllBytes(), java.nio.charset.StandardCharsets.UTF_8);
            return program.waitFor() == 0
                    ? text.replaceAll("(?m)^\\\\(un)?restrict .*", "")
                    : "pg_dump is older than the server, " + server;
        }
    }

    private static List<String> sorted(Connection connection, String sql) throws SQLException {
        return rows(connection, sql).stream().sorted().toList();
    }

    private static String inner(String row) {
        return row.substring(1, row.length() - 1);
    }

    static void execute(Connection connection, String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    static List<String> rows(Connection connection, String sql) throws SQLException {
        List<String> all = new ArrayList<>();
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(sql)) {
            while (rows.next()) {
                List<String> row = new ArrayList<>();
                for (int i = 1; i <= rows.getMetaData().getColumnCount(); i++) {
                    row.add(rows.getString(i));
                }
                all.add(row.toString());
            }
        }
        return all;
    }
}
