package io.fastmigrate.databases;

import static org.assertj.core.api.Assertions.assertThat;

import io.fastmigrate.Version;
import io.fastmigrate.lint.Finding;
import io.fastmigrate.lint.LintReport;
import io.fastmigrate.lint.Linter;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * On generated statements the rules say what a MariaDB with rows does: M1, M3 or M4 where it accepts nothing below ALGORITHM=COPY or
 * LOCK=SHARED, M2 where it fills a new column by itself. Another seed: {@code -Dlint.seed=...}; more statements: {@code -Dlint.alters=...}.
 */
class MariaGeneratedDdlTest {

    private static final List<String> SLOW_RULES = List.of("M1", "M3", "M4");

    /** What happened on the database with rows. */
    private record Measured(String sql, String way, boolean filled) {
        boolean isSlow() {
            return way.contains("=COPY") || way.contains("LOCK=SHARED");
        }
    }

    @TempDir
    Path directory;

    @Test
    void ruleAndMeasurementAgree() throws Exception {
        long seed = Long.getLong("lint.seed", 20_161);
        int wanted = Integer.getInteger("lint.alters", 40);
        System.out.println("seed " + seed + ", " + wanted + " statements");
        Workshop db = new Workshop(Servers.maria(), directory);
        db.script("0001-schema.sql", RandomAlter.SCHEMA);
        db.migrate();
        for (String row : RandomAlter.ROWS) {
            db.execute(row);
        }
        List<Measured> measured = measure(db, new RandomAlter(new Random(seed), db), wanted);
        for (int i = 0; i < measured.size(); i++) {
            db.script(
                    String.format(Locale.ROOT, "%04d-alter.sql", i + 2),
                    measured.get(i).sql() + ";");
        }

        LintReport report =
                Linter.of(db.builder().build()).above(new Version(1)).lint();

        assertThat(disagreements(measured, report)).as("seed %s", seed).isEmpty();
        assertThat(report.coverage().undecided()).as("seed %s", seed).isEmpty();
        assertThat(measured.stream().filter(Measured::isSlow).count()).isBetween(wanted / 10L, wanted * 9L / 10);
        assertThat(measured).anyMatch(Measured::filled);
    }

    /** What the server refuses, because of the rows or anything else, is left out. */
    private static List<Measured> measure(Workshop db, RandomAlter alters, int wanted) throws SQLException {
        List<Measured> measured = new ArrayList<>();
        try (Connection connection = DriverManager.getConnection(db.url());
                Statement statement = connection.createStatement()) {
            while (measured.size() < wanted) {
                String sql = alters.next();
                List<String> before = filledColumns(db);
                Optional<String> way = change(statement, sql);
                if (way.isPresent()) {
                    boolean filled = filledColumns(db).stream()
                            .filter(column -> !before.contains(column))
                            .anyMatch(column -> sql.contains("ADD COLUMN " + column.replaceFirst(".* ", "") + " "));
                    measured.add(new Measured(sql, way.get(), filled));
                }
            }
        }
        return measured;
    }

    /** Columns that have no NULL and nothing that says what a new row gets. */
    private static List<String> filledColumns(Workshop db) throws SQLException {
        return db.query("SELECT CONCAT(TABLE_NAME, ' ', COLUMN_NAME) FROM information_schema.COLUMNS"
                + " WHERE TABLE_SCHEMA = DATABASE() AND TABLE_NAME IN ('item', 'part') AND COLUMN_NAME LIKE 'x%'"
                + " AND IS_NULLABLE = 'NO' AND COLUMN_DEFAULT IS NULL AND EXTRA = ''");
    }

    /** Changes the table in the cheapest way that the server accepts, as it does without ALGORITHM and LOCK. */
    private static Optional<String> change(Statement statement, String sql) {
        for (String algorithm : List.of("INSTANT", "NOCOPY", "INPLACE", "COPY")) {
            for (String lock : List.of("NONE", "SHARED")) {
                String way = "ALGORITHM=" + algorithm + ", LOCK=" + lock;
                try {
                    statement.execute(sql.replaceFirst("^(ALTER TABLE \\w+) ", "$1 " + way + ", "));
                    return Optional.of(way);
                } catch (SQLException e) {
                    if (e.getErrorCode() != 1845 && e.getErrorCode() != 1846) {
                        return Optional.empty();
                    }
                }
            }
        }
        return Optional.empty();
    }

    private static List<String> disagreements(List<Measured> measured, LintReport report) {
        List<String> disagreements = new ArrayList<>();
        for (int i = 0; i < measured.size(); i++) {
            int number = i + 2;
            List<Finding> findings = report.findings().stream()
                    .filter(each -> each.script().version().number() == number)
                    .toList();
            List<String> ids =
                    findings.stream().map(each -> each.rule().id()).distinct().toList();
            boolean slow = ids.stream().anyMatch(SLOW_RULES::contains);
            if (slow != measured.get(i).isSlow()
                    || ids.contains("M2") != measured.get(i).filled()
                    || ids.contains("X7")) {
                disagreements.add(number + ": " + measured.get(i) + " but " + findings);
            }
        }
        return disagreements;
    }
}
