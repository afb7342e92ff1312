package io.fastmigrate.databases;

import static org.assertj.core.api.Assertions.assertThat;

import io.fastmigrate.FastMigrate;
import io.fastmigrate.Version;
import io.fastmigrate.error.FastMigrateException;
import io.fastmigrate.lint.Linter;
import io.fastmigrate.lint.internal.model.RuleSheet;
import io.fastmigrate.lint.internal.prove.postgres.PostgresRun;
import io.fastmigrate.lint.internal.prove.postgres.TableUse;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
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

    /** Returns what lints an example. */
    Linter linter(String example) throws IOException {
        for (String script : example.split(NEXT, -1)) {
            script(script);
        }
        return Linter.of(db.builder().build()).above(new Version(1));
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
                        case "passes" -> passes(script);
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

    private String locks(String text) throws IOException {
        script(text);
        PostgresRun run = PostgresTrials.run(db);
        assertThat(run.failure()).isEmpty();
        return run.uses().isEmpty() ? "no lock on a table that was there" : "holds " + TableUse.list(run.uses());
    }

    /** The script notes itself how often its transaction has gone through the rows. */
    private String passes(String text) throws Exception {
        script(text.strip()
                + "\nCREATE TABLE passes AS SELECT pg_stat_get_xact_numscans('author'::regclass) AS number;");
        db.migrate();
        String number = db.query("SELECT number FROM passes").get(0);
        return "goes through the rows of author " + (number.equals("1") ? "once" : number + " times");
    }
}
