package io.fastmigrate.databases;

import static org.assertj.core.api.Assertions.assertThat;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import io.fastmigrate.FastMigrate;
import io.fastmigrate.Fleet;
import io.fastmigrate.Fleet.Report.Outcome;
import io.fastmigrate.Fleet.Report.State;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A tenant in each schema of one database, migrated together. */
class SchemaFleetTest {

    @TempDir
    Path folder;

    private Workshop db;
    private @Nullable HikariDataSource pool;

    @BeforeEach
    void makeDatabase() throws Exception {
        db = new Workshop(Servers.postgres(), folder);
        db.script("0001-note.sql", "CREATE TABLE note (id INTEGER PRIMARY KEY, text TEXT);\n")
                .script("0002-first.sql", "INSERT INTO note VALUES (1, current_schema());\n");
    }

    @AfterEach
    void closePool() {
        if (pool != null) {
            pool.close();
        }
    }

    @Test
    void migratesThousandSchemasButForThreeThatAreBrokenAndTheNextTimeThoseAlone() throws Exception {
        db.execute("DO $$ BEGIN FOR i IN 1..1000 LOOP EXECUTE format('CREATE SCHEMA tenant_%s', i); END LOOP; END $$");
        db.execute("CREATE TABLE tenant_100.note (id INTEGER)"); // not empty, and without a version
        managed("tenant_500");
        db.execute("DELETE FROM tenant_500._meta");
        managed("tenant_900");
        db.execute("CREATE TABLE tenant_900.note (id INTEGER)"); // which script 0001 makes
        List<String> schemas =
                IntStream.rangeClosed(1, 1000).mapToObj(i -> "tenant_" + i).toList();
        Fleet fleet = fleet(pool(4), schemas).workers(8);

        Fleet.Report first = fleet.migrate();
        assertThat(first.count(State.MIGRATED)).isEqualTo(997);
        assertThat(failures(first))
                .containsExactly(
                        "(schema tenant_100) DatabaseUnmanagedException",
                        "(schema tenant_500) DatabaseUnusableException",
                        "(schema tenant_900) ScriptFailedException");
        assertThat(db.query("SELECT count(*) FROM pg_tables WHERE tablename = 'note' AND schemaname = 'public'"))
                .containsExactly("0");
        assertThat(db.query("SELECT text FROM tenant_777.note")).containsExactly("tenant_777");

        db.execute("DROP TABLE tenant_100.note, tenant_900.note");
        db.execute("INSERT INTO tenant_500._meta VALUES (1, 0)");
        Fleet.Report second = fleet.migrate();
        assertThat(second.isComplete()).isTrue();
        assertThat(second.outcomes().stream().filter(outcome -> outcome.state() == State.MIGRATED))
                .extracting(outcome -> schemaOf(outcome.database()))
                .containsExactly("(schema tenant_100)", "(schema tenant_500)", "(schema tenant_900)");

        String before = db.query("SELECT pg_current_xact_id()").get(0);
        assertThat(fleet.migrate().count(State.UP_TO_DATE)).isEqualTo(1000);
        assertThat(db.query("SELECT pg_current_xact_id()"))
                .containsExactly(String.valueOf(Long.parseLong(before) + 1)); // nothing was written
    }

    @Test
    void takesNoTableOfAnotherSchemaThatIsManaged() throws Exception {
        db.execute("CREATE SCHEMA extensions");
        db.execute("CREATE EXTENSION hstore SCHEMA extensions");
        schemas("a", "b");
        managed("b");
        managed("public");
        for (String other : List.of("b", "public")) {
            db.execute("CREATE TABLE " + other + ".old (id INTEGER)");
        }
        db.script("0001-note.sql", "CREATE TABLE note AS SELECT 'a=>1'::hstore AS value;\n")
                .script("0002-first.sql", "DROP TABLE IF EXISTS old;\n");
        HikariDataSource pool = pool(1, "SET search_path = b, public, extensions");
        Fleet.Report report = fleet(pool, List.of("a")).migrate();

        assertThat(report.orThrow().count(State.MIGRATED)).isEqualTo(1);
        assertThat(db.query("SELECT count(*) FROM b.old")).containsExactly("0");
        assertThat(db.query("SELECT count(*) FROM public.old")).containsExactly("0");
        assertThat(ask(pool, "SHOW search_path")).isEqualTo("b, public, extensions");
    }

