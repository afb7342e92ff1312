package io.fastmigrate.databases;

import static org.assertj.core.api.Assertions.assertThat;

import io.fastmigrate.FastMigrate;
import io.fastmigrate.Version;
import io.fastmigrate.lint.LintReport;
import io.fastmigrate.lint.Linter;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Linting for MariaDB, beside what the examples of the rules show. */
class MariaLintTest {

    @TempDir
    Path directory;

    private Workshop db;

    @BeforeEach
    void makeDatabase() throws Exception {
        db = new Workshop(Servers.maria(), directory);
        db.script("0001-author.sql", "CREATE TABLE author (id int PRIMARY KEY, name varchar(50), pages int);");
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
        lint("ALTER TABLE author MODIFY pages bigint;");

        assertThat(db.query("SHOW TABLES")).isEmpty();
        assertThat(db.query("SHOW DATABASES LIKE 'fastmigrate\\_proof%'")).isEmpty();
    }

    @Test
    void saysWhatTheServerFillsIn() throws Exception {
        assertThat(lint("ALTER TABLE author ADD born date NOT NULL, ADD n int NOT NULL;")
                        .findings())
                .extracting(each -> each.message())
                .anyMatch(message -> message.startsWith("Every row of author gets 0000-00-00 in born"))
                .anyMatch(message -> message.startsWith("Every row of author gets 0 in n"));
    }

    @Test
    void pointsAtTheActionThatNeedsTheCopy() throws Exception {
        assertThat(shown(lint("ALTER TABLE author ADD born date,\n  MODIFY pages bigint,\n  ADD INDEX (name);")))
                .containsExactly("2:3 M1");
    }

    @Test
    void readsTheClausesOfCreateIndex() throws Exception {
        String index = "CREATE UNIQUE INDEX named USING BTREE ON author (name) COMMENT 'x'";

        assertThat(shown(lint(index + "\n  ALGORITHM = COPY\n  LOCK=SHARED;"))).containsExactly("1:8 M1", "3:8 M4");
        assertThat(shown(lint(index + " LOCK=NONE ALGORITHM INPLACE;"))).isEmpty();
    }

    @Test
    void asksHowPartitionsAreChanged() throws Exception {
        db.script(
                "0001-author.sql",
                "CREATE TABLE author (id int PRIMARY KEY) PARTITION BY RANGE (id)"
                        + " (PARTITION a VALUES LESS THAN (10), PARTITION b VALUES LESS THAN (20));"
                        + " CREATE TABLE other LIKE author; ALTER TABLE other REMOVE PARTITIONING;");
        LintReport report = lint("""
                ALTER TABLE author ADD PARTITION (PARTITION c VALUES LESS THAN (30), PARTITION d VALUES LESS THAN MAXVALUE);
                ALTER TABLE author REORGANIZE PARTITION a, b INTO (PARTITION b VALUES LESS THAN (20));
                ALTER TABLE author EXCHANGE PARTITION b WITH TABLE other;
                ALTER TABLE author DROP PARTITION b, c;
                """);

        assertThat(shown(report)).contains("2:20 M1").doesNotContain("1:20 M1", "3:20 M1", "4:20 M1");
        assertThat(report.findings())
                .extracting(each -> each.message())
                .contains(
                        "Rows of author are written into new partitions, and every INSERT, UPDATE and DELETE on it waits until"
                                + " that is done.");
    }

    @Test
    void asksTheServerInTheSessionOfTheScript() throws Exception {
        db.script("0002-book.sql", "CREATE TABLE book (id int PRIMARY KEY, author_id int);");
        db.script("0003-mode.sql", "SET sql_mode = 'ANSI_QUOTES'; ALTER TABLE \"author\" ADD x int;");
        db.script("0004-after.sql", "ALTER TABLE author ADD y varchar(3) DEFAULT \"abc\", MODIFY pages bigint;");

        assertThat(shown(Linter.of(db.builder().build()).lint())).containsExactly("1:52 M1");
    }

    @Test
    void seesWhatPreparedStatementsAndProceduresMake() throws Exception {
        LintReport report = lint("""
                SET @made = (SELECT IF(COUNT(*) = 0, 'CREATE TABLE book (id int PRIMARY KEY)', 'DO 0')
                    FROM information_schema.TABLES WHERE TABLE_SCHEMA = DATABASE() AND TABLE_NAME = 'book');
                PREPARE made FROM @made;
                EXECUTE made;
                DEALLOCATE PREPARE made;
                DELIMITER //
                CREATE PROCEDURE widen() BEGIN ALTER TABLE author ADD COLUMN wide int; END //
                DELIMITER ;
                CALL widen();
                DROP PROCEDURE widen;
                ALTER TABLE author MODIFY wide bigint;
                """);

        assertThat(shown(report)).containsExactly("11:20 M1");
        assertThat(report.coverage().notAnalysed()).hasSize(2);
    }

    @Test
    void knowsNothingOfTheSchemaBehindAStatementThatNamesAnotherDatabase() throws Exception {
        String name = db.url().replaceFirst(".*/(\\w+)\\?.*", "$1");
        LintReport report = lint(
                "CREATE TABLE `" + name + "`.book (id int PRIMARY KEY);\n" + "ALTER TABLE author MODIFY pages bigint;");

        assertThat(shown(report)).isEmpty();
        assertThat(report.coverage().undecided()).contains("M1 (0002-second.sql)");
        assertThat(db.query("SHOW TABLES")).isEmpty();
    }

