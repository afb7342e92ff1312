package io.fastmigrate.databases;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.zaxxer.hikari.HikariDataSource;
import io.fastmigrate.FastMigrate;
import io.fastmigrate.Rehearsal;
import io.fastmigrate.Rehearsal.TableLock;
import io.fastmigrate.TransactionScope;
import io.fastmigrate.Version;
import io.fastmigrate.Warning;
import io.fastmigrate.error.BackupFailedException;
import io.fastmigrate.error.MigrationInterruptedException;
import io.fastmigrate.error.ScriptFailedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Pending scripts on a copy of a PostgreSQL database, which itself stays as it is. */
class PostgresRehearsalTest {

    @TempDir
    Path directory;

    private Workshop db;

    @SuppressWarnings("NullAway") // set before each test
    PostgresRehearsalTest() {}

    @BeforeEach
    void fill() throws Exception {
        db = new Workshop(Servers.postgres(), directory);
        fill(db);
    }

    private static void fill(Workshop db) throws Exception {
        db.script(
                "0001-a.sql",
                "CREATE TABLE person (id integer PRIMARY KEY, name text); CREATE TABLE city (id integer PRIMARY KEY,"
                        + " mayor integer REFERENCES person); INSERT INTO person SELECT n, 'p' || n FROM"
                        + " generate_series(1, 1000) n; CREATE VIEW names AS SELECT name FROM city JOIN person ON mayor ="
                        + " person.id;");
        db.migrate();
    }

    private static Map<String, String> modes(Rehearsal rehearsal) {
        return rehearsal.locks().stream().collect(Collectors.toMap(TableLock::table, TableLock::mode));
    }

    private List<String> state() throws Exception {
        return Facts.of(db);
    }

    /** All that the database and the server around it hold. */
    private static final class Facts {
        static List<String> of(Workshop db) throws Exception {
            List<String> facts = new ArrayList<>();
            facts.addAll(db.query("SELECT md5(string_agg(p::text, ',' ORDER BY id)) FROM person p"));
            facts.addAll(db.query("SELECT md5(string_agg(m::text, ',')) FROM _meta m"));
            facts.addAll(db.query("SELECT md5(string_agg(h::text, ',' ORDER BY version)) FROM _fastmigrate_history h"));
            facts.addAll(db.query("SELECT md5(string_agg(c::text, ',' ORDER BY attrelid, attnum)) FROM pg_attribute c"
                    + " WHERE attrelid >= 16384"));
            facts.addAll(
                    db.query("SELECT string_agg(c.relname || c.relfilenode, ',' ORDER BY c.oid) FROM pg_class c WHERE"
                            + " oid >= 16384"));
            facts.addAll(db.query(
                    "SELECT string_agg(datname || coalesce(datacl::text, ''), ',' ORDER BY oid) FROM pg_database"));
            facts.addAll(db.query("SELECT string_agg(rolname, ',' ORDER BY oid) FROM pg_roles"));
            facts.addAll(db.query("SELECT string_agg(s::text, ',') FROM pg_db_role_setting s"));
            return facts;
        }
    }

    @Test
    void namesTheStrongestLockOfAMillionRowsAndLeavesTheDatabaseAsItIs() throws Exception {
        db.execute("INSERT INTO person SELECT n, 'p' || n FROM generate_series(1001, 1000000) n");
        db.execute("ALTER TABLE person ADD COLUMN amount integer NOT NULL DEFAULT 1");
        db.script("0002-wide.sql", "ALTER TABLE person ALTER COLUMN amount TYPE bigint;");
        db.script(
                "0003-rows.sql",
                "DELETE FROM person WHERE id > 10 AND id <= 15; CREATE INDEX by_name ON person (name);");
        List<String> before = state();
        Rehearsal rehearsal = db.builder().build().rehearse();
        assertThat(state()).isEqualTo(before);
        assertThat(rehearsal.report().before()).isEqualTo(new Version(1));
        assertThat(rehearsal.report().after()).isEqualTo(new Version(3));
        TableLock lock = rehearsal.locks().get(0);
        assertThat(lock.table()).isEqualTo("person");
        assertThat(lock.mode()).isEqualTo("ACCESS EXCLUSIVE");
        assertThat(lock.held()).isPositive();
        assertThat(rehearsal.rows()).singleElement().satisfies(change -> {
            assertThat(change.table()).isEqualTo("person");
            assertThat(change.before()).isEqualTo(1_000_000);
            assertThat(change.after()).isEqualTo(999_995);
        });
        assertThat(rehearsal.schema())
                .extracting(change -> change.type() + " " + change.name())
                .containsExactly("index by_name", "table person");
        assertThat(rehearsal.scripts()).hasSize(2);
        Rehearsal first = rehearsal.scripts().get(0);
        assertThat(first.report().applied())
                .extracting(entry -> entry.fileName())
                .containsExactly("0002-wide.sql");
        assertThat(first.rows()).isEmpty();
        assertThat(first.schema().get(0).after().orElseThrow()).contains("amount bigint NOT NULL DEFAULT 1");
        assertThat(modes(first)).containsEntry("person", "ACCESS EXCLUSIVE");
        Rehearsal second = rehearsal.scripts().get(1);
        assertThat(modes(second)).containsEntry("person", "SHARE").containsEntry("city", "ROW SHARE");
        assertThat(second.rows()).hasSize(1);
        assertThat(db.version()).isEqualTo(1);
    }

