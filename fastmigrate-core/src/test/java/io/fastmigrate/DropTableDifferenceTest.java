package io.fastmigrate;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * A rebuild in a script that has foreign keys enforced leaves what SQLite itself leaves with foreign keys off, the only way in
 * which its DROP TABLE takes nothing of other tables.
 */
class DropTableDifferenceTest {

    private record Kind(String name, String columns, String keys, String options, String reference) {}

    private static final List<Kind> KINDS = List.of(
            new Kind("parent", "id INTEGER PRIMARY KEY AUTOINCREMENT, b", "", "", "(x) REFERENCES %s"),
            new Kind("\"Ärzte\"", "id INTEGER PRIMARY KEY, b", "", "", "(x) REFERENCES %s"),
            new Kind("[a b]", "id INT PRIMARY KEY, b INT", "", "STRICT", "(x) REFERENCES %s (id)"),
            new Kind("`sel\"ect`", "a, b", ", PRIMARY KEY (a, b)", "WITHOUT ROWID", "(x, y) REFERENCES %s"),
            new Kind("u", "a, b", ", UNIQUE (b, a)", "", "(y, x) REFERENCES %s (b, a)"),
            new Kind("\"ärzte\"\"]\"", "a UNIQUE, b UNIQUE", "", "", "(y) REFERENCES %s (b)"));

    private static final List<String> ACTIONS =
            List.of("ON DELETE CASCADE", "ON DELETE SET NULL", "ON DELETE SET DEFAULT", "ON DELETE RESTRICT", "");

    @TempDir
    Path directory;

    @ParameterizedTest
    @ValueSource(
            strings = {
                "PRAGMA foreign_keys = ON; %s",
                "PRAGMA main.foreign_keys(\"yes\"); BEGIN; %s COMMIT;",
                "PRAGMA foreign_keys = 1; SAVEPOINT a; SAVEPOINT b; %s RELEASE b; RELEASE a;",
                "PRAGMA foreign_keys = ON; PRAGMA legacy_alter_table = ON; %s",
                "PRAGMA foreign_keys = ON; PRAGMA recursive_triggers = ON; PRAGMA defer_foreign_keys = ON; %s",
                "-- fastmigrate: no-transaction\nPRAGMA foreign_keys = ON; %s",
                "PRAGMA foreign_keys = ON; UPDATE other SET n = 7; VACUUM; BEGIN IMMEDIATE; %s COMMIT;"
            })
    void leavesWhatSqliteLeavesWithForeignKeysOff(String form) throws Exception {
        int number = 0;
        for (Kind kind : KINDS) {
            Path root = Files.createDirectory(directory.resolve("d" + number++));
            Sandbox ours = Sandbox.in(Files.createDirectory(root.resolve("ours")));
            Sandbox sqlite = Sandbox.in(Files.createDirectory(root.resolve("sqlite")));
            List<String> rebuild = rebuild(kind);
            for (Sandbox each : List.of(ours, sqlite)) {
                each.managed();
                each.execute(schema(kind));
            }
            sqlite.execute(String.join("", rebuild));
            ours.script("0001-rebuild.sql", form.replace("%s", String.join("\n", rebuild)));
            ours.builder().build().migrate();
            assertThat(Sandbox.content(ours.database()))
                    .as(kind + " " + form)
                    .isEqualTo(Sandbox.content(sqlite.database()));
            assertThat(ours.query("PRAGMA integrity_check")).containsExactly("ok");
        }
    }

    private static String schema(Kind kind) {
        StringBuilder sql = new StringBuilder("CREATE TABLE other (n); CREATE TABLE " + kind.name() + " ("
                + kind.columns()
                + kind.keys() + ") " + kind.options() + "; INSERT INTO " + kind.name() + " VALUES (1, 2), (3, 4);"
                + "CREATE INDEX by_b ON " + kind.name() + " (b) WHERE b > 0;"
                + "CREATE TRIGGER note AFTER DELETE ON " + kind.name() + " BEGIN DELETE FROM other; END;"
                + "INSERT INTO other VALUES (7);");
        for (int i = 0; i < ACTIONS.size(); i++) {
            String child = "child" + i;
            sql.append("CREATE TABLE ").append(child).append(" (x DEFAULT 1, y DEFAULT 2, FOREIGN KEY ");
            sql.append(kind.reference().replace("%s", kind.name()))
                    .append(" ")
                    .append(ACTIONS.get(i))
                    .append(");");
            sql.append("INSERT INTO ").append(child).append(" VALUES (1, 2), (3, 4), (NULL, NULL);");
        }
        sql.append("CREATE TABLE grandchild (c INTEGER PRIMARY KEY REFERENCES grandparent ON DELETE CASCADE);"
                + "CREATE TABLE grandparent (id INTEGER PRIMARY KEY); ANALYZE;");
        return sql.toString();
    }

    private static List<String> rebuild(Kind kind) {
        return List.of(
                "CREATE TABLE fresh (" + kind.columns() + ", more INT" + kind.keys() + ") " + kind.options() + ";",
                "INSERT INTO fresh SELECT *, 5 FROM " + kind.name() + ";",
                "DROP TABLE IF EXISTS " + kind.name() + ";",
                "ALTER TABLE fresh RENAME TO " + kind.name() + ";");
    }
}
