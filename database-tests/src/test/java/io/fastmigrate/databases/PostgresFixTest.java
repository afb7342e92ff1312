package io.fastmigrate.databases;

import static org.assertj.core.api.Assertions.assertThat;

import io.fastmigrate.schema.DriftFix.Drops;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.provider.Arguments;

class PostgresFixTest extends ServerFixTest {

    private static final String SCRIPT = """
            CREATE TABLE person (id int PRIMARY KEY, name text, state text NOT NULL DEFAULT 'new');
            CREATE FUNCTION stamp() RETURNS trigger LANGUAGE plpgsql AS $f$ BEGIN RETURN NEW; END $f$;
            CREATE TRIGGER stamp BEFORE UPDATE ON person FOR EACH ROW EXECUTE FUNCTION stamp();
            """;

    private static final String BY_HAND = """
            CREATE INDEX by_hand ON person (name);
            ALTER TABLE person ALTER state SET DEFAULT 'old';
            DROP TRIGGER stamp ON person;
            """;

    PostgresFixTest() {
        super(
                "postgres",
                Set.of(
                        "ALTER TABLE person DROP m CASCADE",
                        "ALTER TABLE person ALTER up DROP EXPRESSION",
                        "ALTER TABLE part DETACH PARTITION part_1",
                        "ALTER TYPE mood ADD VALUE 'so so'"),
                Set.of("ALTER TABLE part DETACH PARTITION part_1"));
    }

    static Stream<Arguments> changes() throws IOException {
        return ServerDriftTest.rows("postgres");
    }

    @Override
    String newDatabase() throws Exception {
        return Servers.postgres();
    }

    @Override
    void run(Workshop db, String script) throws Exception {
        db.execute(script);
    }

    @Test
    void commandLineUndoesAnIndexADefaultAndATrigger() throws Exception {
        Workshop db = migrated(SCRIPT);
        db.execute(BY_HAND);
        assertThat(drift(db).exitCode()).isEqualTo(1);
        Path file = directory.resolve("undo.sql");
        CommandLine.Result written = drift(db, "--fix", "--out", file.toString());
        assertThat(written.exitCode()).as(written.output()).isZero();
        assertThat(schema(db).drift().differences()).hasSize(3);
        db.execute(Files.readString(file));
        assertThat(drift(db).output()).contains("No drift");
        assertThat(drift(db, "--fix", "--out", file.toString()).output()).contains("exists already");
    }

    @Test
    void commandLineBringsTheScriptsUpToAnIndexADefaultAndATrigger() throws Exception {
        Workshop db = migrated(SCRIPT);
        db.execute(BY_HAND);
        CommandLine.Result written = drift(db, "--fix", "--adopt");
        assertThat(written.exitCode()).as(written.output()).isZero();
        assertThat(written.output()).contains("0002-adopt-drift.sql").contains("it changes nothing: run migrate");
        db.migrate();
        assertThat(drift(db).output()).contains("No drift");
        Workshop other = new Workshop(Servers.postgres(), directory);
        other.migrate();
        assertThat(schema(other).drift().differences()).isEmpty();
        assertThat(other.query("SELECT count(*) FROM pg_trigger WHERE tgname = 'stamp'"))
                .containsExactly("0");
    }

    /** The rows of a table that was made by hand stay until a person has read the script. */
    @Test
    void commandLineLosesNoRowsUnlessAllowed() throws Exception {
        Workshop db = migrated(SCRIPT);
        db.execute("CREATE TABLE kept (a int CHECK (a > 0))");
        db.execute("INSERT INTO kept VALUES (7)");
        CommandLine.Result careful = drift(db, "--fix");
        assertThat(careful.exitCode()).isEqualTo(1);
        assertThat(careful.output())
                .contains("-- DROP TABLE IF EXISTS public.kept;")
                .contains("not complete");
        db.execute(schema(db).planUndo(Drops.COMMENT).script());
        assertThat(db.query("SELECT a FROM kept")).containsExactly("7");
        Path file = directory.resolve("all.sql");
        CommandLine.Result all = drift(db, "--fix", "--allow-drops", "--out", file.toString());
        assertThat(all.exitCode()).as(all.output()).isZero();
        db.execute(Files.readString(file));
        assertThat(schema(db).drift().differences()).isEmpty();
    }
}
