package io.fastmigrate.reliability;

import static org.assertj.core.api.Assertions.assertThat;

import io.fastmigrate.FastMigrate;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Processes with repeatable scripts that are killed, or that run at the same time: a script and its row belong together. */
class RepeatableProcessesIT {

    private static final String BASE = "repeatable/z_base.sql";
    private static final String TOP = "repeatable/a_top.sql";
    private static final String ROWS = "repeatable/rows.sql";
    private static final List<String> SCRIPTS = List.of(BASE, TOP, ROWS);
    private static final int STATEMENTS = 8_000;
    private static final int PROCESSES = 8;

    /** Takes longer than the tenth of a second before progress is told, on a fast machine too. */
    private static final String SLOW = "WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n"
            + " WHERE i < 6000000) INSERT INTO part SELECT i FROM n WHERE i = 0;\n";

    @TempDir
    Path directory;

    private Path database;
    private Path migrations;

    /** The edition of each script by its checksum. */
    private final Map<String, Integer> editions = new HashMap<>();

    @SuppressWarnings("NullAway") // all is set before each test
    RepeatableProcessesIT() {}

    @BeforeEach
    void prepare() throws Exception {
        database = directory.resolve("app.db");
        migrations = directory.resolve("migrations");
        Files.createDirectories(migrations.resolve("repeatable"));
        Files.writeString(
                migrations.resolve("0001-tables.sql"),
                "CREATE TABLE log (script TEXT, edition INTEGER, point TEXT); CREATE TABLE part (n INTEGER);");
        fastMigrate().create();
    }

    private FastMigrate fastMigrate() {
        return FastMigrate.sqlite(database).migrations(migrations).build();
    }

    /** Writes all scripts in a new edition. */
    private void edit(int edition) throws Exception {
        edit(edition, "");
    }

    private void edit(int edition, String first) throws Exception {
        write(BASE, edition, "CREATE VIEW base AS SELECT " + edition + " AS edition, count(*) AS parts FROM part;");
        write(TOP, edition, "CREATE VIEW top AS SELECT " + edition + " AS edition, parts FROM base;");
        write(
                ROWS,
                edition,
                first + "DELETE FROM part;\n" + ("INSERT INTO part VALUES (" + edition + ");\n").repeat(STATEMENTS));
        fastMigrate().plan().steps().stream()
                .filter(step -> step.script().isRepeatable())
                .forEach(step -> editions.put(step.script().fileName() + " " + step.checksum(), edition));
        assertThat(editions).hasSize(edition * SCRIPTS.size());
    }

    private void write(String name, int edition, String sql) throws Exception {
        Files.writeString(
                migrations.resolve(name), log(name, edition, "begin") + sql + "\n" + log(name, edition, "end"));
    }

    private static String log(String name, int edition, String point) {
        return "INSERT INTO log VALUES ('" + name + "', " + edition + ", '" + point + "');\n";
    }

    private ChildJvm process(String stop, String settings) {
        return ChildJvm.migrating("migrate", database.toString(), migrations.toString(), stop, settings);
    }

    /** Requires that each script and its row are of the same edition, and that none ran twice. */
    private void agrees(Path file) throws Exception {
        try (Connection connection = CrashScripts.open(file)) {
            assertThat(CrashScripts.text(connection, "PRAGMA integrity_check")).isEqualTo("ok");
            if (CrashScripts.number(connection, "SELECT version FROM _meta") == 0) {
                assertThat(CrashScripts.text(connection, "SELECT name FROM sqlite_schema WHERE name = 'log'"))
                        .isEmpty();
                return;
            }
            for (String script : SCRIPTS) {
                int recorded = recorded(connection, script);
                assertThat(CrashScripts.text(
                                connection,
                                "SELECT edition || point FROM log WHERE script = '" + script + "' ORDER BY rowid"))
                        .as(script)
                        .isEqualTo(points(recorded));
                assertThat(made(connection, script)).as(script).isEqualTo(recorded);
            }
            assertThat(CrashScripts.number(connection, "SELECT count(*) FROM part"))
                    .isEqualTo(recorded(connection, ROWS) == 0 ? 0 : STATEMENTS);
        }
    }

    private static String points(int editions) {
        List<String> points = new ArrayList<>();
        for (int edition = 1; edition <= editions; edition++) {
            points.addAll(List.of(edition + "begin", edition + "end"));
        }
        return String.join("\n", points);
    }

