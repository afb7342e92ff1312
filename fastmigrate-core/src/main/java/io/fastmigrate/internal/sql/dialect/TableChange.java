package io.fastmigrate.internal.sql.dialect;

import io.fastmigrate.internal.sql.token.DialectLexer;
import io.fastmigrate.internal.sql.token.SqlDialect;
import io.fastmigrate.internal.sql.token.TokenType;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/**
 * What one statement of MySQL or MariaDB changes in one table, clause by clause: {@code ALTER TABLE}, {@code CREATE INDEX} as
 * the clause that it stands for, and {@code CREATE TABLE} with its columns. Immutable.
 *
 * @param kind what it does with the table
 * @param table its name as written, with its database if that is there
 * @param clauses of {@code ALTER TABLE}; of {@code CREATE TABLE} all from the parenthesis on
 */
public record TableChange(Kind kind, String table, List<Clause> clauses) {

    /** What is done with a table. */
    public enum Kind {
        ALTER,
        CREATE
    }

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

    private record Token(int at, int end, String word) {}

    /** Reads the tokens of one statement from the left. */
    private static final class Reader {
        private final String text;
        private final List<Token> tokens = new ArrayList<>();
        private int next;

        Reader(String text) {
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

        boolean accept(String... words) {
            for (int i = 0; i < words.length; i++) {
                if (next + i >= tokens.size() || !tokens.get(next + i).word().equals(words[i])) {
                    return false;
                }
            }
            next += words.length;
            return true;
        }

        boolean acceptAny(Set<String> words) {
            boolean accepted =
                    next < tokens.size() && words.contains(tokens.get(next).word());
            next += accepted ? 1 : 0;
            return accepted;
        }

        /** Returns a name as written, with its database. */
        String name() {
            int first = next++;
            if (accept(".")) {
                next++;
            }
            return next > tokens.size()
                    ? ""
                    : text.substring(
                            tokens.get(first).at(), tokens.get(next - 1).end());
        }

        void waiting() {
            if (accept("WAIT")) {
                next++;
            }
            accept("NOWAIT");
        }

        Clause clause(String before, int first, int end) {
            List<String> words = new ArrayList<>(before.isEmpty() ? List.of() : List.of(before.split(" ", -1)));
            tokens.subList(first, end).forEach(token -> words.add(token.word()));
            String written = first == end
                    ? ""
                    : text.substring(tokens.get(first).at(), tokens.get(end - 1).end());
            return new Clause((before + " " + written).strip(), words);
        }

        /** Cuts what is left at the commas that stand in no parentheses. */
        List<Clause> clauses() {
            List<Clause> clauses = new ArrayList<>();
            int depth = 0;
            int first = next;
            for (int i = next; i < tokens.size(); i++) {
                String word = tokens.get(i).word();
                depth += word.equals("(") ? 1 : word.equals(")") ? -1 : 0;
                if (depth == 0 && word.equals(",")) {
                    clauses.add(clause("", first, i));
                    first = i + 1;
                }
            }
            clauses.add(clause("", first, tokens.size()));
            return clauses;
        }
    }

    /** Reads a statement; empty for all others. */
    public static Optional<TableChange> of(String statement) {
        Reader reader = new Reader(statement);
        if (reader.accept("ALTER")) {
            reader.accept("ONLINE");
            reader.accept("IGNORE");
            return reader.accept("TABLE") ? altered(reader) : Optional.empty();
        }
        if (!reader.accept("CREATE")) {
            return Optional.empty();
        }
        if (reader.accept("TABLE")) {
            reader.accept("IF", "NOT", "EXISTS");
            String table = reader.name();
            Clause all = reader.clause("", Math.min(reader.next, reader.tokens.size()), reader.tokens.size());
            return all.at(0).equals("(")
                    ? Optional.of(new TableChange(Kind.CREATE, table, List.of(all)))
                    : Optional.empty();
        }
        return index(reader);
    }

    private static Optional<TableChange> altered(Reader reader) {
        reader.accept("IF", "EXISTS");
        String table = reader.name();
        reader.waiting();
        return Optional.of(new TableChange(Kind.ALTER, table, reader.clauses()));
    }

    private static Optional<TableChange> index(Reader reader) {
        int first = reader.next;
        reader.acceptAny(Set.of("UNIQUE", "FULLTEXT", "SPATIAL"));
        String kind = reader.next > first ? reader.tokens.get(first).word() + " " : "";
        if (!reader.accept("INDEX")) {
            return Optional.empty();
        }
        reader.accept("IF", "NOT", "EXISTS");
        String name = reader.name();
        String type = "";
        if (reader.accept("USING") && reader.next < reader.tokens.size()) {
            type = " USING " + reader.tokens.get(reader.next++).word();
        }
        if (!reader.accept("ON")) {
            return Optional.empty();
        }
        String table = reader.name();
        reader.waiting();
        Clause columns = reader.clause("", Math.min(reader.next, reader.tokens.size()), reader.tokens.size());
        List<String> words = new ArrayList<>(List.of(("ADD " + kind + "INDEX").split(" ", -1)));
        words.add(unquoted(name));
        words.addAll(columns.words());
        Clause clause = new Clause("ADD " + kind + "INDEX " + name + type + " " + columns.text(), words);
        return Optional.of(new TableChange(Kind.ALTER, table, List.of(clause)));
    }

    /** Returns a name without its quotes. */
    public static String unquoted(String name) {
        return name.startsWith("`") && name.endsWith("`")
                ? name.substring(1, name.length() - 1).replace("``", "`")
                : name;
    }
}