    @Test
    void keepsNamesAsTheyAre() throws Exception {
        List<String> names = List.of(
                "Tenant-Ä",
                "UPPER",
                "upper",
                "with \"quotes\"",
                "it's",
                "a.b",
                "a, b",
                "select",
                "back\\slash",
                "%like_");
        schemas(names.toArray(String[]::new));
        Fleet.Report report = fleet(pool(2), names).migrate().orThrow();

        assertThat(report.outcomes())
                .extracting(outcome -> schemaOf(outcome.database()))
                .containsExactlyElementsOf(
                        names.stream().map(name -> "(schema " + name + ")").toList());
        for (String name : names) {
            assertThat(db.query("SELECT text FROM " + quoted(name) + ".note")).containsExactly(name);
        }
        assertThat(db.query("SELECT count(*) FROM pg_tables WHERE schemaname = 'public'"))
                .containsExactly("0");
    }

    @Test
    void wantsNoMoreConnectionsThanThePoolHas() throws Exception {
        schemas("a", "b", "c", "d");
        db.script("0001-note.sql", "SELECT pg_sleep(0.4);\nCREATE TABLE note (id INTEGER, text TEXT);\n");
        HikariDataSource pool = pool(1, "SET search_path = public");
        pool.setConnectionTimeout(250); // less than a script takes
        Fleet.Report report =
                fleet(pool, List.of("a", "b", "c", "d")).workers(8).migrate();

        assertThat(failures(report)).isEmpty();
        assertThat(ask(pool, "SHOW search_path")).isEqualTo("public");
    }

    @Test
    void makesNoSchemaThatVanishedInBetween() throws Exception {
        schemas("a", "b", "c");
        Fleet.Report report = fleet(pool(2), List.of("a", "b", "c"))
                .onOutcome(outcome -> drop(outcome, "b"))
                .migrate();

        assertThat(failures(report)).containsExactly("(schema b) DatabaseNotFoundException");
        assertThat(report.count(State.MIGRATED)).isEqualTo(2);
        assertThat(db.query("SELECT count(*) FROM pg_namespace WHERE nspname = 'b'"))
                .containsExactly("0");
    }

    /** When the canary is done, which all have been read before. */
    private void drop(Outcome outcome, String schema) {
        if (schemaOf(outcome.database()).equals("(schema a)")) {
            try {
                db.execute("DROP SCHEMA " + schema + " CASCADE");
            } catch (SQLException e) {
                throw new IllegalStateException(e);
            }
        }
    }

    @Test
    void leavesAloneWhatItMayNotUse() throws Exception {
        schemas("a", "b", "c", "d");
        managed("b");
        String user = "user_" + db.query("SELECT current_database()").get(0);
        db.execute("CREATE ROLE " + user + " LOGIN");
        db.execute("GRANT CREATE, USAGE ON SCHEMA a, d, public TO " + user);
        HikariConfig config = new HikariConfig();
        config.setJdbcUrl(db.url().replace("user=postgres", "user=" + user));
        config.setMaximumPoolSize(2);
        pool = new HikariDataSource(config);
        Fleet.Report report = fleet(pool, List.of("a", "b", "c", "d")).migrate();

        assertThat(failures(report))
                .containsExactly("(schema b) DatabaseUnusableException", "(schema c) DatabaseUnusableException");
        assertThat(report.failed())
                .allSatisfy(outcome ->
                        assertThat(outcome.failure().orElseThrow().getMessage()).contains("denies permission"));
        assertThat(report.count(State.MIGRATED)).isEqualTo(2);
        assertThat(db.query("SELECT count(*) FROM pg_tables WHERE schemaname IN ('public', 'c')"))
                .containsExactly("0");
    }