    @Test
    void tellsOfEachScriptAndOfThoseTogetherThatShareATransaction() throws Exception {
        db.script("0002-b.sql", "CREATE TABLE b (id integer); INSERT INTO b VALUES (1), (2);");
        db.script("0003-c.sql", "TRUNCATE city; INSERT INTO person VALUES (-1, 'x');");
        Rehearsal apart = db.builder().build().rehearse();
        assertThat(apart.scripts()).hasSize(2);
        assertThat(apart.scripts().get(0).rows())
                .extracting(change -> change.table() + change.before() + "/" + change.after())
                .containsExactly("b-1/2");
        assertThat(apart.scripts().get(0).locks()).isEmpty();
        assertThat(modes(apart.scripts().get(1)))
                .containsEntry("city", "ACCESS EXCLUSIVE")
                .containsEntry("person", "ROW EXCLUSIVE");
        Rehearsal together =
                db.builder().transaction(TransactionScope.RUN).build().rehearse();
        assertThat(together.scripts())
                .singleElement()
                .satisfies(both -> assertThat(both.report().applied()).hasSize(2));
        assertThat(together.rows()).hasSize(2);
    }

    @Test
    void dropsItsCopyWhereAScriptFailsAndSaysThatNothingHappened() throws Exception {
        db.script("0002-b.sql", "CREATE TABLE b (id integer);");
        db.script("0003-bad.sql", "INSERT INTO person VALUES (1, 'again');");
        List<String> before = state();
        ScriptFailedException e =
                catchThrowableOfType(ScriptFailedException.class, db.builder().build()::rehearse);
        assertThat(e).hasMessageContaining("0003-bad.sql").hasMessageContaining("the database itself is unchanged");
        assertThat(state()).isEqualTo(before);
    }

    @Test
    void refusesWhatWouldReachTheWholeServer() throws Exception {
        List<String> before = state();
        for (String sql : List.of(
                "CREATE ROLE of_rehearsal;",
                "DO $$ BEGIN IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = 'of_rehearsal') THEN EXECUTE 'CREATE '"
                        + " || 'ROLE of_rehearsal'; END IF; END $$;",
                "DO $$ BEGIN EXECUTE 'ALTER DATABASE ' || current_database() || ' SET work_mem = 100'; END $$;",
                "/* all */ GRANT ALL ON DATABASE postgres TO PUBLIC;",
                "COMMENT ON DATABASE postgres IS 'x';",
                "-- fastmigrate: no-transaction\nCALL make_role();",
                "ALTER SYSTEM SET work_mem = '5MB';",
                "CREATE DATABASE of_rehearsal;")) {
            db.script("0002-b.sql", sql);
            if (sql.contains("CALL")) {
                db.script(
                        "0002-b.sql",
                        "-- fastmigrate: no-transaction\nDO $$ BEGIN COMMIT; CREATE ROLE of_rehearsal; END $$;");
            }
            ScriptFailedException e = catchThrowableOfType(
                    ScriptFailedException.class, db.builder().build()::rehearse);
            assertThat(e).as(sql).hasMessageContaining("a rehearsal would change the real one");
            assertThat(state()).as(sql).isEqualTo(before);
        }
    }

    @Test
    void writesToNoOtherServerThroughForeignTables() throws Exception {
        String other = Servers.postgres();
        Servers.execute(other, "CREATE TABLE far (id integer)");
        String name = other.replaceFirst(".*/(\\w+)\\?.*", "$1");
        db.execute("CREATE EXTENSION postgres_fdw");
        db.execute("CREATE SERVER s FOREIGN DATA WRAPPER postgres_fdw OPTIONS (host 'localhost', port '"
                + Servers.postgresPort() + "', dbname '" + name + "')");
        db.execute("CREATE USER MAPPING FOR postgres SERVER s OPTIONS (user 'postgres')");
        db.execute("CREATE FOREIGN TABLE far (id integer) SERVER s");
        db.script("0002-b.sql", "INSERT INTO far VALUES (1);");
        ScriptFailedException e =
                catchThrowableOfType(ScriptFailedException.class, db.builder().build()::rehearse);
        assertThat(e).hasMessageContaining("the foreign table far");
        assertThat(new Workshop(other, directory).query("SELECT count(*) FROM far"))
                .containsExactly("0");
    }

