package io.fastmigrate.internal.sqlite.foreignkey;

import io.fastmigrate.internal.sql.statement.SqlStatement;
import io.fastmigrate.internal.sql.statement.SqliteStatements;
import io.fastmigrate.internal.sql.statement.StatementKind;
import io.fastmigrate.internal.sql.token.SqlToken;
import io.fastmigrate.internal.sql.token.SqliteNames;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** What the triggers of a schema do to rows, by the statement that fires them. */
final class TriggerBodies {

    private static final List<StatementKind> EVENTS =
            List.of(StatementKind.INSERT, StatementKind.UPDATE, StatementKind.DELETE);

    private static final List<String> VERBS = List.of("INSERT", "REPLACE", "UPDATE", "DELETE", "SELECT", "WITH");

    private final Map<String, List<RowChange>> changes = new HashMap<>();

    /**
     * Adds a trigger.
     *
     * @param table whose rows fire it
     * @param sql as the schema has it
     */
    void add(String table, String sql) {
        List<SqlToken> tokens = SqlToken.read(sql);
        int body = body(tokens);
        for (StatementKind event : EVENTS) {
            if (tokens.subList(0, body).stream().anyMatch(token -> token.isWord(event.name()))) {
                changes.computeIfAbsent(key(event, table), key -> new ArrayList<>())
                        .addAll(changes(SqlToken.join(tokens.subList(body, tokens.size()))));
            }
        }
    }

    /** {@code BEGIN} is a name too, so what follows it decides. */
    private static int body(List<SqlToken> tokens) {
        for (int i = 1; i < tokens.size(); i++) {
            if (tokens.get(i - 1).isWord("BEGIN") && VERBS.stream().anyMatch(tokens.get(i)::isWord)) {
                return i;
            }
        }
        return tokens.size();
    }

    private static List<RowChange> changes(String body) {
        List<RowChange> changes = new ArrayList<>();
        for (SqlStatement next : SqliteStatements.readable(body)) {
            if (EVENTS.contains(next.kind())) {
                RowChange.of(next.facts()).ifPresent(changes::add);
            }
        }
        return changes;
    }

    List<RowChange> firedBy(StatementKind event, String table) {
        return changes.getOrDefault(key(event, table), List.of());
    }

    private static String key(StatementKind event, String table) {
        return event + " " + SqliteNames.fold(table);
    }
}
