package io.fastmigrate.databases;

import static org.assertj.core.api.Assertions.assertThat;

import io.fastmigrate.FastMigrate;
import io.fastmigrate.error.FastMigrateException;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Ends the connection to MariaDB at the messages of a whole run, before it or before its answer: the next run goes on, and in the end schema
 * and rows are those of a run without a cut.
 */
@SuppressWarnings("StringConcatToTextBlock") // short scripts, close to what is expected of them
class MariaCutTest {

    /** One message in so many is cut; each with 1. */
    private static final int STEP = Integer.getInteger("fastmigrate.cut.step", 6);

    @TempDir
    Path directory;

    @ParameterizedTest
    @EnumSource
    void endsAsWithoutACut(RoundTrips.Cut where) throws Exception {
        Workshop calm = workshop("calm");
        calm.migrate();
        List<String> facts = DatabaseFacts.ofMaria(calm.url());
        int all = Integer.MAX_VALUE;
        int cuts = 0;
        for (int wait = 1; wait <= all; wait += STEP) {
            Workshop stormy = workshop("w" + wait);
            stormy.builder().build().create();
            int port = Integer.parseInt(stormy.url().replaceFirst(".*localhost:(\\d+)/.*", "$1"));
            try (RoundTrips proxy = RoundTrips.ofMaria(port)) {
                proxy.cut(wait, where);
                String through = stormy.url().replace(":" + port + "/", ":" + proxy.port() + "/");
                try {
                    FastMigrate.database(through)
                            .migrations(stormy.directory())
                            .build()
                            .migrate();
                } catch (FastMigrateException e) {
                    cuts++;
                }
                all = proxy.count() < wait ? 0 : all;
            }
            goOn(stormy);
            assertThat(DatabaseFacts.ofMaria(stormy.url()))
                    .as("cut at %d, %s", wait, where)
                    .isEqualTo(facts);
        }
        assertThat(cuts).isGreaterThan(60 / STEP);
    }

    /** Whether a statement took effect cannot always be told; then a person says so. */
    private static void goOn(Workshop stormy) throws Exception {
        try {
            stormy.builder().build().migrate();
        } catch (FastMigrateException e) {
            String said = e.getMessage() + "\n" + e.advice();
            assertThat(Answers.isAsked(said)).as(said).isTrue();
            Answers.give(stormy.url(), stormy.directory(), said);
            stormy.builder().build().migrate();
        }
    }

    private Workshop workshop(String name) throws Exception {
        String rows = IntStream.rangeClosed(1, 20)
                .mapToObj(id -> "INSERT INTO a VALUES (" + id + ", 'n');\n")
                .collect(Collectors.joining());
        return new Workshop(Servers.maria(), directory.resolve(name))
                .script("0001-script.sql", "CREATE TABLE a (id INT PRIMARY KEY, name VARCHAR(9));\n" + rows)
                .script("0002-script.sql", "UPDATE a SET name = 'u' WHERE id = 3;\n" + rows.replace("(", "(10"))
                .script(
                        "0003-script.sql",
                        "SET sql_select_limit = 0;\nALTER TABLE a ADD INDEX (name);\nINSERT INTO a VALUES (1000, 'l');\n"
                                + "CREATE TABLE b AS SELECT * FROM a /* done when SHOW TABLES LIKE 'b' */;\nUPDATE a SET name = concat(name, 'x');\n")
                .script("0004-script.sql", "SET @x = 1;\nALTER TABLE a ADD COLUMN n INT;\nUPDATE a SET n = @x;\n");
    }
}
