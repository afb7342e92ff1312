package io.fastmigrate.databases;

import io.fastmigrate.FastMigrate;
import io.fastmigrate.Plan;
import io.fastmigrate.Version;
import io.fastmigrate.error.FastMigrateException;
import io.fastmigrate.lint.LintReport;
import io.fastmigrate.lint.Linter;
import io.fastmigrate.lint.internal.model.RuleSheet;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Runs an example of a rule for PostgreSQL by the engine, on a database with rows, and measures what the rule says. An example is one
 * script, or several with the line {@code -- the next script} between them.
 */
final class PostgresMeasurement {

    private static final String NEXT = "-- the next script\n";
    private static final String QUERY = "query ";
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    /** The locks that a transaction holds on tables that were there before it, and what it did to their rows. */
    private static final String RECORD = """

            ;
            INSERT INTO measured.lock
            SELECT t.name, l.mode, pg_stat_get_xact_numscans(t.oid) > 0,
                pg_stat_get_xact_tuples_inserted(t.oid) + pg_stat_get_xact_tuples_updated(t.oid)
                    + pg_stat_get_xact_tuples_deleted(t.oid)
            FROM measured.tables t JOIN pg_locks l ON l.relation = t.oid
            WHERE l.pid = pg_backend_pid();
            """;

    /** From the weakest to the strongest. */
    private static final List<String> MODES = List.of(
            "AccessShareLock",
            "RowShareLock",
            "RowExclusiveLock",
            "ShareUpdateExclusiveLock",
            "ShareLock",
            "ShareRowExclusiveLock",
            "ExclusiveLock",
            "AccessExclusiveLock");

    private final RuleSheet sheet;
    private final Workshop db;
    private int last;

    PostgresMeasurement(RuleSheet sheet, Path directory) throws SQLException, IOException {
        this.sheet = sheet;
        this.db = new Workshop(Servers.postgres(), directory);
        script(
                sheet.scripts("before").isEmpty()
                        ? "SELECT 1"
                        : sheet.scripts("before").get(0));
    }

    private void script(String text) throws IOException {
        db.script(String.format(Locale.ROOT, "%04d-script.sql", ++last), text);
    }

    /** Returns the ids of what is found in an example, without running it. */
    LintReport lint(String example, boolean schema) throws IOException {
        for (String script : example.split(NEXT, -1)) {
            script(script);
        }
        Linter linter = Linter.of(db.builder().build()).above(new Version(1));
        return (schema ? linter : linter.withoutSchema()).lint();
    }

    /** Returns what an example does, in words for the page of the rule. */
    String of(String example) throws Exception {
        String measure = sheet.field("measure");
        db.migrate();
        for (String rows : sheet.scripts("rows")) {
            db.execute(rows);
        }
        List<String> measured = new ArrayList<>();
        for (String script : example.split(NEXT, -1)) {
            measured.add(
                    switch (measure) {
                        case "locks" -> locks(script);
                        case "fails beside a writer" -> besideWriter(script);
                        default -> run(script);
                    });
        }
        String ran = String.join("; then ", measured);
        if (!measure.startsWith(QUERY)) {
            return ran;
        }
        String query = measure.substring(QUERY.length());
        return ran + "; then `" + query + "` gives " + String.join("; ", db.query(query));
    }

    private String run(String text) throws IOException {
        script(text);
        return run(db.builder().build());
    }

    /** Another session has written the table, and commits after a while. */
    private String besideWriter(String text) throws Exception {
        script(text);
        try (Connection writer = DriverManager.getConnection(db.url());
                Statement statement = writer.createStatement()) {
            writer.setAutoCommit(false);
            statement.execute("UPDATE author SET id = id");
            FastMigrate fastMigrate =
                    db.builder().lockTimeout(Duration.ofMillis(500)).build();
            CompletableFuture<String> run = CompletableFuture.supplyAsync(() -> run(fastMigrate));
            try {
                return run.get(3, TimeUnit.SECONDS);
            } catch (TimeoutException e) {
                writer.commit();
                return run.get() + " as soon as the writer has committed";
            }
        }
    }

    private static String run(FastMigrate fastMigrate) {
        try {
            fastMigrate.migrate();
            return "runs";
        } catch (FastMigrateException e) {
            return "fails: " + error(e);
        }
    }

