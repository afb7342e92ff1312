package io.fastmigrate.lint.internal.fix;

import io.fastmigrate.Script;
import io.fastmigrate.lint.internal.model.Statement;
import io.fastmigrate.lint.internal.model.Token;
import java.util.List;
import java.util.Optional;

/** Writes the text of a DEFAULT in single quotes (S12). Elsewhere, a column with a misspelt name may be meant. */
final class SingleQuotes {

    private SingleQuotes() {}

    /** Returns why the text is not changed; empty if it is. */
    static Optional<String> apply(ScriptText text, Script.Position position) {
        for (Statement statement : text.statements()) {
            List<Token> tokens = statement.tokens();
            for (int i = 1; i < tokens.size(); i++) {
                Token token = tokens.get(i);
                if (tokens.get(i - 1).is("DEFAULT")
                        && statement.position(token.offset()).equals(position)) {
                    text.replace(statement, token, '\'' + token.unquoted().replace("'", "''") + '\'');
                    return Optional.empty();
                }
            }
        }
        return Optional.of("a column with a misspelt name may be meant");
    }
}
