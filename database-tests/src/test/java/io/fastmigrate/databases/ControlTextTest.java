package io.fastmigrate.databases;

import static org.assertj.core.api.Assertions.assertThat;

import io.fastmigrate.FastMigrate;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Names and texts in our own tables, whatever the database makes of texts by default. */
class ControlTextTest {

    private static final String NAME = "0002-価格-Größe-😀.sql";

    @TempDir
    Path directory;

    private Workshop latin1() throws Exception {
        String url = Servers.maria();
        String name = url.replaceFirst(".*/(\\w+)\\?.*", "$1");
        Servers.execute(url, "ALTER DATABASE " + name + " CHARACTER SET latin1");
        return new Workshop(url, directory).script("0001-prices.sql", "CREATE TABLE price (id INT PRIMARY KEY);\n");
    }

    private static void hasWholeName(Workshop db) throws Exception {
        assertThat(db.migrate().after().number()).isEqualTo(2);
        assertThat(db.query("SELECT hex(file_name) FROM _fastmigrate_history WHERE version = 2"))
                .containsExactly(HexFormat.of().withUpperCase().formatHex(NAME.getBytes(StandardCharsets.UTF_8)));
        assertThat(db.migrate().applied()).isEmpty();
    }

    @Test
    void keepNamesThatTheDatabaseOfALatin1ServerDoesNotTake() throws Exception {
        hasWholeName(latin1().script(NAME, "ALTER TABLE price ADD COLUMN cents INT;\n"));
    }

    @Test
    void keepThemInATableThatIsThereAlready() throws Exception {
        Workshop db = latin1();
        db.migrate();
        db.execute("ALTER TABLE _fastmigrate_history CONVERT TO CHARACTER SET latin1");
        hasWholeName(db.script(NAME, "ALTER TABLE price ADD COLUMN cents INT;\n"));
    }

    /** What a script outside a transaction has done stands in a table too, and is not lost for its name. */
    @Test
    void keepWhatIsDoneInALedgerThatIsThereAlready() throws Exception {
        Workshop db = latin1();
        db.migrate();
        db.execute("ALTER TABLE _fastmigrate_history CONVERT TO CHARACTER SET latin1");
        db.execute(
                "CREATE TABLE IF NOT EXISTS _fastmigrate_lock (id INTEGER NOT NULL PRIMARY KEY, token BIGINT NOT NULL,"
                        + " beat BIGINT NOT NULL, holder VARCHAR(255) NOT NULL) DEFAULT CHARACTER SET latin1");
        db.execute("ALTER TABLE _fastmigrate_progress CONVERT TO CHARACTER SET latin1");
        db.script(NAME, "ALTER TABLE price ADD COLUMN `価` INT;\nALTER TABLE missing ADD COLUMN x INT;\n");
        assertThat(db.fails()).hasMessageContaining(NAME + ":2:1");
        assertThat(db.query("SELECT statement_number FROM _fastmigrate_progress WHERE version = 2"))
                .containsExactly("1");
        hasWholeName(db.script(NAME, "ALTER TABLE price ADD COLUMN `価` INT;\nALTER TABLE price ADD COLUMN x INT;\n"));
    }

    @Test
    void replaceWhatAPostgresOfAnotherEncodingHasNot() throws Exception {
        Servers.execute(
                Servers.postgres("postgres"),
                "CREATE DATABASE in_latin1 ENCODING 'LATIN1' LC_COLLATE 'C' LC_CTYPE 'C' TEMPLATE template0");
        Workshop db = new Workshop(Servers.postgres("in_latin1"), directory)
                .script("0001-prices.sql", "CREATE TABLE price (id INT PRIMARY KEY);\n")
                .script(NAME, "ALTER TABLE price ADD COLUMN cents INT;\n");
        assertThat(db.migrate().after().number()).isEqualTo(2);
        assertThat(db.query("SELECT file_name FROM _fastmigrate_history WHERE version = 2"))
                .containsExactly("0002-??-Größe-?.sql");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "MODE=Oracle",
                "DATABASE_TO_UPPER=FALSE",
                "DATABASE_TO_LOWER=TRUE",
                "DATABASE_TO_UPPER=FALSE;CASE_INSENSITIVE_IDENTIFIERS=TRUE",
                "MODE=MySQL;DATABASE_TO_LOWER=TRUE;CASE_INSENSITIVE_IDENTIFIERS=TRUE",
                "MODE=PostgreSQL;DATABASE_TO_LOWER=TRUE;DEFAULT_NULL_ORDERING=HIGH"
            })
    void areReadAndWrittenInEveryModeOfH2(String settings) throws Exception {
        Workshop db = new Workshop("jdbc:h2:" + directory.resolve("h2") + ";" + settings, directory)
                .script("0001-book.sql", "CREATE TABLE book (id INT PRIMARY KEY, title VARCHAR(50));\n")
                .script(
                        "0002-row.sql",
                        "INSERT INTO book VALUES (1, 'a;b');\nCREATE INDEX book_title ON book (title);\n");
        FastMigrate fastMigrate = db.builder().appliedBy(" ").build();
        fastMigrate.create();
        assertThat(fastMigrate.migrate().after().number()).isEqualTo(2);
        assertThat(fastMigrate.migrate().applied()).isEmpty();
        assertThat(db.version()).isEqualTo(2);
    }

    @Test
    void areNeverEmptyWhichSomeSessionsTakeForNull() throws Exception {
        Workshop db = new Workshop(
                        Servers.maria() + "&sessionVariables=sql_mode='EMPTY_STRING_IS_NULL,STRICT_ALL_TABLES'",
                        directory)
                .script("0001-book.sql", "CREATE TABLE book (id INT PRIMARY KEY);\nINSERT INTO book VALUES (1);\n");
        assertThat(db.migrate().after().number()).isEqualTo(1);
    }
}
