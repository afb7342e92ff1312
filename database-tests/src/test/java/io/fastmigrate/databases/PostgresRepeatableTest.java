package io.fastmigrate.databases;

import static org.assertj.core.api.Assertions.assertThat;

import io.fastmigrate.HistoryEntry;
import io.fastmigrate.error.ScriptFailedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Views on views of PostgreSQL, whose columns change. */
class PostgresRepeatableTest {

    @TempDir
    Path directory;

    private Workshop db;

    @SuppressWarnings("NullAway") // all is set before each test
    PostgresRepeatableTest() {}

    @BeforeEach
    void open() throws Exception {
        db = new Workshop(Servers.postgres(), directory);
        db.script("0001-person.sql", "CREATE TABLE person (id int PRIMARY KEY, name text, mail text);");
        Files.createDirectories(directory.resolve("migrations/repeatable"));
        view("z_names", "SELECT id, name FROM person");
        view("a_short", "SELECT left(name, 3) AS name FROM z_names");
        db.builder().build().create();
    }

    private void view(String name, String query) throws Exception {
        db.script("repeatable/" + name + ".sql", "CREATE VIEW " + name + " AS " + query + ";");
    }

    private List<String> migrate() {
        return db.builder().build().migrate().applied().stream()
                .map(HistoryEntry::fileName)
                .toList();
    }

    private String grants() throws SQLException {
        return String.join(
                " ",
                db.query("SELECT c.relname || ':' || array_to_string(c.relacl, ',') FROM pg_class c WHERE c.relname IN"
                        + " ('a_short', 'z_names') AND c.relacl IS NOT NULL ORDER BY 1"));
    }

    @Test
    void makesViewsAgainWhoseColumnsChangedAndKeepsWhatWasGranted() throws Exception {
        assertThat(migrate()).containsExactly("0001-person.sql", "repeatable/z_names.sql", "repeatable/a_short.sql");
        db.execute("GRANT SELECT ON a_short, z_names TO PUBLIC; GRANT UPDATE (name) ON z_names TO PUBLIC");
        String granted = grants();
        view("z_names", "SELECT upper(name) AS name FROM person");
        assertThat(migrate()).containsExactly("repeatable/z_names.sql", "repeatable/a_short.sql");
        assertThat(grants()).isEqualTo(granted).contains("a_short", "z_names");
        assertThat(db.query("SELECT has_column_privilege('public', 'z_names', 'name', 'UPDATE')"))
                .containsExactly("t");
        assertThat(migrate()).isEmpty();
    }

    @Test
    void keepsOwnerAndGrantOptionAndForgetsColumnsThatAreGone() throws Exception {
        String role = "\"Owner of views " + ProcessHandle.current().pid() + "\"";
        db.execute("CREATE ROLE " + role);
        try {
            migrate();
            db.execute("ALTER VIEW a_short OWNER TO " + role + "; GRANT SELECT ON z_names TO " + role
                    + " WITH GRANT OPTION; GRANT UPDATE (id) ON z_names TO PUBLIC");
            String granted = grants();
            view("z_names", "SELECT upper(name) AS name FROM person");
            assertThat(migrate()).hasSize(2);
            assertThat(db.query("SELECT viewowner FROM pg_views WHERE viewname = 'a_short'"))
                    .containsExactly(role.replace("\"", ""));
            assertThat(grants()).isEqualTo(granted).contains("=r*/");
        } finally {
            db.execute("DROP OWNED BY " + role + "; DROP ROLE " + role);
        }
    }

    @Test
    void keepsTheOldViewsWhereOneCannotBeMadeAgain() throws Exception {
        migrate();
        view("z_names", "SELECT id, mail FROM person");
        ScriptFailedException failure = db.fails();
        assertThat(failure.script().fileName()).isEqualTo("repeatable/a_short.sql");
        assertThat(failure.report().applied()).isEmpty();
        assertThat(db.query("SELECT count(*) FROM a_short")).containsExactly("0");
    }

