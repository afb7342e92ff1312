package io.fastmigrate.databases;

import static org.assertj.core.api.Assertions.assertThat;

import io.fastmigrate.FastMigrate;
import io.fastmigrate.Version;
import io.fastmigrate.lint.LintReport;
import io.fastmigrate.lint.Linter;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Linting for PostgreSQL, beside what the examples of the rules show. */
class PostgresLintTest {

    @TempDir
    Path directory;

    private Workshop db;

    @BeforeEach
    void makeDatabase() throws Exception {
        db = new Workshop(Servers.postgres(), directory);
        db.script("0001-author.sql", "CREATE TABLE author (id bigint PRIMARY KEY, name text);");
    }

    private LintReport lint(String second) throws Exception {
        db.script("0002-second.sql", second);
        return Linter.of(db.builder().build()).above(new Version(1)).lint();
    }

    private static List<String> shown(LintReport report) {
        return report.findings().stream()
                .map(each -> each.position() + " " + each.rule().id())
                .toList();
    }

    @Test
    void changesNothingAndLeavesNoDatabaseBehind() throws Exception {
        lint("ALTER TABLE author ADD COLUMN country text;");

        assertThat(db.query("SELECT count(*) FROM pg_class WHERE relname IN ('author', '_meta')"))
                .containsExactly("0");
        assertThat(db.query("SELECT datname FROM pg_database WHERE datname LIKE 'fastmigrate\\_proof%'"))
                .isEmpty();
    }

    @Test
    void saysThatNoRuleReadsABlockAndKnowsWhatItMakes() throws Exception {
        LintReport report = lint("""
                DO $$ BEGIN CREATE TABLE book (id bigint); END $$;
                ALTER TABLE book ADD COLUMN title text NOT NULL;
                ALTER TABLE author ADD COLUMN title text NOT NULL;
                """);

        assertThat(shown(report)).containsExactly("3:42 P2");
        assertThat(report.coverage()).hasToString("2 of 3 statements analysed; not: DO block (0002-second.sql:1:1)");
    }

    @Test
    void runsNothingThatReachesBeyondTheTemporaryDatabase() throws Exception {
        LintReport report = lint("""
                CREATE ROLE lint_never_made;
                GRANT SELECT ON author TO lint_never_made;
                ALTER TABLE author OWNER TO lint_never_made;
                CREATE TABLE book (id bigint, owner text);
                ALTER TABLE book ADD COLUMN title text NOT NULL;
                ALTER TABLE author ADD COLUMN owner text NOT NULL;
                """);

        assertThat(shown(report)).containsExactly("6:42 P2");
        assertThat(db.query("SELECT rolname FROM pg_roles WHERE rolname = 'lint_never_made'"))
                .isEmpty();
    }

    @Test
    void tellsTablesOfTwoSchemasApart() throws Exception {
        LintReport report = lint("""
                CREATE SCHEMA press;
                CREATE TABLE press.author (id bigint);
                ALTER TABLE press.author ADD COLUMN title text NOT NULL;
                ALTER TABLE public.author ADD COLUMN title text NOT NULL;
                SET LOCAL search_path = press;
                ALTER TABLE author ADD COLUMN subtitle text NOT NULL;
                """);

        assertThat(shown(report)).containsExactly("4:49 P2");
    }

    @Test
    void beginsEachScriptInANewSession() throws Exception {
        db.script("0002-a.sql", "CREATE SCHEMA press; SET search_path = press; CREATE TABLE author (name text);");
        db.script("0003-b.sql", "ALTER TABLE author ADD COLUMN born date; UPDATE author SET id = 1 WHERE id = 2;");

        assertThat(shown(Linter.of(db.builder().build()).lint())).isEmpty();
    }

    /** The rules of the first script have asked for the schema at its end. */
    @Test
    void theTablesOfTheScriptBeforeAreThereForTheFirstStatement() throws Exception {
        db.script("0002-second.sql", "ALTER TABLE author ADD COLUMN country text NOT NULL;");

        assertThat(shown(Linter.of(db.builder().build()).lint())).contains("1:44 P2");
    }

