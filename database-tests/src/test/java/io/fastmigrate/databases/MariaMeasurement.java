package io.fastmigrate.databases;

import io.fastmigrate.Version;
import io.fastmigrate.error.FastMigrateException;
import io.fastmigrate.lint.Linter;
import io.fastmigrate.lint.internal.model.RuleSheet;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Locale;

/** Runs an example of a rule for MariaDB by the engine, on a database with rows, and measures what the rule says. */
final class MariaMeasurement {

    private static final String QUERY = "query ";

    /** From the cheapest on, as the server chooses. */
    private static final List<String> ALGORITHMS = List.of("INSTANT", "NOCOPY", "INPLACE", "COPY");

    private static final String STORAGE = "SELECT CONCAT(SUBSTRING_INDEX(t.NAME, '/', -1), ' ', t.TABLE_ID)"
            + " FROM information_schema.INNODB_SYS_TABLES t WHERE SUBSTRING_INDEX(t.NAME, '/', 1) = DATABASE()"
            + " AND t.NAME NOT LIKE '%meta' AND t.NAME NOT LIKE '%\\_fastmigrate%'";

    private final RuleSheet sheet;
    private final Workshop db;
    private int last;

    MariaMeasurement(RuleSheet sheet, Path directory) throws SQLException, IOException {
        this.sheet = sheet;
        this.db = new Workshop(Servers.maria(), directory);
        script(before());
    }

    private String before() {
        return sheet.scripts("before").isEmpty()
                ? "DO 1"
                : sheet.scripts("before").get(0);
    }

    private void script(String text) throws IOException {
        db.script(String.format(Locale.ROOT, "%04d-script.sql", ++last), text);
    }

    /** Returns what lints an example. */
    Linter linter(String example) throws IOException {
        script(example);
        return Linter.of(db.builder().build()).above(new Version(1));
    }

    /** Returns what an example does, in words for the page of the rule. */
    String of(String example) throws Exception {
        String measure = sheet.field("measure");
        db.migrate();
        for (String rows : sheet.scripts("rows")) {
            db.execute(rows);
        }
        if (measure.equals("alter")) {
            return leastWay(example) + "; " + storage(example);
        }
        String ran = run(example);
        return measure.startsWith(QUERY)
                ? ran + "; then `" + measure.substring(QUERY.length()) + "` gives "
                        + String.join("; ", db.query(measure.substring(QUERY.length())))
                : ran;
    }

    private String run(String text) throws IOException {
        script(text);
        try {
            db.builder().build().migrate();
            return "runs";
        } catch (FastMigrateException e) {
            String message = String.valueOf(e.getMessage());
            return "fails: "
                    + message.substring(message.indexOf(": ") + 2)
                            .lines()
                            .findFirst()
                            .orElse(message)
                            .replaceFirst("\\(conn=\\d+\\) ", "")
                            .replaceFirst("[.:]$", "");
        }
    }

    private String storage(String example) throws Exception {
        List<String> before = db.query(STORAGE);
        String ran = run(example);
        if (!ran.equals("runs")) {
            return ran;
        }
        List<String> after = db.query(STORAGE);
        List<String> written = after.stream()
                .filter(table -> !before.contains(table))
                .map(table -> table.split(" ", 2)[0])
                .filter(table -> before.stream().anyMatch(each -> each.startsWith(table + " ")))
                .sorted()
                .toList();
        return written.isEmpty()
                ? "no table is written again"
                : "every row of " + String.join(", ", written) + " is written again";
    }

    /** Returns the cheapest algorithm and the weakest lock that the server accepts for the first ALTER TABLE, on another database. */
    private String leastWay(String example) throws Exception {
        String url = Servers.maria();
        try (Connection connection = DriverManager.getConnection(url);
                Statement statement = connection.createStatement()) {
            for (String script : List.of(before(), String.join("", sheet.scripts("rows")))) {
                for (String each : script.split(";\n", -1)) {
                    if (!each.isBlank()) {
                        statement.execute(each);
                    }
                }
            }
            String alter = "";
            for (String each : example.split(";\n", -1)) {
                if (each.startsWith("ALTER TABLE")) {
                    alter = each;
                    break;
                }
                if (!each.isBlank()) {
                    statement.execute(each);
                }
            }
            for (String algorithm : ALGORITHMS) {
                for (String lock : List.of("NONE", "SHARED")) {
                    String way = "ALGORITHM=" + algorithm + ", LOCK=" + lock;
                    if (isAccepted(statement, alter.replaceFirst("(?s)^(ALTER TABLE \\S+ )", "$1" + way + ", "))) {
                        return way;
                    }
                }
            }
        }
        throw new IllegalStateException("No algorithm does: " + example);
    }

    private static boolean isAccepted(Statement statement, String sql) throws SQLException {
        try {
            statement.execute(sql);
            return true;
        } catch (SQLException e) {
            if (e.getErrorCode() == 1845 || e.getErrorCode() == 1846) {
                return false;
            }
            throw e;
        }
    }
}
