package io.fastmigrate.internal.sql.statement;

import io.fastmigrate.internal.sql.token.SqliteNames;
import io.fastmigrate.internal.sql.token.TokenType;
import org.jspecify.annotations.Nullable;

/** Reads the first tokens of one statement, as far as SQLite's grammar matters for running it. */
final class HeadParser {

    private final StatementHead head;
    private final byte[] text;
    private final int base;
    private int at;
    private @Nullable String schema;
    private @Nullable String name;

    HeadParser(StatementHead head, byte[] text, int base) {
        this.head = head;
        this.text = text;
        this.base = base;
    }

    /** Says what the statement is, once its head has taken all its tokens in. */
    StatementFacts facts() {
        StatementFacts facts = parse();
        return head.isExplained() && facts.kind() != StatementKind.PRAGMA
                ? StatementFacts.of(StatementKind.EXPLAIN)
                : facts;
    }

    private StatementFacts parse() {
        if (accept("INSERT")) {
            return insert(conflictClause());
        }
        if (accept("REPLACE")) {
            return insert("REPLACE");
        }
        if (accept("UPDATE")) {
            return about(StatementKind.UPDATE, conflictClause());
        }
        if (accept("DELETE")) {
            accept("FROM");
            return about(StatementKind.DELETE);
        }
        if (accept("SELECT") || accept("VALUES")) {
            return StatementFacts.of(StatementKind.SELECT);
        }
        if (accept("CREATE")) {
            return create();
        }
        if (accept("DROP")) {
            return drop();
        }
        if (accept("ALTER")) {
            return alter();
        }
        if (accept("PRAGMA")) {
            return pragma();
        }
        return otherVerb();
    }

    private StatementFacts otherVerb() {
        if (accept("VACUUM")) {
            return StatementFacts.of(StatementKind.VACUUM);
        }
        if (accept("ATTACH")) {
            return StatementFacts.of(StatementKind.ATTACH);
        }
        if (accept("DETACH")) {
            accept("DATABASE");
            return new StatementFacts(StatementKind.DETACH, true, false, null, simpleName(), null);
        }
        if (accept("ANALYZE")) {
            return StatementFacts.of(StatementKind.ANALYZE);
        }
        if (accept("REINDEX")) {
            return StatementFacts.of(StatementKind.REINDEX);
        }
        return transactionControl();
    }

    private StatementFacts transactionControl() {
        if (accept("BEGIN")) {
            if (!accept("DEFERRED") && !accept("IMMEDIATE")) {
                accept("EXCLUSIVE");
            }
            return transaction(StatementKind.BEGIN);
        }
        if (accept("COMMIT") || accept("END")) {
            return transaction(StatementKind.COMMIT);
        }
        if (accept("ROLLBACK")) {
            return rollback();
        }
        if (accept("SAVEPOINT")) {
            return savepoint(StatementKind.SAVEPOINT);
        }
        if (accept("RELEASE")) {
            accept("SAVEPOINT");
            return savepoint(StatementKind.RELEASE);
        }
        return StatementFacts.of(StatementKind.OTHER);
    }

    private StatementFacts transaction(StatementKind kind) {
        if (accept("TRANSACTION")) {
            simpleName();
        }
        return new StatementFacts(kind, head.endsAt(at), false, null, null, null);
    }

    private StatementFacts rollback() {
        if (accept("TRANSACTION") && !head.is(text, base, at, "TO")) {
            simpleName();
        }
        if (accept("TO")) {
            accept("SAVEPOINT");
            return savepoint(StatementKind.ROLLBACK_TO);
        }
        return new StatementFacts(StatementKind.ROLLBACK, head.endsAt(at), false, null, null, null);
    }

    private StatementFacts savepoint(StatementKind kind) {
        String savepoint = simpleName();
        return new StatementFacts(kind, savepoint != null && head.endsAt(at), false, null, savepoint, null);
    }

    private StatementFacts insert(@Nullable String conflict) {
        accept("INTO");
        return about(StatementKind.INSERT, conflict);
    }

    private @Nullable String conflictClause() {
        return accept("OR") ? simpleName() : null;
    }

