package io.fastmigrate.databases;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.fastmigrate.FastMigrate;
import io.fastmigrate.Version;
import io.fastmigrate.error.DatabaseManagedException;
import io.fastmigrate.error.EnrollFailedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** An existing PostgreSQL database, brought under management by its own pg_dump. */
class PostgresEnrollTest {

    /** What is hard to dump: bodies that name later tables, semicolons everywhere, identities, several schemas. */
    private static final String[] SCHEMA = {
        "CREATE SCHEMA shop",
        "CREATE EXTENSION pgcrypto",
        "CREATE TYPE mood AS ENUM ('fi;ne', 'b''ad')",
        "CREATE DOMAIN positive AS integer CHECK (VALUE > 0)",
        "CREATE TABLE person (id serial PRIMARY KEY, name text NOT NULL DEFAULT 'a;b', m mood, n positive)",
        "CREATE TABLE shop.item (id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY, owner integer REFERENCES person,"
                + " twice integer GENERATED ALWAYS AS (2) STORED) ",
        "CREATE TABLE parts (id integer, day date) PARTITION BY RANGE (day)",
        "CREATE TABLE parts_1 PARTITION OF parts FOR VALUES FROM ('2020-01-01') TO ('2021-01-01')",
        "CREATE FUNCTION count_people() RETURNS bigint LANGUAGE sql AS $$ SELECT count(*) FROM person; $$",
        "CREATE FUNCTION two(x integer) RETURNS integer LANGUAGE sql BEGIN ATOMIC SELECT x; SELECT CASE WHEN x > 0 THEN x"
                + " ELSE 0 END; END",
        "CREATE FUNCTION shout() RETURNS trigger LANGUAGE plpgsql AS $f$ BEGIN NEW.name := upper(NEW.name) || ';';"
                + " RETURN NEW; END $f$",
        "CREATE TRIGGER shout BEFORE INSERT ON person FOR EACH ROW EXECUTE FUNCTION shout()",
        "CREATE VIEW crowd AS SELECT count_people() AS n, m FROM person GROUP BY m",
        "CREATE MATERIALIZED VIEW frozen AS SELECT * FROM crowd",
        "CREATE UNIQUE INDEX person_name ON person (lower(name)) WHERE m IS NOT NULL",
        "CREATE RULE quiet AS ON DELETE TO person DO INSTEAD NOTHING",
        "COMMENT ON TABLE person IS 'people;\n-- and\nothers'",
        "CREATE TABLE flyway_schema_history (installed_rank integer)"
    };

    @TempDir
    Path directory;

    private String name;
    private Workshop db;

    @SuppressWarnings("NullAway") // set before each test
    PostgresEnrollTest() {}

    @BeforeEach
    void fill() throws Exception {
        DebianPostgres.require();
        name = DebianPostgres.newDatabase();
        db = new Workshop(DebianPostgres.url(name), directory);
        for (String sql : SCHEMA) {
            db.execute(sql);
        }
        db.execute("INSERT INTO person (name) VALUES ('ada')");
    }

    private Path script() {
        return db.directory().resolve("0001-initial.sql");
    }

    private List<String> databases() throws Exception {
        return db.query("SELECT datname FROM pg_database WHERE datname LIKE 'fastmigrate_proof_%'");
    }

    @Test
    void isEnrolledAndItsScriptMakesTheSameSchemaElsewhere() throws Exception {
        FastMigrate fastMigrate = db.builder().build();
        assertThat(fastMigrate.enroll().script()).isEqualTo(script());
        assertThat(fastMigrate.version()).isEqualTo(new Version(1));
        assertThat(fastMigrate.status().applied()).hasSize(1);
        assertThat(db.query("SELECT name FROM person")).containsExactly("ADA;");
        assertThat(databases()).isEmpty();
        assertThat(Files.readString(script()))
                .doesNotContain(
                        "\\restrict", "search_path", "OWNER TO", "flyway", "_fastmigrate", DebianPostgres.PASSWORD)
                .contains("SET check_function_bodies = false");

        db.script("0002-more.sql", "ALTER TABLE person ADD COLUMN more text;");
        assertThat(fastMigrate.migrate().after()).isEqualTo(new Version(2));
        String other = DebianPostgres.newDatabase();
        FastMigrate elsewhere = FastMigrate.database(DebianPostgres.url(other))
                .migrations(db.directory())
                .build();
        elsewhere.create();
        assertThat(elsewhere.migrate().after()).isEqualTo(new Version(2));
        assertThat(new Workshop(DebianPostgres.url(other), directory)
                        .query("INSERT INTO person (name) VALUES ('eve') RETURNING name"))
                .containsExactly("EVE;");
    }

