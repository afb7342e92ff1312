package io.fastmigrate.backend.adapter;

import static org.assertj.core.api.Assertions.assertThat;

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
        "./data//x y.db, ./data//x y.db"
    })
    void masksPasswordsAndNothingElse(String db, String shown) {
        assertThat(new DbText(db).shown()).isEqualTo(shown);
    }

    @Test
    void masksThePasswordWhereverAMessageRepeatsIt() {
        DbText db = new DbText("mongo://ada:secret@host/db");
        assertThat(db.mask("cannot reach mongo://ada:secret@host/db as ada/secret"))
                .isEqualTo("cannot reach mongo://ada:****@host/db as ada/****");
        assertThat(db.mask("no such column: password = 3")).isEqualTo("no such column: password = 3");
    }
}
