package io.fastmigrate.internal.adapter;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DbTextTest {

    @ParameterizedTest
    @CsvSource({
        "mongo://ada:secret@host/db, mongo://ada:****@host/db",
        "mongo://ada:p@ss@host/db, mongo://ada:****@host/db",
        "mongo://ada@host/db, mongo://ada@host/db",
        "x:host?user=a&Password=se$cret&b=c, x:host?user=a&Password=****&b=c",
        "host=h password=secret user=a, host=h password=**** user=a",
        "mongo://ada:se/cr?et@host/db, mongo://ada:****@host/db",
        "mongo://host:1/db?mail=a@b, mongo://host:1/db?mail=a@b",
        "mssql:x;Pwd={se;cret};y=1, mssql:x;Pwd=****;y=1",
        "mssql+pyodbc:///?odbc_connect=PWD%3Dsecret%3B, mssql+pyodbc:///?odbc_connect=PWD%3D****",
        "libsql:x?authToken=secret&y=1, libsql:x?authToken=****&y=1",
        "./data//x y.db, ./data//x y.db"
    })
    void masksPasswordsAndNothingElse(String db, String shown) {
        assertThat(new DbText(db).shown()).isEqualTo(shown);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "mongo://ada:secret@host/db | mongo://host/db | {FASTMIGRATE_DB_USER=ada, FASTMIGRATE_DB_PASSWORD=secret}",
                "mongo://:p%3Aw@host/db | mongo://host/db | {FASTMIGRATE_DB_USER=, FASTMIGRATE_DB_PASSWORD=p:w}",
                "my:host?user=a&Password=s&b=c | my:host?b=c | {FASTMIGRATE_DB_USER=a, FASTMIGRATE_DB_PASSWORD=s}",
                "my:host?b=c&password=s | my:host?b=c | {FASTMIGRATE_DB_PASSWORD=s}",
                "my:host?password=s | my:host | {FASTMIGRATE_DB_PASSWORD=s}",
                "mongo://ada@host/db?x=1 | mongo://ada@host/db?x=1 | {}",
                "host=h password=secret user=a | host=h password=secret user=a | {}",
                "data/user:x@y.db | data/user:x@y.db | {}",
                "C:\\data\\app.db | C:\\data\\app.db | {}"
            })
    void givesProcessesTheLoginOfAUrlBeside(String db, String argument, String environment) {
        DbText.ForProcess told = new DbText(db).forProcess();
        assertThat(told.argument()).isEqualTo(argument);
        assertThat(new TreeMap<>(told.environment()).descendingMap()).hasToString(environment);
    }

    @Test
    void masksThePasswordWhereverAMessageRepeatsIt() {
        DbText db = new DbText("mongo://ada:secret@host/db");
        assertThat(db.mask("cannot reach mongo://ada:secret@host/db as ada/secret"))
                .isEqualTo("cannot reach mongo://ada:****@host/db as ada/****");
        assertThat(db.mask("no such column: password = 3")).isEqualTo("no such column: password = 3");
        assertThat(new DbText("host=h password='se cret' user=a").shown()).isEqualTo("host=h password=**** user=a");
        assertThat(new DbText("mongo://ada:se%2Fcret@host/db").mask("wrong password se/cret"))
                .isEqualTo("wrong password ****");
        assertThat(new DbText("host=h password='se cret'").mask("wrong password se cret"))
                .isEqualTo("wrong password ****");
    }
}