    @Test
    void runsNothingThatReachesBeyondTheTemporaryDatabase() throws Exception {
        LintReport report = lint("""
                CREATE USER lint_never_made;
                GRANT SELECT ON *.* TO lint_never_made;
                CREATE EVENT lint_never_made ON SCHEDULE EVERY 1 SECOND DO DELETE FROM author;
                ALTER TABLE author MODIFY pages bigint;
                """);

        assertThat(shown(report)).containsExactly("4:20 M1");
        assertThat(db.query("SELECT User FROM mysql.user WHERE User = 'lint_never_made'"))
                .isEmpty();
    }

    @Test
    void reportsWhatTheServerRefuses() throws Exception {
        assertThat(shown(lint("UPDATE author SET nmae = 'Ada' WHERE id = 1;\nCREATE INDEX i ON author (nmae);")))
                .containsExactly("1:1 X7", "2:1 X7");
    }

    @Test
    void namesNoTemporaryDatabaseInWhatTheServerSays() throws Exception {
        assertThat(lint("ALTER TABLE missing ADD x int;").findings())
                .extracting(each -> each.message())
                .containsExactly("The database refuses the statement: Table 'missing' doesn't exist.");
    }

    @Test
    void needsNoServerWithoutTheSchema() throws Exception {
        db.script("0002-second.sql", "ALTER TABLE author ADD COLUMN n int NOT NULL, MODIFY pages bigint;");
        FastMigrate nowhere = FastMigrate.database("jdbc:mariadb://127.0.0.1:1/nowhere?user=tests")
                .migrations(db.directory())
                .build();

        LintReport report =
                Linter.of(nowhere).above(new Version(1)).withoutSchema().lint();

        assertThat(shown(report)).containsExactly("1:37 M2");
        assertThat(report.coverage().undecided()).contains("M1 (0002-second.sql)");
    }

    @Test
    void findsTheSameByTheDriverOfMySql() throws Exception {
        db.script("0002-second.sql", "ALTER TABLE author ADD COLUMN n int NOT NULL, MODIFY pages bigint;");
        FastMigrate fastMigrate = FastMigrate.database(db.url().replace("jdbc:mariadb:", "jdbc:mysql:"))
                .migrations(db.directory())
                .build();

        assertThat(shown(Linter.of(fastMigrate).above(new Version(1)).lint())).containsExactly("1:37 M2", "1:47 M1");
    }

    /** A writer really waits where the server accepts no weaker lock than LOCK=SHARED. */
    @Test
    void keepsAWriterWaitingAsTheRuleSays() throws Exception {
        String alter = "ALTER TABLE author MODIFY id int AUTO_INCREMENT";
        assertThat(shown(lint(alter + ";"))).containsExactly("1:20 M4");
        db.execute("CREATE TABLE author (id int PRIMARY KEY, name varchar(50), pages int)");
        db.execute("INSERT INTO author SELECT seq, 'Ada', 1 FROM seq_1_to_300000");

        CompletableFuture<Void> altered = CompletableFuture.runAsync(() -> run(alter));
        while (!altered.isDone() && !isRunning("ALTER%", "copy to tmp table")) {
            Thread.onSpinWait();
        }
        CompletableFuture<Void> written =
                CompletableFuture.runAsync(() -> run("UPDATE author SET name = 'Eva' WHERE id = 7"));
        boolean waited = false;
        while (!altered.isDone() && !waited) {
            waited =
                    isRunning("UPDATE%", "Waiting for table metadata lock") && isRunning("ALTER%", "copy to tmp table");
        }
        altered.join();
        written.join();

        assertThat(waited).isTrue();
    }

    private boolean isRunning(String statement, String state) throws SQLException {
        return !db.query("SELECT 1 FROM information_schema.PROCESSLIST WHERE DB = DATABASE() AND INFO LIKE '"
                        + statement + "' AND STATE = '" + state + "'")
                .isEmpty();
    }

    private void run(String sql) {
        try {
            Servers.execute(db.url(), sql);
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    /** As mariadb-dump, Rails and Prisma write them. */
    @Test
    void findsNothingInScriptsThatOnlyMakeTables() throws Exception {
        LintReport report = lint("""
                /*!40101 SET @OLD_SQL_MODE=@@SQL_MODE, SQL_MODE='NO_AUTO_VALUE_ON_ZERO' */;
                /*!40014 SET @OLD_FOREIGN_KEY_CHECKS=@@FOREIGN_KEY_CHECKS, FOREIGN_KEY_CHECKS=0 */;
                DROP TABLE IF EXISTS `book`;
                CREATE TABLE `book` (
                  `id` bigint(20) NOT NULL AUTO_INCREMENT,
                  `author_id` int(11) NOT NULL,
                  `title` varchar(255) NOT NULL DEFAULT '',
                  `created_at` datetime(6) NOT NULL DEFAULT current_timestamp(6),
                  PRIMARY KEY (`id`),
                  KEY `book_author` (`author_id`),
                  CONSTRAINT `book_author` FOREIGN KEY (`author_id`) REFERENCES `author` (`id`) ON DELETE CASCADE
                ) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_unicode_ci;
                LOCK TABLES `book` WRITE;
                /*!40000 ALTER TABLE `book` DISABLE KEYS */;
                INSERT INTO `book` VALUES (1,1,'UPDATE author SET name = '''';','2024-01-01 00:00:00.000000');
                /*!40000 ALTER TABLE `book` ENABLE KEYS */;
                UNLOCK TABLES;
                /*!40014 SET FOREIGN_KEY_CHECKS=@OLD_FOREIGN_KEY_CHECKS */;
                """);

        assertThat(report.findings()).isEmpty();
        assertThat(report.coverage().undecided()).isEmpty();
    }
}
