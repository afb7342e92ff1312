package io.fastmigrate.databases;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fastmigrate.FastMigrate;
import io.fastmigrate.Status;
import io.fastmigrate.Version;
import io.fastmigrate.error.EnrollFailedException;
import io.fastmigrate.schema.Schema;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Scripts of PostgreSQL that become one, written by pg_dump and proved on databases of the same server. */
class PostgresSquashTest {

    private static final Version FIRST = new Version(1);
    private static final Version LAST = new Version(4);

    @TempDir
    Path directory;

    private Workshop db;

    @SuppressWarnings("NullAway") // set before each test
    PostgresSquashTest() {}

    @BeforeEach
    void write() throws Exception {
        DebianPostgres.require();
        db = new Workshop(DebianPostgres.url(DebianPostgres.newDatabase()), directory);
        db.script("0001-a.sql", """
                CREATE SCHEMA shop;
                CREATE TYPE mood AS ENUM ('fi;ne', 'b''ad');
                CREATE TABLE shop.child (id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY, parent integer, m mood);
                CREATE TABLE parent (id serial PRIMARY KEY, name text NOT NULL, up text GENERATED ALWAYS AS (upper(name)) STORED);
                ALTER TABLE shop.child ADD FOREIGN KEY (parent) REFERENCES parent;
                """);
        db.script("0002-b.sql", """
                CREATE TABLE log (what text);
                CREATE FUNCTION told() RETURNS trigger LANGUAGE plpgsql AS $f$ BEGIN INSERT INTO log VALUES (NEW.name || ';'); RETURN NEW; END $f$;
                CREATE TRIGGER told AFTER INSERT ON parent FOR EACH ROW EXECUTE FUNCTION told();
                CREATE TABLE part (day date, n numeric) PARTITION BY RANGE (day);
                CREATE TABLE part_20 PARTITION OF part FOR VALUES FROM ('2020-01-01') TO ('2021-01-01');
                """);
        db.script("0003-c.sql", """
                INSERT INTO parent (name) VALUES ('a;b'), (E'it''s\\n--x'), ('gone');
                DELETE FROM parent WHERE name = 'gone';
                INSERT INTO shop.child (parent, m) VALUES (2, 'b''ad'), (1, NULL);
                INSERT INTO part VALUES ('2020-05-05', 1.50);
                """);
        db.script("0004-d.sql", """
                CREATE VIEW names AS SELECT name, m FROM parent JOIN shop.child c ON c.parent = parent.id;
                CREATE MATERIALIZED VIEW frozen AS SELECT count(*) AS n FROM parent;
                CREATE UNIQUE INDEX parent_name ON parent (lower(name)) WHERE name <> '';
                """);
    }

    private List<String> temporary() throws Exception {
        return db.query("SELECT datname FROM pg_database WHERE datname LIKE 'fastmigrate_proof_%'");
    }

    @Test
    void oneScriptMakesSchemaRowsAndSequences() throws Exception {
        FastMigrate old = db.builder().build();
        old.create();
        old.migrate();
        db.execute("INSERT INTO parent (name) VALUES ('of the application')");
        assertThatThrownBy(() -> old.squash(FIRST, LAST))
                .isInstanceOf(EnrollFailedException.class)
                .hasMessageContainingAll("also insert rows", "public.parent", "shop.child", "public.log");
        assertThat(old.squashWithData(FIRST, LAST))
                .hasFileName("0004-squashed.sql")
                .content()
                .startsWith("-- 0004-squashed.sql\n-- fastmigrate: squashes 0001..0004\n")
                .doesNotContain("of the application", "_meta", "_fastmigrate", DebianPostgres.PASSWORD);
        assertThat(temporary()).isEmpty();
        Status status = old.verify();
        assertThat(status.state()).isEqualTo(Status.State.UP_TO_DATE);
        assertThat(status.warnings()).isEmpty();
        assertThat(status.missing()).isEmpty();

        String url = DebianPostgres.url(DebianPostgres.newDatabase());
        FastMigrate fresh = FastMigrate.database(url).migrations(db.directory()).build();
        fresh.create();
        assertThat(fresh.migrate().after()).isEqualTo(LAST);
        Workshop other = new Workshop(url, directory);
        assertThat(other.query("SELECT what FROM log ORDER BY what")).containsExactly("a;b;", "gone;", "it's\n--x;");
        assertThat(other.query("SELECT name FROM names ORDER BY name")).containsExactly("a;b", "it's\n--x");
        assertThat(other.query("SELECT n FROM frozen")).containsExactly("2");
        assertThat(other.query("SELECT n FROM part")).containsExactly("1.50");
        assertThat(other.query("INSERT INTO parent (name) VALUES ('new') RETURNING id"))
                .containsExactly("4");
        assertThat(other.query("INSERT INTO shop.child (m) VALUES ('fi;ne') RETURNING id"))
                .containsExactly("3");
        db.script("0005-e.sql", "CREATE TABLE later (x integer);");
        assertThat(old.migrate().after()).isEqualTo(new Version(5));
        assertThat(fresh.migrate().after()).isEqualTo(new Version(5));
    }

    @Test
    void withoutRowsNoneAreWanted() throws Exception {
        db.script("0003-c.sql", "ALTER TABLE parent ADD COLUMN more text;");
        FastMigrate fastMigrate = db.builder().build();
        assertThat(fastMigrate.squash(FIRST, LAST))
                .content()
                .contains("CREATE TABLE public.parent")
                .doesNotContain("INSERT INTO public");
        assertThat(temporary()).isEmpty();
        fastMigrate.create();
        assertThat(fastMigrate.migrate().after()).isEqualTo(LAST);
    }

    @Test
    void whatReachesBeyondTheDatabaseIsRefusedBeforeItRuns() throws Exception {
        db.script("0003-c.sql", "CREATE ROLE squash_test_role;");
        assertThatThrownBy(() -> db.builder().build().squash(FIRST, LAST))
                .isInstanceOf(EnrollFailedException.class)
                .hasMessageContainingAll("0003-c.sql:1:1", "changes what all databases of the server share");
        assertThat(db.query("SELECT rolname FROM pg_roles WHERE rolname = 'squash_test_role'"))
                .isEmpty();
        assertThat(temporary()).isEmpty();
        assertThat(db.directory().resolve("0003-c.sql")).exists();
    }

    /** Another version of it writes the schema in another way. */
    @Test
    void whatPgDumpWritesOfTheSchemaIsNotKept() {
        Path cache = directory.resolve("cache");
        String schema = Schema.of(db.builder().build()).cachedIn(cache).file().text();

        assertThat(schema).contains("CREATE TABLE shop.child");
        assertThat(cache).doesNotExist();
    }
}