    @Test
    void takesOneSchemaAloneAndRowsThatAreAskedFor() throws Exception {
        db.execute("CREATE TABLE shop.colour (id integer PRIMARY KEY, name text)");
        db.execute("INSERT INTO shop.colour VALUES (1, 'r;ed'), (2, E'blu\\'e')");
        db.execute("DROP TABLE shop.item");
        db.builder().schema("shop").build().enroll(List.of("colour"));
        assertThat(Files.readString(script()))
                .contains("CREATE SCHEMA IF NOT EXISTS shop", "'r;ed'", "'blu''e'")
                .doesNotContain("person");
        String other = DebianPostgres.newDatabase();
        FastMigrate elsewhere = FastMigrate.database(DebianPostgres.url(other))
                .schema("shop")
                .migrations(db.directory())
                .build();
        elsewhere.create();
        elsewhere.migrate();
        assertThat(new Workshop(DebianPostgres.url(other), directory).query("SELECT name FROM shop.colour ORDER BY id"))
                .containsExactly("r;ed", "blu'e");
    }

    @Test
    void isRefusedWithNothingChangedWhereThereIsAFirstScript() throws Exception {
        db.script("0001-mine.sql", "SELECT 1;");
        assertThat(catchThrowableOfType(
                        EnrollFailedException.class, db.builder().build()::enroll))
                .hasMessageContaining("0001-mine.sql");
        isUntouched();
        assertThat(script()).doesNotExist();
    }

    private void isUntouched() throws Exception {
        assertThat(db.query("SELECT relname FROM pg_class WHERE relname LIKE '\\_meta' OR relname LIKE '\\_fast%'"))
                .isEmpty();
        assertThat(databases()).isEmpty();
    }

    @Test
    void isRefusedWhereItIsManaged() throws Exception {
        db.builder().build().enroll();
        Files.delete(script());
        assertThat(catchThrowableOfType(
                                DatabaseManagedException.class, db.builder().build()::enroll)
                        .version())
                .isEqualTo(new Version(1));
        assertThat(script()).doesNotExist();
    }

    @Test
    void isRefusedWhereTheProgramIsMissing() throws Exception {
        EnrollFailedException e = catchThrowableOfType(
                EnrollFailedException.class,
                db.builder().dumpTool("/nowhere/pg_dump").build()::enroll);
        assertThat(e).hasMessageContaining("/nowhere/pg_dump, which is not on this machine");
        assertThat(e.advice()).contains("dump-tool");
        isUntouched();
        assertThat(script()).doesNotExist();
    }

    @Test
    void isRefusedWhereNoEmptyDatabaseMayBeMade() throws Exception {
        String user = "owner_of_" + name;
        db.execute("CREATE USER " + user + " PASSWORD 'pw-of-owner'");
        db.execute("GRANT pg_read_all_data TO " + user);
        db.execute("GRANT ALL ON SCHEMA public TO " + user);
        FastMigrate fastMigrate = FastMigrate.database(db.url().replaceFirst("\\?.*", ""))
                .username(user)
                .password("pw-of-owner")
                .migrations(db.directory())
                .build();
        EnrollFailedException e = catchThrowableOfType(EnrollFailedException.class, fastMigrate::enroll);
        assertThat(e).hasMessageContaining("permission denied to create database");
        assertThat(e.advice()).contains("CREATEDB");
        isUntouched();
        assertThat(script()).doesNotExist();
    }

    @Test
    void isRefusedWhereTheSchemaCannotBeMadeFromItsDump() throws Exception {
        db.execute("CREATE TABLE odd (id integer)");
        db.execute(
                "CREATE FUNCTION odd(x odd) RETURNS integer LANGUAGE sql IMMUTABLE AS 'SELECT (count_people())::int'");
        db.execute("CREATE INDEX odd_index ON odd (odd(odd))");
        db.execute("UPDATE pg_proc SET provolatile = 'v' WHERE proname = 'odd'");
        EnrollFailedException e =
                catchThrowableOfType(EnrollFailedException.class, db.builder().build()::enroll);
        assertThat(e).hasMessageContaining("does not run on an empty database");
        isUntouched();
        assertThat(script()).doesNotExist();
    }
}