    /** A link leads back to the live database as well. */
    @Test
    void writesNothingByDblinkAndNamesTheFunctionsThatMay() throws Exception {
        String link = "'host=localhost port=" + Servers.postgresPort() + " dbname="
                + db.url().replaceFirst(".*/(\\w+)\\?.*", "$1") + " user=postgres'";
        db.execute("CREATE EXTENSION dblink");
        List<String> before = state();
        for (String sql : List.of(
                "SELECT dblink_exec(" + link + ", 'DELETE FROM person');",
                "/* all */ DO $$ BEGIN PERFORM public.DBLINK_EXEC(" + link + ", 'DELETE FROM person'); END $$;")) {
            db.script("0002-b.sql", sql);
            assertThat(catchThrowableOfType(
                            ScriptFailedException.class, db.builder().build()::rehearse))
                    .as(sql)
                    .hasMessageContaining("other databases by dblink");
            assertThat(state()).as(sql).isEqualTo(before);
        }
        db.execute("CREATE FUNCTION far() RETURNS text LANGUAGE sql AS $$ SELECT dblink_connect(" + link + ") $$");
        db.script("0002-b.sql", "CREATE TABLE b (id integer);");
        assertThat(db.builder().build().rehearse().report().warnings())
                .anySatisfy(warning -> assertThat(warning.message()).contains("dblink", "far()"));
    }

    /** What takes a backup's program runs on the server's own packages. */
    @Test
    void copiesByADumpWhereOthersAreConnectedAndNeedsOneConnectionOfThePoolAtMost() throws Exception {
        DebianPostgres.require();
        Workshop busy = new Workshop(DebianPostgres.url(DebianPostgres.newDatabase()), directory.resolve("busy"));
        fill(busy);
        busy.execute(
                "ALTER DATABASE " + busy.url().replaceFirst(".*/(\\w+)\\?.*", "$1") + " SET search_path = 'x', public");
        busy.script("0002-b.sql", "CREATE SCHEMA x; CREATE TABLE in_x (id integer); DELETE FROM person WHERE id = 5;");
        Path backups = directory.resolve("backups");
        try (HikariDataSource pool = new HikariDataSource();
                Connection other = DriverManager.getConnection(busy.url())) {
            pool.setJdbcUrl(busy.url());
            pool.setMaximumPoolSize(1);
            pool.setConnectionTimeout(5_000);
            FastMigrate fastMigrate = FastMigrate.dataSource(pool)
                    .migrations(busy.directory())
                    .backupDirectory(backups)
                    .build();
            Rehearsal rehearsal = fastMigrate.rehearse();
            assertThat(other.isValid(5)).isTrue();
            assertThat(rehearsal.schema()).extracting(change -> change.name()).containsExactly("x", "in_x");
            assertThat(rehearsal.rows()).hasSize(2);
            assertThat(modes(rehearsal)).containsEntry("person", "ROW EXCLUSIVE");
        }
        try (Stream<Path> files = Files.list(backups)) {
            assertThat(files.filter(file -> !file.toString().endsWith(".lock"))).isEmpty();
        }
        assertThat(busy.query("SELECT count(*) FROM person")).containsExactly("1000");
        assertThat(busy.query("SELECT count(*) FROM pg_database WHERE datname LIKE 'fastmigrate%'"))
                .containsExactly("0");
    }

    @Test
    void rehearsesOnTheSchemaAloneAndSaysWhatThatDoesNotShow() throws Exception {
        DebianPostgres.require();
        Workshop large = new Workshop(DebianPostgres.url(DebianPostgres.newDatabase()), directory.resolve("large"));
        fill(large);
        large.script("0002-b.sql", "INSERT INTO person VALUES (1, 'again'); ALTER TABLE person ADD COLUMN n integer;");
        Rehearsal rehearsal = large.builder()
                .backupDirectory(directory.resolve("backups"))
                .build()
                .rehearseSchema();
        assertThat(rehearsal.report().before()).isEqualTo(new Version(1));
        assertThat(rehearsal.report().after()).isEqualTo(new Version(2));
        assertThat(rehearsal.report().warnings()).anySatisfy(warning -> {
            assertThat(warning.kind()).isEqualTo(Warning.Kind.NOT_CHECKED);
            assertThat(warning.message()).contains("schema without rows");
        });
        assertThat(modes(rehearsal)).containsEntry("person", "ACCESS EXCLUSIVE");
        assertThat(large.version()).isEqualTo(1);
    }

