package io.fastmigrate.databases;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.function.IntFunction;
import java.util.stream.IntStream;

/** Many processes at once, some of them killed; scripts that count themselves by rows. */
@SuppressWarnings("StringConcatToTextBlock") // short scripts, close to what is expected of them
final class Race {

    static final int PROCESSES = Integer.getInteger("concurrency.processes", 16);

    private static final int SCRIPTS = 8;

    private final Random random = new Random(11);
    private final Workshop db;
    private final int count;

    Race(Workshop db) {
        this(db, PROCESSES);
    }

    Race(Workshop db, int count) {
        this.db = db;
        this.count = count;
    }

    /**
     * Writes the scripts.
     *
     * @param definition what the fourth one does between two rows
     */
    Race scripts(String definition) throws Exception {
        for (int i = 1; i <= SCRIPTS; i++) {
            String insert = "INSERT INTO log (script) VALUES (" + i + ");\n";
            db.script(
                    String.format(Locale.ROOT, "%04d-script.sql", i),
                    (i == 1 ? "CREATE TABLE log (id SERIAL PRIMARY KEY, script INTEGER NOT NULL);\n" : "")
                            + insert
                            + (i == 4 ? definition + "INSERT INTO log (script) VALUES (40);\n" : ""));
        }
        db.builder().build().create();
        return this;
    }

    /**
     * Runs all processes to their ends, and proves that each script ran once.
     *
     * @param urls where the process of a number goes
     * @param killed how many are killed when they have begun some script
     */
    void run(IntFunction<String> urls, int killed) throws Exception {
        List<MigratingProcess> processes = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            String fatal = i < killed ? "at started:" + (1 + random.nextInt(SCRIPTS)) : MigratingProcess.NEVER;
            processes.add(MigratingProcess.of(urls.apply(i), db.directory(), fatal));
        }
        for (int i = 0; i < count; i++) {
            MigratingProcess process = processes.get(i);
            assertThat(process.exitCode()).as(process.output()).isIn(i < killed ? List.of(0, 137) : List.of(0));
        }
        assertThat(db.version()).as("they did it without help").isEqualTo(SCRIPTS);
        List<String> expected = IntStream.rangeClosed(1, SCRIPTS)
                .boxed()
                .flatMap(i -> (i == 4 ? List.of("4", "40") : List.of("" + i)).stream())
                .toList();
        assertThat(db.query("SELECT script FROM log ORDER BY script")).containsExactlyInAnyOrderElementsOf(expected);
        assertThat(db.query("SELECT count(*) FROM _fastmigrate_history")).containsExactly("" + SCRIPTS);
    }
}
