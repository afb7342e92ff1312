package io.fastmigrate.lint.internal.prove;

import io.fastmigrate.Script;
import io.fastmigrate.error.InvalidScriptException;
import io.fastmigrate.internal.sql.scan.SqlScanner;
import io.fastmigrate.internal.sql.statement.SqlStatement;
import io.fastmigrate.internal.sql.statement.SqliteStatements;
import io.fastmigrate.lint.internal.model.Statement;
import io.fastmigrate.lint.internal.model.Token;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Finds the statement of a finding in its script. */
final class StatementAt {

    /** No place in a script. */
    static final Place NOWHERE = new Place(List.of(), Optional.empty(), 0);

    private StatementAt() {}

    /**
     * Where a finding is.
     *
     * @param earlier the texts of the statements before it
     * @param token the index of its token in the statement
     */
    record Place(List<String> earlier, Optional<Statement> statement, int token) {

        /** Returns the table, or what else the statement is about. */
        String name() {
            return statement.map(found -> found.facts().name()).orElse("");
        }

        /** Returns a token of the statement, counted from that of the finding; empty if there is none. */
        Optional<Token> token(int offset) {
            int at = token + offset;
            return statement
                    .map(Statement::tokens)
                    .filter(tokens -> at >= 0 && at < tokens.size())
                    .map(tokens -> tokens.get(at));
        }
    }

    /** Returns the texts of all statements. */
    static List<String> texts(Script script) {
        return find(script, new Script.Position(Integer.MAX_VALUE, 1)).earlier();
    }

    static Place find(Script script, Script.Position position) {
        List<String> earlier = new ArrayList<>();
        try (SqlScanner<SqlStatement> scanner =
                SqliteStatements.scan(SqliteStatements.open(script), script.location())) {
            for (SqlStatement next = scanner.next(); next != null; next = scanner.next()) {
                Statement statement = Statement.sqlite(0, next.text(), next.position(), next.written(), next.facts());
                List<Token> tokens = statement.tokens();
                for (int i = 0; i < tokens.size(); i++) {
                    if (statement.position(tokens.get(i).offset()).equals(position)) {
                        return new Place(earlier, Optional.of(statement), i);
                    }
                }
                earlier.add(next.text());
            }
        } catch (IOException e) {
            throw new UncheckedIOException(script.location() + " cannot be read: " + e.getMessage(), e);
        } catch (InvalidScriptException e) {
            return NOWHERE; // it cannot be run, and that is what is shown
        }
        return new Place(earlier, Optional.empty(), 0);
    }
}