    private static String error(FastMigrateException e) {
        String message = String.valueOf(e.getMessage());
        String line =
                message.substring(message.indexOf(": ") + 2).lines().findFirst().orElse(message);
        return line.replaceFirst("[.:]$", "");
    }

    private String locks(String text) throws Exception {
        db.execute("DROP SCHEMA IF EXISTS measured CASCADE; CREATE SCHEMA measured;"
                + " CREATE TABLE measured.tables AS SELECT oid, oid::regclass::text AS name, relfilenode AS file, relkind AS kind"
                + " FROM pg_class WHERE relkind IN ('r', 'm', 'p') AND relnamespace IN (SELECT oid FROM pg_namespace"
                + " WHERE nspname NOT LIKE 'pg\\_%' AND nspname NOT IN ('information_schema', 'measured'))"
                + " AND relname NOT LIKE '%meta' AND relname NOT LIKE '\\_fastmigrate%';"
                + " CREATE TABLE measured.lock (name text, mode text, scanned boolean, rows bigint)");
        script(text);
        Plan.Execution execution = db.builder().build().plan().steps().get(0).execution();
        if (execution == Plan.Execution.NON_TRANSACTIONAL) {
            watched();
        } else {
            last--;
            script(text.strip() + RECORD);
            db.migrate();
        }
        List<String> shown =
                db.query("SELECT name || '|' || mode || '|' || scanned || '|' || rows || '|' || coalesce(c.relfilenode"
                        + " <> t.file, false) FROM measured.lock JOIN measured.tables t USING (name) LEFT JOIN pg_class c ON"
                        + " c.oid = t.oid ORDER BY name");
        return shown(shown);
    }

    private static String shown(List<String> rows) {
        List<String> shown = new ArrayList<>();
        for (String name :
                rows.stream().map(row -> row.split("\\|", -1)[0]).distinct().toList()) {
            List<String[]> locks = rows.stream()
                    .map(row -> row.split("\\|", -1))
                    .filter(row -> row[0].equals(name))
                    .toList();
            int strongest =
                    locks.stream().mapToInt(row -> MODES.indexOf(row[1])).max().orElseThrow();
            String[] facts = locks.get(0);
            String mode = MODES.get(strongest)
                    .replace("Lock", "")
                    .replaceAll("(?<=[a-z])(?=[A-Z])", " ")
                    .toUpperCase(Locale.ROOT);
            boolean rewritten = facts[4].equals("true");
            boolean scanned = facts[2].equals("true");
            shown.add(mode + " on " + name
                    + (rewritten ? ", which is written again" : scanned ? ", all rows of which are read" : "")
                    + (facts[3].equals("0") ? "" : ", " + facts[3] + " rows of which are changed"));
        }
        return shown.isEmpty() ? "no lock on a table that was there" : "holds " + String.join(", and ", shown);
    }

    /** A statement outside a transaction is made to wait for a writer, and its lock is read in the meantime. */
    private void watched() throws Exception {
        try (Connection writer = DriverManager.getConnection(db.url());
                Statement statement = writer.createStatement()) {
            writer.setAutoCommit(false);
            for (String table : db.query("SELECT name FROM measured.tables WHERE kind <> 'm'")) {
                statement.execute("LOCK TABLE " + table + " IN ROW EXCLUSIVE MODE");
            }
            statement.execute("SELECT pg_current_xact_id()");
            CompletableFuture<Void> run = CompletableFuture.runAsync(db::migrate);
            Instant end = Instant.now().plus(PATIENCE);
            boolean seen = false;
            while (!seen && Instant.now().isBefore(end) && !run.isDone()) {
                seen = isRecorded();
            }
            writer.rollback();
            run.join();
        }
    }

    private boolean isRecorded() throws SQLException {
        try (Connection connection = DriverManager.getConnection(db.url());
                Statement statement = connection.createStatement()) {
            return statement.executeUpdate("INSERT INTO measured.lock SELECT DISTINCT t.name, l.mode, false, 0"
                            + " FROM pg_locks l JOIN measured.tables t ON t.oid = l.relation"
                            + " JOIN pg_stat_activity a ON a.pid = l.pid AND a.wait_event_type = 'Lock'"
                            + " WHERE l.pid <> pg_backend_pid()")
                    > 0;
        }
    }
}