    @Test
    void isSharedByTwoAtOnce() throws Exception {
        List<String> schemas = IntStream.range(0, 30).mapToObj(i -> "s" + i).toList();
        schemas(schemas.toArray(String[]::new));
        db.script("0002-first.sql", "INSERT INTO note SELECT count(*), current_schema() FROM note;\n");
        HikariDataSource shared = pool(4);
        try (HikariDataSource other = new HikariDataSource(config(4, "SET search_path = public"))) {
            List<CompletableFuture<Fleet.Report>> runs = Stream.of(shared, other)
                    .map(each -> CompletableFuture.supplyAsync(
                            () -> fleet(each, schemas).workers(4).migrate()))
                    .toList();
            for (CompletableFuture<Fleet.Report> run : runs) {
                assertThat(failures(run.get())).isEmpty();
            }
        }
        String rows = schemas.stream()
                .map(schema -> "SELECT count(*) FROM " + schema + ".note UNION ALL SELECT count(*) FROM " + schema
                        + "._fastmigrate_history")
                .collect(Collectors.joining(" UNION ALL "));
        assertThat(db.query("SELECT string_agg(DISTINCT n::text, ' ') FROM (" + rows + ") AS t(n)"))
                .containsExactly("1 2");
    }

    @Test
    void migratesDatabaseOfEachTenantOnOneMariaDb() throws Exception {
        Workshop maria = new Workshop(Servers.maria(), folder.resolve("maria"));
        maria.script("0001-note.sql", "CREATE TABLE note (id INTEGER PRIMARY KEY, text VARCHAR(64));\n")
                .script("0002-first.sql", "INSERT INTO note VALUES (1, DATABASE());\n");
        String prefix = maria.query("SELECT DATABASE()").get(0);
        List<String> names = Stream.of("_a", "_B", "_c-d", "_back`tick", "_broken")
                .map(end -> prefix + end)
                .toList();
        for (String name : names) {
            maria.execute("CREATE DATABASE `" + name.replace("`", "``") + "`");
        }
        maria.execute("CREATE TABLE `" + prefix + "_broken`.note (id INTEGER)");
        HikariConfig config = new HikariConfig();
        config.setJdbcUrl(maria.url().replaceFirst("/" + prefix + "\\?", "/?"));
        config.setMaximumPoolSize(1);
        pool = new HikariDataSource(config);
        Fleet.Report report = fleet(maria, pool, names).workers(4).migrate();

        assertThat(failures(report)).containsExactly("(database " + prefix + "_broken) DatabaseUnmanagedException");
        assertThat(report.count(State.MIGRATED)).isEqualTo(4);
        assertThat(maria.query("SELECT text FROM `" + prefix + "_back``tick`.note"))
                .containsExactly(prefix + "_back`tick");
        assertThat(ask(pool, "SELECT coalesce(DATABASE(), 'none')")).isEqualTo("none");
    }

    private void schemas(String... names) throws Exception {
        for (String name : names) {
            db.execute("CREATE SCHEMA " + quoted(name));
        }
    }

    private static String quoted(String name) {
        return "\"" + name.replace("\"", "\"\"") + "\"";
    }

    private void managed(String schema) {
        db.builder().schema(schema).build().create();
    }

    private HikariDataSource pool(int size) {
        return pool(size, "SET search_path = public");
    }

    private HikariDataSource pool(int size, String initSql) {
        HikariDataSource made = new HikariDataSource(config(size, initSql));
        pool = made;
        return made;
    }

    private HikariConfig config(int size, String initSql) {
        HikariConfig config = ServerPoolContract.leadingTo(db.url(), initSql);
        config.setMaximumPoolSize(size);
        return config;
    }

    private Fleet fleet(DataSource pool, List<String> schemas) {
        return fleet(db, pool, schemas);
    }

    private static Fleet fleet(Workshop workshop, DataSource pool, List<String> schemas) {
        return Fleet.of(schemas.stream()
                        .map(schema -> FastMigrate.dataSource(pool)
                                .schema(schema)
                                .migrations(workshop.directory())
                                .lockTimeout(Duration.ofSeconds(30))
                                .build())
                        .toList())
                .createWhereEmpty();
    }

    private static String schemaOf(String database) {
        return database.replaceFirst("^jdbc:\\S+ (\\(.*\\))$", "$1");
    }

    private static List<String> failures(Fleet.Report report) {
        return report.failed().stream()
                .map(outcome -> schemaOf(outcome.database()) + " "
                        + outcome.failure().orElseThrow().getClass().getSimpleName())
                .toList();
    }

    private static String ask(DataSource pool, String sql) throws SQLException {
        try (var connection = pool.getConnection();
                var statement = connection.createStatement();
                var rows = statement.executeQuery(sql)) {
            rows.next();
            return rows.getString(1);
        }
    }
}
