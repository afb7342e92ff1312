package io.fastmigrate.databases;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.fastmigrate.FastMigrate;
import io.fastmigrate.error.DatabaseUnusableException;
import io.fastmigrate.lint.LintFormat;
import io.fastmigrate.lint.LintReport;
import io.fastmigrate.lint.Linter;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What {@code lint --prove} shows on servers, beside what the tests of the rules see. */
class ServerProofsTest {

    private static final String TABLES = """
            CREATE TABLE author (id bigint PRIMARY KEY, name varchar(50) NOT NULL, born date CHECK (born > '1200-01-01'));
            CREATE TABLE book (id bigint PRIMARY KEY, author_id bigint NOT NULL REFERENCES author (id) ON DELETE CASCADE, title text);
            """;

    @TempDir
    Path directory;

    private Workshop workshop(String url, String... scripts) throws Exception {
        Workshop db = new Workshop(url, directory);
        db.script("0001-tables.sql", TABLES);
        for (int i = 0; i < scripts.length; i++) {
            db.script("000" + (i + 2) + "-script.sql", scripts[i]);
        }
        return db;
    }

    private static List<String> proofs(LintReport report) {
        return report.findings().stream()
                .map(each -> each.rule().id() + " " + each.proof().orElseThrow())
                .toList();
    }

    private static LintReport prove(Workshop db) {
        return Linter.of(db.builder().build()).prove().lint();
    }

    @Test
    void theCommandPrintsWhatPostgresqlDid() throws Exception {
        Workshop db = workshop(
                Servers.postgres(),
                "ALTER TABLE author ADD CHECK (name <> '');",
                "UPDATE book SET title = upper(title);\nTRUNCATE author CASCADE;");

        CommandLine.Result result = CommandLine.run(
                Map.of(),
                "lint",
                "--prove",
                "--db",
                db.url(),
                "--migrations",
                db.directory().toString());

        assertThat(result.output())
                .contains(
                        "    Shown by a run: with rows in each table, the statement takes ACCESS EXCLUSIVE on author, all rows of which are read.\n",
                        "    Shown by a run: with rows in each table, the statement takes ROW EXCLUSIVE on book, all rows of which are read, 2 rows of which are changed.\n",
                        "    Shown by a run: book has 2 rows before the script, and none behind it.\n");
        assertThat(result.exitCode()).isEqualTo(1);
        assertThat(db.query("SELECT datname FROM pg_database WHERE datname LIKE 'fastmigrate\\_proof%'"))
                .isEmpty();
        assertThat(db.query("SELECT count(*) FROM pg_class WHERE relname IN ('author', '_meta')"))
                .containsExactly("0");
    }

    @Test
    void theCommandPrintsWhatMariaDbDid() throws Exception {
        Workshop db = workshop(
                Servers.maria(),
                "ALTER TABLE author MODIFY born varchar(30);",
                "ALTER TABLE book ADD COLUMN pages int NOT NULL;");

        CommandLine.Result result = CommandLine.run(
                Map.of(),
                "lint",
                "--prove",
                "--db",
                db.url(),
                "--migrations",
                db.directory().toString());

        assertThat(result.output())
                .contains(
                        "    Shown by a run: with rows in each table, on a copy of author, the least that the server accepts is ALGORITHM=COPY, LOCK=",
                        "    Shown by a run: behind the script, pages is '0' in the rows that book had before.\n");
        assertThat(result.exitCode()).isEqualTo(1);
        assertThat(db.query("SHOW DATABASES LIKE 'fastmigrate\\_proof%'")).isEmpty();
        assertThat(db.query("SHOW TABLES")).isEmpty();
    }

    @Test
    void jsonHasTheProof() throws Exception {
        Workshop db = workshop(Servers.postgres(), "ALTER TABLE author ADD COLUMN country text NOT NULL;");

        assertThat(LintFormat.JSON.write(prove(db), db.directory()))
                .contains(
                        "\"shown\": true",
                        "\"proof\": \"with rows in each table, the statement fails: column \\\"country\\\" of relation"
                                + " \\\"author\\\" contains null values [SQLState 23502]\"");
    }

    @Test
    void oneTransactionKeepsItsLocks() throws Exception {
        Workshop db = workshop(
                Servers.postgres(),
                "ALTER TABLE author ADD COLUMN upper_name text;\nUPDATE author SET upper_name = upper(name) WHERE id <> 7;",
                "-- fastmigrate: no-transaction\nALTER TABLE author ADD COLUMN note text;\nCREATE INDEX note ON author (note);");

        assertThat(proofs(prove(db)))
                .contains(
                        "P17 Shown by a run: with rows in each table, while the transaction holds ACCESS EXCLUSIVE on author,"
                                + " the statement takes ROW EXCLUSIVE on author, all rows of which are read, 2 rows of which"
                                + " are changed.",
                        "P4 Shown by a run: with rows in each table, the statement takes SHARE on author, all rows of which"
                                + " are read.");
    }

    @Test
    void saysWhyNothingIsShown() throws Exception {
        Workshop db = workshop(
                Servers.postgres(),
                "ALTER TABLE book ALTER title TYPE varchar(10);\nSELECT 1 / 0;",
                "CREATE INDEX title ON book (title);",
                "CREATE ROLE lint_never_made;\nDROP TABLE book;");

        assertThat(proofs(prove(db)))
                .anySatisfy(proof -> assertThat(proof).startsWith("P14 Shown by a run: "))
                .contains(
                        "P4 Not shown by a run: the scripts before it do not run: ERROR: division by zero [SQLState 22012].")
                .anySatisfy(
                        proof -> assertThat(proof)
                                .startsWith(
                                        "P16 Not shown by a run: the scripts cannot run on a temporary database: 0004-script.sql:1:1 "));
        assertThat(db.query("SELECT rolname FROM pg_roles WHERE rolname = 'lint_never_made'"))
                .isEmpty();
    }

    @Test
    void aUserWhoMayMakeNoDatabaseGetsAnErrorThatSaysSo() throws Exception {
        Workshop db = workshop(Servers.postgres(), "ALTER TABLE author ADD COLUMN country text NOT NULL;");
        String user = "prover_" + db.query("SELECT current_database()").get(0);
        db.execute("CREATE ROLE " + user + " LOGIN");
        FastMigrate fastMigrate = FastMigrate.database(db.url().replace("user=postgres", "user=" + user))
                .migrations(db.directory())
                .build();

        DatabaseUnusableException e = catchThrowableOfType(
                DatabaseUnusableException.class,
                () -> Linter.of(fastMigrate).withoutSchema().prove().lint());

        assertThat(e).hasMessageContaining("no empty database could be created for that: ERROR: permission denied");
        assertThat(e.advice()).contains("CREATEDB");
    }
}