    @Test
    void isRefusedToWhoMayCreateNoDatabase() throws Exception {
        String user = "poor_" + db.url().replaceFirst(".*/(\\w+)\\?.*", "$1");
        db.execute("CREATE USER " + user);
        db.execute("GRANT SELECT ON ALL TABLES IN SCHEMA public TO " + user);
        FastMigrate fastMigrate = FastMigrate.database(db.url().replace("user=postgres", "user=" + user))
                .migrations(db.directory())
                .connectTimeout(Duration.ofSeconds(3))
                .build();
        BackupFailedException e = catchThrowableOfType(BackupFailedException.class, fastMigrate::rehearse);
        assertThat(e)
                .hasMessageContaining("No copy for a rehearsal was made")
                .hasMessageContaining("permission denied");
        assertThat(e.advice()).contains("CREATEDB");
    }

    private static final String COPIES =
            "SELECT datname FROM pg_database WHERE datname LIKE 'fastmigrate\\_rehearsal\\_%'";

    private static final String SLEEPERS =
            "SELECT datname FROM pg_stat_activity WHERE datname LIKE 'fastmigrate\\_rehearsal\\_%' AND query LIKE '%pg_sleep%'";

    /** Looks from another database: a copy by the server's own means lets no one in. */
    private List<String> ask(String question) throws Exception {
        return new Workshop(Servers.postgres("postgres"), directory).query(question);
    }

    private String sleeper() throws Exception {
        List<String> found = ask(SLEEPERS);
        while (found.isEmpty()) {
            Thread.onSpinWait();
            found = ask(SLEEPERS);
        }
        return found.get(0);
    }

    @Test
    void dropsItsCopyWhenItIsInterrupted() throws Exception {
        db.script("0002-long.sql", "SELECT pg_sleep(600);");
        CompletableFuture<Throwable> ended = new CompletableFuture<>();
        Thread thread = new Thread(
                () -> ended.complete(catchThrowable(() -> db.builder().build().rehearse())));
        thread.start();
        String copy = sleeper();
        thread.interrupt();
        assertThat(ended.get(60, TimeUnit.SECONDS)).isInstanceOf(MigrationInterruptedException.class);
        assertThat(ask(COPIES)).doesNotContain(copy);
    }

    @Test
    void findsAndDropsTheCopyOfAKilledProcessButNeverOneThatIsInUse() throws Exception {
        db.script("0002-long.sql", "SELECT pg_sleep(600);");
        Process killed = rehearsing();
        String left = sleeper();
        killed.destroyForcibly().waitFor();
        Workshop other = new Workshop(Servers.postgres(), directory.resolve("other"));
        fill(other);
        other.script("0002-b.sql", "CREATE TABLE b (id integer);");
        Process living = rehearsing();
        try {
            List<String> sleepers = ask(SLEEPERS);
            while (sleepers.stream().allMatch(left::equals)) {
                Thread.onSpinWait();
                sleepers = ask(SLEEPERS);
            }
            other.builder().build().rehearse();
            assertThat(ask(COPIES)).doesNotContain(left).hasSize(1);
            assertThat(living.isAlive()).isTrue();
        } finally {
            living.destroyForcibly().waitFor();
        }
    }

    private Process rehearsing() throws Exception {
        return new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-XX:TieredStopAtLevel=1",
                        "-cp",
                        CommandLine.classPath(jar -> true),
                        RehearsingMain.class.getName(),
                        db.url(),
                        db.directory().toString())
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
    }

    /** What runs outside a transaction gives its locks back before it ends; a scan in between has seen them. */
    @Test
    void seesTheLocksOfWhatRunsOutsideATransaction() throws Exception {
        db.execute("INSERT INTO person SELECT n, repeat('x', 200) || n FROM generate_series(1001, 200000) n");
        db.script("0002-index.sql", "CREATE INDEX CONCURRENTLY by_name ON person (name);");
        Rehearsal rehearsal = db.builder().build().rehearse();
        assertThat(modes(rehearsal)).containsEntry("person", "SHARE UPDATE EXCLUSIVE");
        assertThat(rehearsal.rows()).isEmpty();
    }

    @Test
    void isToldByTheCommandLine() throws Exception {
        db.script("0002-wide.sql", "ALTER TABLE person ADD CHECK (id > -5);");
        assertThat(CommandLine.run(
                                Map.of(),
                                "rehearse",
                                "--db",
                                db.url(),
                                "--migrations",
                                db.directory().toString())
                        .output())
                .contains("Locks", "0002-wide.sql  person  ACCESS EXCLUSIVE  blocks reads and writes");
    }
}
