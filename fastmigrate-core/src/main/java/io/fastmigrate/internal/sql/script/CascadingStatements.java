package io.fastmigrate.internal.sql.script;

import io.fastmigrate.Script;
import io.fastmigrate.internal.sql.statement.StatementFacts;
import io.fastmigrate.internal.sql.statement.StatementKind;
import io.fastmigrate.internal.sql.token.SqliteNames;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Collects the statements of a script that may delete or change rows of other tables by foreign keys. Foreign keys follow a
 * table that gets another name, so its earlier names count too.
 */
final class CascadingStatements {

    /** With more of them no one reads on. */
    private static final int MOST = 100;

    private final List<CascadingStatement> found = new ArrayList<>();
    private final Map<String, List<String>> earlierNames = new HashMap<>();
    private final Set<String> inserted = new HashSet<>();
    private final Set<String> dropped = new HashSet<>();

    void follow(StatementFacts facts, Script.Position position, boolean foreignKeysOn) {
        String table = facts.name();
        if (table == null) {
            return;
        }
        switch (facts.kind()) {
            case ALTER_TABLE -> renamed(table, facts.value());
            case CREATE_TABLE, CREATE_TABLE_AS -> dropped.remove(SqliteNames.fold(table));
            case DROP_TABLE -> dropped.add(SqliteNames.fold(table));
            case INSERT, UPDATE, DELETE -> {
                boolean meant = facts.schema() == null || SqliteNames.same(facts.schema(), "main");
                if (foreignKeysOn && meant && found.size() < MOST && isFirst(facts, table)) {
                    found.add(new CascadingStatement(facts.kind(), facts.replaces(), names(table), position));
                }
            }
            default -> {}
        }
    }

    private void renamed(String table, @Nullable String now) {
        if (now != null && earlierNames.size() < MOST) {
            earlierNames.put(SqliteNames.fold(now), names(table));
            dropped.remove(SqliteNames.fold(now));
        }
    }

    /** What an {@code INSERT} does by a trigger is told once. */
    private boolean isFirst(StatementFacts facts, String table) {
        return facts.kind() != StatementKind.INSERT || facts.replaces() || inserted.add(SqliteNames.fold(table));
    }

    private List<String> names(String table) {
        List<String> names = new ArrayList<>(List.of(table));
        names.addAll(earlierNames.getOrDefault(SqliteNames.fold(table), List.of()));
        return names;
    }

    List<CascadingStatement> found() {
        return found;
    }

    /** Tells whether the script drops a table of this name and has none of it at its end. */
    boolean dropsForGood(String table) {
        return dropped.contains(SqliteNames.fold(table));
    }
}
