package io.fastmigrate.internal.sqlite.foreignkey;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.fastmigrate.FastMigrate;
import io.fastmigrate.Sandbox;
import io.fastmigrate.Version;
import io.fastmigrate.error.ScriptFailedException;
import io.fastmigrate.internal.sqlite.OneConnection;
import io.fastmigrate.internal.sqlite.connection.Sql;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class ForeignKeyCheckTest {

    @TempDir
    Path directory;

    private Sandbox sandbox;

    @BeforeEach
    void fresh() throws Exception {
        sandbox = Sandbox.in(directory).script("0001-base.sql", """
                CREATE TABLE parent (id INTEGER PRIMARY KEY, name TEXT);
                CREATE TABLE child (id INTEGER PRIMARY KEY, parent INTEGER NOT NULL REFERENCES parent ON DELETE CASCADE);
                INSERT INTO parent VALUES (1, 'Ada'), (2, 'Grace');
                INSERT INTO child VALUES (10, 1), (20, 2), (21, 2);
                """);
    }

    private static final String NEW = """
            CREATE TABLE new_parent (id INTEGER PRIMARY KEY, name TEXT NOT NULL);
            INSERT INTO new_parent SELECT id, name FROM parent;
            """;
    private static final String SWAP = """
            DROP TABLE parent;
            ALTER TABLE new_parent RENAME TO parent;
            """;

    static Stream<String> rebuilds() {
        return Stream.of(
                NEW + SWAP,
                "PRAGMA foreign_keys=OFF;\n" + NEW + SWAP + "PRAGMA foreign_keys=ON;\n",
                "PRAGMA foreign_keys=OFF;\nBEGIN;\n" + NEW + SWAP + "COMMIT;\nPRAGMA foreign_keys=ON;\n",
                "PRAGMA foreign_keys=off;\nBEGIN TRANSACTION;\n" + NEW + SWAP
                        + "PRAGMA foreign_key_check;\nCOMMIT TRANSACTION;\nPRAGMA foreign_keys=1;\n",
                "PRAGMA defer_foreign_keys=ON;\nPRAGMA foreign_keys=OFF;\n" + NEW + SWAP
                        + "PRAGMA foreign_key_check(\"parent\");\nPRAGMA foreign_keys=ON;\nPRAGMA defer_foreign_keys=OFF;\n",
                "BEGIN;\nPRAGMA foreign_keys=OFF;\n" + NEW + SWAP + "PRAGMA foreign_keys=ON;\nCOMMIT;\n",
                """
                PRAGMA legacy_alter_table=ON;
                ALTER TABLE parent RENAME TO old_parent;
                CREATE TABLE parent (id INTEGER PRIMARY KEY, name TEXT NOT NULL);
                INSERT INTO parent SELECT id, name FROM old_parent;
                DROP TABLE old_parent;
                """);
    }

    @ParameterizedTest
    @MethodSource("rebuilds")
    void childRowsSurviveEveryStyleOfRebuild(String rebuild) throws Exception {
        sandbox.script("0002-rebuild.sql", rebuild);
        assertThat(sandbox.managed().migrate().after()).isEqualTo(new Version(2));
        assertThat(sandbox.query("SELECT id, parent FROM child ORDER BY id")).containsExactly("10|1", "20|2", "21|2");
        assertThat(sandbox.query("SELECT name FROM parent")).containsExactly("Ada", "Grace");
        assertThat(sandbox.query("PRAGMA foreign_key_check")).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "CREATE TABLE Late (id INTEGER PRIMARY KEY, parent INTEGER REFERENCES parent);",
                "ALTER TABLE late ADD COLUMN parent INTEGER REFERENCES parent;",
                "CREATE TABLE other (id INTEGER PRIMARY KEY, parent INTEGER REFERENCES parent);"
                        + " DROP TABLE late; ALTER TABLE other RENAME TO late;",
                "DROP TABLE late; CREATE TABLE late (id INTEGER PRIMARY KEY, parent INTEGER REFERENCES \"PARENT\");"
            })
    void knowsForeignKeysThatAnEarlierScriptOfTheRunMade(String script) throws Exception {
        boolean fresh = script.startsWith("CREATE TABLE Late");
        sandbox.script("0002-other.sql", fresh ? "CREATE TABLE u (a);" : "CREATE TABLE late (id INTEGER PRIMARY KEY);")
                .script("0003-key.sql", script)
                .script("0004-fine.sql", "INSERT INTO late (id, parent) VALUES (1, 1);")
                .script("0005-orphan.sql", "INSERT INTO late (id, parent) VALUES (2, 99);");
        FastMigrate fastMigrate = sandbox.managed();

        ScriptFailedException failure = catchThrowableOfType(ScriptFailedException.class, fastMigrate::migrate);

        assertThat(failure.script().version()).isEqualTo(new Version(5));
        assertThat(failure).hasMessageContaining("rowid 2");
        assertThat(sandbox.query("SELECT id FROM late")).containsExactly("1");
    }

    @Test
    void forgetsForeignKeysThatAnEarlierScriptOfTheRunTookAway() throws Exception {
        sandbox.script("0002-free.sql", "DROP TABLE CHILD; CREATE TABLE child (id INTEGER PRIMARY KEY, parent);")
                .script("0003-other.sql", "INSERT INTO child VALUES (10, 99); DROP TABLE child;")
                .script("0004-parent.sql", "DELETE FROM parent;");
        assertThat(sandbox.managed().migrate().after()).isEqualTo(new Version(4));
    }

    @Test
    void newOrphansStopTheScriptAndAreNamed() throws Exception {
        sandbox.script("0002-lose.sql", "DELETE FROM parent WHERE id = 2;");
        FastMigrate fastMigrate = sandbox.managed();
        ScriptFailedException failure = catchThrowableOfType(ScriptFailedException.class, fastMigrate::migrate);
        assertThat(failure)
                .hasMessageContainingAll("2 rows", "child, rowid 20 refers to a missing row of parent", "rowid 21");
        assertThat(sandbox.query("SELECT count(*) FROM parent")).containsExactly("2");
        assertThat(fastMigrate.version()).isEqualTo(new Version(1));
    }

    @Test
    void oldOrphansStopNothing() throws Exception {
        sandbox.managed().migrate();
        sandbox.execute("PRAGMA foreign_keys=OFF; DELETE FROM parent WHERE id = 1");
        sandbox.script("0002-rebuild.sql", NEW + SWAP).script("0003-add.sql", "INSERT INTO child VALUES (22, 2);");
        assertThat(sandbox.builder().build().migrate().after()).isEqualTo(new Version(3));
        assertThat(sandbox.query("SELECT count(*) FROM child")).containsExactly("4");
    }

    @Test
    void scriptThatAsksForCascadesGetsThem() throws Exception {
        sandbox.script("0002-cascade.sql", "PRAGMA foreign_keys=ON;\nDELETE FROM parent WHERE id = 2;");
        sandbox.managed().migrate();
        assertThat(sandbox.query("SELECT id FROM child")).containsExactly("10");
    }

    @Test
    void orphanThatATriggerMakesStopsTheScript() throws Exception {
        sandbox.script(
                        "0002-trigger.sql",
                        "CREATE TABLE log (a);\nCREATE TRIGGER eat AFTER INSERT ON log BEGIN\n"
                                + "  DELETE FROM parent WHERE id = new.a;\nEND;")
                .script("0003-log.sql", "INSERT INTO log VALUES (1);");
        FastMigrate fastMigrate = sandbox.managed();
        ScriptFailedException failure = catchThrowableOfType(ScriptFailedException.class, fastMigrate::migrate);
        assertThat(failure.script().fileName()).isEqualTo("0003-log.sql");
        assertThat(sandbox.query("SELECT count(*) FROM parent")).containsExactly("2");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "CREATE TRIGGER eat AFTER INSERT ON log BEGIN DELETE FROM parent WHERE id = new.a; END;\n"
                        + "INSERT INTO log VALUES (1);\nDROP TRIGGER eat;",
                "CREATE TEMP TRIGGER eat AFTER INSERT ON main.log BEGIN DELETE FROM parent WHERE id = new.a; END;\n"
                        + "INSERT INTO log VALUES (1);",
                "INSERT INTO log VALUES (-1);\nDROP TRIGGER old;",
                "INSERT INTO log VALUES (-1);\nDROP TABLE log;"
            })
    void orphanOfATriggerThatIsGoneAtTheEndStopsTheScript(String script) throws Exception {
        sandbox.managed().migrate();
        sandbox.execute("CREATE TABLE log (a); CREATE TRIGGER old AFTER INSERT ON log WHEN new.a < 0 BEGIN DELETE FROM"
                + " parent WHERE id = -new.a; END");
        sandbox.script("0002-log.sql", script);
        assertThat(catchThrowableOfType(
                        ScriptFailedException.class,
                        () -> sandbox.builder().build().migrate()))
                .hasMessageContaining("child, rowid 10 refers to a missing row of parent");
        assertThat(sandbox.query("SELECT count(*) FROM parent")).containsExactly("2");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "ALTER TABLE notes RENAME TO remarks;",
                "ALTER TABLE parent RENAME TO elder;",
                "CREATE TABLE n (t TEXT, p REFERENCES parent); INSERT INTO n SELECT t, p FROM notes; DROP TABLE notes;"
                        + " ALTER TABLE n RENAME TO notes;",
                "UPDATE notes SET rowid = rowid + 100;",
                "DELETE FROM notes WHERE rowid = 3;",
                "UPDATE notes SET p = 77 WHERE rowid = 3;"
            })
    void oldOrphansMayGetOtherNamesAndRowIds(String script) throws Exception {
        withOldOrphans();
        sandbox.script("0002-moves.sql", script);
        assertThat(sandbox.builder().build().migrate().after()).isEqualTo(new Version(2));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "DELETE FROM notes WHERE rowid = 3; INSERT INTO notes VALUES ('new', 55);",
                "ALTER TABLE notes RENAME TO remarks; INSERT INTO remarks VALUES ('one more', 99);",
                "INSERT INTO child VALUES (30, 99); DELETE FROM notes;"
            })
    void newOrphansDoNotTakeThePlaceOfOldOnes(String script) throws Exception {
        withOldOrphans();
        sandbox.script("0002-moves.sql", script);
        assertThat(catchThrowableOfType(
                        ScriptFailedException.class,
                        () -> sandbox.builder().build().migrate()))
                .hasMessageContaining("the script leaves 1 row without the row that a foreign key refers to");
    }

    private void withOldOrphans() throws Exception {
        sandbox.managed().migrate();
        sandbox.execute(
                "CREATE TABLE notes (t, p REFERENCES parent); INSERT INTO notes (rowid, t, p) VALUES (3, 'a', 99),"
                        + " (9, 'b', 98), (11, 'c', 1)");
    }

    @Test
    void aForeignKeyThatLosesItsParentKeyIsCalledThat() throws Exception {
        sandbox.managed().migrate();
        sandbox.execute("CREATE TABLE city (code TEXT); CREATE UNIQUE INDEX codes ON city (code);"
                + "CREATE TABLE street (c REFERENCES city (code)); INSERT INTO city VALUES ('x');"
                + "INSERT INTO street VALUES ('x')");
        sandbox.script("0002-drop.sql", "DROP INDEX codes;");
        assertThat(catchThrowableOfType(
                        ScriptFailedException.class,
                        () -> sandbox.builder().build().migrate()))
                .hasMessageContaining(
                        "the script leaves 1 foreign key to columns that are not a primary key and have no"
                                + " unique index:\n    street: foreign key mismatch - \"street\""
                                + " referencing \"city\"");
        sandbox.execute("DROP INDEX codes").script("0002-drop.sql", "ALTER TABLE street RENAME TO road;");
        assertThat(sandbox.builder().build().migrate().after()).isEqualTo(new Version(2));
    }

    @Test
    void orphanAmongNewTablesStopsTheScript() throws Exception {
        sandbox.script(
                "0002-new.sql", "CREATE TABLE more (p INTEGER REFERENCES parent);\nINSERT INTO more VALUES (99);");
        FastMigrate fastMigrate = sandbox.managed();
        assertThat(catchThrowableOfType(ScriptFailedException.class, fastMigrate::migrate))
                .hasMessageContaining("more");
    }

    @Test
    void settingOfAnApplicationsConnectionIsPutBack() throws Exception {
        sandbox.script("0002-rebuild.sql", NEW + SWAP);
        sandbox.managed();
        try (OneConnection application = OneConnection.to(sandbox.database())) {
            Sql.run(application.connection(), "PRAGMA foreign_keys = ON");

            FastMigrate.dataSource(application)
                    .migrations(sandbox.migrations())
                    .build()
                    .migrate();

            assertThat(Sql.string(application.connection(), "PRAGMA foreign_keys"))
                    .isEqualTo("1");
            assertThat(Sql.string(application.connection(), "SELECT count(*) FROM child"))
                    .isEqualTo("3");
        }
    }
}
