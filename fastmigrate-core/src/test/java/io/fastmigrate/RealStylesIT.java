package io.fastmigrate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Hundreds of scripts in the styles of real projects, migrated by us and fed to the {@code sqlite3} shell: the same
 * schema and the same rows. Where the shell is not installed, this is skipped and says so.
 */
class RealStylesIT {

    @TempDir
    Path directory;

    private int number;

    private void script(Sandbox sandbox, String name, String text) throws IOException {
        number++;
        sandbox.script(String.format(Locale.ROOT, "%04d-%s.sql", number, name), text);
    }

    /** A table, its child, and a rebuild between switched foreign keys. */
    private void prisma(Sandbox sandbox, int i) throws IOException {
        script(sandbox, "init", """
                -- CreateTable
                CREATE TABLE "User%1$d" (
                    "id" INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
                    "email" TEXT NOT NULL,
                    "createdAt" DATETIME NOT NULL DEFAULT '2024-01-01 00:00:00'
                );

                -- CreateTable
                CREATE TABLE "Post%1$d" (
                    "id" TEXT NOT NULL PRIMARY KEY,
                    "authorId" INTEGER NOT NULL,
                    CONSTRAINT "Post%1$d_authorId_fkey" FOREIGN KEY ("authorId") REFERENCES "User%1$d" ("id") ON DELETE CASCADE ON UPDATE CASCADE
                );

                -- CreateIndex
                CREATE UNIQUE INDEX "User%1$d_email_key" ON "User%1$d"("email");
                """.formatted(i));
        script(
                sandbox,
                "seed",
                "INSERT INTO \"User%1$d\" (\"email\") VALUES ('a;b@x'), ('c''d@x');\nINSERT INTO \"Post%1$d\" VALUES ('p1', 1), ('p2', 2), ('p3', 2);\n"
                        .formatted(i));
        script(sandbox, "add_name", """
                -- RedefineTables
                PRAGMA defer_foreign_keys=ON;
                PRAGMA foreign_keys=OFF;
                CREATE TABLE "new_User%1$d" (
                    "id" INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
                    "email" TEXT NOT NULL,
                    "name" TEXT NOT NULL DEFAULT 'unknown; really',
                    "createdAt" DATETIME NOT NULL DEFAULT '2024-01-01 00:00:00'
                );
                INSERT INTO "new_User%1$d" ("createdAt", "email", "id") SELECT "createdAt", "email", "id" FROM "User%1$d";
                DROP TABLE "User%1$d";
                ALTER TABLE "new_User%1$d" RENAME TO "User%1$d";
                CREATE UNIQUE INDEX "User%1$d_email_key" ON "User%1$d"("email");
                PRAGMA foreign_keys=ON;
                PRAGMA defer_foreign_keys=OFF;
                """.formatted(i));
    }

    private void diesel(Sandbox sandbox, int i) throws IOException {
        script(sandbox, "create_posts_up", """
                -- Your SQL goes here
                CREATE TABLE posts%1$d (
                  id INTEGER NOT NULL PRIMARY KEY,
                  title VARCHAR NOT NULL,
                  published BOOLEAN NOT NULL DEFAULT 0 /* not ; yet */
                )""".formatted(i));
        script(
                sandbox,
                "rows_up",
                "INSERT INTO `posts%1$d`(title) VALUES ('one'),('two');\r\nUPDATE [posts%1$d] SET published = 1 WHERE title = 'one'\r\n"
                        .formatted(i));
    }

    private void sqlx(Sandbox sandbox, int i) throws IOException {
        script(sandbox, "todos", """
                BEGIN TRANSACTION;
                CREATE TABLE IF NOT EXISTS todos%1$d
                (
                    id          INTEGER PRIMARY KEY NOT NULL,
                    description TEXT                NOT NULL,
                    done        BOOLEAN             NOT NULL DEFAULT 0,
                    upper_case  TEXT GENERATED ALWAYS AS (upper(description)) STORED
                ) STRICT_PLACEHOLDER;
                CREATE INDEX todos%1$d_open ON todos%1$d (description) WHERE done = 0;
                COMMIT;
                """.replace("BOOLEAN             ", "INTEGER             ")
                .replace("STRICT_PLACEHOLDER", "STRICT")
                .formatted(i));
        script(
                sandbox,
                "fill",
                "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 7)\nINSERT INTO todos%1$d (description) SELECT 'todo ' || i FROM n;\nALTER TABLE todos%1$d ADD COLUMN due TEXT;\n"
                        .formatted(i));
    }

