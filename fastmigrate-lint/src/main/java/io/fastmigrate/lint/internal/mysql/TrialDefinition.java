package io.fastmigrate.lint.internal.mysql;

import io.fastmigrate.internal.sql.token.SqlDialect;
import io.fastmigrate.lint.internal.frame.Definitions;
import io.fastmigrate.lint.internal.model.Creation;
import io.fastmigrate.lint.internal.model.Token;
import io.fastmigrate.lint.internal.model.Tokens;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * What the server makes of a definition: it is carried out under another name, shown, and dropped. The names of keys and constraints
 * are left out, since the server gives them where a statement does not, and many have to differ from all others of the database.
 */
final class TrialDefinition {

    private static final String NAME = "fastmigrate_lint_trial";
    private static final String QUOTED = Sql.quoted(NAME);

    private static final String NAMED = "`(?:[^`]|``)*+`";
    private static final Pattern CONSTRAINT = Pattern.compile("CONSTRAINT " + NAMED + " (?=FOREIGN|CHECK)");
    private static final Pattern KEY = Pattern.compile("^((?:UNIQUE |FULLTEXT |SPATIAL )?KEY) " + NAMED);
    /** Other statements make them, too. */
    private static final Pattern ANY_INDEX = Pattern.compile("(?:UNIQUE |FULLTEXT |SPATIAL )?KEY .*");

    private static final Pattern NO_DIFFERENCE = Pattern.compile(" AUTO_INCREMENT=\\d+| USING BTREE");
    private static final Pattern IN_ANY_ORDER =
            Pattern.compile("(?:PRIMARY|UNIQUE|FULLTEXT|SPATIAL|KEY|FOREIGN|CHECK)\\b.*");

    private static final String TYPE =
            "SELECT TABLE_TYPE FROM information_schema.TABLES WHERE TABLE_SCHEMA = DATABASE() AND TABLE_NAME = ?";

    private static final String INDEX = "SELECT DISTINCT 1 FROM information_schema.STATISTICS"
            + " WHERE TABLE_SCHEMA = DATABASE() AND TABLE_NAME = ? AND INDEX_NAME = ?";

    private final Connection connection;
    private final Creation creation;
    private final String name;

    private TrialDefinition(Connection connection, Creation creation) {
        this.connection = connection;
        this.creation = creation;
        this.name = creation.name().name().text();
    }

    /** Returns what is there and what the statement would make; empty where nothing is there, or where the server refuses the trial. */
    static Optional<Definitions> compare(Connection connection, Creation creation) {
        TrialDefinition trial = new TrialDefinition(connection, creation);
        try {
            return creation.kind().is("INDEX") ? trial.ofIndex() : trial.ofRelation();
        } catch (SQLException e) {
            return Optional.empty();
        }
    }

    private Optional<Definitions> ofRelation() throws SQLException {
        List<List<String>> types = Sql.rows(connection, TYPE, name);
        if (types.isEmpty() || types.get(0).get(0).equals("TEMPORARY")) {
            return Optional.empty();
        }
        List<String> existing = lines(kind(types.get(0).get(0)), name);
        Sql.run(connection, withoutConstraintNames(creation.unconditional(creation.name(), QUOTED)));
        try {
            List<String> wanted = lines(creation.kind().word(), NAME);
            existing.removeIf(line -> ANY_INDEX.matcher(line).matches() && !wanted.contains(line));
            return Optional.of(new Definitions(existing, wanted));
        } finally {
            Sql.run(connection, "DROP " + creation.kind().word() + " " + QUOTED);
        }
    }

    private static String kind(String type) {
        return type.equals("VIEW") || type.equals("SEQUENCE") ? type : "TABLE";
    }

    private Optional<Definitions> ofIndex() throws SQLException {
        Creation.Named table = creation.table().orElse(null);
        if (table == null
                || Sql.rows(connection, INDEX, table.name().text(), name).isEmpty()) {
            return Optional.empty();
        }
        Sql.run(
                connection,
                "CREATE TABLE " + QUOTED + " LIKE " + Sql.quoted(table.name().text()));
        try {
            List<String> existing = lines("TABLE", NAME);
            Sql.run(connection, "ALTER TABLE " + QUOTED + " DROP INDEX " + Sql.quoted(name));
            Sql.run(connection, creation.unconditional(table, QUOTED));
            return Optional.of(new Definitions(existing, lines("TABLE", NAME)));
        } finally {
            Sql.run(connection, "DROP TABLE " + QUOTED);
        }
    }

    private List<String> lines(String kind, String of) throws SQLException {
        String shown = Sql.rows(connection, "SHOW CREATE " + kind + " " + Sql.quoted(of))
                .get(0)
                .get(1)
                .replace(kind + " " + Sql.quoted(of), kind);
        List<String> lines = new ArrayList<>();
        List<String> inAnyOrder = new ArrayList<>();
        for (String each : shown.split("\n", -1)) {
            String line =
                    NO_DIFFERENCE.matcher(each.strip().replaceFirst(",$", "")).replaceAll("");
            line = CONSTRAINT.matcher(KEY.matcher(line).replaceFirst("$1")).replaceAll("");
            (IN_ANY_ORDER.matcher(line).matches() ? inAnyOrder : lines).add(line);
        }
        inAnyOrder.sort(null);
        lines.addAll(inAnyOrder);
        return lines;
    }

    private static String withoutConstraintNames(String sql) {
        List<Token> tokens = Tokens.of(sql, SqlDialect.MYSQL);
        StringBuilder text = new StringBuilder();
        int from = 0;
        for (int i = 0; i + 2 < tokens.size(); i++) {
            Token behind = tokens.get(i + 2);
            if (tokens.get(i).is("CONSTRAINT") && (behind.is("FOREIGN") || behind.is("CHECK"))) {
                text.append(sql, from, tokens.get(i).offset());
                from = behind.offset();
            }
        }
        return text.append(sql, from, sql.length()).toString();
    }
}