    @Test
    void reportsWhatTheServerRefuses() throws Exception {
        assertThat(shown(lint("UPDATE author SET nmae = 'Ada' WHERE id = 1;\nCREATE INDEX ON author (nmae);")))
                .containsExactly("1:1 X7", "2:1 X7", "2:8 P4");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "SELECT name FROM author                                        | 1:1 X6",
                "SELECT count(*) FROM author WHERE id IN (SELECT 1)             | 1:1 X6",
                "SELECT name INTO kept FROM author                              |",
                "SELECT setval('number', (SELECT max(id) FROM author))          |",
                "SELECT pg_catalog.setval('number', max(id)) FROM author        |"
            })
    void tellsQueriesThatChangeSomethingFromThoseThatReadAlone(String query, String finding) throws Exception {
        db.script("0001-author.sql", "CREATE TABLE author (id bigint PRIMARY KEY, name text); CREATE SEQUENCE number;");

        assertThat(shown(lint(query + ";"))).isEqualTo(finding == null ? List.of() : List.of(finding));
    }

    @Test
    void reportsATypeThatAViewKeeps() throws Exception {
        db.script("0001-author.sql", "CREATE TABLE author (name text); CREATE VIEW names AS SELECT name FROM author;");

        assertThat(shown(lint("ALTER TABLE author ALTER COLUMN name TYPE varchar(9);")))
                .containsExactly("1:1 X7");
    }

    @Test
    void reportsRightsForEveryone() throws Exception {
        assertThat(shown(lint("""
                        ALTER DEFAULT PRIVILEGES GRANT SELECT ON TABLES TO PUBLIC;
                        ALTER DEFAULT PRIVILEGES REVOKE EXECUTE ON FUNCTIONS FROM PUBLIC;
                        GRANT SELECT ON author TO PUBLIC;
                        """))).containsExactly("1:52 X5", "3:27 X5");
    }

    @Test
    void needsNoServerWithoutTheSchema() throws Exception {
        db.script(
                "0002-second.sql",
                "ALTER TABLE author ADD COLUMN country text NOT NULL;\nALTER TABLE author ALTER id TYPE int;");
        FastMigrate nowhere = FastMigrate.database("jdbc:postgresql://127.0.0.1:1/nowhere?user=postgres")
                .migrations(db.directory())
                .build();

        LintReport report =
                Linter.of(nowhere).above(new Version(1)).withoutSchema().lint();

        assertThat(shown(report)).containsExactly("1:44 P2", "2:13 P29");
        assertThat(report.coverage().undecided()).contains("P14 (0002-second.sql)");
    }

    @Test
    void saysWhichStatementUsesANewValueTooSoon() throws Exception {
        db.script(
                "0001-author.sql",
                "CREATE TYPE mood AS ENUM ('sad');\nCREATE TABLE author (id bigint, mood mood, name text);");
        LintReport report = lint("""
                BEGIN;
                ALTER TYPE mood ADD VALUE IF NOT EXISTS 'it''s fine';
                UPDATE author SET name = 'it''s fine' WHERE id = 1;
                DO $$ BEGIN PERFORM 'it''s fine'::text; END $$;
                INSERT INTO author (id, name, mood) VALUES (2, 'Ada', 'it''s fine');
                COMMIT;
                INSERT INTO author (id, mood) VALUES (2, 'it''s fine');
                """);

        assertThat(shown(report)).containsExactly("5:55 P27");
        assertThat(report.findings().get(0).message())
                .isEqualTo(
                        "PostgreSQL refuses 'it''s fine', because the transaction in which line 2 adds it to mood has not"
                                + " committed: unsafe use of new value.");
        assertThat(report.coverage()).hasToString("6 of 7 statements analysed; not: DO block (0002-second.sql:4:1)");
    }

    @Test
    void findsTheUseOfANewValueInABlock() throws Exception {
        db.script("0001-author.sql", "CREATE TYPE mood AS ENUM ('sad');\nCREATE TABLE author (id bigint, mood mood);");

        assertThat(shown(lint("""
                        BEGIN;
                        ALTER TYPE mood ADD VALUE 'glad';
                        DO $$ BEGIN UPDATE author SET mood = 'glad' WHERE id = 1; END $$;
                        COMMIT;
                        """))).containsExactly("3:4 P27");
    }

    @Test
    void reportsSeveralAltersInARowOnce() throws Exception {
        LintReport report = lint("""
                ALTER TABLE author ADD COLUMN born int;
                ALTER TABLE author ADD COLUMN died int;
                ALTER TABLE author ADD COLUMN city text;
                COMMENT ON TABLE author IS 'who writes';
                ALTER TABLE author ADD COLUMN country text;
                ALTER TABLE author ADD COLUMN web text;
                """);

        assertThat(shown(report)).containsExactly("2:13 P29", "6:13 P29");
        assertThat(report.findings().get(0).message())
                .isEqualTo(
                        "Every reader and writer of author, which line 1 has locked, waits for this statement, too, and one"
                                + " ALTER TABLE with the actions of both is done sooner.");
    }

    /** As Rails, Prisma and pg_dump write them. */
    @Test
    void findsNothingInScriptsThatOnlyMakeTables() throws Exception {
        LintReport report = lint("""
                SET statement_timeout = 0;
                SELECT pg_catalog.set_config('search_path', '', false);
                CREATE TYPE public.status AS ENUM ('draft', 'printed');
                CREATE TABLE "public"."Book" (
                    "id" bigint NOT NULL GENERATED BY DEFAULT AS IDENTITY,
                    "authorId" bigint NOT NULL,
                    "status" public.status NOT NULL DEFAULT 'draft',
                    "createdAt" timestamp(3) with time zone NOT NULL DEFAULT CURRENT_TIMESTAMP,
                    CONSTRAINT "Book_pkey" PRIMARY KEY ("id")
                );
                CREATE UNIQUE INDEX "Book_status_key" ON "public"."Book" ("status", "id");
                CREATE INDEX "Book_authorId_idx" ON "public"."Book" USING btree ("authorId");
                ALTER TABLE "public"."Book" ADD CONSTRAINT "Book_authorId_fkey" FOREIGN KEY ("authorId")
                    REFERENCES public.author ("id") ON DELETE RESTRICT ON UPDATE CASCADE;
                COMMENT ON TABLE public."Book" IS 'UPDATE author SET name = '''';';
                """);

        assertThat(shown(report)).isEmpty();
        assertThat(report.coverage().undecided()).isEmpty();
    }
}
