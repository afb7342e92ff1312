package io.fastmigrate.databases;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Long texts and comments in statements that are read more closely than others. */
class LongTextsTest {

    private static final String TEXT = "it''s a long text; ".repeat(2_000);
    private static final String LENGTH =
            Integer.toString(TEXT.replace("''", "'").length());
    private static final String COMMENTS = "\n-- it's a comment\n".repeat(5_000);

    @TempDir
    Path directory;

    @Test
    void runOnPostgres() throws Exception {
        Workshop db = new Workshop(Servers.postgres(), directory).script("0001-t.sql", """
                        CREATE TABLE t (a text DEFAULT 'TEXT');
                        ALTER TABLE COMMENTS t ADD COLUMN b text DEFAULT 'TEXT';
                        DO $$ BEGIN INSERT INTO t VALUES ('TEXT'); END $$;
                        DO 'BEGIN INSERT INTO t VALUES (''DOUBLED''); END';
                        COMMENT ON TABLE t IS 'TEXT';
                        DELETE FROM t WHERE a = 'TEXT!';
                        """.replace("TEXT", TEXT)
                .replace("DOUBLED", TEXT.replace("'", "''"))
                .replace("COMMENTS", COMMENTS));
        db.migrate();
        assertThat(db.query("SELECT length(a) FROM t")).containsExactly(LENGTH, LENGTH);
    }

    @Test
    void runOnMariaDb() throws Exception {
        Workshop db = new Workshop(Servers.maria(), directory).script("0001-t.sql", """
                        CREATE TABLE COMMENTS t (a LONGTEXT);
                        CREATE PROCEDURE COMMENTS p() INSERT INTO t VALUES ('TEXT');
                        CALL p();
                        ALTER TABLE COMMENTS t ENGINE COMMENTS = COMMENTS InnoDB;
                        ALTER TABLE t ADD CONSTRAINT c CHECK (a <> 'TEXT!');
                        DELETE FROM t WHERE a = 'TEXT!';
                        """.replace("TEXT'", TEXT + "'")
                .replace("TEXT!", TEXT + "!")
                .replace("COMMENTS", COMMENTS));
        db.migrate();
        assertThat(db.query("SELECT length(a) FROM t")).containsExactly(LENGTH);
    }
}
