package io.fastmigrate.internal.sqlite.run;

import io.fastmigrate.internal.port.StepFailedException;
import io.fastmigrate.internal.sqlite.connection.Sql;
import io.fastmigrate.internal.sqlite.connection.SqliteErrors;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Compares what {@code PRAGMA integrity_check} says before and after a script that edits the schema's own text or ignores
 * CHECK constraints, in the script's transaction: what it finds after the script alone is the script's doing.
 */
final class SoundnessCheck {

    private static final int SHOWN = 20;

    private static final String CHECK = "PRAGMA main.integrity_check(1000000000)";

    private final Connection connection;
    private final Map<String, Integer> before;

    private SoundnessCheck(Connection connection, Map<String, Integer> before) {
        this.connection = connection;
        this.before = before;
    }

    static SoundnessCheck before(Connection connection) throws SQLException {
        String ignored = Sql.string(connection, "PRAGMA ignore_check_constraints");
        Sql.run(connection, "PRAGMA ignore_check_constraints = OFF");
        Map<String, Integer> findings = findings(connection);
        Sql.run(connection, "PRAGMA ignore_check_constraints = " + ignored);
        return new SoundnessCheck(connection, findings);
    }

    /**
     * Fails if something is wrong that was not before. The schema is read again, as any other connection would read it, and
     * gets a number that none of them knows.
     */
    void after() throws SQLException {
        Map<String, Integer> now;
        try {
            Sql.run(connection, "PRAGMA writable_schema = RESET");
            Sql.run(connection, "PRAGMA ignore_check_constraints = OFF");
            now = findings(connection);
        } catch (SQLException e) {
            throw unsound(": " + SqliteErrors.message(e), e);
        }
        List<String> fresh = new ArrayList<>();
        now.forEach((finding, count) -> {
            int more = count - before.getOrDefault(finding, 0);
            if (more > 0) {
                fresh.add(finding + (more == 1 ? "" : " (" + more + " times)"));
            }
        });
        if (!fresh.isEmpty()) {
            StringBuilder text = new StringBuilder(":");
            fresh.stream()
                    .sorted()
                    .limit(SHOWN)
                    .forEach(finding -> text.append("\n    ").append(finding));
            if (fresh.size() > SHOWN) {
                text.append("\n    and ").append(fresh.size() - SHOWN).append(" more");
            }
            throw unsound(text.toString(), null);
        }
    }

    private static StepFailedException unsound(String what, @Nullable SQLException cause) {
        return StepFailedException.at(
                null,
                "after the script, the database would no longer pass PRAGMA integrity_check" + what,
                "Correct the statements after PRAGMA writable_schema or PRAGMA ignore_check_constraints, and"
                        + " migrate again.",
                cause);
    }

    private static Map<String, Integer> findings(Connection connection) throws SQLException {
        Map<String, Integer> findings = new HashMap<>();
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(CHECK)) {
            while (rows.next()) {
                findings.merge(rows.getString(1), 1, Integer::sum);
            }
        }
        findings.remove("ok");
        return findings;
    }
}
