package io.fastmigrate.lint.internal.rule.sqlite.table;

import io.fastmigrate.internal.sql.statement.StatementFacts;
import io.fastmigrate.internal.sql.statement.StatementKind;
import io.fastmigrate.lint.internal.frame.Check;
import io.fastmigrate.lint.internal.frame.Scope;
import io.fastmigrate.lint.internal.model.Schema;
import io.fastmigrate.lint.internal.model.Statement;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** The live tables that a script drops. */
final class DroppedTables {

    /**
     * One of them.
     *
     * @param name the one that it had before the script
     * @param statement the DROP TABLE
     * @param before the schema while it still had its name
     */
    record Dropped(String name, Statement statement, Optional<Schema> before) {

        /** Tells whether it had got another name first, so that a new table could take its own. */
        boolean isRenamedFirst() {
            return !name.equalsIgnoreCase(statement.facts().name());
        }
    }

    private record Renamed(String name, Optional<Schema> before) {}

    private final Map<String, Renamed> renamed = new LinkedHashMap<>();
    private final List<Dropped> dropped = new ArrayList<>();

    /** Takes in a statement before it runs. */
    void follow(Statement statement, Check check, Scope scope) {
        StatementFacts facts = statement.facts();
        String name = facts.name();
        if (name == null || !scope.state().isLive(name)) {
            return;
        }
        Renamed known = renamed.get(key(name));
        if (facts.kind() == StatementKind.ALTER_TABLE && facts.value() != null) {
            renamed.remove(key(name));
            renamed.put(key(facts.value()), known == null ? new Renamed(name, scope.schema(check)) : known);
        } else if (facts.kind() == StatementKind.DROP_TABLE) {
            dropped.add(
                    known == null
                            ? new Dropped(name, statement, scope.schema(check))
                            : new Dropped(known.name(), statement, known.before()));
        }
    }

    private static String key(String name) {
        return name.toLowerCase(Locale.ROOT);
    }

    List<Dropped> all() {
        return dropped;
    }
}
