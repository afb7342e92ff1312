package io.fastmigrate.lint.internal.fix;

import io.fastmigrate.Script;
import io.fastmigrate.internal.sql.statement.StatementKind;
import io.fastmigrate.internal.sql.token.SqliteNames;
import io.fastmigrate.internal.sql.token.TokenType;
import io.fastmigrate.lint.internal.model.Statement;
import io.fastmigrate.lint.internal.model.Token;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Brings a rebuild that renames the old table first (S2) into the order of SQLite's manual: new, copy, drop, rename. */
final class SafeOrder {

    private static final Set<String> BEFORE_TABLE = Set.of("TABLE", "EXISTS", "INTO", "FROM", "JOIN", "UPDATE", "ON");

    private final ScriptText text;
    private final String table;
    private final String old;
    private final String fresh;

    /** Whether the script writes the table's name without quotes. */
    private final boolean bare;

    /** Made only if all of them are possible. */
    private final List<Runnable> changes = new ArrayList<>();

    private SafeOrder(ScriptText text, String table, String old, boolean bare) {
        this.text = text;
        this.table = table;
        this.old = old;
        this.fresh = table + "_new";
        this.bare = bare;
    }

    /**
     * Changes the text.
     *
     * @param position of the RENAME
     * @return why it is not changed; empty if it is
     */
    static Optional<String> apply(ScriptText text, Script.Position position) {
        List<Statement> statements = text.statements();
        Optional<Statement> rename = statements.stream()
                .filter(each -> each.position().equals(position))
                .findFirst();
        String table = rename.map(each -> each.facts().name()).orElse("");
        String old = rename.map(each -> each.facts().value()).orElse("");
        if (rename.isEmpty() || table.isEmpty() || old.isEmpty()) {
            return Optional.of("its RENAME is not found again");
        }
        boolean bare = rename.get().tokens().stream()
                .anyMatch(
                        token -> token.type() == TokenType.WORD && token.text().equals(table));
        return new SafeOrder(text, table, old, bare)
                .apply(rename.get(), statements.subList((int) rename.get().index() + 1, statements.size()));
    }

    private Optional<String> apply(Statement rename, List<Statement> behind) {
        int drop = -1;
        boolean made = false;
        for (int i = 0; i < behind.size() && drop < 0; i++) {
            made |= is(behind.get(i), StatementKind.CREATE_TABLE, table);
            drop = made && is(behind.get(i), StatementKind.DROP_TABLE, old) ? i : -1;
        }
        if (drop < 0) {
            return Optional.of("the script does not make " + table + " again and drop " + old + " behind it");
        }
        for (Statement each : text.statements()) {
            if (each.tokens().stream().anyMatch(token -> names(token, fresh))) {
                return Optional.of("the script uses the name " + fresh + " already");
            }
        }
        for (Statement each : behind.subList(0, drop)) {
            Optional<String> refused = swap(each);
            if (refused.isPresent()) {
                return refused;
            }
        }
        changes.forEach(Runnable::run);
        text.remove(rename);
        Statement last = behind.get(drop);
        last.tokens().stream()
                .filter(token -> names(token, old))
                .forEach(token -> text.replace(last, token, written(token, table)));
        text.insertLineBehind(last, "ALTER TABLE " + written(fresh) + " RENAME TO " + written(table) + ";");
        return Optional.empty();
    }

    private static boolean is(Statement statement, StatementKind kind, String name) {
        String named = statement.facts().name();
        return statement.facts().kind() == kind && named != null && SqliteNames.same(named, name);
    }

    private static boolean names(Token token, String name) {
        return token.name().filter(each -> SqliteNames.same(each, name)).isPresent();
    }

    /** A foreign key of the new table to itself keeps the name that the table gets in the end. */
    private Optional<String> swap(Statement statement) {
        List<Token> tokens = statement.tokens();
        for (int i = 0; i < tokens.size(); i++) {
            Token token = tokens.get(i);
            boolean ofTable = isTable(tokens, i);
            if (names(token, old)) {
                if (!ofTable) {
                    return Optional.of("it names " + old + " where no table is expected");
                }
                changes.add(() -> text.replace(statement, token, written(token, table)));
            } else if (names(token, table) && ofTable) {
                changes.add(() -> text.replace(statement, token, written(token, fresh)));
            }
        }
        return Optional.empty();
    }

    private static boolean isTable(List<Token> tokens, int at) {
        boolean qualifies = at + 1 < tokens.size() && tokens.get(at + 1).type() == TokenType.DOT;
        return qualifies || (at > 0 && BEFORE_TABLE.contains(tokens.get(at - 1).word()));
    }

    private String written(Token token, String name) {
        return token.type() == TokenType.WORD && bare ? name : inQuotes(name);
    }

    private String written(String name) {
        return bare ? name : inQuotes(name);
    }

    private static String inQuotes(String name) {
        return '"' + name.replace("\"", "\"\"") + '"';
    }
}
