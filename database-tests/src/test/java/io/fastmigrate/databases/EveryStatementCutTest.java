package io.fastmigrate.databases;

import static org.assertj.core.api.Assertions.assertThat;

import io.fastmigrate.FastMigrate;
import io.fastmigrate.model.ScriptFailedException;
import io.fastmigrate.sql.SqlDialect;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Cuts the connection once before and once behind every statement of scripts with every kind of definition: each next run
 * goes on by itself, and in the end schema and rows are those of a run without a cut.
 */
class EveryStatementCutTest {

    /** How often the scripts are written; three make some 200. */
    private static final int ROUNDS = Integer.getInteger("fastmigrate.cut.rounds", 1);

    @TempDir
    Path directory;

    @SuppressWarnings("NullAway") // set before each test
    EveryStatementCutTest() {}

    @Test
    void mariaDbEndsAsWithoutACut() throws Exception {
        String calm = Servers.maria();
        String stormy = Servers.maria();
        int scripts = EveryDefinition.write(directory, "mariadb", ROUNDS);
        migrate(FastMigrate.database(calm).migrations(directory).build());
        int cuts = migrateWithCuts(stormy, SqlDialect.MYSQL);
        report("MariaDB", scripts, cuts);
        assertThat(maria(stormy)).isEqualTo(maria(calm));
    }

    @Test
    void postgresEndsAsWithoutACut() throws Exception {
        String calm = Servers.postgres();
        String stormy = Servers.postgres();
        int scripts = EveryDefinition.write(directory, "postgresql", ROUNDS);
        migrate(FastMigrate.database(calm).migrations(directory).build());
        int cuts = migrateWithCuts(stormy, SqlDialect.POSTGRESQL);
        report("PostgreSQL", scripts, cuts);
        assertThat(postgres(stormy)).isEqualTo(postgres(calm));
    }

    private static void report(String database, int scripts, int cuts) {
        System.out.println(database + ": " + scripts + " scripts, " + cuts + " cuts");
    }

    private static void migrate(FastMigrate fastMigrate) {
        fastMigrate.create();
        fastMigrate.migrate();
    }

    private int migrateWithCuts(String url, SqlDialect dialect) throws Exception {
        CutDataSource cutting = new CutDataSource(url, EveryDefinition.statements(directory, dialect));
        FastMigrate.database(url).migrations(directory).build().create();
        while (true) {
            try {
                FastMigrate.dataSource(cutting).migrations(directory).build().migrate();
                return cutting.cuts();
            } catch (ScriptFailedException e) {
                if (!cutting.wasCut()) {
                    throw new AssertionError("stuck after " + cutting.cuts() + " cuts: " + e + "\n" + e.advice(), e);
                }
            }
        }
    }

    /** Returns all definitions and rows of a database of MariaDB, but for what counts rows that were rolled back. */
    private static List<String> maria(String url) throws SQLException {
        try (Connection connection = DriverManager.getConnection(url)) {
            String name = connection.getCatalog();
            List<String> facts = new ArrayList<>();
            List<String> tables = rows(
                    connection,
                    "SELECT table_name FROM information_schema.tables WHERE table_schema = DATABASE() ORDER BY 1");
            for (String table : tables) {
                if (!table.startsWith("_")) {
                    facts.addAll(rows(connection, "SHOW CREATE TABLE `" + table + "`"));
                    facts.addAll(rows(
                            connection,
                            "SELECT * FROM `" + table
                                    + "` ORDER BY 1, 2".replace(", 2", columns(connection, table) > 1 ? ", 2" : "")));
                }
            }
            facts.addAll(rows(
                    connection,
                    "SELECT trigger_name, event_object_table, action_statement FROM information_schema.triggers WHERE"
                            + " trigger_schema = DATABASE() ORDER BY 1"));
            facts.addAll(rows(
                    connection,
                    "SELECT routine_name, routine_type, routine_definition, routine_comment FROM information_schema.routines"
                            + " WHERE routine_schema = DATABASE() ORDER BY 1"));
            facts.addAll(rows(
                    connection,
                    "SELECT event_name, event_definition, status FROM information_schema.events WHERE event_schema ="
                            + " DATABASE() ORDER BY 1"));
            facts.addAll(
                    rows(
                            connection,
                            "SELECT user FROM mysql.user WHERE user REGEXP '^[uwr][0-9]+$'"
                                    + " UNION SELECT schema_name FROM information_schema.schemata WHERE schema_name LIKE 'd_\\_'"));
            facts.addAll(rows(connection, "SELECT version FROM _meta"));
            return facts.stream()
                    .map(fact -> fact.replaceAll(" AUTO_INCREMENT=\\d+", "").replace("`" + name + "`", "`db`"))
                    .toList();
        }
    }

    private static int columns(Connection connection, String table) throws SQLException {
        return rows(
                        connection,
                        "SELECT column_name FROM information_schema.columns WHERE table_schema = DATABASE() AND"
                                + " table_name = '" + table + "'")
                .size();
    }

    private static List<String> postgres(String url) throws SQLException {
        try (Connection connection = DriverManager.getConnection(url)) {
            List<String> facts = rows(
                    connection,
                    "SELECT c.oid::regclass, c.relkind, pg_get_indexdef(i.indexrelid), i.indisvalid, r.relpartbound IS NULL"
                            + " FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace LEFT JOIN pg_index i ON"
                            + " i.indexrelid = c.oid LEFT JOIN pg_class r ON r.oid = c.oid WHERE n.nspname !~"
                            + " '^(pg_|information_schema)' AND c.relname !~ '^_' ORDER BY c.oid::regclass::text");
            facts.addAll(rows(
                    connection,
                    "SELECT t.typname, e.enumlabel FROM pg_enum e JOIN pg_type t ON t.oid = e.enumtypid ORDER BY"
                            + " 1, e.enumsortorder"));
            for (String table : rows(
                    connection,
                    "SELECT c.oid::regclass FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace WHERE c.relkind"
                            + " IN ('r', 'p') AND n.nspname !~ '^(pg_|information_schema)' AND c.relname !~ '^_' ORDER BY"
                            + " c.oid::regclass::text")) {
                facts.addAll(rows(connection, "SELECT * FROM " + table + " ORDER BY 1"));
            }
            facts.addAll(rows(connection, "SELECT datname FROM pg_database WHERE datname LIKE 'extra%'"));
            facts.addAll(rows(connection, "SELECT version FROM _meta"));
            return facts;
        }
    }

    private static List<String> rows(Connection connection, String sql) throws SQLException {
        List<String> all = new ArrayList<>();
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(sql)) {
            int columns = rows.getMetaData().getColumnCount();
            while (rows.next()) {
                List<String> row = new ArrayList<>();
                for (int i = 1; i <= columns; i++) {
                    row.add(String.valueOf(rows.getString(i)));
                }
                all.add(String.join("|", row));
            }
        }
        return all;
    }
}
