package io.fastmigrate.internal.sql.statement;

import io.fastmigrate.Script;
import io.fastmigrate.error.InvalidScriptException;
import io.fastmigrate.internal.bridge.Bridge;
import io.fastmigrate.internal.sql.scan.ScriptBuffer;
import io.fastmigrate.internal.sql.scan.SqlScanner;
import io.fastmigrate.internal.sql.scan.StatementRules;
import io.fastmigrate.internal.sql.scan.ValuedText;
import io.fastmigrate.internal.sql.token.Lexer;
import io.fastmigrate.internal.sql.token.SqliteLexer;
import io.fastmigrate.internal.sql.token.TokenType;
import io.fastmigrate.internal.sql.token.Words;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Cuts SQLite's scripts: a statement ends where it ends for SQLite. Keeps what the statements so far have in common. */
public final class SqliteStatements implements StatementRules<SqlStatement> {

    private final ScriptBuffer text;
    private final Lexer lexer = new SqliteLexer();
    private final StatementHead head = new StatementHead();
    private final LiteralInsert insert = new LiteralInsert();
    private final RepeatedInsert repeated;

    private @Nullable StatementFacts facts;
    /** The end of the rows that the statement at hand inserts, if it inserts literals only; else 0. */
    private int rowsTo;

    private boolean counting;
    private boolean countsRows;
    private boolean definesForeignKeys;
    private @Nullable String parameter;
    private Script.Position parameterPosition = Script.Position.START;

    public SqliteStatements(ScriptBuffer text) {
        this.text = text;
        this.repeated = new RepeatedInsert(lexer, text.digest());
    }

    /**
     * Returns a scanner that begins at the first byte.
     *
     * @param in the script's bytes, UTF-8
     * @param location what messages call the script
     */
    public static SqlScanner<SqlStatement> scan(InputStream in, String location) {
        return new SqliteStatements(new ScriptBuffer(in, location, null)).scanner();
    }

    /** Returns a scanner that keeps the beginning of long statements alone, as {@link ScriptBuffer#skim} says. */
    public static SqlScanner<SqlStatement> skim(InputStream in, String location) {
        return new SqliteStatements(ScriptBuffer.skim(in, location, null)).scanner();
    }

    /** Opens a script, with its values in it. */
    public static InputStream open(Script script) throws IOException {
        Map<String, String> values = Bridge.values().valuesOf(script);
        return values.isEmpty() ? script.open() : open(script.open(), script.location(), values);
    }

    /** Puts values into a text. */
    public static ValuedText open(InputStream in, String location, Map<String, String> values) {
        ScriptBuffer text = new ScriptBuffer(in, location, null);
        return new ValuedText(text, new SqliteStatements(text).scanner(), values);
    }

    /** Returns the statements of a text, up to the first quote that is never closed: the database says what it thinks of it. */
    public static List<SqlStatement> readable(String sql) {
        List<SqlStatement> found = new ArrayList<>();
        try (SqlScanner<SqlStatement> scanner =
                new SqliteStatements(ScriptBuffer.of(sql, "the text", null)).scanner()) {
            for (SqlStatement next = scanner.next(); next != null; next = scanner.next()) {
                found.add(next);
            }
        } catch (InvalidScriptException e) {
            return found;
        } catch (IOException e) {
            throw new IllegalStateException("A text in memory can be read.", e);
        }
        return found;
    }

    /** Returns a scanner by these rules, to be called once. */
    public SqlScanner<SqlStatement> scanner() {
        return new SqlScanner<>(text, this);
    }

    @Override
    public Lexer lexer() {
        return lexer;
    }

    @Override
    public void begin() {
        facts = null;
        rowsTo = 0;
        counting = false;
        head.begin();
        insert.begin();
    }

    /** A whole statement whose text begins like that of the last INSERT of literals. */
    @Override
    public int endOfKnown(byte[] bytes, int from, int limit) {
        int end = repeated.end(bytes, from, limit);
        if (end != Lexer.MORE) {
            facts = repeated.facts();
            rowsTo = repeated.rowsTo();
        }
        return end;
    }

    @Override
    public boolean token(TokenType type, byte[] bytes, int start, int from, int to) throws IOException {
        if (facts == null && text.isCut()) {
            facts = facts(); // this token does not stay in memory
        }
        if (head.token(type, bytes, start, from, to)) {
            return true;
        }
        if (type == TokenType.DOT && from == start) {
            throw text.invalid(
                    text.position(),
                    text.command(from) + " is a command of the sqlite3 shell, not SQL",
                    "Remove the line, or make the script a .sh script that calls sqlite3.");
        }
        if (type == TokenType.OTHER && parameter == null && isParameter(bytes, from, to)) {
            parameter = text.string(from, to);
            parameterPosition = text.positionOf(from);
        }
        insert.token(type, bytes, start, from, to);
        if (type == TokenType.WORD || type == TokenType.QUOTED_NAME) {
            name(type, bytes, from, to);
        }
        return false;
    }

    /** By its length first: most are none of those that count. */
    private void name(TokenType type, byte[] bytes, int from, int to) {
        switch (to - from) {
            case 7, 9, 13, 15, 17, 19 -> counting |= Words.countsRows(bytes, from, to);
            case 10 -> definesForeignKeys |= type == TokenType.WORD && Words.same(bytes, from, to, "REFERENCES");
            default -> {}
        }
    }

    /** A lone sign of the others is no parameter, and SQLite says so. */
    private static boolean isParameter(byte[] bytes, int from, int to) {
        byte first = bytes[from];
        return first == '?' || (to - from > 1 && (first == ':' || first == '@' || first == '$'));
    }

    @Override
    public void end() {
        if (insert.isWhole() && repeated.keep(text.bytes(), text.start(), insert.rowsFrom(), facts())) {
            rowsTo = text.start() + insert.rowsTo();
        }
        countsRows |= counting && !insert.isWhole();
    }

    /** SQLite keeps what follows the last token in the text of an index or a view. */
    @Override
    public SqlStatement statement() {
        int end = text.keptTo(text.at());
        String sql = text.string(text.start(), end);
        SqlStatement statement = new SqlStatement(sql, text.position(), facts(), text.written(text.start(), end));
        if (rowsTo == 0) {
            return statement;
        }
        return statement.withRows(repeated.head(), sql.length() - (text.isCut() ? 0 : charactersBehindRows(sql)));
    }

    private int charactersBehindRows(String sql) {
        int bytes = text.at() - rowsTo;
        return sql.length() == text.at() - text.start()
                ? bytes
                : text.string(rowsTo, text.at()).length();
    }

    /** Returns what the statement is that the scanner came to. */
    public StatementFacts facts() {
        if (facts == null) {
            facts = new HeadParser(head, text.bytes(), text.start()).facts();
        }
        return facts;
    }

    /** Tells whether a statement so far asks how many rows were changed or which was inserted last. */
    public boolean countsRows() {
        return countsRows;
    }

    /** Tells whether a statement so far has the word without which no foreign key is defined. */
    public boolean definesForeignKeys() {
        return definesForeignKeys;
    }

    /** Returns the first parameter so far that a driver would have to fill in, as it is written; null if there is none. */
    public @Nullable String parameter() {
        return parameter;
    }

    public Script.Position parameterPosition() {
        return parameterPosition;
    }
}
