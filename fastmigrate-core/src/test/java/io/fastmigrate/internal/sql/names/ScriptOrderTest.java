package io.fastmigrate.internal.sql.names;

import static org.assertj.core.api.Assertions.assertThat;

import io.fastmigrate.Script;
import io.fastmigrate.Version;
import io.fastmigrate.internal.bridge.Bridge;
import io.fastmigrate.internal.sql.token.SqlDialect;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** The order of scripts by the names in them: each row has the database, the scripts, and the order or the cycle. */
class ScriptOrderTest {

    private static final String SQLITE = "sqlite";
    private static final String PG = "postgresql";
    private static final String MY = "mysql";
    private static final String H2 = "h2";
    private static final String DUCK = "duckdb";

    private static ScriptNames names(String database, String text) throws IOException {
        Script script = Bridge.values()
                .scriptOfResource(
                        Version.ZERO,
                        "x.sql",
                        Script.Kind.SQL,
                        "x.sql",
                        () -> new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8)));
        @Nullable
        SqlDialect dialect = switch (database) {
            case PG -> SqlDialect.POSTGRESQL;
            case MY -> SqlDialect.MYSQL;
            case H2 -> SqlDialect.H2;
            case DUCK -> SqlDialect.DUCKDB;
            default -> null;
        };
        return dialect == null ? NameReader.ofSqlite(script) : NameReader.of(script, dialect);
    }

    private static String order(String database, Map<String, String> scripts) throws IOException {
        List<ScriptNames> names = new ArrayList<>();
        List<String> files = new ArrayList<>();
        for (Map.Entry<String, String> script : new TreeMap<>(scripts).entrySet()) {
            files.add(script.getKey());
            names.add(names(database, script.getValue()));
        }
        try {
            return String.join(
                    "", new ScriptOrder(names).order().stream().map(files::get).toList());
        } catch (ScriptOrder.CycleException e) {
            return "cycle "
                    + String.join("", e.scripts().stream().map(files::get).toList());
        }
    }

    static Stream<Arguments> cases() {
        return Stream.of(sqlite(), sqliteInLongerScripts(), cycles(), postgres(), postgresRoutines(), mysql(), others())
                .flatMap(rows -> rows);
    }

    private static Arguments row(String database, String order, String a, String b) {
        return Arguments.of(database, order, Map.of("a", a, "b", b));
    }

    private static Arguments row(String database, String order, String a, String b, String c) {
        return Arguments.of(database, order, Map.of("a", a, "b", b, "c", c));
    }

    private static Stream<Arguments> sqlite() {
        return Stream.of(
                row(SQLITE, "ab", "CREATE VIEW x AS SELECT 1;", "CREATE VIEW y AS SELECT 1;"),
                row(
                        SQLITE,
                        "ba",
                        "DROP VIEW IF EXISTS x; CREATE VIEW x AS SELECT * FROM y;",
                        "CREATE VIEW y AS SELECT 1;"),
                row(SQLITE, "ba", "CREATE VIEW x AS SELECT * FROM [Y y];", "CREATE VIEW \"y Y\" AS SELECT 1;"),
                row(
                        SQLITE,
                        "ba",
                        "CREATE VIEW x AS SELECT * FROM main.`y`;",
                        "CREATE VIEW IF NOT EXISTS Y AS SELECT 1;"),
                row(SQLITE, "ba", "CREATE VIEW x AS SELECT * FROM \"y\"\"y\";", "CREATE VIEW [y\"y] AS SELECT 1;"),
                row(SQLITE, "ba", "CREATE VIEW x AS SELECT * FROM -- no\n /**/ y;", "CREATE VIEW y AS SELECT 1;"),
                row(SQLITE, "ab", "CREATE VIEW x AS SELECT 'y' /* FROM y */ -- y\n;", "CREATE VIEW y AS SELECT 1;"),
                row(
                        SQLITE,
                        "ba",
                        "CREATE VIEW x AS SELECT 1 FROM a, (SELECT 2 FROM t JOIN y);",
                        "CREATE VIEW y AS SELECT 1;"),
                row(
                        SQLITE,
                        "ba",
                        "CREATE TRIGGER t INSTEAD OF INSERT ON y BEGIN SELECT 1; END;",
                        "CREATE VIEW y AS SELECT 1;"),
                row(
                        SQLITE,
                        "ab",
                        "CREATE VIEW x AS WITH y AS (SELECT 1) SELECT * FROM y;",
                        "CREATE VIEW y AS SELECT 1;"));
    }

    private static Stream<Arguments> sqliteInLongerScripts() {
        return Stream.of(
                row(SQLITE, "ba", "INSERT INTO t SELECT * FROM y;", "CREATE VIEW y AS SELECT 1;"),
                row(
                        SQLITE,
                        "cba",
                        "CREATE VIEW x AS SELECT * FROM y;",
                        "CREATE VIEW y AS SELECT * FROM z;",
                        "CREATE VIEW z AS SELECT 1;"),
                row(SQLITE, "cycle ab", "CREATE VIEW x AS SELECT * FROM y;", "CREATE VIEW y AS SELECT * FROM x;"),
                row(
                        SQLITE,
                        "cycle abc",
                        "CREATE VIEW x AS SELECT * FROM y;",
                        "CREATE VIEW y AS SELECT * FROM z;",
                        "CREATE VIEW z AS SELECT * FROM x;"),
                row(
                        SQLITE,
                        "ab",
                        "CREATE VIEW x AS SELECT total AS y FROM t;",
                        "CREATE VIEW y AS SELECT 1 AS x FROM x;"),
                row(SQLITE, "ab", "CREATE TEMP VIEW y AS SELECT 1; SELECT * FROM y;", "CREATE VIEW y AS SELECT 1;"),
                row(
                        SQLITE,
                        "ab",
                        "CREATE VIEW x AS SELECT * FROM x2; CREATE VIEW x2 AS SELECT 1;",
                        "CREATE VIEW y AS SELECT 1;"));
    }

    /** What has to be there makes a cycle; what is only named, or read when a trigger runs, does not. */
    private static Stream<Arguments> cycles() {
        return Stream.of(
                row(SQLITE, "cycle ab", "CREATE VIEW x AS SELECT * FROM t, y;", "CREATE VIEW y AS SELECT * FROM x;"),
                row(
                        SQLITE,
                        "cycle ab",
                        "CREATE VIEW x AS SELECT 1; CREATE TRIGGER t INSTEAD OF INSERT ON y BEGIN SELECT 1; END;",
                        "CREATE VIEW y AS SELECT * FROM x;"),
                row(
                        SQLITE,
                        "ab",
                        "CREATE VIEW x AS SELECT 1; CREATE TRIGGER t INSTEAD OF INSERT ON v BEGIN INSERT INTO y VALUES (1); END;",
                        "CREATE VIEW y AS SELECT * FROM x;"),
                row(
                        SQLITE,
                        "cycle bc",
                        "CREATE VIEW x AS SELECT * FROM y;",
                        "CREATE VIEW y AS SELECT * FROM z;",
                        "CREATE VIEW z AS SELECT x FROM y;"),
                row(
                        PG,
                        "cycle ab",
                        "CREATE VIEW x AS SELECT 1; DELETE FROM t USING y WHERE t.id = y.id;",
                        "CREATE VIEW y AS SELECT * FROM x;"),
                Arguments.of(
                        PG,
                        "cdab",
                        Map.of(
                                "a", plpgsql("f", "PERFORM h(); RETURN g();"),
                                "b", plpgsql("g", "RETURN f();"),
                                "c", plpgsql("h", "RETURN k();"),
                                "d", plpgsql("k", "RETURN h();"))));
    }

    private static Stream<Arguments> postgresRoutines() {
        return Stream.of(
                row(
                        PG,
                        "ab",
                        "CREATE FUNCTION f() RETURNS text LANGUAGE sql AS 'SELECT '' FROM y '' ';",
                        "CREATE VIEW y AS SELECT 1;"),
                row(
                        PG,
                        "ab",
                        "CREATE FUNCTION f(int) RETURNS int LANGUAGE sql AS 'SELECT 1'; CREATE VIEW x AS SELECT f(1);",
                        "CREATE FUNCTION f(text) RETURNS int LANGUAGE sql AS 'SELECT 1';"),
                row(
                        PG,
                        "ba",
                        "COMMENT ON EVENT TRIGGER e IS 'all';",
                        "CREATE EVENT TRIGGER e ON ddl_command_end EXECUTE FUNCTION f();"));
    }

    private static String plpgsql(String name, String body) {
        return "CREATE OR REPLACE FUNCTION " + name + "() RETURNS int AS $f$ BEGIN " + body
                + " END $f$ LANGUAGE plpgsql;";
    }

    private static String sql(String name, String body) {
        return "CREATE OR REPLACE FUNCTION " + name + "() RETURNS int LANGUAGE sql AS $$ " + body + " $$;";
    }

    private static Stream<Arguments> postgres() {
        return Stream.of(
                row(PG, "ba", "CREATE OR REPLACE VIEW x AS SELECT * FROM Y;", "CREATE VIEW y AS SELECT 1;"),
                row(PG, "ab", "CREATE OR REPLACE VIEW x AS SELECT * FROM \"Y\";", "CREATE VIEW y AS SELECT 1;"),
                row(PG, "ba", "CREATE OR REPLACE VIEW x AS SELECT * FROM \"Y\";", "CREATE VIEW \"Y\" AS SELECT 1;"),
                row(PG, "ba", "CREATE VIEW x AS SELECT * FROM app.y;", "CREATE MATERIALIZED VIEW app.y AS SELECT 1;"),
                row(PG, "ab", "CREATE VIEW x AS SELECT * FROM other.y;", "CREATE VIEW app.y AS SELECT 1;"),
                row(PG, "ba", "CREATE VIEW x AS SELECT * FROM y;", "CREATE VIEW app.y AS SELECT 1;"),
                row(PG, "ba", "CREATE VIEW x AS SELECT f(1);", sql("f", "SELECT 1")),
                row(PG, "ba", sql("f", "SELECT g()"), sql("g", "SELECT 1")),
                row(PG, "cycle ab", sql("f", "SELECT g()"), sql("g", "SELECT f()")),
                row(PG, "ba", plpgsql("f", "RETURN g();"), plpgsql("g", "RETURN 1;")),
                row(PG, "ab", plpgsql("f", "RETURN g();"), plpgsql("g", "RETURN f();")),
                row(PG, "ba", sql("f", "SELECT g()"), plpgsql("g", "RETURN f();")),
                row(PG, "ab", plpgsql("f", "RETURN g();"), sql("g", "SELECT f()")),
                row(
                        PG,
                        "ab",
                        "SET check_function_bodies = off; " + sql("f", "SELECT g()"),
                        "SET check_function_bodies TO off; " + sql("g", "SELECT f()")),
                row(
                        PG,
                        "ba",
                        "CREATE FUNCTION f() RETURNS SETOF y LANGUAGE sql AS 'SELECT 1';",
                        "CREATE VIEW y AS SELECT 1;"),
                row(
                        PG,
                        "ba",
                        "CREATE TRIGGER t BEFORE INSERT ON tab EXECUTE FUNCTION app.f();",
                        "CREATE OR REPLACE FUNCTION app.f() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NEW; END';"),
                row(PG, "ba", "GRANT SELECT ON y TO PUBLIC;", "CREATE VIEW y AS SELECT 1;"),
                row(PG, "ba", "DO $$ BEGIN PERFORM f(); END $$;", sql("f", "SELECT 1")),
                row(PG, "ab", "CREATE VIEW x AS SELECT $y$ FROM y $y$ AS t;", "CREATE VIEW y AS SELECT 1;"),
                row(
                        PG,
                        "ab",
                        "CREATE VIEW x AS SELECT extract(epoch FROM y) FROM t;",
                        "CREATE VIEW y AS SELECT * FROM x;"),
                row(PG, "ba", "CREATE VIEW app.x AS SELECT 1;", "CREATE SCHEMA IF NOT EXISTS app;"),
                row(
                        PG,
                        "ba",
                        "CREATE VIEW x AS SELECT * FROM t LEFT JOIN LATERAL y ON true;",
                        "CREATE VIEW y AS SELECT 1;"));
    }

    private static Stream<Arguments> mysql() {
        return Stream.of(
                row(
                        MY,
                        "ba",
                        "CREATE OR REPLACE ALGORITHM=MERGE DEFINER=`app`@`%` SQL SECURITY INVOKER VIEW x AS SELECT * FROM `Y`;",
                        "CREATE VIEW y AS SELECT 1;"),
                row(MY, "ab", "CREATE VIEW x AS SELECT \"y\", 'y' # FROM y\n;", "CREATE VIEW y AS SELECT 1;"),
                row(MY, "ba", "CREATE VIEW x AS SELECT f();", "CREATE OR REPLACE FUNCTION f() RETURNS INT RETURN 1;"),
                row(
                        MY,
                        "ba",
                        "DELIMITER //\nCREATE PROCEDURE p() BEGIN CALL q(); END//",
                        "CREATE PROCEDURE q() SELECT 1;"),
                row(
                        MY,
                        "ab",
                        "DELIMITER //\nCREATE PROCEDURE p() BEGIN CALL q(); END//",
                        "CREATE PROCEDURE q() CALL p();"),
                row(
                        MY,
                        "ba",
                        "CREATE TRIGGER t BEFORE INSERT ON y FOR EACH ROW SET NEW.a = 1;",
                        "CREATE TABLE IF NOT EXISTS y (a INT);"),
                row(MY, "cycle ab", "CREATE VIEW x AS SELECT * FROM y;", "CREATE VIEW y AS SELECT * FROM x;"),
                row(MY, "ba", "CREATE VIEW x AS SELECT * FROM shop.y;", "CREATE VIEW shop.y AS SELECT 1;"));
    }

    private static Stream<Arguments> others() {
        return Stream.of(
                row(H2, "ba", "CREATE OR REPLACE VIEW x AS SELECT * FROM y;", "CREATE VIEW \"Y\" AS SELECT 1;"),
                row(H2, "ab", "CREATE OR REPLACE VIEW x AS SELECT * FROM \"y\";", "CREATE VIEW y AS SELECT 1;"),
                row(
                        H2,
                        "ba",
                        "CREATE OR REPLACE FORCE VIEW x AS SELECT f(1);",
                        "CREATE ALIAS IF NOT EXISTS f AS $$ int f(int x) { return x; } $$;"),
                row(DUCK, "ba", "CREATE OR REPLACE VIEW x AS SELECT m(1);", "CREATE OR REPLACE MACRO m(a) AS a + 1;"),
                row(DUCK, "ba", "CREATE OR REPLACE VIEW x AS FROM \"Y\";", "CREATE VIEW y AS SELECT 1;"));
    }

    @ParameterizedTest
    @MethodSource("cases")
    void ordersByTheNamesInTheScripts(String database, String order, Map<String, String> scripts) throws IOException {
        assertThat(order(database, scripts)).isEqualTo(order);
    }

    @Test
    void ordersHundredsInNoTime() throws Exception {
        List<ScriptNames> names = new ArrayList<>();
        for (int i = 0; i < 500; i++) {
            names.add(names(SQLITE, "CREATE VIEW v" + i + " AS SELECT * FROM v" + (i + 1) + ";"));
        }
        assertThat(new ScriptOrder(names).order()).first().isEqualTo(499);
        assertThat(new ScriptOrder(names).dependents(499)).hasSize(499);
    }
}
