package io.fastmigrate.internal.sql.script;

import io.fastmigrate.internal.sql.statement.StatementFacts;
import io.fastmigrate.internal.sql.statement.TransactionRule;
import io.fastmigrate.internal.sql.statement.TransactionRules;

/** Which part of a script comes before, in and after the transaction. Statements are counted from 0. */
record ScriptLayout(long headEnd, long tailBegin) {

    Placement placement(long index, StatementFacts facts) {
        TransactionRule rule = TransactionRules.of(facts);
        boolean skipped = switch (facts.kind()) {
            case BEGIN, COMMIT -> facts.wellFormed();
            default -> rule == TransactionRule.FOREIGN_KEYS;
        };
        if (skipped) {
            return Placement.SKIP;
        }
        if (index < headEnd) {
            return Placement.BEFORE;
        }
        return index >= tailBegin ? Placement.AFTER : Placement.INSIDE;
    }
}
