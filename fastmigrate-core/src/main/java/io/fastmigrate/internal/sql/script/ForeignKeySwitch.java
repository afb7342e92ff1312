package io.fastmigrate.internal.sql.script;

import io.fastmigrate.Script;
import io.fastmigrate.internal.sql.statement.StatementFacts;
import io.fastmigrate.internal.sql.statement.StatementKind;
import io.fastmigrate.internal.sql.statement.TransactionRules;
import org.jspecify.annotations.Nullable;

/**
 * Follows {@code PRAGMA foreign_keys} through a script. It is off at the beginning. What counts is in which of the two states
 * there are statements that would do something else in the other.
 */
final class ForeignKeySwitch {

    private boolean on;
    private boolean neededOn;
    private boolean neededOff;
    private boolean legacyRename;
    private Script.@Nullable Position switched;
    private long switchedAt;

    void set(boolean value, Script.Position position, long index) {
        if (value != on) {
            switched = position;
            switchedAt = index;
        }
        on = value;
    }

    void follow(StatementFacts facts) {
        if (facts.kind() == StatementKind.PRAGMA) {
            legacyRename |= TransactionRules.pragmaName(facts).equals("legacy_alter_table");
        }
        if (isSensitive(facts)) {
            neededOn |= on;
            neededOff |= !on;
        }
    }

    /** Tells whether the script asked for them last. */
    boolean isEnforced() {
        return on;
    }

    /** Tells whether the script runs with enforcement on from its beginning to its end. */
    boolean isOn() {
        return neededOn && !neededOff;
    }

    boolean isMixed() {
        return neededOn && neededOff;
    }

    /** Returns where it was last switched. */
    Script.@Nullable Position switched() {
        return switched;
    }

    long switchedAt() {
        return switchedAt;
    }

    /**
     * Sources: sqlite.org/foreignkeys.html, sections 5 and 6; a renamed table, with the legacy rules only. What DROP TABLE
     * does to other tables where it deletes its rows first is kept from happening, so that it is the same in both.
     */
    private boolean isSensitive(StatementFacts facts) {
        return switch (facts.kind()) {
            case INSERT, UPDATE, DELETE, CREATE_TABLE_AS, OTHER -> true;
            case ALTER_TABLE -> legacyRename && facts.value() != null;
            default -> false;
        };
    }
}
