package io.fastmigrate.databases;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.fastmigrate.FastMigrate;
import io.fastmigrate.test.Migrations;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.Statement;
import java.util.Set;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A run on H2 that ended before it could know what became of a statement. */
class H2KilledTest {

    private static final String TABLE =
            "CREATE TABLE t (id INT PRIMARY KEY, x INT, y INT);\nINSERT INTO t VALUES (1, 1, 1);\n";

    @TempDir
    Path directory;

    @SuppressWarnings("NullAway") // set before each test
    H2KilledTest() {}

    /** Something of what the statement names has changed, but it was a person who changed it. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '~',
            value = {
                "CREATE TABLE c (id INT PRIMARY KEY) ~ CREATE TABLE c (id BIGINT PRIMARY KEY)",
                "CREATE INDEX i ON t (x) ~ CREATE INDEX i ON t (y)",
                "CREATE UNIQUE INDEX i ON t (x) ~ CREATE INDEX i ON t (x)",
                "ALTER TABLE t ADD COLUMN n INT ~ ALTER TABLE t ADD COLUMN n BIGINT",
                "ALTER TABLE t ADD COLUMN n INT ~ ALTER TABLE t ADD COLUMN m INT",
                "ALTER TABLE t DROP COLUMN x ~ ALTER TABLE t DROP COLUMN y",
                "ALTER TABLE t RENAME TO u ~ ALTER TABLE t ADD COLUMN u INT",
                "CREATE VIEW v AS SELECT id FROM t ~ CREATE VIEW v AS SELECT x FROM t",
                "CREATE SEQUENCE s INCREMENT BY 2 ~ CREATE SEQUENCE s INCREMENT BY 3",
                "ALTER TABLE t ADD CONSTRAINT c CHECK (x > 0) ~ ALTER TABLE t ADD CONSTRAINT c CHECK (x > -1)",
            })
    void asksWhereSomethingElseWasChanged(String statement, String byHand) throws Exception {
        String url = cut(statement);
        try (Connection connection = DriverManager.getConnection(url);
                Statement other = connection.createStatement()) {
            other.execute(byHand);
        }
        FastMigrate again =
                FastMigrate.database(url).migrations(scripts().directory()).build();
        for (int i = 0; i < 2; i++) {
            assertThat(catchThrowable(again::migrate))
                    .hasMessageContainingAll("it is not known whether it took effect", statement);
        }
        assertThat(again.version().number()).isZero();
    }

    private Migrations scripts() {
        return new Migrations(directory.resolve("migrations"));
    }

    /** Cuts the connection before the statement runs, after its beginning was written down. */
    private String cut(String statement) throws Exception {
        String url = "jdbc:h2:" + directory.resolve("db");
        FastMigrate.database(url)
                .migrations(
                        scripts().with("0001-a.sql", TABLE + statement + ";\n").directory())
                .build()
                .create();
        CutDataSource cutting = new CutDataSource(url, Set.of(statement));
        FastMigrate first = FastMigrate.dataSource(cutting)
                .migrations(scripts().directory())
                .build();
        assertThat(catchThrowable(first::migrate)).hasMessageContaining("cut on purpose");
        return url;
    }
}
