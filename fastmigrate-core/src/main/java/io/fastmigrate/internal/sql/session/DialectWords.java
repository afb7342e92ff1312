package io.fastmigrate.internal.sql.session;

import io.fastmigrate.internal.sql.token.DialectLexer;
import io.fastmigrate.internal.sql.token.SqlDialect;
import io.fastmigrate.internal.sql.token.TokenType;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The tokens of one statement, without comments: bare words and the names of variables in upper case, strings as one
 * apostrophe, what MySQL carries out of a comment as if it stood outside. Immutable.
 */
final class DialectWords {

    private static final Pattern EXECUTABLE = Pattern.compile("(?s)/\\*M?!\\d*(.*)\\*/");
    private static final Set<String> ROUTINES = Set.of("PROCEDURE", "FUNCTION", "TRIGGER", "EVENT", "PACKAGE", "VIEW");

    private static final Pattern TEXT = Pattern.compile("(?s)(?:\\$[^$]*\\$(.*)\\$[^$]*\\$|[A-Za-z&]*'(.*)'|\"(.*)\")");

    private final List<String> words = new ArrayList<>();
    private final List<String> texts = new ArrayList<>();

    private DialectWords() {}

    static DialectWords of(SqlDialect dialect, String text) {
        DialectWords statement = new DialectWords();
        statement.read(dialect, text);
        statement.joinVariables();
        return statement;
    }

    private void read(SqlDialect dialect, String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        DialectLexer lexer = new DialectLexer(dialect);
        for (int at = 0; at < bytes.length; ) {
            int end = lexer.scan(bytes, at, bytes.length, true);
            if (end <= at) {
                return; // a text that is no SQL
            }
            String token = new String(bytes, at, end - at, StandardCharsets.UTF_8);
            Matcher executable = EXECUTABLE.matcher(token);
            if (executable.matches()) {
                read(dialect, executable.group(1));
            } else if (lexer.type() != TokenType.SPACE) {
                words.add(word(lexer.type(), token));
                text(lexer.type(), token);
            }
            at = end;
        }
    }

    private void text(TokenType type, String token) {
        Matcher text = TEXT.matcher(token);
        if (type == TokenType.STRING && text.matches()) {
            String dollars = text.group(1);
            String quoted = text.group(2) == null ? text.group(3) : text.group(2);
            texts.add(dollars != null ? dollars : quoted.replace("''", "'").replace("\\'", "'"));
        }
    }

    private static String word(TokenType type, String token) {
        return switch (type) {
            case STRING -> "'";
            case WORD -> token.toUpperCase(Locale.ROOT);
            case QUOTED_NAME -> token.substring(1, token.length() - 1).toUpperCase(Locale.ROOT);
            default -> token;
        };
    }

    /** {@code @a}, {@code @`a`} and {@code @@a} are one word each, and so is {@code :=}. */
    private void joinVariables() {
        for (int i = 0; i + 1 < words.size(); i++) {
            String word = words.get(i);
            boolean sign = word.equals("@") || word.equals("@@");
            if (sign || (word.equals(":") && words.get(i + 1).equals("="))) {
                words.set(i, word + words.remove(i + 1));
                i -= word.equals("@") && words.get(i).equals("@@") ? 1 : 0;
            }
        }
    }

    /** Returns what stands in its strings, without quotes. */
    List<String> texts() {
        return texts;
    }

    int size() {
        return words.size();
    }

    /** Returns a word; empty beyond both ends. */
    String at(int index) {
        return index < 0 || index >= words.size() ? "" : words.get(index);
    }

    boolean has(String word) {
        return words.contains(word);
    }

    /** Tells whether the word calls a function. */
    boolean isCall(int index) {
        return at(index + 1).equals("(")
                && !at(index).isEmpty()
                && Character.isLetter(at(index).charAt(0));
    }

    /** Tells whether a call ends with an argument. */
    boolean isLastArgument(int call, String argument) {
        int depth = 0;
        for (int i = call + 1; i < words.size(); i++) {
            depth += at(i).equals("(") ? 1 : at(i).equals(")") ? -1 : 0;
            if (depth <= 0) {
                return at(i - 1).equals(argument);
            }
        }
        return false;
    }

    /** Tells whether it is a variable of the user's, not one of the system's. */
    static boolean isVariable(String word) {
        return word.length() > 1 && word.charAt(0) == '@' && word.charAt(1) != '@';
    }

    /** Returns the name of the routine that it defines; empty where there is none to be seen. */
    String definedName() {
        for (int i = 1; i < words.size(); i++) {
            if (ROUTINES.contains(at(i))) {
                int name = i + 1;
                while (Set.of("IF", "NOT", "EXISTS", "BODY").contains(at(name))) {
                    name++;
                }
                return at(name + 1).equals(".") ? at(name + 2) : at(name);
            }
        }
        return "";
    }

    /** Tells whether it only defines what runs later: what stands in it is not done yet. */
    boolean definesRoutine() {
        if (!at(0).equals("CREATE") && !at(0).equals("ALTER")) {
            return false;
        }
        for (int i = 1; i < Math.min(words.size(), 16) && !at(i).equals("TABLE"); i++) {
            if (ROUTINES.contains(at(i))) {
                return true;
            }
        }
        return false;
    }
}
