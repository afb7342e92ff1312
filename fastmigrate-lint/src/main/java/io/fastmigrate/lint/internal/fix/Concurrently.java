package io.fastmigrate.lint.internal.fix;

import io.fastmigrate.Script;
import io.fastmigrate.lint.internal.model.Cursor;
import io.fastmigrate.lint.internal.model.Statement;
import io.fastmigrate.lint.internal.model.Token;
import java.util.List;
import java.util.Optional;

/** Writes CONCURRENTLY into statements about indexes, materialized views and partitions, and gives them their own scripts where they need one (P4, P5). */
final class Concurrently {

    private static final String WORD = " CONCURRENTLY";

    private Concurrently() {}

    /** Returns why the text is not changed; empty if it is. */
    static Optional<String> apply(ScriptText text, Script.Position position) {
        Optional<Statement> found = text.statementAt(position);
        return found.isPresent() ? write(text, found.get()) : Optional.of("its statement is not found again");
    }

    private static Optional<String> write(ScriptText text, Statement statement) {
        List<Token> tokens = statement.tokens();
        Token last = tokens.get(tokens.size() - 1);
        Cursor cursor = statement.cursor();
        if (cursor.accept("CREATE")) {
            cursor.accept("UNIQUE");
            return alone(text, statement, cursor.peek());
        }
        if (cursor.accept("DROP", "INDEX")) {
            boolean several = Cursor.parts(tokens).size() > 1;
            return several || last.is("CASCADE")
                    ? Optional.of("PostgreSQL drops one index at a time CONCURRENTLY, and without CASCADE")
                    : alone(text, statement, tokens.get(1));
        }
        if (cursor.accept("REINDEX")) {
            cursor.group();
            return alone(text, statement, cursor.peek());
        }
        if (cursor.accept("REFRESH", "MATERIALIZED", "VIEW")) {
            text.insertBehind(statement, tokens.get(2), WORD);
            return Optional.empty();
        }
        return alone(text, statement, last);
    }

    private static Optional<String> alone(ScriptText text, Statement statement, Token behind) {
        text.insertBehind(statement, behind, WORD);
        text.setAlone(statement);
        return Optional.empty();
    }
}
