package io.fastmigrate.internal.sql.script;

import io.fastmigrate.internal.sql.statement.StatementFacts;
import io.fastmigrate.internal.sql.statement.StatementKind;
import io.fastmigrate.internal.sql.token.SqliteNames;
import java.util.Collections;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** Collects the tables whose rows or definition a script names as changed. */
final class TouchedTables {

    /** With more, checking them one by one costs no less than checking everything. */
    private static final int MOST = 200;

    private final Set<String> names = new TreeSet<>(SqliteNames.ORDER);
    private @Nullable String latest;
    private boolean known = true;
    private boolean schemaItself;
    private boolean canBreak;
    private boolean madeTrigger;
    private boolean alters;

    void follow(StatementFacts facts) {
        switch (facts.kind()) {
            // A trigger may change any table, and may be gone again at the script's end.
            case INSERT, UPDATE, DELETE -> known &= !madeTrigger;
            default -> {}
        }
        switch (facts.kind()) {
            case INSERT, UPDATE, DELETE, DROP_TABLE, CREATE_TABLE_AS, ALTER_TABLE -> {
                canBreak = true;
                alters |= facts.kind() == StatementKind.ALTER_TABLE;
                add(facts.name());
                if (facts.kind() == StatementKind.ALTER_TABLE && facts.value() != null) {
                    add(facts.value());
                }
            }
            case CREATE_TABLE -> add(facts.name());
            case CREATE_TRIGGER -> madeTrigger = true;
            case DROP_INDEX, OTHER -> {
                canBreak = true;
                known = false;
            }
            default -> {}
        }
    }

    private void add(@Nullable String name) {
        if (name == null) {
            known = false;
        } else if (!name.equals(latest) && !names.contains(name)) {
            latest = name;
            String lower = SqliteNames.fold(name);
            boolean internal = lower.startsWith("sqlite_");
            schemaItself |= internal && (lower.endsWith("_schema") || lower.endsWith("_master"));
            known &= !internal && names.size() < MOST;
            if (names.size() < MOST) {
                names.add(name);
            }
        }
    }

    Set<String> names() {
        return Collections.unmodifiableSet(names);
    }

    boolean areKnown() {
        return known;
    }

    /** Tells whether a table that holds the schema's own text is among them. */
    boolean includeSchema() {
        return schemaItself;
    }

    /** Tells whether a table is altered, which may change what others refer to. */
    boolean areAltered() {
        return alters;
    }

    boolean canBreakForeignKeys() {
        return canBreak;
    }
}
