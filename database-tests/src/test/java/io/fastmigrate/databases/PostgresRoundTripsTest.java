package io.fastmigrate.databases;

import static org.assertj.core.api.Assertions.assertThat;

import io.fastmigrate.FastMigrate;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** How often a run waits for an answer of PostgreSQL, and that what is sent together does what it did one by one. */
class PostgresRoundTripsTest {

    @TempDir
    Path directory;

    private Workshop db;

    @SuppressWarnings("NullAway") // all is set before each test
    PostgresRoundTripsTest() {}

    @BeforeEach
    void open() throws Exception {
        db = new Workshop(Servers.postgres(), directory);
    }

    /** Its own statements; what the transaction begins with; version and history; COMMIT. */
    @Test
    void isThreeForAScriptBesideItsStatements() throws Exception {
        int ten = waits(10);
        open();
        assertThat(waits(20) - ten).isEqualTo(10 * (3 + 2));
    }

    /** Returns the waits of a run that applies scripts of two statements, of which the second may leave something. */
    private int waits(int scripts) throws Exception {
        for (int i = 1; i <= scripts; i++) {
            db.script(
                    String.format(Locale.ROOT, "%04d-t.sql", i),
                    "CREATE TABLE t" + i + " (id INT);\nINSERT INTO t" + i + " VALUES (1);\n");
        }
        db.builder().build().create();
        try (RoundTrips proxy = new RoundTrips(Servers.postgresPort())) {
            String through = db.url().replace("localhost:" + Servers.postgresPort(), "127.0.0.1:" + proxy.port());
            FastMigrate.database(through).migrations(db.directory()).build().migrate();
            assertThat(db.version()).isEqualTo(scripts);
            return proxy.count();
        }
    }

    @Test
    void beginsATransactionAsTheSessionWasBeforeAnyScript() throws Exception {
        String seen = " AS SELECT current_setting('transaction_isolation') || current_setting('transaction_deferrable')"
                + " || current_setting('transaction_read_only') || current_setting('search_path') AS found;\n";
        db.script("0001-a.sql", "CREATE TABLE a" + seen)
                .script(
                        "0002-b.sql",
                        "SET SESSION CHARACTERISTICS AS TRANSACTION ISOLATION LEVEL SERIALIZABLE, READ ONLY, DEFERRABLE;\n"
                                + "SET search_path = pg_catalog;\n")
                .script("0003-c.sql", "CREATE TABLE c" + seen)
                .script("0004-d.sql", "SET TRANSACTION ISOLATION LEVEL REPEATABLE READ;\nCREATE TABLE d" + seen);
        db.migrate();
        String plain = db.query("SELECT found FROM a").get(0);
        assertThat(db.query("SELECT found FROM c")).containsExactly(plain);
        assertThat(db.query("SELECT found FROM d")).containsExactly(plain.replace("read committed", "repeatable read"));
    }

    /** A rollback brings back what a script before had set, which the transaction had taken back. */
    @Test
    void takesBackASecondTimeWhatARollbackBroughtBack() throws Exception {
        db.script("0001-a.sql", "CREATE SCHEMA other;\nCREATE SEQUENCE tries;\nSET search_path = other;\n")
                .script("0002-b.sql", """
                        DO $$ BEGIN
                          IF nextval('public.tries') = 1 THEN RAISE EXCEPTION 'again' USING ERRCODE = '40001'; END IF;
                        END $$;
                        CREATE TABLE b (id INT);
                        """);
        assertThat(db.migrate().applied()).hasSize(2);
        assertThat(db.query("SELECT nextval('tries')")).containsExactly("3");
        assertThat(db.query("SELECT schemaname FROM pg_tables WHERE tablename = 'b'"))
                .containsExactly("public");
    }

    /** The message fails under the script's role, and leaves no trace; step by step, the login writes. */
    @Test
    void writesTheVersionOfAScriptWhoseRoleMustNot() throws Exception {
        String role = "r" + Long.toString(System.nanoTime(), 36);
        db.script("0001-a.sql", "CREATE ROLE " + role + ";\nCREATE TABLE a (id INT);\nSET ROLE " + role + ";\n")
                .script("0002-b.sql", "DROP ROLE " + role + ";\nCREATE TABLE b (id INT);\n");
        assertThat(db.migrate().applied()).hasSize(2);
        assertThat(db.query("SELECT version FROM _fastmigrate_history ORDER BY version"))
                .isEqualTo(List.of("1", "2"));
        assertThat(db.query("SELECT tableowner FROM pg_tables WHERE tablename IN ('_meta', 'b')"))
                .containsExactly("postgres", "postgres");
    }

    /** A deferred trigger runs once, sees the new version, and its error is the script's. */
    @Test
    void runsWhatIsDeferredOnceAndWithTheNewVersion() throws Exception {
        db.script("0001-a.sql", """
                CREATE TABLE seen (version INT);
                CREATE TABLE a (id INT);
                CREATE FUNCTION look() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
                  INSERT INTO seen SELECT version FROM _meta; RETURN NULL;
                END $$;
                CREATE CONSTRAINT TRIGGER t AFTER INSERT ON a DEFERRABLE INITIALLY DEFERRED
                  FOR EACH ROW EXECUTE FUNCTION look();
                INSERT INTO a VALUES (1);
                """);
        db.migrate();
        assertThat(db.query("SELECT version FROM seen")).containsExactly("1");
        db.script(
                "0002-b.sql",
                "CREATE TABLE b (id INT UNIQUE DEFERRABLE INITIALLY DEFERRED);\nINSERT INTO b VALUES (1), (1);\n");
        assertThat(db.fails()).hasMessageContaining("duplicate key");
        assertThat(db.version()).isEqualTo(1);
        assertThat(db.query("SELECT count(*) FROM _fastmigrate_history")).containsExactly("1");
    }
}