    private StatementFacts create() {
        boolean temporary = accept("TEMP") || accept("TEMPORARY");
        if (accept("TABLE")) {
            ifExists("NOT");
            qualifiedName();
            boolean asSelect = head.is(text, base, at, "AS");
            return created(asSelect ? StatementKind.CREATE_TABLE_AS : StatementKind.CREATE_TABLE, temporary);
        }
        if (accept("VIRTUAL")) {
            accept("TABLE");
            ifExists("NOT");
            qualifiedName();
            return created(StatementKind.CREATE_VIRTUAL_TABLE, false);
        }
        if (accept("VIEW")) {
            ifExists("NOT");
            qualifiedName();
            return created(StatementKind.CREATE_VIEW, temporary);
        }
        if (accept("TRIGGER")) {
            ifExists("NOT");
            qualifiedName();
            return created(StatementKind.CREATE_TRIGGER, temporary);
        }
        accept("UNIQUE");
        return accept("INDEX") ? StatementFacts.of(StatementKind.CREATE_INDEX) : StatementFacts.of(StatementKind.OTHER);
    }

    private StatementFacts created(StatementKind kind, boolean temporary) {
        boolean temp = temporary || (schema != null && SqliteNames.same("temp", schema));
        return new StatementFacts(kind, true, temp, schema, name, null);
    }

    private StatementFacts drop() {
        StatementKind kind = accept("TABLE")
                ? StatementKind.DROP_TABLE
                : accept("INDEX")
                        ? StatementKind.DROP_INDEX
                        : accept("VIEW")
                                ? StatementKind.DROP_VIEW
                                : accept("TRIGGER") ? StatementKind.DROP_TRIGGER : StatementKind.OTHER;
        ifExists(null);
        return about(kind);
    }

    private StatementFacts alter() {
        accept("TABLE");
        qualifiedName();
        String table = name;
        String newName = accept("RENAME") && accept("TO") ? simpleName() : null;
        return new StatementFacts(StatementKind.ALTER_TABLE, true, false, schema, table, newName);
    }

    private StatementFacts pragma() {
        qualifiedName();
        String value = null;
        boolean wellFormed = name != null;
        if (!head.endsAt(at)) {
            boolean parenthesis = head.type(at) == TokenType.OPEN;
            at++;
            value = pragmaValue();
            wellFormed &= value != null && (!parenthesis || head.type(at++) == TokenType.CLOSE) && head.endsAt(at);
        }
        return new StatementFacts(StatementKind.PRAGMA, wellFormed, false, schema, name, value);
    }

    private @Nullable String pragmaValue() {
        String sign = "";
        if (head.type(at) == TokenType.OTHER) {
            sign = head.text(text, base, at++);
        }
        if (head.type(at) == TokenType.NUMBER) {
            String number = head.text(text, base, at++);
            return sign.equals("-") ? "-" + number : number;
        }
        return simpleName();
    }

    private StatementFacts about(StatementKind kind) {
        return about(kind, null);
    }

    private StatementFacts about(StatementKind kind, @Nullable String value) {
        qualifiedName();
        return new StatementFacts(kind, true, false, schema, name, value);
    }

    private void ifExists(@Nullable String not) {
        if (accept("IF")) {
            if (not != null) {
                accept(not);
            }
            accept("EXISTS");
        }
    }

    private void qualifiedName() {
        name = simpleName();
        if (name != null && head.type(at) == TokenType.DOT) {
            at++;
            schema = name;
            name = simpleName();
        }
    }

    private @Nullable String simpleName() {
        TokenType type = head.type(at);
        if (type == TokenType.WORD) {
            return head.text(text, base, at++);
        }
        if (type == TokenType.QUOTED_NAME || type == TokenType.STRING) {
            return unquoted(head.text(text, base, at++));
        }
        return null;
    }

    private static String unquoted(String quoted) {
        String inner = quoted.substring(1, quoted.length() - 1);
        char quote = quoted.charAt(0);
        return quote == '[' ? inner : inner.replace("" + quote + quote, "" + quote);
    }

    private boolean accept(String word) {
        if (head.is(text, base, at, word)) {
            at++;
            return true;
        }
        return false;
    }
}
