package io.fastmigrate.internal.sql.dialect;

import io.fastmigrate.internal.sql.token.DialectLexer;
import io.fastmigrate.internal.sql.token.SqlDialect;
import io.fastmigrate.internal.sql.token.TokenType;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** The tokens of one statement of MySQL or MariaDB, read from the left. */
public final class StatementWords {

    /**
     * One clause.
     *
     * @param text as written
     * @param words its tokens: words in upper case, names in quotes as written without the quotes
     */
    public record Clause(String text, List<String> words) {
        /** Returns a word; empty beyond the end. */
        public String at(int index) {
            return index < words.size() ? words.get(index) : "";
        }
    }

    /**
     * One token.
     *
     * @param at where it begins, in characters
     * @param word in upper case if it is a bare word, without quotes if it is a quoted name
     */
    record Token(int at, int end, String word) {}

    private final String text;
    final List<Token> tokens = new ArrayList<>();
    int next;

    public StatementWords(String text) {
        this.text = text;
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        DialectLexer lexer = new DialectLexer(SqlDialect.MYSQL);
        int chars = 0;
        for (int at = 0; at < bytes.length; ) {
            int end = lexer.scan(bytes, at, bytes.length, true);
            String token = new String(bytes, at, end - at, StandardCharsets.UTF_8);
            if (lexer.type() != TokenType.SPACE) {
                tokens.add(new Token(chars, chars + token.length(), word(lexer.type(), token)));
            }
            chars += token.length();
            at = end;
        }
    }

    private static String word(TokenType type, String token) {
        return switch (type) {
            case WORD -> token.toUpperCase(Locale.ROOT);
            case QUOTED_NAME -> token.substring(1, token.length() - 1).replace("``", "`");
            default -> token;
        };
    }

    /** Passes over words if they come next. */
    public boolean accept(String... words) {
        for (int i = 0; i < words.length; i++) {
            if (next + i >= tokens.size() || !tokens.get(next + i).word().equals(words[i])) {
                return false;
            }
        }
        next += words.length;
        return true;
    }

    /** Passes over one of the words if it comes next. */
    public boolean acceptAny(Set<String> words) {
        boolean accepted =
                next < tokens.size() && words.contains(tokens.get(next).word());
        next += accepted ? 1 : 0;
        return accepted;
    }

    /** Passes over what a setting for this statement alone says, {@code SET STATEMENT ... FOR}. */
    public void settings() {
        if (accept("SET", "STATEMENT")) {
            passTo(Set.of("FOR"));
            next++;
        }
    }

    /** Passes over all up to one of the words. */
    public void passTo(Set<String> words) {
        while (next < tokens.size() && !words.contains(tokens.get(next).word())) {
            next++;
        }
    }

    /** Returns the next token, and passes over it; empty at the end. */
    public String take() {
        return next < tokens.size() ? tokens.get(next++).word() : "";
    }

    public boolean isAtEnd() {
        return next >= tokens.size();
    }

    /** Returns where the next token begins, in characters. */
    public int position() {
        return next < tokens.size() ? tokens.get(next).at() : text.length();
    }

    /** Returns where the last token ended, in characters. */
    public int end() {
        return next == 0 ? 0 : tokens.get(Math.min(next, tokens.size()) - 1).end();
    }

    /** Returns a name as written, with its database. */
    public String name() {
        int first = next++;
        if (accept(".")) {
            next++;
        }
        return next > tokens.size()
                ? ""
                : text.substring(tokens.get(first).at(), tokens.get(next - 1).end());
    }

    /** Passes over how long a statement waits for others. */
    public void waiting() {
        if (accept("WAIT")) {
            next++;
        }
        accept("NOWAIT");
    }

    Clause left(String before) {
        return clause(before, Math.min(next, tokens.size()), tokens.size());
    }

    private Clause clause(String before, int first, int end) {
        List<String> words = new ArrayList<>(before.isEmpty() ? List.of() : List.of(before.split(" ", -1)));
        tokens.subList(first, end).forEach(token -> words.add(token.word()));
        String written = first == end
                ? ""
                : text.substring(tokens.get(first).at(), tokens.get(end - 1).end());
        return new Clause((before + " " + written).strip(), words);
    }

    /** Cuts what is left at the commas that stand in no parentheses. */
    public List<Clause> clauses() {
        return clauses(tokens.size());
    }

    /** Cuts what stands in the parentheses that come next at its commas; empty where none come next. */
    public List<Clause> inside() {
        if (!accept("(")) {
            return List.of();
        }
        int depth = 1;
        int close = next;
        while (close < tokens.size()) {
            String word = tokens.get(close).word();
            depth += word.equals("(") ? 1 : word.equals(")") ? -1 : 0;
            if (depth == 0) {
                break;
            }
            close++;
        }
        List<Clause> clauses = clauses(close);
        next = close + 1;
        return clauses;
    }

    private List<Clause> clauses(int end) {
        List<Clause> clauses = new ArrayList<>();
        int depth = 0;
        int first = Math.min(next, end);
        for (int i = first; i < end; i++) {
            String word = tokens.get(i).word();
            depth += word.equals("(") ? 1 : word.equals(")") ? -1 : 0;
            if (depth == 0 && word.equals(",")) {
                clauses.add(clause("", first, i));
                first = i + 1;
            }
        }
        clauses.add(clause("", first, end));
        return clauses;
    }
}
