package io.fastmigrate.lint.proof;

import io.fastmigrate.FastMigrate;
import io.fastmigrate.error.FastMigrateException;
import io.fastmigrate.lint.Scripts;
import io.fastmigrate.lint.internal.model.RuleSheet;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;

/**
 * Runs an example of a rule by the engine on a real database with rows, and measures what the rule says. What is measured stands in
 * the rule's sheet.
 */
final class Measurement {

    private static final String CHANGED_ROWS = "changed rows of ";

    private static final String DIFFERS = "differs ";

    private final RuleSheet sheet;
    private final Scripts scripts;

    Measurement(RuleSheet sheet, Path directory) {
        this.sheet = sheet;
        this.scripts = new Scripts(directory);
        String before = sheet.scripts("before").isEmpty()
                ? "SELECT 1"
                : sheet.scripts("before").get(0);
        scripts.with(before);
    }

    /** Tells whether a rule is about SQLite or every database; others need a server. */
    static boolean isPossible(RuleSheet sheet) {
        return sheet.id().startsWith("S") || sheet.id().startsWith("X");
    }

    Scripts scripts() {
        return scripts;
    }

    /** Returns what a script does, in words for the page of the rule. */
    String of(String example) throws SQLException {
        String rows = String.join("\n", sheet.scripts("rows"));
        FastMigrate first = scripts.fastMigrate();
        first.create();
        first.migrate();
        execute(rows);
        String measure = sheet.field("measure");
        String table = measure.startsWith(CHANGED_ROWS) ? measure.substring(CHANGED_ROWS.length()) : "";
        List<String> before = table.isEmpty() ? List.of() : rows("SELECT * FROM " + table);
        scripts.with(example);
        String ran;
        try {
            scripts.fastMigrate().migrate();
            ran = "runs";
        } catch (FastMigrateException e) {
            ran = "fails: " + error(e);
        }
        if (measure.equals("fails") || measure.equals("none")) {
            return ran;
        }
        if (!table.isEmpty()) {
            List<String> after = rows("SELECT * FROM " + table);
            long kept = before.stream().filter(after::contains).count();
            return before.size() - kept + " of " + before.size() + " rows written in one transaction";
        }
        String query = measure.startsWith(DIFFERS) ? measure.substring(DIFFERS.length()) : measure;
        return ran + "; then `" + query + "` gives " + String.join("; ", rows(query));
    }

    private static String error(FastMigrateException e) {
        String message = String.valueOf(e.getMessage());
        int from = message.indexOf(": ") + 2;
        String line = message.substring(from).lines().findFirst().orElse(message);
        return line.replaceFirst("[.:]$", "");
    }

    private List<String> rows(String query) throws SQLException {
        List<String> rows = new ArrayList<>();
        try (Connection connection = connect();
                Statement statement = connection.createStatement();
                ResultSet results = statement.executeQuery(query)) {
            int columns = results.getMetaData().getColumnCount();
            while (results.next()) {
                List<String> row = new ArrayList<>();
                for (int i = 1; i <= columns; i++) {
                    row.add(String.valueOf(results.getObject(i)));
                }
                rows.add(String.join(" | ", row));
            }
        }
        return rows;
    }

    private void execute(String sql) throws SQLException {
        try (Connection connection = connect();
                Statement statement = connection.createStatement()) {
            for (String each : sql.split(";\n", -1)) {
                if (!each.isBlank()) {
                    statement.execute(each);
                }
            }
        }
    }

    private Connection connect() throws SQLException {
        return DriverManager.getConnection("jdbc:sqlite:" + scripts.database());
    }
}
