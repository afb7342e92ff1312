package io.fastmigrate.internal.sql.session;

import static org.assertj.core.api.Assertions.assertThat;

import io.fastmigrate.internal.sql.dialect.DialectStatements;
import io.fastmigrate.internal.sql.scan.SqlScanner;
import io.fastmigrate.internal.sql.token.DialectStatement;
import io.fastmigrate.internal.sql.token.SqlDialect;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a script that goes on over another connection lacks. Statements are cut by a semicolon; {@code |} is where it goes on. */
class SessionValuesTest {

    private static Optional<String> missing(SqlDialect dialect, String script) throws IOException {
        SessionValues values = new SessionValues(dialect, List.of());
        String[] parts = script.split("\\|", -1);
        try (SqlScanner<DialectStatement> done = scanner(dialect, parts[0])) {
            for (DialectStatement next = done.next(); next != null; next = done.next()) {
                values.done(1, next);
            }
        }
        try (SqlScanner<DialectStatement> rest = scanner(dialect, parts[1])) {
            for (DialectStatement next = rest.next(); next != null; next = rest.next()) {
                Optional<String> needed = values.needs(next);
                if (needed.isPresent()) {
                    return needed;
                }
            }
        }
        return Optional.empty();
    }

    private static SqlScanner<DialectStatement> scanner(SqlDialect dialect, String text) {
        return DialectStatements.scan(
                new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8)), "0001-a.sql", dialect);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '~',
            value = {
                "MYSQL ~ SET @x = (SELECT max(id) FROM a); | INSERT INTO b VALUES (@x); ~ @X",
                "MYSQL ~ set @X=(select max(id) from a); | INSERT INTO b VALUES (@x); ~ @X",
                "MYSQL ~ SET @`x` = LAST_INSERT_ID(); | INSERT INTO b VALUES (@x); ~ @X",
                "MYSQL ~ SET @a = 1, @c = LAST_INSERT_ID(); | INSERT INTO b VALUES (@c); ~ @C",
                "MYSQL ~ SET @c = LAST_INSERT_ID(), @d = @c; | INSERT INTO b VALUES (@d); ~ @D",
                "MYSQL ~ SET @c = NOW(); | INSERT INTO b VALUES (@c); ~ @C",
                "MYSQL ~ SET @c = CURRENT_TIMESTAMP; | INSERT INTO b VALUES (@c); ~ @C",
                "MYSQL ~ SELECT id, name FROM a INTO @a, @n; | INSERT INTO b VALUES (@n); ~ @N",
                "MYSQL ~ SELECT @r := max(id) FROM a; | INSERT INTO b VALUES (@r + 1); ~ @R",
                "MYSQL ~ SELECT @r:=max(id) FROM a; | SET @s = @r; ~ @R",
                "MYSQL ~ CALL p(@out); | INSERT INTO b VALUES (@out); ~ @OUT",
                "MYSQL ~ CALL p(); | INSERT INTO b VALUES (@hidden); ~ @HIDDEN",
                "MYSQL ~ SET @x = 1; CALL p(); | INSERT INTO b VALUES (@x); ~ @X",
                "MYSQL ~ /*!40101 SET @x = UUID() */; | /*!40101 SET SQL_MODE = @x */; ~ @X",
                "MYSQL ~ INSERT INTO a VALUES (); | INSERT INTO b VALUES (LAST_INSERT_ID()); ~ the last generated number (LAST_INSERT_ID)",
                "MYSQL ~ INSERT INTO a VALUES (); | SET @x = @@identity; ~ the last generated number (@@IDENTITY)",
                "MYSQL ~ INSERT INTO a VALUES (); | UPDATE c SET d = 1; SET @x = last_insert_id( ); ~ the last generated number (LAST_INSERT_ID)",
                "MYSQL ~ UPDATE a SET b = 1; | INSERT INTO b VALUES (ROW_COUNT()); ~ the last number of rows (ROW_COUNT)",
                "MYSQL ~ SELECT SQL_CALC_FOUND_ROWS * FROM a LIMIT 1; | SET @n = found_rows(); ~ the last number of rows (FOUND_ROWS)",
                "MYSQL ~ SET @@session.time_zone = (SELECT tz FROM a); | SELECT 1; ~ the setting TIME_ZONE",
                "MYSQL ~ PREPARE s FROM 'SELECT 1'; | EXECUTE s; ~ prepared statement S",
                "MYSQL ~ SELECT GET_LOCK('x', 1); | SELECT 1; ~ the lock of GET_LOCK",
                "MYSQL ~ SET time_zone = (SELECT tz FROM a); | SELECT 1; ~ the setting TIME_ZONE",
                "MYSQL ~ SET INSERT_ID = 5; | SELECT 1; ~ the setting INSERT_ID",
                "MYSQL ~ SET SESSION timestamp = UNIX_TIMESTAMP(); | SELECT 1; ~ the setting TIMESTAMP",
                "H2 ~ SET @x = SELECT max(id) FROM a; | INSERT INTO b VALUES (@x); ~ @X",
                "H2 ~ SET @x SELECT max(id) FROM a; | INSERT INTO b VALUES (@x); ~ @X",
                "H2 ~ INSERT INTO a VALUES (1); | CREATE TABLE c (i INT); INSERT INTO b VALUES (IDENTITY()); ~ the last generated number (IDENTITY)",
                "H2 ~ CALL NEXT VALUE FOR s; | INSERT INTO b VALUES (CURRENT VALUE FOR s); ~ the last generated number (CURRENT)",
                "POSTGRESQL ~ SELECT nextval('s'); | INSERT INTO b VALUES (currval('s')); ~ the last generated number (CURRVAL)",
                "POSTGRESQL ~ PREPARE s AS SELECT 1; | EXECUTE s; ~ prepared statement S",
                "POSTGRESQL ~ PREPARE s (int) AS SELECT $1; | EXECUTE s(1); ~ prepared statement S",
                "POSTGRESQL ~ DECLARE c CURSOR WITH HOLD FOR SELECT 1; | FETCH 1 FROM c; ~ cursor C",
                "POSTGRESQL ~ SELECT set_config('a.b', (SELECT max(id)::text FROM a), false); | SELECT 1; ~ a setting (SET_CONFIG)",
                "POSTGRESQL ~ SELECT pg_advisory_lock(1); | SELECT 1; ~ the lock of PG_ADVISORY_LOCK",
                "DUCKDB ~ SET VARIABLE x = (SELECT max(id) FROM a); | INSERT INTO b VALUES (getvariable('x')); ~ a variable (getvariable)"
            })
    void isLost(SqlDialect dialect, String script, String what) throws Exception {
        assertThat(missing(dialect, script)).contains(what);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '~',
            value = {
                "MYSQL ~ SET @x = 5; | INSERT INTO b VALUES (@x);",
                "MYSQL ~ SET @OLD_SQL_MODE=@@SQL_MODE, SQL_MODE='NO_AUTO_VALUE_ON_ZERO'; | SET SQL_MODE=@OLD_SQL_MODE;",
                "MYSQL ~ /*!40101 SET @saved = @@character_set_client */; | /*!40101 SET character_set_client = @saved */;",
                "MYSQL ~ SET sql_mode=(SELECT REPLACE(@@sql_mode,'ONLY_FULL_GROUP_BY','')); | SELECT 1;",
                "MYSQL ~ SET NAMES utf8mb4; SET ROLE r; SET FOREIGN_KEY_CHECKS = 0; USE app; | SELECT 1;",
                "MYSQL ~ SET @x = (SELECT 1 FROM a); | SET @x = (SELECT 2 FROM a); INSERT INTO b VALUES (@x);",
                "MYSQL ~ SET @x = (SELECT 1 FROM a); | SELECT id INTO @x FROM a; INSERT INTO b VALUES (@x);",
                "MYSQL ~ SET @x = (SELECT 1 FROM a); | INSERT INTO b VALUES ('@x', 'a@x.org'); -- @x",
                "MYSQL ~ SET @x = (SELECT 1 FROM a); | CREATE PROCEDURE p() INSERT INTO b VALUES (@x);",
                "MYSQL ~ SET @s = CONCAT('a', 'b'); PREPARE s FROM @s; EXECUTE s; DEALLOCATE PREPARE s;"
                        + " | SET @s = (SELECT 'x' FROM a); PREPARE s FROM @s; EXECUTE s;",
                "MYSQL ~ INSERT INTO a VALUES (); | INSERT INTO a VALUES (); SET @x = LAST_INSERT_ID(); INSERT INTO b VALUES (@x);",
                "MYSQL ~ ALTER TABLE a ADD b INT; | INSERT INTO b VALUES (@x, LAST_INSERT_ID());",
                "MYSQL ~ SET PASSWORD FOR a@b = PASSWORD('c'); SET DEFAULT ROLE r FOR a@b; | SELECT 1;",
                "MYSQL ~ SET GLOBAL max_connections = (SELECT n FROM a); SET @@global.max_connections = ROUND(2.0); | SELECT 1;",
                "MYSQL ~ UPDATE a SET b = 1; | UPDATE a SET b = 2; INSERT INTO b VALUES (ROW_COUNT());",
                "MYSQL ~ SELECT GET_LOCK('x', 1); SELECT RELEASE_LOCK('x'); | SELECT 1;",
                "H2 ~ SET @x = 5; | INSERT INTO b VALUES (@x);",
                "H2 ~ CREATE TABLE a (id INT); | INSERT INTO a VALUES (1);",
                "POSTGRESQL ~ SET search_path TO a, b; SELECT pg_catalog.set_config('search_path', '', false); | SELECT 1;",
                "POSTGRESQL ~ SELECT 1 @> 2, a @@ b; | SELECT a @@ b, a <@ b;"
            })
    void isKnown(SqlDialect dialect, String script) throws Exception {
        assertThat(missing(dialect, script)).isEmpty();
    }
}
