package io.fastmigrate.internal.sql.names;

import io.fastmigrate.internal.sql.names.NameRules.Token;
import io.fastmigrate.internal.sql.token.TokenType;
import java.util.List;
import java.util.Optional;

/**
 * A name with what is written before it and a dot.
 *
 * @param name its last two parts; empty where no name stands there
 * @param parts how many parts it has
 * @param end the index of the token behind it
 */
record Qualified(Optional<ObjectName> name, String written, int parts, int end) {

    static Qualified at(NameRules rules, List<Token> tokens, int start) {
        if (start >= tokens.size() || !tokens.get(start).isName()) {
            return new Qualified(Optional.empty(), "", 0, start);
        }
        String schema = "";
        String name = rules.fold(tokens.get(start));
        StringBuilder written = new StringBuilder(tokens.get(start).text());
        int parts = 1;
        int at = start + 1;
        while (at + 1 < tokens.size()
                && tokens.get(at).type() == TokenType.DOT
                && tokens.get(at + 1).isName()) {
            schema = name;
            name = rules.fold(tokens.get(at + 1));
            written.append('.').append(tokens.get(at + 1).text());
            parts++;
            at += 2;
        }
        return new Qualified(Optional.of(new ObjectName(schema, name)), written.toString(), parts, at);
    }
}
