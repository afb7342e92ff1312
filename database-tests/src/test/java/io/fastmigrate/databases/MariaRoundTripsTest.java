package io.fastmigrate.databases;

import static org.assertj.core.api.Assertions.assertThat;

import io.fastmigrate.FastMigrate;
import java.net.URI;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** How often a run waits for an answer of MariaDB. */
@SuppressWarnings("StringConcatToTextBlock") // short scripts, close to what is expected of them
class MariaRoundTripsTest {

    @TempDir
    Path directory;

    private int runs;

    /**
     * A definition, which commits by itself, and an INSERT, after which the session is made new: by three settings that are sent
     * together, of which the first may be answered before the last has passed here.
     */
    @Test
    void isTwentyForAScriptOfATableAndARow() throws Exception {
        String script = "CREATE TABLE t%1$d (id INT);\nINSERT INTO t%1$d VALUES (1);\n";
        int ten = waits(script, 10);
        assertThat(waits(script, 20) - ten).isBetween(10 * 20, 10 * 23);
    }

    @Test
    void isElevenForAScriptOfADefinition() throws Exception {
        String script = "CREATE TABLE t%1$d (id INT);\n";
        int ten = waits(script, 10);
        assertThat(waits(script, 20) - ten).isBetween(10 * 11, 10 * 12);
    }

    /** Four go alone, and the server is asked about the table. */
    @Test
    void isOneForManyRowsOfATable() throws Exception {
        String script = "CREATE TABLE t%1$d (id INT);\n";
        String rows = IntStream.rangeClosed(1, 1_000)
                .mapToObj(id -> "INSERT INTO t%1$d VALUES (" + id + ");\n")
                .collect(Collectors.joining());
        assertThat(waits(script + rows, 1) - waits(script, 1)).isLessThan(40);
    }

    /** The connection is opened, and says at once where the database stands. */
    @Test
    void isOneWhereNothingIsPending() throws Exception {
        Workshop db = new Workshop(Servers.maria(), directory.resolve("nothing"));
        db.script("0001-t.sql", "CREATE TABLE t (id INT);\n").migrate();
        try (RoundTrips proxy = RoundTrips.ofMaria(port(db))) {
            FastMigrate fastMigrate = FastMigrate.database(through(proxy, db))
                    .migrations(db.directory())
                    .build();
            fastMigrate.migrate();
            int first = proxy.count();
            fastMigrate.migrate();
            int later = proxy.count();
            DriverManager.getConnection(through(proxy, db)).close();
            int login = proxy.count() - later;
            assertThat(later - first).isEqualTo(login + 1);
        }
    }

    private static int port(Workshop db) {
        return URI.create(db.url().substring("jdbc:".length())).getPort();
    }

    private static String through(RoundTrips proxy, Workshop db) {
        return db.url().replace(":" + port(db), ":" + proxy.port());
    }

    private int waits(String script, int scripts) throws Exception {
        Workshop db = new Workshop(Servers.maria(), directory.resolve("w" + ++runs));
        for (int i = 1; i <= scripts; i++) {
            db.script(String.format(Locale.ROOT, "%04d-t.sql", i), String.format(Locale.ROOT, script, i));
        }
        db.builder().build().create();
        try (RoundTrips proxy = RoundTrips.ofMaria(port(db))) {
            FastMigrate.database(through(proxy, db))
                    .migrations(db.directory())
                    .build()
                    .migrate();
            assertThat(db.version()).isEqualTo(scripts);
            return proxy.count();
        }
    }
}
