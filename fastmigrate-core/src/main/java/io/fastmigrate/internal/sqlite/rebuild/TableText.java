package io.fastmigrate.internal.sqlite.rebuild;

import io.fastmigrate.error.RebuildFailedException;
import io.fastmigrate.internal.bridge.Bridge;
import io.fastmigrate.internal.sql.token.SqlToken;
import io.fastmigrate.internal.sql.token.TokenType;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * A CREATE TABLE statement in its parts. Every character but those of the name is kept.
 *
 * @param open the opening parenthesis and what stands between it and the name
 * @param columns the column definitions
 * @param constraints the table constraints, without the comma before them
 * @param close the closing parenthesis and the blank before it
 * @param options what stands behind it
 */
record TableText(String open, List<SqlToken> columns, List<SqlToken> constraints, String close, String options) {

    private static final Set<String> CONSTRAINTS = Set.of("CONSTRAINT", "PRIMARY", "UNIQUE", "CHECK", "FOREIGN");

    TableText {
        columns = List.copyOf(columns);
        constraints = List.copyOf(constraints);
    }

    /** Reads the text that {@code sqlite_schema} keeps of a table. */
    static TableText parse(String sql) {
        List<SqlToken> tokens = SqlToken.read(sql);
        int open = 0;
        while (tokens.get(open).type() != TokenType.OPEN) {
            open++;
        }
        int close = open + 1;
        for (int depth = 1; depth > 0; close++) {
            depth += step(tokens.get(close));
        }
        List<SqlToken> body = tokens.subList(open + 1, close - 1);
        int split = firstConstraint(body);
        return new TableText(
                SqlToken.join(tokens.subList(open, open + 1)),
                body.subList(0, Math.max(0, split == body.size() ? split : split - 1)),
                body.subList(split, body.size()),
                SqlToken.join(tokens.subList(close - 1, close)),
                SqlToken.join(tokens.subList(close, tokens.size())));
    }

    /** Returns the table with other columns, and with their constraints, or its own where they bring none. */
    TableText with(NewDefinition definition) {
        boolean drops = definition.oldConstraints() == NewDefinition.OldConstraints.DROP;
        Optional<List<SqlToken>> body = definition.columns().map(TableText::body);
        if (body.isEmpty()) {
            return drops ? new TableText(open, columns, List.of(), close, options) : this;
        }
        int last = body.get().size() - 1;
        List<SqlToken> given = body.get().subList(0, last);
        boolean replaces = drops || firstConstraint(given) < last;
        String newClose = SqlToken.join(body.get().subList(last, last + 1));
        return new TableText(open, given, replaces ? List.of() : constraints, newClose, options);
    }

    /**
     * Reads definitions that a person wrote: they must not reach beyond the parentheses that they will stand in.
     *
     * @return their tokens and the closing parenthesis
     */
    private static List<SqlToken> body(String definitions) {
        List<SqlToken> tokens = SqlToken.read("\n" + definitions + "\n)");
        int last = tokens.size() - 2;
        int depth = 0;
        for (int i = 0; i < last; i++) {
            depth += step(tokens.get(i));
            TokenType type = tokens.get(i).type();
            if (depth < 0 || type == TokenType.SEMICOLON || type == TokenType.UNTERMINATED) {
                throw malformed("they have a " + tokens.get(i).text().charAt(0) + " too many");
            }
        }
        if (last < 0 || tokens.get(last).type() != TokenType.CLOSE) {
            throw malformed("a quote or comment in them is not closed");
        } else if (depth != 0) {
            throw malformed("they have a ( too many");
        } else if (last == 0) {
            throw malformed("there are none");
        }
        return tokens.subList(0, last + 1);
    }

    private static RebuildFailedException malformed(String what) {
        return Bridge.errors()
                .rebuildFailed(
                        "The column definitions cannot be read: " + what + ".",
                        "Write them as between the parentheses of CREATE TABLE: id INTEGER PRIMARY KEY, name TEXT.",
                        null);
    }

    private static int step(SqlToken token) {
        return token.type() == TokenType.OPEN ? 1 : token.type() == TokenType.CLOSE ? -1 : 0;
    }

    /** Returns where the first table constraint begins; behind the last token if there is none. */
    private static int firstConstraint(List<SqlToken> body) {
        int depth = 0;
        boolean begins = true;
        for (int i = 0; i < body.size(); i++) {
            SqlToken token = body.get(i);
            if (begins && CONSTRAINTS.stream().anyMatch(token::isWord)) {
                return i;
            }
            depth += step(token);
            begins = depth == 0 && token.type() == TokenType.COMMA;
        }
        return body.size();
    }

    /** Tells whether the primary key counts up; a bare AUTOINCREMENT can be nothing else. */
    boolean isAutoincrement() {
        return columns.stream().anyMatch(token -> token.isWord("AUTOINCREMENT"))
                || constraints.stream().anyMatch(token -> token.isWord("AUTOINCREMENT"));
    }

    /**
     * Returns the statement that makes the table under another name. Columns that are written with the table's name
     * before them lose it, because it is right neither before nor after the table gets its name back.
     *
     * @param create the words before the name
     */
    String statement(String create, String newName, String oldName) {
        List<SqlToken> body = new ArrayList<>(unqualified(columns, oldName));
        if (!constraints.isEmpty()) {
            body.add(new SqlToken(TokenType.COMMA, "", ","));
            body.addAll(unqualified(constraints, oldName));
        }
        return create + " " + Names.quoted(newName) + open + SqlToken.join(body) + close + options;
    }

    private static List<SqlToken> unqualified(List<SqlToken> tokens, String table) {
        List<SqlToken> result = new ArrayList<>();
        int i = 0;
        while (i < tokens.size()) {
            int end = i;
            while (end + 2 < tokens.size()
                    && tokens.get(end + 1).type() == TokenType.DOT
                    && tokens.get(end).name().isPresent()
                    && tokens.get(end + 2).name().isPresent()) {
                end += 2;
            }
            boolean own = end > i && Names.same(tokens.get(end - 2).name().orElseThrow(), table);
            if (own) {
                SqlToken column = tokens.get(end);
                String name = column.type() == TokenType.WORD
                        ? column.text()
                        : Names.quoted(column.name().orElseThrow());
                result.add(new SqlToken(TokenType.QUOTED_NAME, tokens.get(i).blank(), name));
            } else {
                result.addAll(tokens.subList(i, end + 1));
            }
            i = end + 1;
        }
        return result;
    }
}