    private int recorded(Connection connection, String script) throws Exception {
        if (CrashScripts.number(connection, "SELECT count(*) FROM sqlite_schema WHERE name = '_fastmigrate_repeatable'")
                == 0) {
            return 0;
        }
        String key = CrashScripts.text(
                connection,
                "SELECT file_name || ' ' || checksum FROM _fastmigrate_repeatable WHERE file_name = '" + script + "'");
        assertThat(key.isEmpty() || editions.containsKey(key)).as(key).isTrue();
        return editions.getOrDefault(key, 0);
    }

    private static long made(Connection connection, String script) throws Exception {
        String name = script.equals(ROWS) ? "part" : script.equals(TOP) ? "top" : "base";
        boolean there =
                CrashScripts.number(connection, "SELECT count(*) FROM sqlite_schema WHERE name = '" + name + "'") > 0;
        return there
                ? CrashScripts.number(
                        connection,
                        script.equals(ROWS) ? "SELECT coalesce(max(n), 0) FROM part" : "SELECT edition FROM " + name)
                : 0;
    }

    /** Looks at a copy of what a kill left, so that the next run has to recover the rest by itself. */
    private void agreesOnACopy(String name) throws Exception {
        Path aside = Files.createDirectory(directory.resolve(name));
        for (String suffix : List.of("", "-journal", "-wal")) {
            if (Files.exists(Path.of(database + suffix))) {
                Files.copy(Path.of(database + suffix), aside.resolve("app.db" + suffix));
            }
        }
        agrees(aside.resolve("app.db"));
    }

    private void migrateAgain(int edition) throws Exception {
        fastMigrate().migrate();
        agrees(database);
        try (Connection connection = CrashScripts.open(database)) {
            assertThat(SCRIPTS)
                    .allSatisfy(script ->
                            assertThat(recorded(connection, script)).as(script).isEqualTo(edition));
        }
        assertThat(fastMigrate().migrate().applied()).isEmpty();
    }

    private void journal(String mode) throws Exception {
        try (Connection connection = CrashScripts.open(database)) {
            CrashScripts.text(connection, "PRAGMA journal_mode = " + mode);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "planned",
                "started:" + BASE,
                "started:" + TOP,
                "started:" + ROWS,
                "progress:" + ROWS,
                "applied:" + BASE,
                "applied:" + TOP,
                "applied:" + ROWS,
                "finished"
            })
    void leaveScriptAndRowTogetherWhereverOneIsKilled(String point) throws Exception {
        for (int edition = 1; edition <= 2; edition++) {
            journal(edition == 1 ? "DELETE" : "WAL");
            edit(edition, point.startsWith("progress") ? SLOW : "");
            try (ChildJvm child = process(point, edition == 1 ? "-" : "backup")) {
                assertThat(child.prints("at " + point)).as(child.output()).isTrue();
                child.kill();
            }
            agreesOnACopy("killed" + edition);
            migrateAgain(edition);
        }
    }

    @Test
    void leaveAllOrNoneWhereTheyShareOneTransaction() throws Exception {
        edit(1, SLOW);
        try (ChildJvm child = process("progress:" + ROWS, "run")) {
            assertThat(child.prints("at progress:" + ROWS)).as(child.output()).isTrue();
            child.kill();
        }
        agreesOnACopy("killed");
        assertThat(fastMigrate().version().number()).isZero();
        migrateAgain(1);
    }

    @Test
    void leaveScriptAndRowTogetherAtAnyInstant() throws Exception {
        Random random = new Random(4711);
        fastMigrate().migrate();
        for (int edition = 1; edition <= 6; edition++) {
            edit(edition);
            try (ChildJvm child = process("-", "-")) {
                assertThat(child.prints("at planned")).as(child.output()).isTrue();
                TimeUnit.MILLISECONDS.sleep(random.nextInt(200));
                child.kill();
            }
            agreesOnACopy("killed" + edition);
            migrateAgain(edition);
        }
    }

    @Test
    void runEachOnceWhereSeveralStartAtTheSameTime() throws Exception {
        fastMigrate().migrate();
        for (int edition = 1; edition <= 2; edition++) {
            edit(edition);
            List<ChildJvm> processes = new ArrayList<>();
            for (int i = 0; i < PROCESSES; i++) {
                processes.add(process("-", "-"));
            }
            int applied = 0;
            for (ChildJvm process : processes) {
                assertThat(process.exit()).as(process.output()).isZero();
                applied += process.output().split("at applied:", -1).length - 1;
            }
            assertThat(applied).isEqualTo(SCRIPTS.size());
            migrateAgain(edition);
        }
    }
}