    private void byHand(Sandbox sandbox, int i) throws IOException {
        script(sandbox, "search", """
                CREATE TABLE note%1$d (id INTEGER PRIMARY KEY, body TEXT, state TEXT DEFAULT 'new');
                CREATE VIRTUAL TABLE note%1$d_fts USING fts5(body, content='note%1$d', content_rowid='id');
                CREATE TRIGGER note%1$d_ai AFTER INSERT ON note%1$d BEGIN
                  INSERT INTO note%1$d_fts(rowid, body) VALUES (new.id, new.body);
                END;
                CREATE TRIGGER note%1$d_au AFTER UPDATE OF body ON note%1$d WHEN old.body <> new.body BEGIN
                  INSERT INTO note%1$d_fts(note%1$d_fts, rowid, body) VALUES ('delete', old.id, old.body);
                  INSERT INTO note%1$d_fts(rowid, body) VALUES (new.id, CASE WHEN new.state = 'x' THEN 'end; end' ELSE new.body END);
                END;
                CREATE VIEW note%1$d_new AS SELECT id, body FROM note%1$d WHERE state = 'new';
                """.formatted(i));
        script(
                sandbox,
                "notes",
                "INSERT INTO note%1$d (body) VALUES ('caf\u00e9; -- no comment'), ('/* none */');\nUPDATE note%1$d SET body = 'changed' WHERE id = 2; -- done\nDROP VIEW note%1$d_new;\n"
                        .formatted(i));
    }

    @Test
    void comeOutAsTheSqliteShellBringsThemOut() throws Exception {
        assumeTrue(
                shell(List.of("-version"), null) == 0, "The sqlite3 shell is not installed: nothing to compare with.");
        Sandbox sandbox = Sandbox.in(directory);
        for (int i = 1; i <= 40; i++) {
            prisma(sandbox, i);
            diesel(sandbox, i);
            sqlx(sandbox, i);
            byHand(sandbox, i);
        }
        FastMigrate fastMigrate = sandbox.managed();
        assertThat(fastMigrate.plan().steps())
                .extracting(Plan.Step::execution)
                .containsOnly(Plan.Execution.ATOMIC, Plan.Execution.OWN_TRANSACTION);
        assertThat(fastMigrate.migrate().after()).isEqualTo(new Version(number));

        Path theirs = directory.resolve("shell.db");
        for (String name : Sandbox.names(sandbox.migrations())) {
            assertThat(shell(
                            List.of("-bail", theirs.toString()),
                            sandbox.migrations().resolve(name).toFile()))
                    .as(name)
                    .isZero();
        }
        assertThat(number).isGreaterThan(300);
        assertThat(Sandbox.content(sandbox.database())).isEqualTo(Sandbox.content(theirs));
        assertThat(sandbox.query("SELECT count(*) FROM \"Post7\"")).containsExactly("3");
        assertThat(sandbox.query("PRAGMA integrity_check")).containsExactly("ok");
    }

    private int shell(List<String> arguments, @org.jspecify.annotations.Nullable File input) throws Exception {
        List<String> command = new java.util.ArrayList<>(List.of("sqlite3"));
        command.addAll(arguments);
        File output = directory.resolve("shell.log").toFile();
        ProcessBuilder builder =
                new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(output);
        if (input != null) {
            builder.redirectInput(input);
        }
        try {
            int code = builder.start().waitFor();
            assertThat(code)
                    .as(Files.readString(output.toPath(), StandardCharsets.UTF_8))
                    .isZero();
            return code;
        } catch (IOException e) {
            return -1;
        }
    }
}
