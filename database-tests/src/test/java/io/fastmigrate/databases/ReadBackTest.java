package io.fastmigrate.databases;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.fastmigrate.error.DatabaseUnmanagedException;
import io.fastmigrate.error.ScriptFailedException;
import java.nio.file.Path;
import java.sql.Connection;
import java.util.Locale;
import org.h2.api.Trigger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A script does not count as applied where its version, or its entry in the history, is not there afterwards. */
@SuppressWarnings("StringConcatToTextBlock") // short scripts, close to what is expected of them
class ReadBackTest {

    private static final String SWALLOWS =
            "CREATE FUNCTION swallow() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RETURN NULL;"
                    + " END $$; CREATE TRIGGER t BEFORE %s ON %s FOR EACH ROW EXECUTE FUNCTION swallow()";

    @TempDir
    Path directory;

    @SuppressWarnings("NullAway") // set before each test
    ReadBackTest() {}

    private Workshop workshop(String url) throws Exception {
        Workshop db = new Workshop(url, directory).script("0001-a.sql", "CREATE TABLE a (id INT);\n");
        db.migrate();
        db.script("0002-b.sql", "INSERT INTO a VALUES (2);\n");
        return db;
    }

    private static void fails(Workshop db, String table) throws Exception {
        ScriptFailedException failure = db.fails();
        assertThat(failure).hasMessageContainingAll("0002-b.sql", "was not stored", table);
        assertThat(failure.report().applied()).isEmpty();
        assertThat(db.query("SELECT count(*) FROM a")).containsExactly("0");
        assertThat(db.query("SELECT version FROM _meta")).containsExactly("1");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "CREATE RULE r AS ON UPDATE TO _meta DO INSTEAD NOTHING",
                "UPDATE; _meta",
                "CREATE FUNCTION back() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN NEW.version = OLD.version; RETURN NEW; END"
                        + " $$; CREATE TRIGGER t BEFORE UPDATE ON _meta FOR EACH ROW EXECUTE FUNCTION back()",
                "CREATE FUNCTION later() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN IF NEW.version = 2 THEN UPDATE _meta SET"
                        + " version = 1; END IF; RETURN NULL; END $$; CREATE TRIGGER t AFTER UPDATE ON _meta FOR EACH ROW EXECUTE"
                        + " FUNCTION later()",
                "CREATE FUNCTION later() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN IF NEW.version = 2 THEN UPDATE _meta SET"
                        + " version = 1; END IF; RETURN NULL; END $$; CREATE CONSTRAINT TRIGGER t AFTER UPDATE ON _meta"
                        + " DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION later()",
                "CREATE FUNCTION later() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN UPDATE _meta SET version = 1; RETURN NULL;"
                        + " END $$; CREATE CONSTRAINT TRIGGER t AFTER INSERT ON _fastmigrate_history DEFERRABLE INITIALLY"
                        + " DEFERRED FOR EACH ROW EXECUTE FUNCTION later()",
                "CREATE FUNCTION later() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN UPDATE _meta SET version = 1; RETURN NULL;"
                        + " END $$; CREATE TRIGGER t AFTER INSERT ON _fastmigrate_history FOR EACH ROW EXECUTE FUNCTION later()"
            })
    void failsOnPostgresWhereTheVersionIsNotKept(String spoils) throws Exception {
        Workshop db = workshop(Servers.postgres());
        db.execute(spoils.startsWith("UPDATE") ? String.format(Locale.ROOT, SWALLOWS, "UPDATE", "_meta") : spoils);
        assertNotApplied(db);
    }

    /** A view that cannot be locked, or a row that cannot be written, has its own error. */
    private static void assertNotApplied(Workshop db) throws Exception {
        assertThat(db.fails().report().applied()).isEmpty();
        assertThat(db.query("SELECT count(*) FROM a")).containsExactly("0");
        assertThat(db.query("SELECT version FROM _meta")).containsExactly("1");
    }

    @Test
    void takesNoViewForTheVersion() throws Exception {
        Workshop db = workshop(Servers.postgres());
        db.execute(
                "ALTER TABLE _meta RENAME TO m; CREATE VIEW _meta AS SELECT id, version FROM m; CREATE RULE r AS ON UPDATE TO"
                        + " _meta DO INSTEAD NOTHING");
        assertThat(catchThrowable(db.builder().build()::migrate)).isInstanceOf(DatabaseUnmanagedException.class);
        assertThat(db.query("SELECT count(*) FROM a")).containsExactly("0");
    }

    @Test
    void failsOnPostgresWhereAPolicyHidesTheVersion() throws Exception {
        Workshop db = workshop(Servers.postgres());
        String role = "hidden" + ProcessHandle.current().pid();
        db.execute("CREATE ROLE " + role + " LOGIN");
        db.execute("GRANT ALL ON ALL TABLES IN SCHEMA public TO " + role + "; GRANT CREATE ON SCHEMA public TO " + role
                + "; ALTER TABLE _meta ENABLE ROW LEVEL SECURITY; CREATE POLICY sees ON _meta FOR SELECT USING (true);"
                + " CREATE POLICY keeps ON _meta FOR UPDATE USING (true) WITH CHECK (version < 2)");
        assertThat(catchThrowable(db.builder().username(role).build()::migrate))
                .isInstanceOf(ScriptFailedException.class);
        assertThat(db.query("SELECT version FROM _meta")).containsExactly("1");
        assertThat(db.query("SELECT count(*) FROM a")).containsExactly("0");
        db.execute("DROP POLICY keeps ON _meta; CREATE POLICY keeps ON _meta FOR UPDATE USING (version > 5)");
        assertThat(catchThrowable(db.builder().username(role).build()::migrate)).isNotNull();
        assertThat(db.query("SELECT version FROM _meta")).containsExactly("1");
        assertThat(db.query("SELECT count(*) FROM a")).containsExactly("0");
    }

    @Test
    void failsOnPostgresWhereTheHistoryIsNotKept() throws Exception {
        Workshop db = workshop(Servers.postgres());
        db.execute(String.format(Locale.ROOT, SWALLOWS, "INSERT", "_fastmigrate_history"));
        fails(db, "_fastmigrate_history");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "CREATE TRIGGER t BEFORE UPDATE ON _meta FOR EACH ROW SET NEW.version = OLD.version",
                "CREATE TRIGGER t BEFORE UPDATE ON _meta FOR EACH ROW SET NEW.version = 7",
                "CREATE TRIGGER t AFTER INSERT ON _fastmigrate_history FOR EACH ROW UPDATE _meta SET version = 1",
                "CREATE TRIGGER t BEFORE UPDATE ON _meta FOR EACH ROW SET NEW.id = 1, NEW.version = NULLIF(1, 1)"
            })
    void failsOnMariaDbWhereTheVersionIsNotKept(String spoils) throws Exception {
        Workshop db = workshop(Servers.maria());
        db.execute(spoils);
        assertNotApplied(db);
    }

    @Test
    void failsOnMariaDbWhereTheHistoryIsNotKept() throws Exception {
        Workshop db = workshop(Servers.maria());
        db.execute("CREATE TRIGGER t BEFORE INSERT ON _fastmigrate_history FOR EACH ROW SET NEW.checksum = 'other'");
        fails(db, "_fastmigrate_history");
    }

    /** Puts the old version back. */
    public static final class Keeps implements Trigger {
        @Override
        public void fire(Connection connection, Object[] before, Object[] after) {
            after[1] = before[1];
        }
    }

    @Test
    void failsOnH2WhereTheVersionIsNotKept() throws Exception {
        Workshop db = workshop("jdbc:h2:" + directory.resolve("h2"));
        db.execute("CREATE TRIGGER t BEFORE UPDATE ON _meta FOR EACH ROW CALL '" + Keeps.class.getName() + "'");
        fails(db, "_meta");
        db.script("0002-b.sql", "CREATE TABLE b (id INT);\nINSERT INTO a VALUES (2);\n");
        assertThat(db.fails()).hasMessageContaining("was not stored");
        assertThat(db.query("SELECT version FROM _meta")).containsExactly("1");
    }
}