    @Test
    void namesTheViewThatNoRepeatableScriptMakes() throws Exception {
        migrate();
        db.execute("CREATE VIEW foreign_view AS SELECT * FROM z_names");
        view("z_names", "SELECT name FROM person");
        ScriptFailedException failure = db.fails();
        assertThat(failure).hasMessageContaining("foreign_view").hasMessageContaining("z_names");
        assertThat(failure.advice()).contains("repeatable script");
        assertThat(db.query("SELECT count(*) FROM foreign_view")).containsExactly("0");
    }

    @Test
    void losesNothingThatIsDroppedWithAViewWithoutAWord() throws Exception {
        migrate();
        db.execute("CREATE FUNCTION nothing() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NEW; END'");
        view("z_names", "SELECT name FROM person");
        for (String[] each : new String[][] {
            {
                "CREATE TRIGGER ins INSTEAD OF INSERT ON z_names FOR EACH ROW EXECUTE FUNCTION nothing()",
                "trigger ins on public.z_names",
                "DROP TRIGGER ins ON z_names"
            },
            {
                "CREATE RULE del AS ON DELETE TO z_names DO INSTEAD NOTHING",
                "rule del on public.z_names",
                "DROP RULE del ON z_names"
            },
            {
                "ALTER VIEW z_names ALTER COLUMN name SET DEFAULT 'x'",
                "default value for public.z_names.name",
                "ALTER VIEW z_names ALTER COLUMN name DROP DEFAULT"
            }
        }) {
            db.execute(each[0]);
            ScriptFailedException failure = db.fails();
            assertThat(failure).hasMessageContaining(each[1]);
            assertThat(failure.advice()).contains("Put it into a repeatable script");
            db.execute(each[2]);
        }
        assertThat(migrate()).hasSize(2);
    }

    @Test
    void keepsCommentsThatNoScriptWrites() throws Exception {
        migrate();
        db.execute("COMMENT ON VIEW z_names IS 'it''s'; COMMENT ON COLUMN z_names.name IS 'of a person';"
                + " COMMENT ON COLUMN z_names.id IS 'goes'; COMMENT ON VIEW a_short IS 'old'");
        view("z_names", "SELECT name FROM person");
        view("a_short", "SELECT left(name, 4) AS name FROM z_names; COMMENT ON VIEW a_short IS 'new'");
        assertThat(migrate()).hasSize(2);
        assertThat(db.query(
                        "SELECT c.relname || ':' || d.objsubid || ':' || d.description FROM pg_description d JOIN pg_class c"
                                + " ON c.oid = d.objoid WHERE c.relname IN ('a_short', 'z_names') ORDER BY 1"))
                .containsExactly("a_short:0:new", "z_names:0:it's", "z_names:1:of a person");
    }

    @Test
    void saysHowToChangeTheColumnsOfAViewThatIsReplaced() throws Exception {
        db.script("repeatable/z_names.sql", "CREATE OR REPLACE VIEW z_names AS SELECT id, name FROM person;");
        migrate();
        db.script("repeatable/z_names.sql", "CREATE OR REPLACE VIEW z_names AS SELECT name FROM person;");
        assertThat(db.fails().advice()).contains("without OR REPLACE");
    }

    @Test
    void leavesAloneWhatUsesAViewThatIsReplaced() throws Exception {
        db.script("repeatable/z_names.sql", "CREATE OR REPLACE VIEW z_names AS SELECT id, name FROM person;");
        migrate();
        db.script("repeatable/z_names.sql", "CREATE OR REPLACE VIEW z_names AS SELECT id, name, mail FROM person;");
        assertThat(migrate()).containsExactly("repeatable/z_names.sql");
    }

    @Test
    void makesMaterializedViewsAgain() throws Exception {
        db.script("repeatable/mat.sql", "CREATE MATERIALIZED VIEW mat AS SELECT * FROM a_short;");
        migrate();
        view("a_short", "SELECT id, left(name, 4) AS name FROM z_names");
        assertThat(migrate()).containsExactly("repeatable/a_short.sql", "repeatable/mat.sql");
        assertThat(db.query("SELECT count(id) FROM mat")).containsExactly("0");
    }
}
