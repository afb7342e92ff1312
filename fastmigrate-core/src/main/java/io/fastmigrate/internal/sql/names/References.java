package io.fastmigrate.internal.sql.names;

import io.fastmigrate.internal.sql.names.NameRules.Token;
import io.fastmigrate.internal.sql.token.TokenType;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Tells names of tables, views and functions in statements from other names, by where they stand. */
final class References {

    /** Behind these comes a table or a view, or what is called. */
    private static final Set<String> BEFORE_RELATION =
            Set.of("JOIN", "INTO", "UPDATE", "TABLE", "REFERENCES", "CALL", "TRUNCATE");

    /** These may stand between such a word and the name. */
    private static final Set<String> BETWEEN =
            Set.of("ONLY", "LATERAL", "IF", "NOT", "EXISTS", "IGNORE", "TABLE", "OR", "REPLACE");

    /** These end a list of tables. */
    private static final Set<String> AFTER_RELATIONS = Set.of(
            "WHERE",
            "GROUP",
            "ORDER",
            "HAVING",
            "LIMIT",
            "UNION",
            "EXCEPT",
            "INTERSECT",
            "SET",
            "WINDOW",
            "RETURNING",
            "VALUES",
            "FETCH",
            "OFFSET",
            "SELECT",
            "DELETE");

    /** What stands in one pair of parentheses. */
    private static final class Level {
        private boolean query;
        private boolean inTables;
        private boolean expected;
    }

    private final NameRules rules;
    private final List<Token> tokens;
    private final Set<ObjectName> used = new HashSet<>();
    private final Set<ObjectName> mentioned = new HashSet<>();
    private final Deque<Level> levels = new ArrayDeque<>();
    private final Set<ObjectName> local;

    References(NameRules rules, List<Token> tokens) {
        this.rules = rules;
        this.tokens = tokens;
        this.local = commonTables();
    }

    Set<ObjectName> used() {
        return used;
    }

    Set<ObjectName> mentioned() {
        return mentioned;
    }

    /** Returns the names of common table expressions, which hide tables and views of their name. */
    private Set<ObjectName> commonTables() {
        Set<ObjectName> names = new HashSet<>();
        for (int i = 1; i < tokens.size() - 1; i++) {
            boolean first =
                    Set.of("WITH", "RECURSIVE").contains(tokens.get(i - 1).word());
            if ((first || tokens.get(i - 1).type() == TokenType.COMMA)
                    && tokens.get(i).isName()
                    && isCommonTable(i + 1)) {
                names.add(new ObjectName("", rules.fold(tokens.get(i))));
            }
        }
        return names;
    }

    private boolean isCommonTable(int behindName) {
        int at = behindName;
        if (type(at) == TokenType.OPEN) {
            while (at < tokens.size() && type(at) != TokenType.CLOSE) {
                at++;
            }
            at++;
        }
        if (!word(at).equals("AS")) {
            return false;
        }
        at++;
        while (Set.of("NOT", "MATERIALIZED").contains(word(at))) {
            at++;
        }
        return type(at) == TokenType.OPEN
                && Set.of("SELECT", "WITH", "VALUES", "INSERT", "UPDATE", "DELETE")
                        .contains(word(at + 1));
    }

    void read(int from, int to) {
        levels.clear();
        levels.push(new Level());
        int at = from;
        while (at < to) {
            at = step(at);
        }
    }

    /** Takes in a token or a qualified name; returns the index behind it. */
    private int step(int at) {
        Level level = levels.element();
        switch (type(at)) {
            case OPEN -> open(level);
            case CLOSE -> close();
            case COMMA -> level.expected = level.inTables;
            case SEMICOLON -> {
                levels.clear();
                levels.push(new Level());
            }
            case WORD -> {
                return keyword(level, at) ? at + 1 : name(level, at);
            }
            case QUOTED_NAME -> {
                return name(level, at);
            }
            default -> level.expected = false;
        }
        return at + 1;
    }

    /** Parentheses in the place of a table hold a query, or tables that are joined. */
    private void open(Level outer) {
        Level inner = new Level();
        inner.query = outer.expected;
        inner.inTables = outer.expected;
        inner.expected = outer.expected;
        outer.expected = false;
        levels.push(inner);
    }

    private void close() {
        if (levels.size() > 1) {
            levels.pop();
        }
    }

    private boolean keyword(Level level, int at) {
        String word = word(at);
        if (word.equals("FROM")) {
            boolean tables = level.query && !word(at - 1).equals("DISTINCT");
            level.inTables = tables;
            level.expected = tables;
            return true;
        }
        if (AFTER_RELATIONS.contains(word)) {
            level.query |= word.equals("SELECT") || word.equals("DELETE");
            level.inTables = false;
            level.expected = false;
            return true;
        }
        if (BEFORE_RELATION.contains(word)
                || (word.equals("USING") && level.inTables && type(at + 1) != TokenType.OPEN)) {
            level.expected = true;
            return true;
        }
        if (word.equals("ON") || word.equals("AS")) {
            level.expected = false;
            return true;
        }
        return level.expected && BETWEEN.contains(word);
    }

    private int name(Level level, int at) {
        Qualified name = Qualified.at(rules, tokens, at);
        ObjectName object = name.name().orElseThrow();
        if (!object.schema().isEmpty()) {
            mentioned.add(new ObjectName("", object.schema()));
        }
        boolean called = type(name.end()) == TokenType.OPEN;
        if (level.expected || called) {
            if (!local.contains(object)) {
                used.add(object);
            }
        } else if (name.parts() == 1 && !local.contains(object)) {
            mentioned.add(object);
        }
        level.expected = false;
        return name.end();
    }

    private TokenType type(int at) {
        return at < tokens.size() ? tokens.get(at).type() : TokenType.OTHER;
    }

    private String word(int at) {
        return at >= 0 && at < tokens.size() ? tokens.get(at).word() : "";
    }
}
